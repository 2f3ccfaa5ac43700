"""A season is opened in the browser: chosen, seen as it would be, confirmed as it was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.holidays.actions import fill_packaged_years, put_year
from linli.apps.ledger.queries import entries_of
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.core.workdays import DayKind
from linli.web.office.setup_presenting import CountyLine
from tests.apps.test_carried_out import varied
from tests.factories import CITY, DAI, make_official, make_season

QueryCounter = Callable[[Client, str], int]

NEW = "/office/seasons/new/"
REAL = f"{NEW}?pack=xinzhou-2024&kind=real"
REHEARSAL = f"{NEW}?pack=xinzhou-2024&kind=rehearsal"


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    fill_packaged_years()


def confirm(client: Client, address: str) -> tuple[int, str]:
    """Send what the page at an address bears; return the status and where it leads."""
    page = client.get(address)
    given = {key: page.context["form"][key].value() or "" for key in ("pack", "kind", "first_day")}
    answer = client.post(NEW, {**given, "shown": page.context["page"].plan.mark})
    return answer.status_code, answer.headers.get("Location", "")


def test_the_choice_offers_the_packs_that_recruit_and_writes_nothing(as_city: Client) -> None:
    page = as_city.get(NEW)

    assert page.context["form"].fields["pack"].choices == [
        ("xinzhou-2024", "忻州市2024年招募高校毕业生担任社区助理（忻社发〔2024〕3号）")
    ]
    assert page.context["page"] is None
    assert Season.objects.count() == 0


def test_the_preview_shows_document_departments_places_and_days(as_city: Client) -> None:
    text = as_city.get(REAL).content.decode()

    for told in (
        "晋社发〔2024〕7号",
        "<dt>牵头部门</dt><dd>中共忻州市委社会工作部</dd>",
        "<dt>配合部门</dt><dd>忻州市教育局、忻州市人力资源和社会保障局、忻州市财政局</dd>",
        "各县（市、区）合计175，与文件总数175一致",
        "忻府区名额46、社区45：名额与社区数不同",
        "2024年6月1日（六）—6月14日（五）",
        "9个工作日",
        "放假：6月10日",
        "正式开启招募季",
    ):
        assert told in text
    assert Season.objects.count() == 0


def test_the_preview_says_when_the_notice_was_printed_and_who_may_read_it(as_city: Client) -> None:
    text = as_city.get(REAL).content.decode()

    assert "忻社发〔2024〕3号，2024年6月7日印发，依申请公开" in text


@pytest.mark.parametrize("total", [174, 176])
def test_places_that_do_not_add_up_leave_nothing_to_confirm(
    as_city: Client, monkeypatch: pytest.MonkeyPatch, total: int
) -> None:
    pack = varied("quota_total", total)
    monkeypatch.setattr("linli.web.office.setup_views.get_pack", lambda _: pack)

    answer = as_city.get(REAL)

    assert (answer.status_code, answer.context["page"]) == (422, None)
    assert f"招募名额合计175，文件的总数是{total}，差1" in answer.content.decode()


def test_only_the_district_whose_places_differ_is_marked(as_city: Client) -> None:
    page = as_city.get(REAL).context["page"]

    assert [one.name for one in page.differing] == ["忻府区"]


def test_the_preview_names_who_can_act_and_the_counties_where_nobody_can(
    as_city: Client, dai_official: User
) -> None:
    make_official("fin", division=CITY, office=Office.FINANCE, name="孙样本")
    make_official("left", division="140981", name="李样本")
    User.objects.filter(username="left").update(is_active=False)

    page = as_city.get(REAL).context["page"]

    assert CountyLine("代县", 11, 11, False, "赵样本") in page.counties
    assert len(page.unstaffed) == 13 and "代县" not in page.unstaffed
    assert page.offices == (
        ("市委社会工作部", "王样本"),
        ("财政局", "孙样本"),
        ("纪检监察、审计", ""),
    )


def test_rehearsal_accounts_stand_in_a_rehearsal_alone(as_city: Client) -> None:
    make_official("rehearsal-dai", division=DAI, name="演练样本", is_rehearsal=True)

    real, rehearsal = (as_city.get(one).context["page"] for one in (REAL, REHEARSAL))

    assert ("代县" in real.unstaffed, "代县" in rehearsal.unstaffed) == (True, False)


def test_a_rehearsal_on_other_days_shows_both_and_what_the_calendar_lacks(as_city: Client) -> None:
    put_year(2027, {date(2027, 1, 1): DayKind.HOLIDAY}, source="样本")
    page = as_city.get(f"{REHEARSAL}&first_day=2026-12-25").context["page"]

    first = page.windows[0]
    assert (first.before, first.days) == (
        (date(2024, 6, 1), date(2024, 6, 14)),
        "2026年12月25日（五）—2027年1月7日（四）",
    )
    assert (first.period.working_days, first.period.holidays) == (9, (date(2027, 1, 1),))
    assert page.lacking == ()


def test_days_of_a_year_without_a_holiday_table_are_said_to_lack_it(as_city: Client) -> None:
    page = as_city.get(f"{REHEARSAL}&first_day=2029-12-20")

    assert [one.period for one in page.context["page"].windows] == [None] * 7
    assert page.content.decode().count("节假日表缺少") == len(page.context["page"].lacking) == 2


def test_the_preview_of_a_rehearsal_bears_the_mark(as_city: Client) -> None:
    marked = [
        "<strong>演练</strong>" in as_city.get(one).content.decode() for one in (REHEARSAL, REAL)
    ]

    assert marked == [True, False]


def test_confirming_opens_what_was_shown_and_leads_to_its_days(
    as_city: Client, city_official: User
) -> None:
    answer = confirm(as_city, f"{REHEARSAL}&first_day=2026-09-20")

    season = Season.objects.get()
    assert answer == (302, "/office/seasons/xinzhou-2024/schedule/")
    assert (season.is_rehearsal, season.windows.first().first_day) == (True, date(2026, 9, 20))  # type: ignore[union-attr]
    entry = entries_of(season.code)[0]
    assert (entry["action"], entry["actor"], entry["inputs"]["seed"]) == (
        "open_season",
        "city",
        season.seed,
    )
    assert len(season.seed) == 16


def test_two_seasons_run_at_once_and_the_page_names_the_one_that_runs(
    as_city: Client, season: Season
) -> None:
    page = as_city.get(REHEARSAL)
    assert list(page.context["page"].others) == [season]
    assert page.context["page"].plan.code == "xinzhou-2024-2"

    confirm(as_city, REHEARSAL)

    codes = [one.season.code for one in as_city.get("/office/").context["seasons"]]
    assert sorted(codes) == ["xinzhou-2024", "xinzhou-2024-2"]


def test_confirming_twice_opens_one_season_and_shows_the_second_anew(as_city: Client) -> None:
    mark = as_city.get(REAL).context["page"].plan.mark
    given = {"pack": "xinzhou-2024", "kind": "real", "first_day": "", "shown": mark}

    answers = [as_city.post(NEW, given) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 422]
    assert "刚刚又开启了一季" in answers[1].content.decode()
    assert Season.objects.count() == 1


def test_nothing_is_opened_that_was_not_shown(as_city: Client) -> None:
    answer = as_city.post(NEW, {"pack": "xinzhou-2024", "kind": "real", "first_day": ""})

    assert (answer.status_code, Season.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [
        ("kind=real&first_day=2024-06-02", "正式招募季的报名自文件规定的2024-06-01开始"),
        ("kind=rehearsal&first_day=2024-05-31", "演练不能更早开始"),
        ("kind=rehearsal&first_day=明天", "日期无法识别"),
        ("kind=x", "请选择一项"),
        ("first_day=", "请选择演练或者正式招募"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(
    as_city: Client, tail: str, sentence: str
) -> None:
    page = as_city.get(f"{NEW}?pack=xinzhou-2024&{tail}")

    assert (page.status_code, page.context["page"]) == (422, None)
    assert sentence in page.content.decode()


def test_a_pack_that_does_not_recruit_is_no_choice(as_city: Client) -> None:
    page = as_city.get(f"{NEW}?pack=state-labour&kind=real")

    assert page.context["form"].errors == {"pack": ["请在列出的政策包中选择"]}


def test_a_county_missing_from_the_table_leaves_no_button(as_city: Client) -> None:
    Division.objects.filter(code="140932").delete()

    page = as_city.get(REAL)

    assert page.context["page"].missing == ("140932",)
    assert "行政区划表不全" in page.content.decode()
    assert "正式开启招募季" not in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_county_official_is_told_who_opens(as_dai: Client, method: str) -> None:
    answer = getattr(as_dai, method)(NEW, {"pack": "xinzhou-2024", "kind": "real"})

    assert answer.status_code == 403
    assert "“开启招募季”由市委社会工作部办理" in answer.content.decode()


def test_the_city_of_another_place_is_told_so(client: Client, db: None) -> None:
    Division.objects.create(code="1401", name="样本市", level=Division.Level.CITY)
    official = make_official("other", division="1401", office=Office.CITY)
    client.force_login(official)

    answer = client.get(REAL)

    assert answer.status_code == 403
    assert "“开启招募季”不在您的管辖范围内" in answer.content.decode()


def test_a_rehearsal_account_is_offered_rehearsals_only(client: Client, db: None) -> None:
    client.force_login(
        make_official("practice", division=CITY, office=Office.CITY, is_rehearsal=True)
    )

    answer = client.get(REAL)

    assert answer.context["form"].errors == {"kind": ["请选择一项"]}


def test_the_list_of_seasons_leads_the_city_there_and_nobody_else(
    client: Client, city_official: User, dai_official: User
) -> None:
    shown = []
    for official in (city_official, dai_official):
        client.force_login(official)
        shown.append(f'href="{NEW}"' in client.get("/office/").content.decode())

    assert shown == [True, False]


def test_the_preview_asks_as_many_queries_whoever_and_whatever_is_there(
    as_city: Client, queries_of: QueryCounter
) -> None:
    make_season()
    few = queries_of(as_city, REHEARSAL)
    make_season()
    for number in range(3):
        make_official(f"more{number}", division=DAI)

    assert queries_of(as_city, REHEARSAL) == few
