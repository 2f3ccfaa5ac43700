"""Where the pack asks for it, a decision waits for a second official of the same office.

Source: policy parameter ``second_reader``; no shipped pack has it.
"""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import NotPermitted, ReasonMissing, TextTooLong
from linli.apps.applications.confirming import (
    NotSecondReader,
    OpinionAnswered,
    OpinionOutdated,
    confirm_opinion,
    return_opinion,
)
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.reviewing import Verdict, reopen, rule_on, seen_of
from linli.apps.applications.second_reader import (
    OpinionWaits,
    SecondReaderMissing,
    asked_outcomes,
    waiting_in,
)
from linli.apps.applications.states import State
from linli.apps.intake.review_batch import batch_of, pass_batch
from linli.apps.intake.review_queue import review_queue
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.models import Message
from linli.apps.rights.case_copy import told_case
from linli.apps.seasons.carried_out import NotCarriedOut
from linli.apps.seasons.models import Season
from linli.policies import get_pack, pack_ids
from tests.apps.asking_pack import CLAUSE, asking_pack, let_ask
from tests.apps.cast import Officials, at, last_entry, official, state_of
from tests.apps.told import addressed
from tests.factories import CITY, DAI, YUANPING, make_application, make_checks

FAULT = "毕业院校不在省内（D0 一(一)）"
FAIL = Verdict("fail", ("school_outside_province",), "院校在内蒙古")


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> None:
    let_ask(monkeypatch, "fail")


@pytest.fixture
def second(cast: Officials) -> User:
    return official("dai-2", Office.COUNTY, DAI)


def checked(season: Season, proposal: str = "fail", **fields: object) -> Application:
    one = make_application(season, proposal=proposal, **fields)  # type: ignore[arg-type]
    make_checks(one)
    return one


def rule(
    one: Application, actor: User, verdict: Verdict = FAIL, *, day: int = 20
) -> FirstOpinion | None:
    return rule_on(one, verdict, seen=seen_of(one), actor=actor, at=at(6, day))


def opinion_on(one: Application, actor: User, verdict: Verdict = FAIL) -> FirstOpinion:
    given = rule(one, actor, verdict)
    assert given is not None
    return given


def kept(opinion: FirstOpinion) -> tuple[str, str, User | None]:
    """Return what the database holds of an opinion: what became of it, why, by whom."""
    fresh = FirstOpinion.objects.get(pk=opinion.pk)
    return fresh.status, fresh.answer, fresh.closed_by


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
def test_once_a_second_official_agrees_the_decision_takes_effect_and_names_both(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)

    confirm_opinion(given, actor=second, at=at(6, 21))

    decision = Decision.objects.get()
    assert state_of(one) is State.NOT_QUALIFIED
    assert (decision.outcome, decision.reason, decision.codes) == (
        "fail",
        f"{FAULT}；院校在内蒙古",
        ["school_outside_province"],
    )
    assert (decision.decided_by, decision.decided_at, decision.first_opinion) == (
        second,
        at(6, 21),
        given,
    )
    assert kept(given) == ("confirmed", "", second)
    entry = last_entry(one.subject)
    assert (entry["actor"], entry["action"], entry["inputs"]) == (
        "dai-2",
        "disqualify",
        {
            "proposal": "fail",
            "decision": "fail",
            "codes": ["school_outside_province"],
            "first_reader": "dai",
            "from": "routed",
            "to": "not_qualified",
        },
    )


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize(
    ("who", "why"),
    [("dai", "初审意见由您本人提出，不能由您复核"), ("city", "您和初审人不在同一单位")],
)
def test_neither_the_first_official_nor_another_office_agrees(
    season: Season, cast: Officials, who: str, why: str
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)

    with pytest.raises(NotSecondReader, match=why) as refused:
        confirm_opinion(given, actor=getattr(cast, who), at=at(6, 21))

    assert (refused.value.why, "请初审人所在单位的另一名工作人员复核" in refused.value.mend) == (
        CLAUSE,
        True,
    )
    assert (state_of(one), kept(given)[0]) == (State.ROUTED, "waiting")


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize("who", ["yuanping", "dai_street", "finance", "auditor"])
def test_who_may_not_decide_the_case_neither_agrees_nor_returns(
    season: Season, cast: Officials, who: str
) -> None:
    given = opinion_on(checked(season), cast.dai)

    with pytest.raises(NotPermitted):
        confirm_opinion(given, actor=getattr(cast, who), at=at(6, 21))
    with pytest.raises(NotPermitted):
        return_opinion(given, reason="样本", actor=getattr(cast, who), at=at(6, 21))

    assert kept(given) == ("waiting", "", None)


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
def test_a_returned_opinion_stays_in_the_record_and_the_case_is_read_anew(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)

    return_opinion(given, reason=" 院校代码见附件。\n", actor=second, at=at(6, 21))

    assert (state_of(one), kept(given)) == (State.ROUTED, ("returned", "院校代码见附件。", second))
    entry = last_entry(one.subject)
    assert (entry["actor"], entry["action"], entry["clause"], entry["reason"]) == (
        "dai-2",
        "return_opinion",
        CLAUSE,
        "院校代码见附件。",
    )
    assert entry["inputs"] == {"opinion": "fail", "first_reader": "dai"}
    assert rule(one, cast.dai, Verdict("pass", (), "样本")) is None
    assert state_of(one) is State.QUALIFIED


