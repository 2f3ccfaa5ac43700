"""A named official decides, beside the proposal and with a reason; diplomas come in time or too late."""

import pytest

from linli.apps.applications.actions import NothingToRoute, Ruling, decide
from linli.apps.applications.change import NotPermitted, ReasonMissing, TextTooLong, WrongState
from linli.apps.applications.models import Decision
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.cast import (
    Officials,
    at,
    entry_count,
    last_entry,
    state_of,
    states_of,
)
from tests.factories import make_application


@pytest.mark.parametrize(
    ("proposal", "outcome", "state"),
    [
        ("pass", "pass", State.QUALIFIED),
        ("fail", "fail", State.NOT_QUALIFIED),
        ("refer", "supplement", State.SUPPLEMENT_REQUESTED),
        ("fail", "pass", State.QUALIFIED),
        ("pass", "fail", State.NOT_QUALIFIED),
    ],
)
def test_a_named_official_decides_beside_the_proposal_and_says_why(
    season: Season, cast: Officials, proposal: str, outcome: str, state: State
) -> None:
    one = make_application(season, proposal=proposal)

    decide([Ruling(one, outcome, "经核对原件")], actor=cast.dai, at=at(6, 20))

    kept = Decision.objects.get()
    entry = last_entry(one.subject)
    assert state_of(one) is state
    assert (kept.proposal, kept.outcome, kept.reason, kept.decided_by, kept.decided_at) == (
        proposal,
        outcome,
        "经核对原件",
        cast.dai,
        at(6, 20),
    )
    assert (entry["actor"], entry["reason"], entry["rule"]) == (
        "dai",
        "经核对原件",
        "xinzhou-2024@2024-06-07:eligibility",
    )
    assert entry["inputs"] == {
        "from": "routed",
        "to": state.value,
        "proposal": proposal,
        "decision": outcome,
    }


def test_a_pass_as_proposed_needs_no_reason(season: Season, cast: Officials) -> None:
    one = make_application(season, proposal="pass")

    decide([Ruling(one, "pass", "")], actor=cast.dai, at=at(6, 20))

    assert state_of(one) is State.QUALIFIED


@pytest.mark.parametrize(
    ("proposal", "outcome"),
    [
        ("fail", "pass"),
        ("pass", "fail"),
        ("fail", "fail"),
        ("refer", "pass"),
        ("refer", "supplement"),
        ("", "pass"),
    ],
)
@pytest.mark.parametrize("reason", ["", "  ", "\u3000"])
def test_a_departure_from_the_proposal_and_every_refusal_need_a_reason(
    season: Season, cast: Officials, proposal: str, outcome: str, reason: str
) -> None:
    one = make_application(season, proposal=proposal)

    with pytest.raises(ReasonMissing, match=f"报名{one.case_number}.*必须写明理由"):
        decide([Ruling(one, outcome, reason)], actor=cast.dai, at=at(6, 20))

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)


def test_a_decision_that_does_not_exist_is_refused_with_those_that_do(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, proposal="pass")

    with pytest.raises(WrongState, match="没有“maybe”这种决定.*选择通过、不通过或要求补正"):
        decide([Ruling(one, "maybe", "样本")], actor=cast.dai, at=at(6, 20))


@pytest.mark.parametrize("who", ["yuanping", "dai_street", "auditor", "finance", "datong"])
def test_an_official_of_another_place_or_office_decides_nothing(
    season: Season, cast: Officials, who: str
) -> None:
    one = make_application(season, proposal="pass")
    before = entry_count()

    with pytest.raises(NotPermitted, match=f"报名{one.case_number}"):
        decide([Ruling(one, "pass", "样本")], actor=getattr(cast, who), at=at(6, 20))

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)
    assert entry_count() == before


def test_one_wrong_ruling_in_a_batch_leaves_all_cases_undecided(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season, proposal="pass") for _ in range(2)]
    done = make_application(season, proposal="pass", state=State.QUALIFIED)

    with pytest.raises(WrongState, match=done.case_number):
        decide([Ruling(one, "pass", "") for one in [*cases, done]], actor=cast.dai, at=at(6, 20))

    assert (states_of(cases), Decision.objects.count()) == ([State.ROUTED] * 2, 0)


def test_a_case_that_was_supplemented_is_decided_again_and_both_decisions_are_kept(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, proposal="refer")
    decide([Ruling(one, "supplement", "请补签名")], actor=cast.dai, at=at(6, 18))

    decide([Ruling(one, "pass", "已补正")], actor=cast.dai, at=at(6, 24))

    assert state_of(one) is State.QUALIFIED
    assert list(one.decisions.values_list("outcome", flat=True)) == ["supplement", "pass"]


def test_a_case_without_a_county_cannot_pass_since_no_county_could_interview_the_person(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=None, proposal="pass")

    with pytest.raises(NothingToRoute, match=f"报名{one.case_number}"):
        decide([Ruling(one, "pass", "样本")], actor=cast.city, at=at(6, 20))

    assert state_of(one) is State.ROUTED


@pytest.mark.parametrize("length", [399, 400, 401])
def test_a_reason_of_up_to_400_characters_is_taken_and_a_longer_one_refused(
    season: Season, cast: Officials, length: int
) -> None:
    one = make_application(season, proposal="fail")
    refused = ""

    try:
        decide([Ruling(one, "fail", "理" * length)], actor=cast.dai, at=at(6, 20))
    except TextTooLong as refusal:
        refused = refusal.what

    expected = f"报名{one.case_number}：理由共401字，超过400字" if length > 400 else ""
    assert (refused, Decision.objects.count()) == (expected, 0 if expected else 1)
