"""Where the pack asks for it, a second official of the same office agrees to a first opinion or returns it.

Source: policy parameter ``second_reader``; no shipped pack has it.
"""

from __future__ import annotations

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
from linli.apps.applications.reviewing import Verdict, reopen
from linli.apps.applications.second_reader import (
    SecondReaderMissing,
)
from linli.apps.applications.seen_mark import SEEN
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.models import Message
from linli.apps.rights.case_copy import told_case
from linli.apps.seasons.models import Season
from tests.apps.asking_pack import CLAUSE, let_ask
from tests.apps.cast import Officials, at, last_entry, official, state_of
from tests.apps.made_opinions import FAULT, checked, kept, opinion_on, rule
from tests.apps.told import addressed
from tests.factories import CITY, DAI, YUANPING, make_checks

#: Something else of each thing that a decision rests on.
CHANGES = {
    "state": State.SUPPLEMENT_REQUESTED,
    "county": YUANPING,
    "proposal": "refer",
    "form": {},
    "materials": {},
    "findings": [{"code": "样本", "text": "样本"}],
}


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> None:
    let_ask(monkeypatch, "fail")


@pytest.fixture
def second(cast: Officials) -> User:
    return official("dai-2", Office.COUNTY, DAI)


def answered(opinion: FirstOpinion, values: dict[str, str | None]) -> FirstOpinion:
    """Return an opinion as the database is made to hold it; who is named by account."""
    accounts = {one.username: one for one in User.objects.all()}
    for name, value in values.items():
        setattr(opinion, name, accounts.get(value or "", value))
    opinion.save()
    return FirstOpinion.objects.get(pk=opinion.pk)


def ruling_by(opinion: FirstOpinion) -> Ruling:
    return Ruling(opinion.application, "fail", opinion.reason, opinion=opinion)


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
@pytest.mark.parametrize("changed", SEEN)
def test_nobody_agrees_to_an_opinion_on_a_case_that_changed_since(
    season: Season, cast: Officials, changed: str
) -> None:
    # Two of the city: to them the case stays open, whichever county it goes to.
    one, city = checked(season), official("city-2", Office.CITY, CITY)
    given = opinion_on(one, cast.city)
    Application.objects.filter(pk=one.pk).update(**{changed: CHANGES[changed]})

    with pytest.raises(OpinionOutdated, match=f"报名{one.case_number}在初审后有变动"):
        confirm_opinion(given, actor=city, at=at(6, 21))

    assert (kept(given), Decision.objects.count()) == (("waiting", "", None), 0)


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
@pytest.mark.parametrize(
    "answer",
    [
        {"outcome": "supplement"},
        {"status": "waiting"},
        {"status": "returned"},
        {"status": "lapsed"},
        {"closed_by": "yuanping"},
        {"closed_by": None},
        {"given_by": "dai-2"},
    ],
    ids=lambda answer: "-".join(f"{name}-{value}" for name, value in answer.items()),
)
def test_a_decision_rests_on_no_opinion_but_its_own_that_its_official_agreed_to(
    season: Season, cast: Officials, second: User, answer: dict[str, str | None]
) -> None:
    given = opinion_on(checked(season), cast.dai)
    agreed = {"status": "confirmed", "closed_by": "dai-2"} | answer
    given = answered(given, agreed)

    with pytest.raises(SecondReaderMissing, match="初审意见没有经第二人复核同意") as refused:
        decide([ruling_by(given)], actor=second, at=at(6, 21))

    assert (refused.value.why, Decision.objects.count()) == (CLAUSE, 0)


@pytest.mark.usefixtures("asks")
def test_a_decision_rests_on_no_opinion_on_another_case(
    season: Season, cast: Officials, second: User
) -> None:
    one, other = checked(season), checked(season)
    given = answered(opinion_on(other, cast.dai), {"status": "confirmed", "closed_by": "dai-2"})

    with pytest.raises(SecondReaderMissing, match=f"报名{one.case_number}：初审意见没有经"):
        decide([Ruling(one, "fail", "样本", opinion=given)], actor=second, at=at(6, 21))
    decide([ruling_by(given)], actor=second, at=at(6, 21))

    assert (state_of(one), state_of(other)) == (State.ROUTED, State.NOT_QUALIFIED)


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
    opinion_on(one, cast.dai)
    Application.objects.filter(pk=one.pk).update(materials={})
    one.refresh_from_db(fields=["materials"])
    given = opinion_on(one, cast.dai)
    before = (Message.objects.count(), [entry["action"] for entry in told_case(one)["ledger"]])

    confirm_opinion(given, actor=second, at=at(6, 21))

    written = [entry["action"] for entry in entries_of(one.subject)]
    assert before == (0, [])
    assert written == [
        *("give_opinion", "return_opinion"),
        *("give_opinion", "lapse_opinion"),
        *("give_opinion", "disqualify"),
    ]
    assert Message.objects.count() == 1
    fresh = Application.objects.get(pk=one.pk)
    assert [entry["action"] for entry in told_case(fresh)["ledger"]] == ["disqualify"]
