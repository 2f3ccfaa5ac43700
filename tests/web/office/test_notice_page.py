"""The public notice in the browser: the list before it is posted, its days, channels, papers, the end."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.test import Client
from docx import Document

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notices.models import Posting, PublicNotice
from linli.apps.seasons.models import Season
from linli.web.office.notice_presenting import period_days
from tests.apps.cast import at
from tests.factories import CITY, DAI, make_application, make_official
from tests.web.office.made_ending import LIST, NOTICE, TELEPHONE, later, passed, posted

QueryCounter = Callable[[Client, str], int]
PUBLISH, CHANNELS, CONFIRM = f"{NOTICE}publish/", f"{LIST}channels/", f"{LIST}confirm/"
CHANNEL = {"channel": "县政府公告栏", "address": "", "posted_at": "2024-07-12 09:30"}


@pytest.fixture(autouse=True)
def twelfth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 12, 10), tick=False):
        yield


def page_of(client: Client) -> Any:
    return client.get(NOTICE).context["page"]


def publish(client: Client, **fields: str) -> Any:
    """Post the list as the page shows it."""
    mark = page_of(client).coming.preview.mark
    return client.post(PUBLISH, {"telephone": TELEPHONE, "shown": mark, **fields})


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(one.get_textpage().get_text_range() for one in pages)
    return "".join(text.split())


def states() -> list[str]:
    return list(Application.objects.order_by("case_number").values_list("state", flat=True))


def test_preview_is_the_very_list_that_is_posted(as_dai: Client, season: Season) -> None:
    passed(season)
    preview = page_of(as_dai).coming.preview

    answer = publish(as_dai)

    notice = PublicNotice.objects.get()
    assert answer.url == LIST
    assert (notice.rows, notice.fingerprint, notice.telephone) == (
        list(preview.rows),
        preview.fingerprint,
        TELEPHONE,
    )
    assert (notice.posted_on, notice.last_day) == (preview.posted_on, preview.last_day)
    assert [row["name"] for row in preview.rows] == ["张*本", "欧**本", "李*"]
    assert states() == [State.PROPOSED] * 3


def test_preview_names_each_day_of_the_period(as_dai: Client, season: Season) -> None:
    passed(season)

    period = page_of(as_dai).coming.period

    assert [(one.label, one.word, one.number) for one in period] == [
        ("7月12日（五）", "张贴当日，不计", 0),
        ("7月13日（六）", "周末", 0),
        ("7月14日（日）", "周末", 0),
        ("7月15日（一）", "", 1),
        ("7月16日（二）", "", 2),
        ("7月17日（三）", "", 3),
    ]


def test_holidays_and_make_up_days_are_named(season: Season) -> None:
    passed(season)

    period = period_days(season, at(9, 13).date(), at(9, 19).date())

    assert [(one.day.day, one.word, one.number) for one in period] == [
        (13, "张贴当日，不计", 0),
        (14, "补班", 1),
        (15, "周末", 0),
        (16, "放假", 0),
        (17, "放假", 0),
        (18, "", 2),
        (19, "", 3),
    ]


def test_whoever_has_no_conclusion_yet_is_counted_beside_the_list(
    as_dai: Client, season: Season
) -> None:
    passed(season)
    make_application(season, state=State.PLACED)

    assert page_of(as_dai).coming.unfinished == 1
    assert "还有1人没有体检结论" in as_dai.get(NOTICE).content.decode()


def test_list_that_has_changed_since_it_was_shown_is_not_posted(
    as_dai: Client, season: Season
) -> None:
    passed(season)
    mark = page_of(as_dai).coming.preview.mark
    make_application(season, state=State.MEDICAL_PASSED)

    answer = as_dai.post(PUBLISH, {"telephone": TELEPHONE, "shown": mark})

    assert answer.status_code == 422
    assert "名单或者公示期与刚才核对的不一样了" in answer.content.decode()
    assert PublicNotice.objects.count() == 0


def test_list_shown_before_midnight_is_not_posted_with_other_days_after_it(
    as_dai: Client, season: Season
) -> None:
    passed(season)
    mark = page_of(as_dai).coming.preview.mark

    with later(as_dai, at(7, 13, 0)):
        answer = as_dai.post(PUBLISH, {"telephone": TELEPHONE, "shown": mark})

    assert (answer.status_code, PublicNotice.objects.count()) == (422, 0)


def test_list_needs_the_offices_telephone(as_dai: Client, season: Season) -> None:
    passed(season)

    answer = publish(as_dai, telephone="")

    assert "请填写受理异议的电话" in answer.content.decode()
    assert (answer.status_code, PublicNotice.objects.count()) == (422, 0)


def test_line_with_a_number_is_named_and_nothing_can_be_posted(
    as_dai: Client, season: Season
) -> None:
    (one,) = passed(season, "张样本")
    Application.objects.filter(pk=one.pk).update(form={**one.form, "major": "13800000001"})

    text = as_dai.get(NOTICE).content.decode()

    assert f"报名{one.case_number}的姓名、毕业院校或专业含有" in text
    assert "发布公示</button>" not in text


def test_year_without_holidays_is_told_and_nothing_can_be_posted(
    as_dai: Client, season: Season
) -> None:
    passed(season)

    with later(as_dai, at(7, 12).replace(year=2050)):
        text = as_dai.get(NOTICE).content.decode()

    assert "节假日表缺少2050年" in text
    assert "发布公示</button>" not in text


def test_channel_is_recorded_once_with_its_time(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    notice = posted(season, dai_official)

    first, second = as_dai.post(CHANNELS, CHANNEL), as_dai.post(CHANNELS, CHANNEL)

    assert (first.status_code, second.status_code) == (302, 302)
    assert list(Posting.objects.values_list("notice", "channel", "posted_at")) == [
        (notice.pk, "县政府公告栏", at(7, 12, 9, 30))
    ]
    entries = entries_of(f"{season.code}/{DAI}")
    assert [one["inputs"] for one in entries if one["action"] == "record_posting"] == [
        {
            "number": 1,
            "channel": "县政府公告栏",
            "address": "",
            "posted_at": "2024-07-12T09:30:00+08:00",
        }
    ]
    assert "县政府公告栏" in as_dai.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"channel": ""}, "请填写公示渠道"),
        ({"posted_at": "2024-07-12 10:01"}, "发布时间晚于现在；依据：D0 三(五)"),
        ({"posted_at": "2024-07-11 23:59"}, "发布时间早于公示开始的2024年7月12日"),
        ({"address": "ftp://x"}, "网址写得不对"),
    ],
)
def test_channel_without_name_or_with_a_wrong_time_is_refused(
    as_dai: Client, season: Season, dai_official: User, fields: dict[str, str], sentence: str
) -> None:
    posted(season, dai_official)

    answer = as_dai.post(CHANNELS, {**CHANNEL, **fields})

    assert (answer.status_code, Posting.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("moment", ["2024-07-12 00:00", "2024-07-12 10:00"])
def test_channel_of_the_first_moment_and_of_now_is_taken(
    as_dai: Client, season: Season, dai_official: User, moment: str
) -> None:
    posted(season, dai_official)

    assert as_dai.post(CHANNELS, {**CHANNEL, "posted_at": moment}).status_code == 302


def test_papers_carry_the_list_its_days_telephone_and_fingerprint(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    notice = posted(season, dai_official)

    word, pdf = as_dai.get(f"{LIST}paper.docx"), as_dai.get(f"{LIST}paper.pdf")

    lines = [one.text for one in Document(io.BytesIO(word.content)).paragraphs]
    assert "公示期自2024年7月12日至2024年7月17日（3个工作日）。" in "".join(lines)
    assert f"联系电话：{TELEPHONE}" in lines
    for words in ("欧**本", TELEPHONE, notice.fingerprint):
        assert words in text_of(pdf.content)
    assert word["Content-Disposition"] == f'attachment; filename="xinzhou-2024-{DAI}-1.docx"'
    assert pdf["Content-Disposition"] == f'attachment; filename="xinzhou-2024-{DAI}-1.pdf"'


@pytest.mark.parametrize(
    ("moment", "status", "state"),
    [
        (at(7, 17, 23, 59, 59), 422, State.PROPOSED),
        (at(7, 18, 0), 302, State.FORMAL),
        (at(7, 19), 302, State.FORMAL),
    ],
)
def test_recruits_are_confirmed_after_24_00_of_the_last_day(
    as_dai: Client,
    season: Season,
    dai_official: User,
    moment: datetime,
    status: int,
    state: State,
) -> None:
    posted(season, dai_official)

    with later(as_dai, moment):
        page = as_dai.get(LIST)
        answer = as_dai.post(CONFIRM)

    assert ("确定3名正式招募人选" in page.content.decode()) == (status == 302)
    assert (answer.status_code, states()) == (status, [state] * 3)


def test_whoever_is_objected_to_is_held_back_and_named_with_the_reason(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    notice = posted(season, dai_official)
    lodge_objection(notice, 2, Statement("样本内容"), code="7KQM3XWPV2HT", at=at(7, 15))
    numbers = [one.application.case_number for one in notice.listings.select_related("application")]

    with later(as_dai, at(7, 18)):
        page = as_dai.get(LIST)
        answer: Any = as_dai.post(CONFIRM)

    shown = page.context["page"]
    assert [one.case_number for one in shown.clear] == [numbers[0], numbers[2]]
    assert f"{numbers[1]} 欧**本：1件异议还没有答复" in page.content.decode()
    assert (answer.url, states()) == (
        f"{LIST}?confirmed=2",
        [State.FORMAL, State.PROPOSED, State.FORMAL],
    )


def test_posted_lists_tell_where_they_stand(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    notice = posted(season, dai_official)
    lodge_objection(notice, 1, Statement("样本内容"), code="7KQM3XWPV2HT", at=at(7, 12, 10))

    running = page_of(as_dai).posted
    with later(as_dai, at(7, 18)):
        over = page_of(as_dai).posted

    assert [(one.people, one.standing.label, one.open_objections) for one in running] == [
        (3, "公示中", 1)
    ]
    assert [one.standing.label for one in over] == ["期满，待确定"]


@pytest.mark.parametrize("office", [Office.CITY, Office.AUDITOR])
def test_city_and_auditor_read_a_county_of_their_choice_and_act_nowhere(
    client: Client, season: Season, dai_official: User, office: Office
) -> None:
    posted(season, dai_official)
    client.force_login(make_official("other", division=CITY, office=office))

    pages = [client.get(f"{one}?county={DAI}") for one in (NOTICE, LIST, f"{LIST}paper.pdf")]
    answers = [client.post(one) for one in (PUBLISH, CHANNELS, CONFIRM, f"{LIST}correct/")]

    assert [one.status_code for one in pages] == [200] * 3
    assert [b'method="post" action="/office/seasons' in one.content for one in pages[:2]] == [
        False,
        False,
    ]
    assert f"{LIST}?county={DAI}" in pages[0].content.decode()
    assert [one.status_code for one in answers] == [403] * 4
    assert "由县（市、区）委社会工作部办理" in answers[0].content.decode()


def test_finance_bureau_is_refused_with_the_reason(
    client: Client, season: Season, dai_official: User
) -> None:
    posted(season, dai_official)
    client.force_login(make_official("other", division=CITY, office=Office.FINANCE))

    answers = [client.get(NOTICE), client.get(LIST), client.get(f"{LIST}paper.pdf")]

    assert [one.status_code for one in answers] == [403] * 3
    assert "“查看公示”由县（市、区）委社会工作部、市委社会工作部、纪检监察、审计办理" in (
        answers[0].content.decode()
    )


def test_another_county_finds_no_such_list(
    client: Client, season: Season, dai_official: User, yuanping_official: User
) -> None:
    posted(season, dai_official)
    client.force_login(yuanping_official)

    assert (client.get(LIST).status_code, client.post(CONFIRM).status_code) == (404, 404)
    assert page_of(client).posted == ()


def test_pages_ask_the_same_number_of_queries_for_few_and_many(
    as_dai: Client, season: Season, dai_official: User, queries_of: QueryCounter
) -> None:
    posted(season, dai_official, "张样本")
    passed(season, "王样本")
    before = (queries_of(as_dai, NOTICE), queries_of(as_dai, LIST))
    posted(season, dai_official, *["赵样本"] * 12)
    passed(season, *["孙样本"] * 12)

    assert (queries_of(as_dai, NOTICE), queries_of(as_dai, f"{NOTICE}2/")) == before


def test_rehearsal_bears_its_band(client: Client, rehearsal: Season, dai_official: User) -> None:
    posted(rehearsal, dai_official)
    client.force_login(dai_official)

    for address in (NOTICE, LIST):
        text = client.get(address.replace("xinzhou-2024", rehearsal.code)).content.decode()
        assert "人员、材料和结果均为样本" in text
