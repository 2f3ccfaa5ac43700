"""Where the pack asks for it, a decision of one official is a first opinion that waits: kept, found, void.

Source: policy parameter ``second_reader``; no shipped pack has it.
"""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import NotPermitted, ReasonMissing
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.reviewing import Verdict
from linli.apps.applications.second_reader import (
    OpinionWaits,
    SecondReaderMissing,
    asked_outcomes,
    waiting_in,
)
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import State
from linli.apps.intake.review_batch import batch_of, pass_batch
from linli.apps.intake.review_queue import review_queue
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.carried_out import NotCarriedOut
from linli.apps.seasons.models import Season
from linli.policies import get_pack, pack_ids
from tests.apps.asking_pack import CLAUSE, asking_pack, let_ask
from tests.apps.cast import Officials, at, last_entry, official, state_of
from tests.apps.made_opinions import FAIL, FAULT, checked, kept, opinion_on, rule
from tests.factories import CITY, DAI, YUANPING


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> None:
    let_ask(monkeypatch, "fail")


@pytest.fixture
def second(cast: Officials) -> User:
    return official("dai-2", Office.COUNTY, DAI)


@pytest.mark.parametrize("pack", pack_ids())
def test_no_pack_that_ships_asks_for_a_second_reader(pack: str) -> None:
    assert asked_outcomes(get_pack(pack), date(2024, 6, 20)) == ()


@pytest.mark.parametrize(
    ("day", "asked"),
    [(date(2024, 6, 19), ()), (date(2024, 6, 20), ("fail",)), (date(2024, 6, 21), ("fail",))],
)
def test_a_second_reader_is_asked_for_from_the_first_day_of_the_parameter(
    day: date, asked: tuple[str, ...]
) -> None:
    assert asked_outcomes(asking_pack("fail", since=date(2024, 6, 20)), day) == asked


def test_an_outcome_that_no_decision_has_is_refused(season: Season) -> None:
    with pytest.raises(NotCarriedOut, match="second_reader的值“refuse”本版不能办理"):
        asked_outcomes(asking_pack("refuse"), date(2024, 6, 20))


@pytest.mark.parametrize(("day", "decided"), [(19, True), (20, False)])
def test_a_decision_takes_effect_at_once_until_the_day_before(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch, day: int, decided: bool
) -> None:
    let_ask(monkeypatch, "fail", since=date(2024, 6, 20))

    rule(checked(season), cast.dai, day=day)

    assert (Decision.objects.exists(), FirstOpinion.objects.exists()) == (decided, not decided)


@pytest.mark.usefixtures("asks")
def test_a_first_opinion_is_kept_and_the_case_stays_as_it_is(
    season: Season, cast: Officials
) -> None:
    one = checked(season)

    given = opinion_on(one, cast.dai)

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)
    assert (given.outcome, given.reason, given.codes, given.given_by, given.given_at) == (
        "fail",
        f"{FAULT}；院校在内蒙古",
        ["school_outside_province"],
        cast.dai,
        at(6, 20),
    )
    assert (given.seen, given.status) == (seen_of(one), "waiting")
    entry = last_entry(one.subject)
    assert (entry["actor"], entry["action"], entry["clause"], entry["reason"]) == (
        "dai",
        "give_opinion",
        CLAUSE,
        f"{FAULT}；院校在内蒙古",
    )
    assert entry["inputs"] == {"proposal": "fail", "opinion": "fail"}


@pytest.mark.usefixtures("asks")
def test_an_outcome_that_is_not_asked_for_takes_effect_at_once(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "pass")

    given = rule(one, cast.dai, Verdict("pass"))

    assert (given, state_of(one)) == (None, State.QUALIFIED)


@pytest.mark.usefixtures("asks")
def test_a_county_official_gives_no_opinion_on_a_case_of_another_county(
    season: Season, cast: Officials
) -> None:
    with pytest.raises(NotPermitted):
        rule(checked(season, county=YUANPING), cast.dai)

    assert FirstOpinion.objects.count() == 0


@pytest.mark.usefixtures("asks")
def test_an_opinion_that_overrules_the_proposal_needs_a_note_as_a_decision_does(
    season: Season, cast: Officials
) -> None:
    with pytest.raises(ReasonMissing, match="决定与系统意见不同"):
        rule(checked(season, "pass"), cast.dai, Verdict("fail", ("school_outside_province",)))

    assert FirstOpinion.objects.count() == 0


