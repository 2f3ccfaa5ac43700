"""A change of state: together or not at all, written down whole, never on an outdated copy."""

import pytest
from django.db import IntegrityError

from linli.apps.accounts.models import User
from linli.apps.applications.change import (
    Change,
    NotPermitted,
    TextTooLong,
    WrongState,
    change_states,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.models import Head
from linli.apps.seasons.models import Season
from tests.apps.cast import (
    Officials,
    at,
    entry_count,
    last_entry,
    state_of,
    states_of,
)
from tests.factories import CITY, DAI, YUANPING, make_application


def test_a_batch_with_one_case_in_the_wrong_state_changes_none_of_them(
    season: Season, cast: Officials
) -> None:
    states = (State.ROUTED, State.QUALIFIED, State.ROUTED)
    cases = [make_application(season, state=state) for state in states]
    before = entry_count()

    with pytest.raises(WrongState, match=cases[1].case_number):
        change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])

    assert states_of(cases) == list(states)
    assert entry_count() == before


def test_a_batch_with_one_case_of_another_county_changes_none_of_them(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season), make_application(season, county=YUANPING)]
    before = entry_count()

    with pytest.raises(NotPermitted, match=cases[1].case_number):
        change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])

    assert states_of(cases) == [State.ROUTED, State.ROUTED]
    assert entry_count() == before


def test_one_application_twice_in_a_batch_is_refused_with_its_number(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)
    twice = [
        Change(case, act, cast.dai, at(6, 20), reason="样本")
        for act in (Act.QUALIFY, Act.DISQUALIFY)
    ]

    with pytest.raises(WrongState, match=f"报名{case.case_number}在一批操作中出现两次"):
        change_states(twice)

    assert state_of(case) is State.ROUTED


@pytest.mark.django_db(transaction=True)
def test_a_change_that_cannot_be_written_to_the_ledger_does_not_happen(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)
    Head.objects.all().delete()

    with pytest.raises(IntegrityError):
        change_states([Change(case, Act.QUALIFY, cast.dai, at(6, 20))])

    assert state_of(case) is State.ROUTED


def test_a_batch_without_changes_writes_nothing(season: Season) -> None:
    before = entry_count()

    change_states([])

    assert entry_count() == before


def test_a_batch_larger_than_one_query_is_changed_whole(season: Season, cast: Officials) -> None:
    cases = [make_application(season) for _ in range(520)]

    change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])

    assert season.applications.filter(state=State.QUALIFIED).count() == 520


def test_the_ledger_entry_says_who_when_what_from_where_to_where_why_and_by_which_rule(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)

    change_states(
        [
            Change(
                case,
                Act.DISQUALIFY,
                cast.dai,
                at(6, 20, 9, 5, 7),
                reason="毕业院校不在省内",
                rule="xinzhou-2024@2024-06-07:eligibility",
                inputs={"proposal": "fail"},
            )
        ]
    )

    entry = last_entry(case.subject)
    assert entry == {
        "sequence": entry["sequence"],
        "at": "2024-06-20T09:05:07+08:00",
        "actor": "dai",
        "action": "disqualify",
        "subject": f"xinzhou-2024/{case.case_number}",
        "clause": "D0 三(二)",
        "reason": "毕业院校不在省内",
        "rule": "xinzhou-2024@2024-06-07:eligibility",
        "inputs": {"from": "routed", "to": "not_qualified", "proposal": "fail"},
        "rehearsal": False,
    }


def test_every_act_of_a_rehearsal_is_marked_so_in_the_ledger(
    rehearsal: Season, cast: Officials
) -> None:
    case = make_application(rehearsal)

    change_states([Change(case, Act.QUALIFY, cast.dai, at(6, 20))])

    assert last_entry(case.subject)["rehearsal"] is True


def test_inputs_of_the_caller_cannot_hide_from_where_to_where_a_case_went(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)

    change_states(
        [Change(case, Act.QUALIFY, cast.dai, at(6, 20), inputs={"from": "placed", "to": "filed"})]
    )

    assert last_entry(case.subject)["inputs"] == {"from": "routed", "to": "qualified"}


def test_a_case_that_changed_behind_the_back_is_refused_with_the_state_it_has_now(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)
    stale = Application.objects.get(pk=case.pk)
    change_states([Change(case, Act.QUALIFY, cast.dai, at(6, 20))])

    with pytest.raises(WrongState, match="现为“资格审查通过”"):
        change_states([Change(stale, Act.DISQUALIFY, cast.dai, at(6, 20), reason="样本")])

    assert state_of(case) is State.QUALIFIED


def test_a_stale_copy_cannot_take_the_county_away_from_a_case_routed_meanwhile(
    season: Season, cast: Officials
) -> None:
    case = make_application(season, county=None, state=State.RECEIVED)
    stale = Application.objects.get(pk=case.pk)
    Application.objects.filter(pk=case.pk).update(state=State.ROUTED, county_id=DAI)

    with pytest.raises(WrongState, match=f"报名{case.case_number}"):
        change_states([Change(stale, Act.QUALIFY, cast.city, at(6, 20))])

    assert Application.objects.get(pk=case.pk).county_id == DAI


def test_a_refusal_leaves_the_object_in_hand_as_it_was(season: Season, cast: Officials) -> None:
    cases = [make_application(season), make_application(season, state=State.WITHDRAWN)]

    with pytest.raises(WrongState):
        change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])

    assert [one.state for one in cases] == [State.ROUTED, State.WITHDRAWN]


def test_the_scope_of_the_city_holds_all_its_counties_and_the_scope_of_a_county_its_own(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season, county=county) for county in (DAI, YUANPING, None)]

    def seen(scope: str) -> list[str]:
        return [one.case_number for one in season.applications.within(scope)]

    numbers = [one.case_number for one in cases]
    assert seen(CITY) == numbers
    assert seen(DAI) == numbers[:1]
    assert seen("1402") == []
    assert seen(User().scope) == []


def test_a_reason_that_no_record_holds_is_refused_for_every_act(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)
    change = Change(case, Act.WITHDRAW, cast.dai, at(6, 20), reason="由" * 401)

    with pytest.raises(TextTooLong, match=f"报名{case.case_number}.*超过400字"):
        change_states([change])

    assert state_of(case) is State.ROUTED


def test_a_county_cannot_keep_a_case_that_was_sent_on_behind_its_back(
    season: Season, cast: Officials
) -> None:
    case = make_application(season)
    stale = Application.objects.get(pk=case.pk)
    Application.objects.filter(pk=case.pk).update(county_id=YUANPING, applied_county_id=YUANPING)

    with pytest.raises(WrongState, match=f"报名{case.case_number}已由他人办理"):
        change_states([Change(stale, Act.QUALIFY, cast.dai, at(6, 20))])

    assert (state_of(case), Application.objects.get(pk=case.pk).county_id) == (
        State.ROUTED,
        YUANPING,
    )
