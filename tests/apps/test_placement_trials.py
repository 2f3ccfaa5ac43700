"""A placement tried and adopted: what a trial leaves alone, and what an adoption refuses."""

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.models import Message
from linli.apps.reports.summary import summary
from linli.apps.rights.case_copy import told_case
from linli.apps.seasons.actions import UnexplainedStep
from linli.apps.seasons.models import Quota, Season
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.selection.models import (
    Placement,
    PlacementRun,
    PlacementTrial,
    Score,
    TrialPlacement,
)
from linli.apps.selection.placement_basis import DiplomaOutstanding, NobodyWaits
from linli.apps.selection.placement_queries import runs_of
from linli.apps.selection.placing import (
    RecordsChanged,
    TrialAdopted,
    TrialDamaged,
    adopt_placement,
    changes_since,
    place_candidates,
    try_placement,
)
from linli.core.placement.comparing import InputChanges, SeatChange
from tests.apps.cast import Officials, at, candidate, entry_count, states_of
from tests.factories import DAI

REASON = "部务会议7月5日研究确定"


def tried(season: Season, cast: Officials, *, hour: int = 20) -> PlacementTrial:
    return try_placement(season, actor=cast.city, at=at(7, 5, hour))


def adopted(trial: PlacementTrial, cast: Officials, *, hour: int = 22) -> PlacementRun:
    return adopt_placement(trial, actor=cast.city, at=at(7, 5, hour), reason=REASON)


def three(season: Season) -> list[Application]:
    return [candidate(season, total) for total in (9500, 9400, 9300)]


def test_a_trial_keeps_tables_and_results_and_changes_nothing_else(
    small: Season, cast: Officials
) -> None:
    cases = three(small)
    entries, figures = entry_count(), summary(small, [])

    trial = tried(small, cast)

    rows = TrialPlacement.objects.filter(run=trial).order_by("merit_rank")
    assert [(row.application, row.status, row.county_id, row.rank) for row in rows] == [
        (cases[0], "placed", DAI, 1),
        (cases[1], "placed", DAI, 2),
        (cases[2], "reserve", DAI, 1),
    ]
    assert trial.candidates.splitlines()[1] == f"{cases[0].case_number},95.00,0"
    assert (trial.number, trial.made_by, trial.made_at) == (1, cast.city, at(7, 5, 20))
    assert states_of(cases) == [State.INTERVIEWED] * 3
    assert (entry_count(), summary(small, []), Message.objects.count()) == (entries, figures, 0)
    assert (Placement.objects.count(), list(runs_of(small))) == (0, [])
    assert "placement" not in told_case(Application.objects.get(pk=cases[0].pk))


def test_there_may_be_any_number_of_trials_and_the_same_records_give_the_same(
    small: Season, cast: Officials
) -> None:
    three(small)

    trials = [tried(small, cast, hour=hour) for hour in (18, 19, 20)]

    assert [trial.number for trial in trials] == [1, 2, 3]
    assert len({trial.fingerprint for trial in trials}) == 1


def test_an_adoption_places_as_the_trial_did_and_says_so_behind_the_cases(
    small: Season, cast: Officials
) -> None:
    cases = three(small)
    trial = tried(small, cast)

    run = adopted(trial, cast)

    columns = ("application_id", "county_id", "status", "choice", "rank", "merit_rank")
    told = (*columns, "reason", "answers")
    assert list(run.placements.values_list(*told)) == list(trial.placements.values_list(*told))
    assert (run.number, run.trial, run.reason, run.fingerprint) == (
        1,
        trial,
        REASON,
        trial.fingerprint,
    )
    assert states_of(cases) == [State.PLACED, State.PLACED, State.RESERVE]
    entry = entries_of(small.code)[-1]
    last_case = entries_of(cases[2].subject)[-1]
    assert entry["sequence"] == last_case["sequence"] + 1
    assert {name: entry[name] for name in ("actor", "action", "clause", "reason", "inputs")} == {
        "actor": "city",
        "action": "adopt_placement",
        "clause": "D0 附件2",
        "reason": REASON,
        "inputs": {
            "run": run.fingerprint,
            "number": 1,
            "placed": 2,
            "reserve": 1,
            "unplaced": 0,
        },
    }


def test_placing_in_one_go_is_a_trial_that_is_adopted_at_once(
    small: Season, cast: Officials
) -> None:
    three(small)

    run = place_candidates(small, actor=cast.city, at=at(7, 5, 20))

    assert run is not None
    assert (run.trial, run.number) == (PlacementTrial.objects.get(), 1)
    assert (run.trial.made_at, run.made_at) == (at(7, 5, 20), at(7, 5, 20))


def test_later_placements_are_numbered_by_what_was_adopted_and_not_by_trials(
    small: Season, cast: Officials
) -> None:
    three(small)
    tried(small, cast)
    adopted(tried(small, cast), cast)
    candidate(small, 9900)

    run = adopted(tried(small, cast), cast)

    assert (run.trial.number if run.trial else 0, run.number) == (3, 2)