@pytest.mark.usefixtures("asks")
def test_the_first_official_takes_back_what_was_given_by_mistake(
    season: Season, cast: Officials
) -> None:
    given = opinion_on(checked(season), cast.dai)

    return_opinion(given, reason="选错了", actor=cast.dai, at=at(6, 21))

    assert kept(given) == ("returned", "选错了", cast.dai)


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize(("reason", "refusal"), [(" 　", ReasonMissing), ("理" * 401, TextTooLong)])
def test_an_opinion_is_returned_only_with_a_reason_that_the_record_holds(
    season: Season, cast: Officials, second: User, reason: str, refusal: type[Exception]
) -> None:
    given = opinion_on(checked(season), cast.dai)

    with pytest.raises(refusal):
        return_opinion(given, reason=reason, actor=second, at=at(6, 21))

    assert kept(given) == ("waiting", "", None)


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize(
    "change",
    [
        {"state": State.SUPPLEMENT_REQUESTED},
        {"proposal": "refer"},
        {"form": {}},
        {"materials": {}},
        {"findings": [{"code": "样本", "text": "样本"}]},
    ],
)
def test_nobody_agrees_to_an_opinion_on_a_case_that_changed_since(
    season: Season, cast: Officials, second: User, change: dict[str, object]
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(**change)

    with pytest.raises(OpinionOutdated, match=f"报名{one.case_number}在初审后有变动"):
        confirm_opinion(given, actor=second, at=at(6, 21))

    assert Decision.objects.count() == 0


@pytest.mark.usefixtures("asks")
def test_a_void_opinion_makes_way_for_a_new_one(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    given = opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(form={})
    fresh = Application.objects.get(pk=one.pk)

    newer = opinion_on(fresh, second)

    assert (kept(given), kept(newer)[0]) == (("lapsed", "", None), "waiting")


@pytest.mark.usefixtures("asks")
def test_an_opinion_is_answered_once(season: Season, cast: Officials, second: User) -> None:
    given = opinion_on(checked(season), cast.dai)
    copy = FirstOpinion.objects.get(pk=given.pk)
    confirm_opinion(given, actor=second, at=at(6, 21))

    with pytest.raises(OpinionAnswered, match="已复核同意，不再复核"):
        return_opinion(copy, reason="样本", actor=second, at=at(6, 21))
    with pytest.raises(OpinionAnswered):
        confirm_opinion(copy, actor=second, at=at(6, 21))

    assert Decision.objects.count() == 1


@pytest.mark.usefixtures("asks")
def test_no_way_around_the_second_reader_leads_through_the_decision_itself(
    season: Season, cast: Officials
) -> None:
    one = checked(season)

    with pytest.raises(SecondReaderMissing, match="决定“不通过”须经第二人复核") as refused:
        decide([Ruling(one, "fail", "样本")], actor=cast.dai, at=at(6, 20))

    assert (refused.value.why, state_of(one), Decision.objects.count()) == (
        CLAUSE,
        State.ROUTED,
        0,
    )


@pytest.mark.usefixtures("asks")
def test_a_decision_that_two_took_is_undone_as_any_other(
    season: Season, cast: Officials, second: User
) -> None:
    one = checked(season)
    confirm_opinion(opinion_on(one, cast.dai), actor=second, at=at(6, 21))
    fresh = Application.objects.get(pk=one.pk)

    reopen(fresh, reason="核对有误", actor=cast.dai, at=at(6, 22))

    assert (state_of(one), one.decisions.get().undone_at) == (State.ROUTED, at(6, 22))
    assert opinion_on(fresh, second).status == "waiting"


@pytest.mark.usefixtures("asks")
def test_applicant_learns_of_the_decision_when_it_takes_effect_and_of_no_opinion(
    season: Season, cast: Officials, second: User
) -> None:
    one = addressed(season)
    Application.objects.filter(pk=one.pk).update(proposal="fail")
    one.refresh_from_db(fields=["proposal"])
    make_checks(one)
    return_opinion(opinion_on(one, cast.dai), reason="样本", actor=second, at=at(6, 20))
    given = opinion_on(one, cast.dai)
    before = (Message.objects.count(), [entry["action"] for entry in told_case(one)["ledger"]])

    confirm_opinion(given, actor=second, at=at(6, 21))

    written = [entry["action"] for entry in entries_of(one.subject)]
    assert before == (0, [])
    assert written == ["give_opinion", "return_opinion", "give_opinion", "disqualify"]
    assert Message.objects.count() == 1
    fresh = Application.objects.get(pk=one.pk)
    assert [entry["action"] for entry in told_case(fresh)["ledger"]] == ["disqualify"]


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
