"""The transition table, every pair of state and act, every office, against a table written by hand."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import (
    Change,
    NotPermitted,
    ReasonMissing,
    WrongState,
    change_states,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import FINAL, TABLE, Act, State, acts_from
from linli.apps.seasons.models import Season
from tests.apps.cast import (
    DAI_COMMUNITY,
    DAI_STREET,
    Officials,
    at,
    official,
    state_of,
)
from tests.factories import YUANPING, make_application

# Act: from, to, offices and, where the person of the case does it as well, the applicant. Read out of D0 三, not out of the program.
BY_HAND = {
    "route": ("received routed supplement_requested", "routed", "city"),
    "request_supplement": ("routed", "supplement_requested", "city county"),
    "answer_supplement": ("supplement_requested", "routed", "applicant"),
    "change_wish": ("routed", "received", "applicant"),
    "qualify": ("routed supplement_requested", "qualified", "city county"),
    "disqualify": ("routed supplement_requested", "not_qualified", "city county"),
    "reopen": ("qualified not_qualified", "routed", "city county"),
    "list_for_interview": ("qualified", "interview_listed", "county"),
    "leave_off_interview": ("qualified", "not_interview_listed", "county"),
    "record_interview": ("interview_listed", "interviewed", "county"),
    "record_interview_absence": ("interview_listed", "interview_absent", "county"),
    "revoke": (
        "interview_listed interviewed placed reserve medical_passed proposed",
        "revoked",
        "county",
    ),
    "place": ("interviewed", "placed", "city"),
    "keep_in_reserve": ("interviewed", "reserve", "city"),
    "leave_unplaced": ("interviewed", "not_recruited", "city"),
    "pass_medical": ("placed", "medical_passed", "county"),
    "fail_medical": ("placed", "medical_failed", "county"),
    "record_medical_absence": ("placed", "medical_absent", "county"),
    "decline_medical": ("placed", "declined", "county applicant"),
    "backfill": ("reserve", "placed", "county"),
    "propose": ("medical_passed", "proposed", "county"),
    "uphold_objection": ("proposed", "objection_upheld", "county"),
    "confirm": ("proposed", "formal", "county"),
    "sign": ("formal", "signed", "street county"),
    "file": ("signed", "filed", "city"),
    "report_for_duty": ("filed", "reported", "street county"),
    "record_no_show": ("signed filed", "left", "street county"),
    "end_agreement": ("signed filed reported", "left", "street county"),
    "release_reserve": ("reserve", "not_recruited", "county"),
    "withdraw": (
        "received routed supplement_requested qualified interview_listed interviewed placed reserve "
        "medical_passed proposed formal",
        "withdrawn",
        "city county applicant",
    ),
}
ALLOWED = {
    (State(origin), Act(act)): State(target)
    for act, (origins, target, _) in BY_HAND.items()
    for origin in origins.split()
}
OFFICES = {Act(act): set(offices.split()) for act, (_, _, offices) in BY_HAND.items()}
FINAL_BY_HAND = {
    "not_interview_listed", "interview_absent", "revoked", "not_recruited",
    "medical_failed", "medical_absent", "declined", "objection_upheld", "left", "withdrawn",
}  # fmt: skip
LABELS_BY_HAND = {
    "received": "已接收", "routed": "待资格审查", "supplement_requested": "待补正",
    "qualified": "资格审查通过", "not_qualified": "资格审查未通过",
    "interview_listed": "进入面见复审", "not_interview_listed": "未进入面见复审",
    "interviewed": "已面见复审", "interview_absent": "面见复审缺席", "revoked": "取消招募资格",
    "placed": "入围体检", "reserve": "递补候选", "not_recruited": "未招募",
    "medical_passed": "体检合格", "medical_failed": "体检不合格", "medical_absent": "体检缺席", "declined": "放弃体检",
    "proposed": "公示中", "objection_upheld": "异议成立", "formal": "正式招募人选",
    "signed": "已签协议", "filed": "已备案", "reported": "已报到", "left": "已解除协议", "withdrawn": "已撤回",
}  # fmt: skip
# The offices that stand for an act in the trials below, in the order of how much they may.
_TRIED = ("county", "city", "street", "community", "applicant")


@pytest.fixture
def case(season: Season) -> Application:
    """An applicant's case in 代县 whose agreement names a community there, so that every office has its place."""
    one = make_application(season)
    one.person.account = User.objects.create(username="applicant")
    one.person.save()
    Agreement.objects.create(
        application=one,
        number="样本",
        street_id=DAI_STREET,
        community_id=DAI_COMMUNITY,
        monthly_allowance_fen=1,
        premium_fen=0,
        term_months=12,
        signed_on=at(7, 18).date(),
    )
    return one


