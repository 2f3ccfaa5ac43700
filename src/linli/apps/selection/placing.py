"""The placement of a season: computed as a trial that binds nobody, and adopted as it was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import UnexplainedStep, lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require
from linli.apps.selection.left_out import GoAhead, LeftOut, left_out_of, require_go_ahead
from linli.apps.selection.models import (
    Placement,
    PlacementRun,
    PlacementTrial,
    TrialPlacement,
)
from linli.apps.selection.permissions import (
    ADOPT_LABEL,
    may_adopt_placement,
    may_try_placement,
)
from linli.apps.selection.placement_basis import Basis, NobodyWaits, basis_of
from linli.apps.selection.placement_changes import told_changes
from linli.apps.selection.placement_queries import inputs_of, replay
from linli.core import placement as engine
from linli.core.placement import PlacementStatus
from linli.core.placement.comparing import InputChanges, changes_between
from linli.core.placement.inputs import (
    CANDIDATES,
    CHOICES,
    SEATS,
    Inputs,
    fingerprint,
    published_tables,
)
from linli.core.refusal import Refusal

_PLACEMENT_ACTS = {
    PlacementStatus.PLACED: Act.PLACE,
    PlacementStatus.RESERVE: Act.KEEP_IN_RESERVE,
    PlacementStatus.UNPLACED: Act.LEAVE_UNPLACED,
}
_TOLD_AT_MOST = 5


class TrialAdopted(Refusal):
    """A trial is adopted once."""


class TrialDamaged(Refusal):
    """What is stored of a trial is not what its tables give."""


class RecordsChanged(Refusal):
    """The records are no longer those of the trial. ``changes`` says which are others."""

    def __init__(self, trial: PlacementTrial, changes: InputChanges) -> None:
        self.changes = changes
        told = told_changes(changes)
        more = f"；…共{len(told)}项" if len(told) > _TOLD_AT_MOST else ""
        super().__init__(
            f"第{trial.number}次试算以后记录有变化：{'；'.join(told[:_TOLD_AT_MOST])}{more}",
            why=trial.season.pack.clause("placement_rule", beijing_date(trial.made_at)),
            mend="重新试算，核对以后再确定采用",
        )


@transaction.atomic
def place_candidates(season: Season, *, actor: User, at: datetime) -> PlacementRun | None:
    """Place all interviewed candidates in one go: a trial, adopted at once.

    Returns the run with the tables on which it was decided, ``None`` where nobody waits. Whoever
    is left out is counted in the ledger. Raises ``NotPermitted``, ``NotCarriedOut``, and ``DiplomaOutstanding`` while a diploma date
    is not recorded.
    """
    try:
        trial = try_placement(season, actor=actor, at=at)
    except NobodyWaits:
        return None
    reason = "试算后随即采用"
    found = left_out_of(season, beijing_date(at))
    going = GoAhead(found.people, len(found.late), reason) if found.sentence else None
    return adopt_placement(trial, actor=actor, at=at, reason=reason, go_ahead=going)


@transaction.atomic
def try_placement(season: Season, *, actor: User, at: datetime) -> PlacementTrial:
    """Compute a placement on the records as they stand, and keep it to be read.

    It changes no case and tells nobody; there may be any number of them. Raises
    ``NotPermitted``, ``NotCarriedOut``, ``NobodyWaits``, and ``DiplomaOutstanding`` while a
    diploma date is not recorded. Source: D0 附件2, 二4, 二5; requirements C5, Q8.
    """
    require(may_try_placement(actor, season))
    lock_season(season)
    basis = basis_of(season, beijing_date(at))
    trial = PlacementTrial.objects.create(
        season=season,
        number=season.placement_trials.count() + 1,
        **_made(actor, at),
        **_kept(basis.inputs),
    )
    TrialPlacement.objects.bulk_create(
        (
            TrialPlacement(run=trial, application=basis.cases[one.candidate], **_told(one))
            for one in basis.result().placements
        ),
        batch_size=1000,
    )
    return trial


@transaction.atomic
def adopt_placement(
    trial: PlacementTrial,
    *,
    actor: User,
    at: datetime,
    reason: str,
    go_ahead: GoAhead | None = None,
) -> PlacementRun:
    """Adopt a trial as the placement of its season: the results of all counties are known together.

    The trial is carried out as it was read or not at all: what it was computed on is taken from
    the records once more. The ledger says that it was adopted, behind an entry for each case.
    While people are left out or late, ``go_ahead`` says how many and why, and the ledger keeps it.
    Raises ``NotPermitted``, ``UnexplainedStep``, ``TrialAdopted``, ``RecordsChanged``,
    ``TrialDamaged``, ``PeopleLeftOut``, and what keeps a placement from being computed.
    Source: D0 附件2, 二4, 三(三); requirements C5, Q8, Q15.
    """
    season = trial.season
    require(may_adopt_placement(actor, season))
    if not reason.strip():
        raise UnexplainedStep(
            f"{ADOPT_LABEL}必须写明理由", why="D0 三(三)", mend="写明由谁研究、何时确定"
        )
    lock_season(season)
    _require_open(trial)
    basis = _unchanged_basis(trial, at)
    left_out = left_out_of(season, beijing_date(at))
    require_go_ahead(left_out, go_ahead)
    result = basis.result()
    run = PlacementRun.objects.create(
        season=season,
        trial=trial,
        reason=reason.strip(),
        number=season.placement_runs.count() + 1,
        **_made(actor, at),
        **_kept(basis.inputs),
    )
    Placement.objects.bulk_create(
        (
            Placement(run=run, application=basis.cases[one.candidate], **_told(one))
            for one in result.placements
        ),
        batch_size=1000,
    )
    lots = {standing.candidate.id: standing.lot for standing in basis.inputs.standings()}
    change_states(
        [
            _change(basis.cases[one.candidate], one, run, lots[one.candidate])
            for one in result.placements
        ]
    )
    _record_adoption(run, result.placements, _answered_for(left_out, go_ahead))
    return run


def changes_since(trial: PlacementTrial, *, at: datetime) -> InputChanges:
    """Return in what the records differ from those of a trial, for whoever is about to adopt it.

    Raises what keeps a placement from being computed, and ``TableRefused``.
    """
    return changes_between(inputs_of(trial), basis_of(trial.season, beijing_date(at)).inputs)


def _require_open(trial: PlacementTrial) -> None:
    run = PlacementRun.objects.filter(trial=trial).first()
    if run is not None:
        raise TrialAdopted(
            f"第{trial.number}次试算已经采用，即第{run.number}次入围安排",
            mend="不必重复办理；结果见该次入围安排",
        )


def _unchanged_basis(trial: PlacementTrial, at: datetime) -> Basis:
    """Return what the placement is computed on now, if that is what the trial was computed on."""
    if not replay(trial).agrees:
        raise TrialDamaged(
            f"第{trial.number}次试算保存的结果与它的三个表重新计算的不一致",
            mend="重新试算，并报纪检监察、审计核查",
        )
    basis = basis_of(trial.season, beijing_date(at))
    if fingerprint(basis.inputs) != trial.fingerprint:
        raise RecordsChanged(trial, changes_between(inputs_of(trial), basis.inputs))
    return basis


def _made(actor: User, at: datetime) -> dict[str, Any]:
    return {"made_at": at, "made_by": actor}


def _kept(inputs: Inputs) -> dict[str, Any]:
    """Return the columns that keep what a placement was computed on."""
    tables = published_tables(inputs)
    return {
        "rule": inputs.rule,
        "rank_by": inputs.rank_by_text,
        "seed": inputs.seed,
        "seats": tables[SEATS],
        "candidates": tables[CANDIDATES],
        "choices": tables[CHOICES],
        "fingerprint": fingerprint(inputs),
    }


def _told(one: engine.Placement) -> dict[str, Any]:
    """Return the columns that keep where one candidate stands."""
    return {
        "county_id": one.post or None,
        "status": one.status,
        "choice": one.choice,
        "rank": one.rank,
        "merit_rank": one.merit_rank,
        "reason": one.reason,
        "answers": [asdict(answer) for answer in one.answers],
    }


def _change(one: Application, result: engine.Placement, run: PlacementRun, lot: str) -> Change:
    if result.status is PlacementStatus.PLACED:
        one.county_id = result.post
    inputs = {
        "total": one.score.total,
        "has_priority": one.has_priority,
        "lot": lot[:16],
        "county": result.post,
        "choice": result.choice,
        "rank": result.rank,
        "run": run.fingerprint,
    }
    rule = f"{one.season.rule_version}:placement_rule"
    return Change(
        one,
        _PLACEMENT_ACTS[result.status],
        run.made_by,
        run.made_at,
        reason=result.reason,
        rule=rule,
        inputs=inputs,
    )


def _answered_for(left_out: LeftOut, go_ahead: GoAhead | None) -> Mapping[str, object]:
    """Return what the ledger keeps of going ahead; nothing where nobody is left out or late."""
    if go_ahead is None or not left_out.sentence:
        return {}
    return {
        "left_out": left_out.people,
        "late_diplomas": len(left_out.late),
        "go_ahead_reason": go_ahead.reason.strip(),
    }


def _record_adoption(
    run: PlacementRun, placements: Sequence[engine.Placement], answered_for: Mapping[str, object]
) -> None:
    season, statuses = run.season, Counter(one.status for one in placements)
    record(
        [
            Event(
                at=run.made_at,
                actor=run.made_by.username,
                action="adopt_placement",
                subject=season.code,
                clause=season.pack.clause("placement_rule", beijing_date(run.made_at)),
                reason=run.reason,
                rule=f"{season.rule_version}:placement_rule",
                inputs={
                    "run": run.fingerprint,
                    "number": run.number,
                    **{status.value: statuses[status] for status in PlacementStatus},
                    **answered_for,
                },
                rehearsal=season.is_rehearsal,
            )
        ]
    )
