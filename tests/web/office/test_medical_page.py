"""The medical check in the browser: who comes, what conclusions would do, who moves up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import confirm_medical, decline_medical
from linli.apps.selection.models import Backfill, MedicalCheck, MedicalConfirmation
from tests.apps.cast import at, entry_count, last_entry
from tests.factories import CITY, DAI, make_application, make_official
from tests.web.office.made_ending import (
    BACKFILL,
    CHECK,
    CONCLUSIONS,
    FAIL_ONE,
    MEDICAL,
    answer_at,
    check_conclusions,
    fill_medical,
    later,
    record_conclusions,
)

QueryCounter = Callable[[Client, str], int]
MOVES_UP = "递补位次第1位，面见总分87.50分，在尚未递补的1名候选中最前"


@pytest.fixture(autouse=True)
def eighth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 8, 16), tick=False):
        yield


@pytest.fixture
def filled(season: Season, city_official: User) -> Season:
    return fill_medical(season, city_official)


def case(number: str) -> Application:
    return Application.objects.get(case_number=number)


def states() -> dict[str, str]:
    found = Application.objects.filter(case_number__in=("00001", "00002", "00004"))
    return dict(found.values_list("case_number", "state"))


def test_page_shows_who_confirmed_and_who_has_not_answered(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    confirm_medical(case("00001"), actor=dai_official, at=at(7, 6))

    page = as_dai.get(MEDICAL).context["page"]

    rows = [(row.case_number, row.name, row.answer.label, row.answer_note) for row in page.waiting]
    assert rows == [
        ("00001", "张*本", "确认参加", "7月6日答复"),
        ("00002", "张*本", "尚未答复", ""),
    ]
    assert (page.confirmed, page.silent, page.reserve, page.proposals) == (1, 1, 1, ())


def test_dry_run_tells_who_is_out_and_who_moves_up_and_changes_nothing(
    as_dai: Client, filled: Season
) -> None:
    before = entry_count()

    shown: Any = check_conclusions(as_dai)

    (row,) = shown.context["backfills"]
    assert [one.case_number for one in shown.context["plan"].passed] == ["00002"]
    assert shown.context["out"] == [("00001", "张*本", "不合格")]
    assert (row.leaver, row.left_by, row.filler, row.sentence) == (
        "00001",
        "不合格",
        "00004",
        MOVES_UP,
    )
    assert (entry_count(), MedicalCheck.objects.count()) == (before, 0)
    assert states() == {"00001": "placed", "00002": "placed", "00004": "reserve"}


def test_confirmed_conclusions_are_recorded_with_day_and_hospital_and_nobody_moves_up_yet(
    as_dai: Client, filled: Season
) -> None:
    answer: Any = record_conclusions(as_dai)

    assert answer.url == f"{MEDICAL}?recorded=2"
    assert "已登记2人的体检结论" in as_dai.get(answer.url).content.decode()
    rows = MedicalCheck.objects.order_by("application__case_number")
    assert list(rows.values_list("conclusion", "checked_on", "hospital")) == [
        ("fail", at(7, 8).date(), "代县样本医院"),
        ("pass", at(7, 8).date(), "代县样本医院"),
    ]
    assert states() == {"00001": "medical_failed", "00002": "medical_passed", "00004": "reserve"}


def test_whoever_has_no_conclusion_of_their_own_passes_with_the_others(
    as_dai: Client, filled: Season
) -> None:
    record_conclusions(as_dai, others="pass", case_00002="")

    assert states() == {"00001": "medical_failed", "00002": "medical_passed", "00004": "reserve"}


def test_whoever_came_to_wait_after_the_form_was_shown_does_not_pass_with_the_others(
    as_dai: Client, filled: Season
) -> None:
    shown: Any = as_dai.post(CONCLUSIONS, {**CHECK, "others": "pass", "case_00001": ""})

    assert [one.case_number for one in shown.context["plan"].passed] == ["00001"]


def test_whoever_is_left_blank_goes_on_waiting(as_dai: Client, filled: Season) -> None:
    record_conclusions(as_dai, case_00001="absent", case_00002="")

    assert states() == {"00001": "medical_absent", "00002": "placed", "00004": "reserve"}


def test_proposal_is_accepted_with_one_act(as_dai: Client, filled: Season) -> None:
    record_conclusions(as_dai)
    page = as_dai.get(MEDICAL).context["page"]

    answer: Any = as_dai.post(BACKFILL, {"shown": page.mark})

    assert [(row.leaver, row.filler, row.sentence) for row in page.proposals] == [
        ("00001", "00004", MOVES_UP)
    ]
    assert (answer.url, states()["00004"]) == (f"{MEDICAL}?filled=1", State.PLACED)
    assert list(Backfill.objects.values_list("leaver__case_number", "filler__case_number")) == [
        ("00001", "00004")
    ]
    after = as_dai.get(MEDICAL).context["page"]
    assert [(row.case_number, row.backfill_of) for row in after.waiting] == [("00004", "00001")]
    assert [row.vacancy for row in after.concluded] == ["由00004递补", ""]


def test_proposal_that_is_no_longer_the_one_shown_is_not_carried_out(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    record_conclusions(as_dai)
    mark = as_dai.get(MEDICAL).context["page"].mark
    Application.objects.filter(case_number="00004").update(state=State.WITHDRAWN)

    answer = as_dai.post(BACKFILL, {"shown": mark})

    assert answer.status_code == 422
    assert "空缺或者递补候选已有变化" in answer.content.decode()
    assert Backfill.objects.count() == 0


def test_vacancy_without_a_reserve_is_shown_as_such(as_dai: Client, filled: Season) -> None:
    Application.objects.filter(case_number="00004").update(state=State.WITHDRAWN)
    record_conclusions(as_dai)

    text = as_dai.get(MEDICAL).content.decode()

    assert "本县递补候选已用完，名额空缺" in text
    assert "记录名额空缺" in text


def test_whoever_declines_between_check_and_confirmation_is_shown_again_and_nobody_recorded(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    shown: Any = check_conclusions(as_dai)
    again = {**dict(shown.context["sent_again"]), "shown": shown.context["plan"].mark}
    decline_medical(case("00002"), actor=dai_official, at=at(7, 8, 16))

    answer: Any = as_dai.post(CONCLUSIONS, again)

    assert answer.status_code == 422
    assert answer.context["gone"] == "00002"
    assert "核对以后有人答复、撤回或者已由他人登记" in answer.content.decode()
    assert MedicalCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"hospital": ""}, "请填写体检医院"),
        ({"case_00001": "血压偏高"}, "请在列出的结论中选择"),
        ({"again_on": "2024-07-10"}, "没有人登记为待复检"),
        ({"case_00001": "", "case_00002": ""}, "没有登记任何人的结论"),
    ],
)
def test_form_that_is_not_whole_is_refused_and_keeps_what_was_typed(
    as_dai: Client, filled: Season, fields: dict[str, str], sentence: str
) -> None:
    answer = check_conclusions(as_dai, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert MedicalCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("attends", "state", "action", "reason"),
    [
        ("yes", "placed", "confirm_medical", "确认参加体检（本人2024-07-08 09:30告知）"),
        (
            "no",
            "declined",
            "decline_medical",
            "县（市、区）逐一确认时，本人2024-07-08 09:30告知不参加",
        ),
    ],
)
def test_answer_by_telephone_is_taken_down_with_who_told_it_and_when(
    as_dai: Client, filled: Season, attends: str, state: str, action: str, reason: str
) -> None:
    fields = {"attends": attends, "told_by": "self", "told_at": "2024-07-08 09:30"}

    answer: Any = as_dai.post(answer_at("00001"), fields)

    kept, entry = MedicalConfirmation.objects.get(), last_entry(case("00001").subject)
    assert (answer.url, states()["00001"]) == (MEDICAL, state)
    assert (kept.answered_by.username, kept.told_by, kept.told_at, kept.answered_at) == (
        "dai",
        "self",
        at(7, 8, 9, 30),
        at(7, 8, 16),
    )
    assert (entry["actor"], entry["action"], entry["reason"]) == ("dai", action, reason)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"attends": ""}, "请选择答复"),
        ({"told_by": ""}, "请选择由谁告知"),
        ({"told_at": ""}, "请填写告知时间"),
        ({"told_at": "2024-07-08 16:01"}, "告知时间晚于现在"),
    ],
)
def test_answer_without_teller_or_time_is_not_taken_down(
    as_dai: Client, filled: Season, fields: dict[str, str], sentence: str
) -> None:
    whole = {"attends": "yes", "told_by": "kin", "told_at": "2024-07-08 16:00"}

    refused = as_dai.post(answer_at("00001"), {**whole, **fields})
    taken = as_dai.post(answer_at("00001"), whole)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert sentence in refused.content.decode()


def test_no_answer_is_asked_of_somebody_in_the_reserve(as_dai: Client, filled: Season) -> None:
    page = as_dai.get(answer_at("00004"))

    assert "只有“入围体检”的人员需要答复是否参加体检" in page.content.decode()
    assert '<button class="btn btn-primary"' not in page.content.decode()


@pytest.mark.parametrize("office", [Office.CITY, Office.AUDITOR])
def test_city_and_auditor_read_a_county_of_their_choice_and_act_nowhere(
    client: Client, filled: Season, office: Office
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    shown = client.get(f"{MEDICAL}?county={DAI}")

    assert [row.case_number for row in shown.context["page"].waiting] == ["00001", "00002"]
    assert [one.name for one in shown.context["reading"].counties][:1] != []
    text = shown.content.decode()
    assert "“办理体检”由县（市、区）委社会工作部办理；您可以查看。" in text
    assert ('method="post" action="/office/seasons' in text, "代录答复" in text) == (False, False)
    for answer in (client.post(CONCLUSIONS, FAIL_ONE), client.post(BACKFILL)):
        assert answer.status_code == 403
        assert "由县（市、区）委社会工作部办理" in answer.content.decode()
    assert client.get(f"{MEDICAL}?county=140100").status_code == 404


@pytest.mark.parametrize("office", [Office.FINANCE, Office.STREET])
def test_other_offices_are_refused_with_the_reason(
    client: Client, filled: Season, office: Office
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    for answer in (client.get(MEDICAL), client.post(CONCLUSIONS, FAIL_ONE), client.post(BACKFILL)):
        assert answer.status_code == 403
        assert "县（市、区）委社会工作部" in answer.content.decode()


def test_second_check_is_recorded_shown_and_concluded_by_itself(
    as_dai: Client, filled: Season
) -> None:
    again = {"again_on": "2024-07-10", "again_at": "忻州样本医院"}
    shown: Any = check_conclusions(as_dai, case_00001="recheck", case_00002="", **again)
    assert [one.case_number for one in shown.context["plan"].repeated] == ["00001"]
    assert "复检：2024年7月10日，忻州样本医院。" in shown.content.decode()

    record_conclusions(as_dai, case_00001="recheck", case_00002="", **again)

    page = as_dai.get(MEDICAL).context["page"]
    assert [(row.case_number, row.repeated) for row in page.waiting] == [
        ("00001", "7月8日代县样本医院初检。复检：2024年7月10日，忻州样本医院。"),
        ("00002", ""),
    ]
    assert (len(page.repeated), page.overdue, page.passed, page.out) == (1, (), 0, 0)
    record_conclusions(as_dai, others="pass", case_00001="", case_00002="")
    assert states() == {"00001": "placed", "00002": "medical_passed", "00004": "reserve"}


@pytest.mark.parametrize(("day", "listed"), [(11, []), (12, ["00001"])])
def test_second_check_without_a_conclusion_is_listed_from_the_day_after_the_last_one(
    client: Client, dai_official: User, filled: Season, day: int, listed: list[str]
) -> None:
    client.force_login(dai_official)
    record_conclusions(client, case_00001="recheck", case_00002="")

    with later(client, at(7, day, 9)):
        answer = client.get(MEDICAL)

    page = answer.context["page"]
    assert [row.case_number for row in page.overdue] == listed
    assert ("复检还没有结论" in answer.content.decode(), page.proposals) == (bool(listed), ())


def test_third_check_is_no_choice_of_the_page(as_dai: Client, filled: Season) -> None:
    record_conclusions(as_dai, case_00001="recheck", case_00002="")

    answer: Any = check_conclusions(as_dai, case_00001="recheck", case_00002="")

    assert answer.status_code == 422
    assert "请在列出的结论中选择" in answer.content.decode()


def test_another_county_sees_nothing_of_it_and_takes_down_no_answer(
    client: Client, filled: Season, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    page = client.get(MEDICAL).context["page"]
    client.post(CONCLUSIONS, {**FAIL_ONE, "case_00003": "pass"})

    assert [row.case_number for row in page.waiting] == ["00003"]
    assert client.post(answer_at("00001"), {}).status_code == 403
    assert states()["00001"] == "placed"


def test_page_asks_the_same_number_of_queries_for_two_and_for_twenty(
    as_dai: Client, filled: Season, queries_of: QueryCounter
) -> None:
    before = queries_of(as_dai, MEDICAL)
    for _ in range(18):
        make_application(filled, state=State.PLACED)

    assert queries_of(as_dai, MEDICAL) == before


def test_rehearsal_bears_its_band(
    client: Client, rehearsal: Season, city_official: User, dai_official: User
) -> None:
    fill_medical(rehearsal, city_official)
    client.force_login(dai_official)

    assert (
        "人员、材料和结果均为样本"
        in client.get(f"/office/seasons/{rehearsal.code}/medical/").content.decode()
    )
