"""The pages of exports: which lists there are, one ordered with a purpose, taken, read about in the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import Office, User
from linli.apps.exports import ordering
from linli.apps.exports.models import Export
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import CITY, DAI, YUANPING, make_application, make_official
from tests.web.office.made_ending import fill_medical, later, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
EXPORTS = "/office/seasons/xinzhou-2024/exports/"
LIST = f"{EXPORTS}lists/applications/"
_LEADING = ("placement/", "medical/", "agreements/", "notice/", "objections/")


def order(client: Client, address: str = LIST, **fields: Any) -> Any:
    return client.post(address, {"reason": "审查会议用", **fields})


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_official_orders_a_list_and_takes_it(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    make_application(season)

    ordered = order(as_dai, state="routed")
    export = Export.objects.get()
    taken = as_dai.post(f"{EXPORTS}{export.pk}/file.xlsx")

    assert (ordered.status_code, ordered.headers["Location"]) == (302, EXPORTS)
    assert (export.by, export.reason, export.filters, export.status, export.rows) == (
        dai_official,
        "审查会议用",
        {"state": "routed"},
        "ready",
        1,
    )
    book = CalamineWorkbook.from_filelike(BytesIO(taken.content))
    assert book.get_sheet_by_index(0).to_python()[-1][:2] == ["00001", "张*本"]
    assert taken.headers["Content-Disposition"] == (
        f'attachment; filename="xinzhou-2024-applications-{export.pk}.xlsx"'
    )
    export.refresh_from_db()
    assert len(export.downloaded_at) == 1


def offered(client: Client, page: str) -> list[str]:
    """Return the lists that a page of the season leads to."""
    told = text_of(client.get(f"/office/seasons/xinzhou-2024/{page}"))
    return re.findall(rf'href="{EXPORTS}lists/([a-z]+)/"', told)


def test_pages_of_a_county_lead_to_their_lists(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    notice = posted(fill_medical(season, city_official), dai_official)
    with later(client, at(7, 12)):
        objected = notice.listings.first()
        assert objected is not None
        Objection.objects.create(
            notice=notice,
            application=objected.application,
            received_at=at(7, 12, 11),
            way=Objection.Way.TELEPHONE,
            is_anonymous=True,
        )

        assert [(page, offered(client, page)) for page in _LEADING] == [
            ("placement/", ["placement"]),
            ("medical/", ["medical"]),
            ("agreements/", ["agreements"]),
            ("notice/", ["notices"]),
            ("objections/", ["objections"]),
        ]


def test_city_is_led_to_what_it_may_take_and_no_further(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    posted(fill_medical(season, city_official), dai_official)
    client.force_login(city_official)

    assert [(page, offered(client, page)) for page in _LEADING] == [
        ("placement/", ["placement"]),
        ("medical/", []),
        ("agreements/", ["agreements"]),
        ("notice/", []),
        ("objections/", []),
    ]


def test_page_tells_how_far_a_long_list_is(
    as_dai: Client, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MOST_ROWS_AT_ONCE", 0)
    make_application(season)
    order(as_dai)
    waiting = text_of(as_dai.get(EXPORTS))
    Export.objects.update(status="running", rows=1_500, total=100_000)

    running = text_of(as_dai.get(f"{EXPORTS}own/"))

    assert "等待后台生成，1行" in waiting
    assert "1500／100000行" in running
    assert 'max="100000" value="1500"' in running


def test_page_of_a_list_has_the_filter_of_the_list_filled_in(
    as_dai: Client, season: Season
) -> None:
    make_application(season, proposal="pass")
    make_application(season, proposal="fail")

    shown = as_dai.get(f"{LIST}?proposal=pass&state=&county=&number=")

    assert shown.context["count"] == 1
    assert '<option value="pass" selected>' in text_of(shown)


def test_list_is_not_ordered_without_a_purpose(as_dai: Client, season: Season) -> None:
    refused = order(as_dai, reason=" ")

    assert (refused.status_code, Export.objects.count()) == (422, 0)
    assert "用途：请写明用途" in text_of(refused)


def test_county_of_others_is_refused_as_a_filter(as_dai: Client, season: Season) -> None:
    refused = order(as_dai, county=YUANPING)

    assert (refused.status_code, Export.objects.count()) == (422, 0)
    assert "请选择您管辖范围内的县（市、区）" in text_of(refused)


def test_full_numbers_are_offered_to_offices_that_have_the_forms(
    client: Client, season: Season, dai_official: User
) -> None:
    auditor = make_official("auditor", division=CITY, office=Office.AUDITOR)

    offered = {}
    for one in (dai_official, auditor):
        client.force_login(one)
        offered[one.username] = "含完整的姓名" in text_of(client.get(LIST))

    assert offered == {"dai": True, "auditor": False}


def test_full_list_that_is_asked_for_against_the_page_stays_masked(
    client: Client, season: Season
) -> None:
    client.force_login(make_official("auditor", division=CITY, office=Office.AUDITOR))

    order(client, is_full="on")

    assert Export.objects.get().is_full is False


@pytest.mark.parametrize(("name", "status"), [("medical", 403), ("routing", 200), ("x", 404)])
def test_list_of_another_office_says_whose_it_is(
    as_city: Client, season: Season, name: str, status: int
) -> None:
    answer = as_city.get(f"{EXPORTS}lists/{name}/")

    assert answer.status_code == status
    if status == 403:
        assert "“办理体检”由县（市、区）委社会工作部办理" in text_of(answer)


def test_file_of_somebody_else_is_not_there(
    client: Client, as_dai: Client, season: Season, city_official: User
) -> None:
    order(as_dai)
    key = Export.objects.get().pk
    client.force_login(city_official)

    assert client.post(f"{EXPORTS}{key}/file.xlsx").status_code == 404
    assert client.get(f"{EXPORTS}{key}/file.xlsx").status_code == 405


def test_log_tells_who_took_what_why_and_how_many_rows(
    client: Client, as_dai: Client, season: Season, city_official: User
) -> None:
    make_application(season)
    order(as_dai, county=DAI)
    as_dai.post(f"{EXPORTS}{Export.objects.get().pk}/file.xlsx")
    client.force_login(city_official)

    log = client.get(f"{EXPORTS}log/")

    (row,) = log.context["log"].rows
    told = (row.title, row.narrowed, str(row.export.by), row.export.reason, row.export.rows)
    assert told == ("报名名单", "县（市、区）“代县”", "赵样本", "审查会议用", 1)
    assert len(row.downloads) == 1


def test_county_may_not_read_the_log(as_dai: Client, season: Season) -> None:
    refused = as_dai.get(f"{EXPORTS}log/")

    assert refused.status_code == 403
    assert "“查看导出记录”由市委社会工作部、纪检监察、审计办理" in text_of(refused)


def test_log_and_own_page_cost_the_same_with_one_export_and_with_many(
    as_city: Client, season: Season, queries_of: Callable[[Client, str], int]
) -> None:
    order(as_city, county=DAI)
    pages = (EXPORTS, f"{EXPORTS}own/", f"{EXPORTS}log/")
    before = [queries_of(as_city, page) for page in pages]
    for _ in range(4):
        order(as_city, county=YUANPING)

    assert [queries_of(as_city, page) for page in pages] == before


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("applications/?state=routed", "applications/?state=routed"),
        ("review/?proposal=pass", "review/?proposal=pass"),
        ("intake/?kind=spam", "mails/?kind=spam"),
        ("interviews/", "interviews/"),
    ],
)
def test_pages_of_lists_lead_to_the_export_with_their_filter(
    as_dai: Client, season: Season, page: str, link: str
) -> None:
    shown = text_of(as_dai.get(f"/office/seasons/xinzhou-2024/{page}"))

    assert f'href="{EXPORTS}lists/{link}"' in shown


def test_form_says_which_filter_came_along_and_lets_it_be_cleared(
    as_dai: Client, season: Season
) -> None:
    make_application(season)
    review = f"{EXPORTS}lists/review/"

    asked, plain, whole = (
        text_of(as_dai.get(one)) for one in (f"{review}?state=qualified&number=1", review, LIST)
    )

    cleared = f'<a href="{review}">清除带来的筛选</a>'
    assert "打开本页时的范围：报名编号“1”，状态“资格审查通过”。" in asked.replace(
        f"可以在下面另选，或者{cleared}。", ""
    )
    assert (cleared in asked, cleared in plain) == (True, False)
    assert "打开本页时的范围：状态“尚未决定”。可以在下面另选。" in plain
    assert "打开本页时的范围：" not in whole
