"""A decision of the review is undone as an act of its own, until the county has its interview list."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import NotPermitted, ReasonMissing, TextTooLong, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.overview import overview
from linli.apps.applications.queries import has_interview_list
from linli.apps.applications.reviewing import InterviewListMade, reopen
from linli.apps.applications.states import State
from linli.apps.notifications.models import Message
from linli.apps.reports.summary import summary
from linli.apps.reports.workbooks import review_list
from linli.apps.rights.telling import told_reason
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, last_entry, state_of
from tests.apps.told import addressed
from tests.factories import CITY, DAI, YUANPING, make_application

WHY = "核对原件时发现院校认定有误"


def decided(season: Season, cast: Officials, outcome: str = "fail") -> Application:
    one = make_application(season, proposal="refer")
    decide([Ruling(one, outcome, "样本理由")], actor=cast.dai, at=at(6, 20))
    return one


@pytest.mark.parametrize("outcome", ["pass", "fail"])
@pytest.mark.parametrize("who", ["dai", "city"])
def test_county_and_city_undo_a_decision_and_the_case_is_reviewed_again(
    season: Season, cast: Officials, outcome: str, who: str
) -> None:
    one = decided(season, cast, outcome)

    reopen(one, reason=f"{WHY}。", actor=getattr(cast, who), at=at(6, 22))

    entry = last_entry(one.subject)
    assert state_of(one) is State.ROUTED
    assert (entry["action"], entry["reason"], entry["clause"]) == ("reopen", WHY, "D0 三(二)")
    assert entry["inputs"]["decision"] == outcome
    assert told_reason(entry) == WHY
    assert [kept.undone_at for kept in one.decisions.all()] == [at(6, 22)]


def test_only_the_last_decision_is_undone_and_the_next_one_stands(
    season: Season, cast: Officials
) -> None:
    one = decided(season, cast, "supplement")
    decide([Ruling(one, "fail", "样本理由")], actor=cast.dai, at=at(6, 21))
    reopen(one, reason=WHY, actor=cast.dai, at=at(6, 22))
    decide([Ruling(one, "pass", "样本理由")], actor=cast.dai, at=at(6, 23))

    kept = one.decisions.values_list("outcome", "undone_at")

    assert list(kept) == [("supplement", None), ("fail", at(6, 22)), ("pass", None)]


def test_applicant_is_told_that_the_review_begins_anew_and_why(
    season: Season, cast: Officials
) -> None:
    one = addressed(season, state=State.NOT_QUALIFIED)

    reopen(one, reason=WHY, actor=cast.dai, at=at(6, 22))

    message = Message.objects.get()
    assert (message.subject, message.body) == (
        "资格审查重新进行",
        f"您的报名（编号{one.case_number}）原来的资格审查决定已撤销，重新审查，结果另行通知。"
        f"理由：{WHY}。依据：通知三(二)。",
    )


@pytest.mark.parametrize("reason", ["", " \n　"])
def test_a_decision_is_not_undone_without_a_reason(
    season: Season, cast: Officials, reason: str
) -> None:
    one = decided(season, cast)

    with pytest.raises(ReasonMissing, match="“重新审查”必须写明理由"):
        reopen(one, reason=reason, actor=cast.dai, at=at(6, 22))


def test_a_reason_longer_than_the_record_is_refused(season: Season, cast: Officials) -> None:
    with pytest.raises(TextTooLong):
        reopen(decided(season, cast), reason="理" * 401, actor=cast.dai, at=at(6, 22))


@pytest.mark.parametrize("who", ["yuanping", "dai_street", "finance", "auditor"])
def test_nobody_else_undoes_a_decision(season: Season, cast: Officials, who: str) -> None:
    one = decided(season, cast)

    with pytest.raises(NotPermitted):
        reopen(one, reason=WHY, actor=getattr(cast, who), at=at(6, 22))

    assert (state_of(one), one.decisions.get().undone_at) == (State.NOT_QUALIFIED, None)


@pytest.mark.parametrize("state", [State.ROUTED, State.INTERVIEW_LISTED, State.WITHDRAWN])
def test_what_is_not_decided_or_has_gone_on_is_not_opened_again(
    season: Season, cast: Officials, state: State
) -> None:
    one = make_application(season, state=state)

    with pytest.raises(WrongState):
        reopen(one, reason=WHY, actor=cast.dai, at=at(6, 22))


@pytest.mark.parametrize(
    "state", [State.INTERVIEW_LISTED, State.NOT_INTERVIEW_LISTED, State.PLACED]
)
def test_once_the_county_has_its_interview_list_its_decisions_stand(
    season: Season, cast: Officials, state: State
) -> None:
    one = decided(season, cast)
    make_application(season, state=state)

    with pytest.raises(InterviewListMade, match=f"报名{one.case_number}.*名单已经确定"):
        reopen(one, reason=WHY, actor=cast.dai, at=at(6, 26))

    assert (state_of(one), one.decisions.get().undone_at) == (State.NOT_QUALIFIED, None)


def test_the_list_of_another_county_does_not_count(season: Season, cast: Officials) -> None:
    make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED)

    assert (has_interview_list(season, DAI), has_interview_list(season, YUANPING)) == (False, True)


def test_a_pass_that_was_undone_counts_as_none(season: Season, cast: Officials) -> None:
    one = decided(season, cast, "pass")
    qualified = [
        step.people for step in overview(season, CITY).funnel if step.label == "资格审查通过"
    ]

    reopen(one, reason=WHY, actor=cast.dai, at=at(6, 22))

    after = [step.people for step in overview(season, CITY).funnel if step.label == "资格审查通过"]
    assert (qualified, after) == ([1], [0])
    assert summary(season, [])["decided"] == {"pass": 0, "fail": 0, "supplement": 0}


def test_the_review_list_names_the_decision_that_stands(season: Season, cast: Officials) -> None:
    one = decided(season, cast, "supplement")
    decide([Ruling(one, "fail", "样本理由")], actor=cast.dai, at=at(6, 21))
    reopen(one, reason=WHY, actor=cast.dai, at=at(6, 22))

    content = review_list(season, dated=at(6, 25).date())

    cells = {cell for row in rows_of(content) for cell in row}
    assert ("要求补正" in cells, "不通过" in cells) == (True, False)


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