def test_a_trial_is_adopted_once(small: Season, cast: Officials) -> None:
    three(small)
    trial = tried(small, cast)
    adopted(trial, cast)

    with pytest.raises(TrialAdopted, match="第1次试算已经采用，即第1次入围安排"):
        adopted(trial, cast)

    assert PlacementRun.objects.count() == 1


def test_of_two_trials_on_the_same_records_the_second_finds_nobody_waiting(
    small: Season, cast: Officials
) -> None:
    three(small)
    first, second = tried(small, cast), tried(small, cast)
    adopted(first, cast)

    with pytest.raises(NobodyWaits):
        adopted(second, cast)


def test_seats_that_are_gone_are_named_and_the_trial_is_not_adopted(
    small: Season, cast: Officials
) -> None:
    cases = three(small)
    trial = tried(small, cast)
    Quota.objects.filter(season=small, county_id=DAI).update(places=1)

    with pytest.raises(RecordsChanged) as refused:
        adopted(trial, cast)

    assert refused.value.changes == InputChanges((), (SeatChange(DAI, 2, 1),), (), (), (), ())
    assert (refused.value.what, refused.value.mend) == (
        "第1次试算以后记录有变化：代县可以安排的名额由2名变为1名",
        "重新试算，核对以后再确定采用",
    )
    assert (states_of(cases), PlacementRun.objects.count()) == ([State.INTERVIEWED] * 3, 0)


def test_scores_wishes_priority_and_who_waits_are_all_looked_at_again(
    small: Season, cast: Officials
) -> None:
    first, second, third = three(small)
    trial = tried(small, cast)
    Score.objects.filter(application=first).update(total=9100)
    Application.objects.filter(pk=first.pk).update(has_priority=True)
    wish = {"intended": {"city": "忻州市", "county": "原平市"}}
    Application.objects.filter(pk=second.pk).update(form={**second.form, **wish})
    Application.objects.filter(pk=third.pk).update(state=State.REVOKED)
    new = candidate(small, 8000)

    with pytest.raises(RecordsChanged) as refused:
        adopted(trial, cast)

    numbers = [one.case_number for one in (first, second, third)]
    assert refused.value.what == (
        f"第1次试算以后记录有变化：报名{new.case_number}新参加安排；"
        f"报名{numbers[2]}不再参加安排；"
        f"报名{numbers[0]}：面见总分由95.00改为91.00，优先人员由否改为是；"
        f"报名{numbers[1]}：志愿由代县改为原平市"
    )


def test_of_many_changes_five_are_named_and_the_rest_counted(
    small: Season, cast: Officials
) -> None:
    three(small)
    trial = tried(small, cast)
    later = [candidate(small, 8000) for _ in range(6)]

    with pytest.raises(RecordsChanged) as refused:
        adopted(trial, cast)

    assert refused.value.what.endswith(f"报名{later[4].case_number}新参加安排；…共6项")


def test_what_changed_is_told_before_anybody_adopts(small: Season, cast: Officials) -> None:
    three(small)
    trial = tried(small, cast)
    assert not changes_since(trial, at=at(7, 5, 21))
    new = candidate(small, 8000)

    assert changes_since(trial, at=at(7, 5, 21)).entered == (new.case_number,)


def test_a_trial_whose_stored_result_was_touched_is_not_adopted(
    small: Season, cast: Officials
) -> None:
    cases = three(small)
    trial = tried(small, cast)
    TrialPlacement.objects.filter(application=cases[2]).update(status="placed")

    with pytest.raises(TrialDamaged, match="与它的三个表重新计算的不一致"):
        adopted(trial, cast)


def test_a_diploma_date_that_is_missing_again_keeps_a_trial_from_being_adopted(
    small: Season, cast: Officials
) -> None:
    cases = three(small)
    trial = tried(small, cast)
    Application.objects.filter(pk=cases[0].pk).update(diploma_date=None)

    with pytest.raises(DiplomaOutstanding):
        adopted(trial, cast)


def test_an_adoption_needs_a_reason(small: Season, cast: Officials) -> None:
    three(small)
    trial = tried(small, cast)

    with pytest.raises(UnexplainedStep, match="必须写明理由"):
        adopt_placement(trial, actor=cast.city, at=at(7, 5, 22), reason="　")

    assert PlacementRun.objects.count() == 0


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong"])
def test_the_city_s_office_alone_tries_and_adopts(small: Season, cast: Officials, who: str) -> None:
    three(small)
    trial = tried(small, cast)
    other = getattr(cast, who)

    with pytest.raises(NotPermitted, match="“入围试算”"):
        try_placement(small, actor=other, at=at(7, 5, 20))
    with pytest.raises(NotPermitted, match="“确定采用入围安排”"):
        adopt_placement(trial, actor=other, at=at(7, 5, 22), reason=REASON)

    assert (PlacementTrial.objects.count(), PlacementRun.objects.count()) == (1, 0)


def test_no_trial_is_kept_where_nobody_waits(small: Season, cast: Officials) -> None:
    with pytest.raises(NobodyWaits, match="没有等待确定入围的面见人员（招募季现处于“宣传报名”）"):
        tried(small, cast)

    assert PlacementTrial.objects.count() == 0