@pytest.mark.usefixtures("asks")
def test_while_an_opinion_waits_nothing_else_is_decided(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    opinion_on(one, cast.dai)

    for verdict in (Verdict("pass", (), "样本"), FAIL):
        with pytest.raises(OpinionWaits, match=f"报名{one.case_number}已有初审意见，待第二人复核"):
            rule(one, second, verdict)

    assert (state_of(one), FirstOpinion.objects.count()) == (State.ROUTED, 1)


@pytest.mark.usefixtures("asks")
def test_a_void_opinion_makes_way_for_a_new_one(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(form={})
    fresh = Application.objects.get(pk=one.pk)

    newer = opinion_on(fresh, second)

    assert (kept(given), kept(newer)[0]) == (("lapsed", "", second), "waiting")
    assert [entry["action"] for entry in entries_of(one.subject)] == [
        "give_opinion",
        "lapse_opinion",
        "give_opinion",
    ]


@pytest.mark.usefixtures("asks")
def test_a_void_opinion_lapses_when_the_case_is_decided_and_the_ledger_says_by_whom(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(form={})
    fresh = Application.objects.get(pk=one.pk)

    assert rule(fresh, second, Verdict("pass", (), "样本"), day=21) is None

    fresh_opinion = FirstOpinion.objects.get()
    assert (kept(given), fresh_opinion.closed_at) == (("lapsed", "", second), at(6, 21))
    lapse, decision = entries_of(one.subject)[-2:]
    assert (lapse["actor"], lapse["action"], lapse["clause"], lapse["reason"]) == (
        "dai-2",
        "lapse_opinion",
        CLAUSE,
        "初审后报名有变动",
    )
    assert lapse["inputs"] == {"opinion": "fail", "first_reader": "dai"}
    assert (decision["actor"], decision["action"]) == ("dai-2", "qualify")


@pytest.mark.usefixtures("asks")
def test_what_waits_is_found_within_a_scope_and_while_the_case_is_in_review(
    season: Season, cast: Officials
) -> None:
    here, there, gone = checked(season), checked(season, county=YUANPING), checked(season)
    opinion_on(here, cast.dai)
    opinion_on(there, cast.yuanping)
    opinion_on(gone, cast.dai)
    Application.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)

    found = [
        {one.application for one in waiting_in(season, scope)} for scope in (CITY, DAI, YUANPING)
    ]

    assert found == [{here, there}, {here}, {there}]


@pytest.mark.usefixtures("asks")
def test_a_case_with_a_waiting_opinion_is_in_no_batch(season: Season, cast: Officials) -> None:
    one, other = checked(season, "pass"), checked(season, "pass")
    opinion_on(one, cast.dai)
    queue = review_queue(season, DAI)

    listed = batch_of(queue, cast.dai, at(6, 20))
    with pytest.raises(OpinionWaits):
        pass_batch(queue, {one.case_number: seen_of(one)}, actor=cast.dai, at=at(6, 20))

    assert (listed.cases, listed.awaiting) == ((other,), 1)
    assert state_of(one) is State.ROUTED


@pytest.mark.usefixtures("asks")
def test_a_void_opinion_keeps_no_case_out_of_a_batch(season: Season, cast: Officials) -> None:
    one = checked(season, "pass")
    given = opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(materials={})
    queue = review_queue(season, DAI)

    (case,) = (listed := batch_of(queue, cast.dai, at(6, 20))).cases
    passed = pass_batch(queue, {case.case_number: seen_of(case)}, actor=cast.dai, at=at(6, 20))

    assert (case, listed.awaiting, passed) == (one, 0, 1)
    assert (state_of(one), kept(given)) == (State.QUALIFIED, ("lapsed", "", cast.dai))


def test_where_a_pass_needs_a_second_reader_no_batch_passes(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_ask(monkeypatch, "pass")
    one = checked(season, "pass")

    with pytest.raises(SecondReaderMissing, match="决定“通过”须经第二人复核") as refused:
        pass_batch(
            review_queue(season, DAI),
            {one.case_number: seen_of(one)},
            actor=cast.dai,
            at=at(6, 20),
        )

    assert ("逐件提出初审意见" in refused.value.mend, state_of(one)) == (True, State.ROUTED)
