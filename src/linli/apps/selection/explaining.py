"""What became of one person's choices, in order, each in one sentence with its clause."""

import shlex
from dataclasses import dataclass

from linli.apps.applications.models import Application
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.models import Division
from linli.apps.selection.models import (
    Computed,
    PlacedRow,
    Placement,
    PlacementRun,
    TrialPlacement,
)
from linli.apps.selection.placement_basis import wording_of
from linli.core.placement import Outcome, PlacementRule, PlacementStatus, Wording
from linli.core.refusal import Refusal

_METHODS = {
    PlacementRule.DEFERRED_ACCEPTANCE: (
        "每人按志愿先后申请，各地区在名额内保留名次在前的人选，没有保留的再申请下一个志愿"
    ),
    PlacementRule.SCORE_FIRST: "按名次从前到后，依次看每人的志愿，地区还有名额的即入围",
}


class NotExplained(Refusal):
    """A case of which no placement tells its choices."""


@dataclass(frozen=True, slots=True)
class ToldChoice:
    """One choice: what the form calls it, the place, and what became of it.

    ``code`` is the county's, blank where the place is none of the city's.
    """

    name: str
    code: str
    place: str
    outcome: Outcome
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One person's placement: the run, the choices in order, and the outcome in a sentence."""

    run: PlacementRun
    placement: Placement
    choices: tuple[ToldChoice, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class TrialExplanation:
    """What would become of one person by a trial: the choices in order, and the outcome."""

    choices: tuple[ToldChoice, ...]
    outcome: str


def explain_placement(application: Application) -> Explanation:
    """Return what became of a case's choices. Raises ``NotExplained``.

    Source: D0 附件2 (first choice, then areas of transfer in order); requirements C5, Q8.
    """
    placement: Placement | None = getattr(application, "placement", None)
    if placement is None or placement.run is None:
        raise NotExplained(
            f"报名{application.case_number}没有可以逐项说明的入围结果",
            why="D0 附件2",
            mend="在市级办理入围安排之后再查看；0.4版以前办理的，以台账所记理由为准",
        )
    return Explanation(placement.run, placement, *_told_row(placement, placement.run))


def explain_trial(placement: TrialPlacement) -> TrialExplanation:
    """Return what would become of somebody's choices by a trial."""
    return TrialExplanation(*_told_row(placement, placement.run))


def _told_row(row: PlacedRow, run: Computed) -> tuple[tuple[ToldChoice, ...], str]:
    wording = wording_of(run.season.pack, beijing_date(run.made_at))
    names = _county_names(row)
    choices = tuple(_told(answer, wording, names) for answer in row.answers)
    return choices, _outcome(row, wording)


def _county_names(placement: PlacedRow) -> dict[str, str]:
    named = [answer["post"] for answer in placement.answers]
    return dict(Division.objects.filter(code__in=named).values_list("code", "name"))


def _told(answer: dict[str, object], wording: Wording, names: dict[str, str]) -> ToldChoice:
    post = str(answer["post"])
    return ToldChoice(
        wording.choice(int(str(answer["choice"]))),
        post if post in names else "",
        names.get(post, post),
        Outcome(str(answer["outcome"])),
        str(answer["text"]),
        str(answer["clause"]),
    )


def _outcome(placement: PlacedRow, wording: Wording) -> str:
    county = placement.county.name if placement.county else ""
    if placement.status == PlacementStatus.PLACED:
        return f"按{wording.choice(placement.choice)}入围{county}体检"
    if placement.status == PlacementStatus.RESERVE:
        return f"列{county}递补第{placement.rank}位"
    return "未入围，也未列入递补"


def method_words(run: Computed) -> str:
    """Return in a sentence by which method a run was made."""
    return _METHODS[PlacementRule(run.rule)]


def ranking_words(run: Computed) -> str:
    """Return in a sentence what a run ranked by: 先看面见总分，相同的看优先人员，仍相同的抽签."""
    first, *links, lot = run.season.pack.texts("tie_chain", beijing_date(run.made_at))
    between = "".join(f"，相同的看{link}" for link in links)
    return f"先看{first}{between}，仍相同的{lot}"


def command_of(run: PlacementRun) -> tuple[str, ...]:
    """Return the command by which an outsider repeats a run from its three tables, line by line."""
    return (
        "linli place --seats seats.csv --candidates candidates.csv \\",
        "  --choices choices.csv --out placements.csv \\",
        f"  --rule {run.rule} --rank-by {run.rank_by} \\",
        f"  --seed {shlex.quote(run.seed)}",
    )
