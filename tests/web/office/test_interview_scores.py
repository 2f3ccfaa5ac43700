"""Marks in the browser: kept as typed, entered twice apart, compared, signed, announced, and then frozen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.interviews.door import check_in
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Mark, Panel, ScoreSheet, SignOff
from linli.apps.interviews.signing import sign_off
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from tests.apps.cast import at, withdraw
from tests.apps.sample_panel import FIRST, SECOND, absent, relate, row
from tests.apps.test_carried_out import varied
from tests.factories import DAI, make_official
from tests.web.office.made_interview import (
    ANNOUNCEMENT,
    EVEN_POINTS,
    PANEL,
    SIGN_OFF,
    UNATTENDED,
    case_at,
    drawn,
    sheet_at,
    sheets_at,
    typed,
)

QueryCounter = Callable[[Client, str], int]


@pytest.fixture
def panel(season: Season, dai_official: User) -> Panel:
    return drawn(season, dai_official)


@pytest.fixture
def clerk(db: None) -> User:
    return make_official("dai-2", division=DAI, office=Office.COUNTY, name="孙样本")


@pytest.fixture
def as_clerk(clerk: User) -> Client:
    other = Client()
    other.force_login(clerk)
    return other


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def marks_of(entry: ScoreSheet.Entry) -> list[int]:
    marks = Mark.objects.filter(sheet__entry=entry).order_by("examiner__number")
    return list(marks.values_list("hundredths", flat=True))


def enter_both(panel: Panel, dai: User, clerk: User) -> None:
    rows = [row(case_at(panel, 1)), absent(case_at(panel, 2))]
    enter_marks(panel, FIRST, rows, actor=dai, at=at(7, 4))
    enter_marks(panel, SECOND, rows, actor=clerk, at=at(7, 4))


def signed(panel: Panel, dai: User, clerk: User) -> SignOff:
    enter_both(panel, dai, clerk)
    return sign_off(panel, actor=dai, at=at(7, 4, 17))


def shown_on(client: Client, address: str) -> str:
    return text_of(client, address).split('name="shown" value="', 1)[1].split('"', 1)[0]


def test_each_candidate_is_kept_at_once_and_the_next_follows(
    as_dai: Client, panel: Panel, dai_official: User
) -> None:
    first = as_dai.post(sheet_at(1, 1), typed("80", "81.5", "82.25", "0", "100"))

    assert first.headers["Location"] == "../2/?saved=1"
    sheet = ScoreSheet.objects.get()
    assert (sheet.entry, sheet.entered_by, sheet.turn.position) == (1, dai_official, 1)
    assert marks_of(FIRST) == [8000, 8150, 8225, 0, 10000]
    last = as_dai.post(sheet_at(1, 2), typed(*EVEN_POINTS))
    assert last.headers["Location"] == "../?saved=2"


def test_after_the_last_position_those_that_were_skipped_follow(
    as_dai: Client, panel: Panel
) -> None:
    answer = as_dai.post(sheet_at(1, 2), typed(*EVEN_POINTS))

    assert answer.headers["Location"] == "../1/?saved=2"


@pytest.mark.parametrize("mark", ["100.01", "-1", "80.555", "八十", "1e5", "NaN", "8 0"])
def test_mark_out_of_range_or_no_number_is_refused_and_stays_as_typed(
    as_dai: Client, panel: Panel, mark: str
) -> None:
    answer = as_dai.post(sheet_at(1, 1), typed("80", "81", "82", "83", mark))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "填写0至100之间的分数，最多两位小数" in text
    assert f'value="{mark}"' in text
    assert ScoreSheet.objects.count() == 0


def test_blank_mark_is_asked_for_and_an_absence_takes_none(as_dai: Client, panel: Panel) -> None:
    blank = as_dai.post(sheet_at(1, 1), typed("80", "81", "82", "83"))
    both = as_dai.post(sheet_at(1, 1), {**typed("80"), "absent": "on"})

    assert "请填写评分；没有到场的，勾选缺席" in blank.content.decode()
    assert "已勾选缺席，评分应当清空" in both.content.decode()
    assert (blank.status_code, both.status_code, ScoreSheet.objects.count()) == (422, 422, 0)


def test_absence_is_a_sheet_without_marks_and_shows_again_as_one(
    as_dai: Client, panel: Panel
) -> None:
    as_dai.post(sheet_at(1, 1), {"absent": "on"})

    assert (ScoreSheet.objects.count(), Mark.objects.count()) == (1, 0)
    assert 'id="id_absent" checked' in text_of(as_dai, sheet_at(1, 1))


def test_recused_examiner_has_no_field_and_is_named(
    as_dai: Client, panel: Panel, dai_official: User
) -> None:
    relate(panel, 2, case_at(panel, 1), dai_official)

    text = text_of(as_dai, sheet_at(1, 1))
    answer = as_dai.post(sheet_at(1, 1), typed("80", "", "82", "83", "84"))

    assert "回避，不评分：考官2（亲属）" in text
    assert [f'name="mark-{number}"' in text for number in range(1, 6)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert (answer.status_code, marks_of(FIRST)) == (302, [8000, 8200, 8300, 8400])


def test_second_official_sees_nothing_of_the_first_entry(
    as_dai: Client, as_clerk: Client, panel: Panel
) -> None:
    marks = ("71.11", "72.22", "73.33", "74.44", "75.55")
    as_dai.post(sheet_at(1, 1), typed(*marks))

    pages = [sheets_at(1), sheets_at(2), sheet_at(1, 1), sheet_at(2, 1), PANEL, SIGN_OFF]
    seen = [one for one in pages for mark in marks if mark in text_of(as_clerk, one)]

    assert seen == []
    assert "第一次录入已由赵样本办理；您再录入，将替换原来录入的" in text_of(
        as_clerk, sheet_at(1, 1)
    )
    assert all(mark in text_of(as_dai, sheet_at(1, 1)) for mark in marks)


def test_one_official_cannot_enter_a_sheet_both_times(as_dai: Client, panel: Panel) -> None:
    as_dai.post(sheet_at(1, 1), typed(*EVEN_POINTS))

    text = text_of(as_dai, sheet_at(2, 1))
    answer = as_dai.post(sheet_at(2, 1), typed(*EVEN_POINTS))

    assert "请另一名工作人员录入" in text
    assert 'name="mark-1"' not in text
    assert (answer.status_code, marks_of(SECOND)) == (422, [])


def test_difference_is_shown_to_both_after_both_have_entered(
    as_dai: Client, as_clerk: Client, panel: Panel
) -> None:
    as_dai.post(sheet_at(1, 1), typed(*EVEN_POINTS))
    as_clerk.post(sheet_at(2, 1), typed("80.5", *EVEN_POINTS[1:]))

    for client, entry in ((as_dai, 1), (as_clerk, 2)):
        text = text_of(client, sheets_at(entry))
        assert "考官1第一次80.00分、第二次80.50分" in text
        assert "由录错的一方打开该位重新录入" in text
        assert "与另一次录入不一致：考官1" in text_of(client, sheet_at(entry, 1))


def test_difference_that_is_put_right_is_gone_and_the_sheet_is_replaced(
    as_dai: Client, as_clerk: Client, panel: Panel
) -> None:
    as_dai.post(sheet_at(1, 1), typed(*EVEN_POINTS))
    as_clerk.post(sheet_at(2, 1), {"absent": "on"})
    assert "与另一次录入不一致：到场或缺席" in text_of(as_dai, sheet_at(1, 1))

    as_clerk.post(sheet_at(2, 1), typed(*EVEN_POINTS))

    assert "不一致" not in text_of(as_dai, sheet_at(1, 1))
    assert marks_of(SECOND) == [8000, 8100, 8200, 8300, 8400]


def test_who_withdrew_since_the_draw_is_passed_over(
    as_dai: Client, season: Season, panel: Panel, dai_official: User
) -> None:
    withdraw(dai_official, season.applications.get(case_number=case_at(panel, 1)))

    list_page, sheet = text_of(as_dai, sheets_at(1)), text_of(as_dai, sheet_at(1, 1))

    assert "从第2位开始录入" in list_page
    assert "这名人员现为“已撤回”，不用录入评分" in sheet
    assert as_dai.post(sheet_at(1, 1), {"absent": "on"}).status_code == 422


def test_too_few_examiners_are_told_with_what_to_do(
    as_dai: Client, panel: Panel, dai_official: User
) -> None:
    for number in (1, 2, 3):
        relate(panel, number, case_at(panel, 1), dai_official)

    text = text_of(as_dai, sheet_at(1, 1))

    assert "回避后只有2名考官可以评分，少于3名" in text
    assert "增补替补考官后再评分" in text


def test_sign_off_shows_totals_ranks_and_what_the_door_says_otherwise(
    as_dai: Client, season: Season, panel: Panel, dai_official: User, clerk: User
) -> None:
    enter_both(panel, dai_official, clerk)
    second = season.applications.get(case_number=case_at(panel, 2))
    check_in(second, [], showed_slip=True, actor=dai_official, at=at(7, 4))

    text = text_of(as_dai, SIGN_OFF)

    assert "将要确认的成绩（2人）" in text
    assert "总分为全部评分的平均数，不去掉最高分和最低分" in text
    assert "<strong>82.00</strong>" in text
    assert text.count("第1名") == 1
    assert "门口没有登记到场" in text
    assert "门口登记了到场" in text
    assert (SignOff.objects.count(), Score.objects.count()) == (0, 0)


def test_dropped_marks_are_shown_where_the_pack_drops_them(
    as_dai: Client,
    panel: Panel,
    dai_official: User,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = varied("drops_extremes", True)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    enter_both(panel, dai_official, clerk)

    text = text_of(as_dai, SIGN_OFF)

    assert "去掉一个最高分和一个最低分后" in text
    assert "去掉84.00、80.00" in text


def test_nothing_is_signed_while_something_is_missing(
    as_dai: Client, panel: Panel, dai_official: User
) -> None:
    enter_marks(panel, FIRST, [row(case_at(panel, 1))], actor=dai_official, at=at(7, 4))

    text = text_of(as_dai, SIGN_OFF)
    answer = as_dai.post(SIGN_OFF, {"shown": "0" * 64})

    assert "还不能签字确认" in text
    assert "依据：D0 三(三)；处理办法：对照评分表原件改正后重新录入" in text
    assert (answer.status_code, SignOff.objects.count()) == (422, 0)


def test_signing_freezes_everything_and_leads_to_the_announcement(
    as_dai: Client, as_clerk: Client, panel: Panel, dai_official: User, clerk: User
) -> None:
    enter_both(panel, dai_official, clerk)

    answer = as_dai.post(SIGN_OFF, {"shown": shown_on(as_dai, SIGN_OFF), **UNATTENDED})

    assert answer.headers["Location"] == ANNOUNCEMENT
    states = {turn.position: turn.application.state for turn in panel.turns.all()}
    assert states == {1: State.INTERVIEWED, 2: State.INTERVIEW_ABSENT}
    frozen = [sheets_at(1), sheet_at(1, 1), SIGN_OFF]
    assert [one for one in frozen if "已签字确认，不再更改" not in text_of(as_dai, one)] == []
    again = [
        as_clerk.post(sheet_at(2, 1), typed(*EVEN_POINTS)).status_code,
        as_clerk.post(SIGN_OFF, {"shown": "0" * 64}).status_code,
    ]
    assert (again, Score.objects.get().total, SignOff.objects.count()) == ([422, 422], 8200, 1)


def test_sheets_changed_since_they_were_shown_are_not_signed(
    as_dai: Client, panel: Panel, dai_official: User, clerk: User
) -> None:
    enter_both(panel, dai_official, clerk)
    shown = shown_on(as_dai, SIGN_OFF)
    again = [row(case_at(panel, 1), 9000, 9000, 9000, 9000, 9000)]
    enter_marks(panel, FIRST, again, actor=dai_official, at=at(7, 4))
    enter_marks(panel, SECOND, again, actor=clerk, at=at(7, 4))

    answer = as_dai.post(SIGN_OFF, {"shown": shown, **UNATTENDED})

    assert "评分表在您核对以后有改动" in answer.content.decode()
    assert (answer.status_code, SignOff.objects.count()) == (422, 0)


def test_announcement_has_the_drawn_number_and_the_total_and_nothing_of_the_person(
    as_dai: Client, panel: Panel, dai_official: User, clerk: User
) -> None:
    assert "成绩还没有签字确认，不能公布" in text_of(as_dai, ANNOUNCEMENT)
    signed(panel, dai_official, clerk)

    text = text_of(as_dai, ANNOUNCEMENT)

    assert "<span>1号</span> <strong>82.00</strong>" in text
    assert "<span>2号</span> <strong>缺席</strong>" in text
    case = panel.turns.get(position=1).application
    assert [one for one in (case.case_number, case.person.name, "81.00") if one in text] == []


def test_who_withdrew_before_the_sign_off_is_not_announced(
    as_dai: Client, season: Season, panel: Panel, dai_official: User, clerk: User
) -> None:
    enter_both(panel, dai_official, clerk)
    withdraw(dai_official, season.applications.get(case_number=case_at(panel, 2)))
    sign_off(panel, actor=dai_official, at=at(7, 4, 17))

    text = text_of(as_dai, ANNOUNCEMENT)

    assert "1号" in text
    assert "2号" not in text


def test_pages_of_marks_are_the_countys_alone_and_the_announcement_the_scopes(
    client: Client,
    panel: Panel,
    dai_official: User,
    clerk: User,
    city_official: User,
    yuanping_official: User,
) -> None:
    signed(panel, dai_official, clerk)
    addresses = (sheets_at(1), sheet_at(1, 1), SIGN_OFF, ANNOUNCEMENT)
    answers = {}
    for official in (city_official, yuanping_official):
        client.force_login(official)
        answers[official.username] = [client.get(one).status_code for one in addresses]

    assert answers == {"city": [403, 403, 403, 200], "yuanping": [403] * 4}


def test_rehearsal_carries_its_mark_on_the_wall_too(
    as_dai: Client, rehearsal: Season, dai_official: User
) -> None:
    drawn(rehearsal, dai_official)

    text = text_of(as_dai, ANNOUNCEMENT.replace("xinzhou-2024", rehearsal.code))

    assert 'class="announcing is-rehearsal"' in text
    assert 'class="rehearsal"' in text


@pytest.mark.parametrize("address", [sheets_at(3), sheets_at(0), sheet_at(1, 9), sheet_at(3, 1)])
def test_entry_or_turn_that_is_not_there_is_not_found(
    as_dai: Client, panel: Panel, address: str
) -> None:
    assert as_dai.get(address).status_code == 404


def test_number_of_queries_does_not_grow_with_the_candidates(
    as_dai: Client,
    season: Season,
    panel: Panel,
    dai_official: User,
    clerk: User,
    queries_of: QueryCounter,
) -> None:
    enter_both(panel, dai_official, clerk)
    names = ("sheets/1/", "sheets/1/1/", "sign-off/", "announcement/")
    before = [queries_of(as_dai, f"{PANEL}{one}") for one in names]
    larger = drawn(season, dai_official, people=8)
    cases = [row(case_at(larger, position)) for position in range(1, 9)]
    enter_marks(larger, FIRST, cases, actor=dai_official, at=at(7, 4))
    enter_marks(larger, SECOND, cases, actor=clerk, at=at(7, 4))

    after = [queries_of(as_dai, f"{PANEL[:-2]}{larger.number}/{one}") for one in names]

    assert after == before