def in_state(case: Application, state: State) -> Application:
    Application.objects.filter(pk=case.pk).update(state=state)
    return Application.objects.get(pk=case.pk)


def own_officials(cast: Officials) -> dict[str, User]:
    return {
        "city": cast.city,
        "county": cast.dai,
        "street": cast.dai_street,
        "community": cast.dai_community,
        "finance": cast.finance,
        "auditor": cast.auditor,
        "applicant": User.objects.get(username="applicant"),
    }


def right_official(cast: Officials, act: Act) -> User:
    office = next(office for office in _TRIED if office in OFFICES[act])
    return own_officials(cast)[office]


@contextmanager
def trial() -> Iterator[None]:
    """Undo whatever is tried inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(case: Application, state: State, act: Act, actor: User) -> State | Exception:
    """Return the state an act leads to, or its refusal, and undo it."""
    with trial():
        one = in_state(case, state)
        try:
            change_states([Change(one, act, actor, at(7, 1), reason="样本理由")])
        except (WrongState, NotPermitted, ReasonMissing) as refusal:
            assert state_of(one) is state
            return refusal
        return state_of(one)


def test_only_the_pairs_of_the_notice_are_allowed_and_each_leads_where_it_says(
    case: Application, cast: Officials
) -> None:
    outcomes = {
        (state, act): attempt(case, state, act, right_official(cast, act))
        for state in State
        for act in Act
    }

    reached = {pair: to for pair, to in outcomes.items() if isinstance(to, State)}
    assert reached == ALLOWED


def test_every_pair_outside_the_table_is_refused_with_case_number_state_and_what_to_do(
    case: Application, cast: Officials
) -> None:
    pairs = {(state, act) for state in State for act in Act} - set(ALLOWED)

    refusals = {
        (state, act): attempt(case, state, act, right_official(cast, act)) for state, act in pairs
    }

    wrong = {
        pair: refusal
        for pair, refusal in refusals.items()
        if type(refusal) is not WrongState
        or f"报名{case.case_number}现为“{pair[0].label}”" not in refusal.what
        or refusal.why != TABLE[pair[1]].clause
        or not refusal.mend
    }
    assert wrong == {}


def test_each_act_is_done_by_its_own_offices_in_the_place_and_by_no_other(
    case: Application, cast: Officials
) -> None:
    able = {
        act: {
            office
            for office, actor in own_officials(cast).items()
            if attempt(case, state, act, actor) is target
        }
        for (state, act), target in ALLOWED.items()
    }

    assert able == OFFICES


def test_an_office_that_may_not_act_is_told_which_office_does_and_by_which_clause(
    case: Application, cast: Officials
) -> None:
    refused = attempt(case, State.FORMAL, Act.SIGN, cast.auditor)

    assert isinstance(refused, NotPermitted)
    assert refused.what == (
        f"报名{case.case_number}：“签订协议”由街道（乡镇）、县（市、区）委社会工作部办理（D0 三(六)）"
    )


def test_an_official_of_another_county_or_city_can_do_nothing_to_a_case(
    case: Application, cast: Officials
) -> None:
    strangers = {
        "city": [cast.datong],
        "county": [cast.yuanping],
        "street": [cast.yuanping_street],
        "community": [official("yuanping-community", Office.COMMUNITY, f"{YUANPING}901901")],
        "applicant": [User.objects.create(username="other-applicant")],
    }

    able = {
        (state, act, actor.username)
        for state, act in ALLOWED
        for office in OFFICES[act]
        for actor in strangers[office]
        if not isinstance(attempt(case, state, act, actor), NotPermitted)
    }

    assert able == set()


def test_an_applicant_is_told_who_does_what_is_not_the_applicants_to_do(
    case: Application, cast: Officials
) -> None:
    applicant = own_officials(cast)["applicant"]

    refused = attempt(case, State.ROUTED, Act.QUALIFY, applicant)

    assert isinstance(refused, NotPermitted)
    assert refused.what == (
        f"报名{case.case_number}：“审查通过”由市委社会工作部、县（市、区）委社会工作部办理（D0 三(二)）"
    )


def test_an_official_is_told_that_a_supplement_is_answered_by_the_applicant(
    case: Application, cast: Officials
) -> None:
    refused = attempt(case, State.SUPPLEMENT_REQUESTED, Act.ANSWER_SUPPLEMENT, cast.city)

    assert isinstance(refused, NotPermitted)
    assert refused.what == f"报名{case.case_number}：“提交补正”由报名人本人办理（D0 三(二)）"


def test_another_applicant_is_told_that_the_case_is_not_theirs(
    case: Application, cast: Officials
) -> None:
    other = User.objects.create(username="other-applicant")

    refused = attempt(case, State.ROUTED, Act.WITHDRAW, other)

    assert isinstance(refused, NotPermitted)
    assert refused.what == f"报名{case.case_number}：这件报名不是您本人的"


def test_an_official_without_a_division_can_do_nothing_to_a_case(
    case: Application, cast: Officials
) -> None:
    nowhere = official("nowhere", Office.COUNTY, None)

    refused = attempt(case, State.QUALIFIED, Act.LIST_FOR_INTERVIEW, nowhere)

    assert isinstance(refused, NotPermitted)
    assert refused.what == f"报名{case.case_number}：这件报名不在您的管辖范围内"


def test_a_case_that_the_city_handles_is_closed_to_every_county(
    season: Season, cast: Officials
) -> None:
    case = make_application(season, county=None)

    refused = attempt(case, State.ROUTED, Act.QUALIFY, cast.dai)

    assert isinstance(refused, NotPermitted)
    assert attempt(case, State.ROUTED, Act.QUALIFY, cast.city) is State.QUALIFIED


def test_the_states_and_their_labels_are_those_that_the_office_uses() -> None:
    assert {state.value: state.label for state in State} == LABELS_BY_HAND


def test_the_model_offers_exactly_the_states_of_the_table_with_their_labels() -> None:
    choices = dict(Application._meta.get_field("state").choices or ())

    assert choices == LABELS_BY_HAND
    assert len(TABLE) == len(Act) == len({act.label for act in Act})


def test_the_database_holds_every_state_of_the_table_and_refuses_any_other(
    case: Application,
) -> None:
    for state in State:
        assert in_state(case, state).state == state

    with pytest.raises(IntegrityError, match="state_is_known"), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(state="recived")


def test_the_final_states_are_those_that_no_act_leaves() -> None:
    assert {state.value for state in FINAL} == FINAL_BY_HAND
    assert {state for state in State if not acts_from(state)} == FINAL


def test_every_state_that_is_not_final_leads_to_an_end() -> None:
    def ends(state: State) -> set[State]:
        # A case may be routed again and again, for another first choice as well; that leads nowhere else.
        again = {State.RECEIVED, State.ROUTED}
        # That a decision can be undone leads nowhere else either.
        acts = [act for act in acts_from(state) if act is not Act.REOPEN]
        onward = {TABLE[act].target for act in acts} - {state, *again}
        onward |= {State.ROUTED} if state is State.RECEIVED else set()
        return {state} if not onward else set().union(*(ends(one) for one in onward))

    last = FINAL | {State.NOT_QUALIFIED}
    stranded = {state for state in State if not ends(state) <= last or not ends(state)}

    assert stranded == set()
    assert State.LEFT in ends(State.RECEIVED)


def test_every_state_can_be_reached_from_the_receipt_of_an_application() -> None:
    reached, frontier = {State.RECEIVED}, {State.RECEIVED}
    while frontier:
        frontier = {TABLE[act].target for state in frontier for act in acts_from(state)} - reached
        reached |= frontier

    assert reached == set(State)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.ROUTED, Act.DISQUALIFY),
        (State.INTERVIEWED, Act.REVOKE),
        (State.PROPOSED, Act.UPHOLD_OBJECTION),
    ],
)
@pytest.mark.parametrize("reason", ["", " \n　"])
def test_a_person_is_not_turned_away_without_a_written_reason(
    case: Application, cast: Officials, state: State, act: Act, reason: str
) -> None:
    one = in_state(case, state)

    with pytest.raises(ReasonMissing, match=f"报名{case.case_number}：“{act.label}”必须写明理由"):
        change_states([Change(one, act, cast.dai, at(7, 1), reason=reason)])

    assert state_of(one) is state
    assert one.state == state
