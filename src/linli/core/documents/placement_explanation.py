"""What a candidate is told on paper: each choice and its answer, the cut-offs, how to check it.

It names nobody else, neither by name nor by case number. Source: D0 附件2, 二5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import (
    Align,
    Block,
    Column,
    Heading,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
)

_CHOICES = (
    Column("志愿", 28),
    Column("地区", 26),
    Column("办理情况", 71, Align.LEFT),
    Column("依据", 31),
)
_CUT_OFFS = (
    Column("地区", 30),
    Column("名额", 20),
    Column("入围", 20),
    Column("末位入围的名次", 43),
    Column("末位入围的总分", 43),
)


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One choice as the form calls it, its place, what became of it, and the clause."""

    name: str
    place: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class CutOffLine:
    """How a place was filled. ``last_rank`` and ``last_total`` are blank while there is room."""

    place: str
    places: int
    admitted: int
    last_rank: str
    last_total: str


@dataclass(frozen=True, slots=True)
class Recomputing:
    """What an outsider needs to compute a placement again, beside its tables.

    ``method`` and ``ranking`` are in words; ``command`` is one for a terminal, line by line;
    ``lot`` and ``fingerprint`` are hexadecimal digits.
    """

    method: str
    ranking: str
    seed: str
    lot: str
    fingerprint: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacementExplanation:
    """Everything that the paper says.

    ``total`` is in points; ``rank`` counts among the ``candidates`` of this placement;
    ``priority`` is the clause by which the person goes before equals, blank if not. ``later``
    are sentences on what came
    after the placement. ``telephone`` is that of ``organ``.
    """

    organ: str
    season_title: str
    basis: str
    basis_number: str
    name: str
    case_number: str
    total: str
    rank: int
    candidates: int
    priority: str
    choices: tuple[ChoiceLine, ...]
    cut_offs: tuple[CutOffLine, ...]
    outcome: str
    later: tuple[str, ...]
    recomputing: Recomputing
    telephone: str
    dated: date
    marks: tuple[Mark, ...] = ()


def placement_explanation_paper(told: PlacementExplanation) -> OfficialPaper:
    """Return the explanation as a paper without letterhead, addressed to the candidate."""
    blocks: list[Block] = [Paragraph(_opening(told))]
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("结果", [Paragraph(line) for line in (f"{told.outcome}。", *told.later)]),
        ("成绩和名次", _standing(told)),
        ("各志愿的办理情况", _choices(told)),
        ("各地区末位入围情况", _cut_offs(told.cut_offs)),
        ("核对办法", _recomputing(told)),
        ("意见和异议", _objections(told)),
    )
    for numeral, (title, part) in zip("一二三四五六", parts, strict=True):
        blocks += [Heading(1, f"{numeral}、{title}"), *part]
    return OfficialPaper(
        title="入围情况说明",
        dated=told.dated,
        addressee=f"{told.name}（报名编号{told.case_number}）",
        blocks=tuple(blocks),
        signature=Signature((told.organ,), told.dated),
        marks=told.marks,
    )


def _opening(told: PlacementExplanation) -> str:
    return (
        f"根据《{told.basis}》（{told.basis_number}，以下简称《通知》），"
        f"现将您参加{told.season_title}的入围情况说明如下。"
    )


def _standing(told: PlacementExplanation) -> list[Block]:
    among = f"参加本次安排的{told.candidates}名面见人员"
    text = f"面见总分{told.total}分，在{among}中列第{told.rank}名。"
    if told.priority:
        text += f"属于同等条件下优先的人员（{told.priority}），优先只在总分相同时起作用。"
    return [Paragraph(text)]


def _choices(told: PlacementExplanation) -> list[Block]:
    rows = tuple((one.name, one.place, one.text, one.clause) for one in told.choices)
    return [
        Paragraph(f"{told.recomputing.method}。前面的志愿已入围的，后面的志愿不再检索。"),
        Table(_CHOICES, rows),
    ]


def _cut_offs(lines: Sequence[CutOffLine]) -> list[Block]:
    if not lines:
        return [Paragraph("所填地区都不在本次招募范围。")]
    rows = tuple(
        (
            one.place,
            str(one.places),
            str(one.admitted),
            one.last_rank or _no_cut_off(one),
            one.last_total or _no_cut_off(one),
        )
        for one in lines
    )
    return [Paragraph("以下是办理本次安排时的情况，不含其后的递补。"), Table(_CUT_OFFS, rows)]


def _no_cut_off(line: CutOffLine) -> str:
    return "名额未满" if line.places else "没有名额"


def _recomputing(told: PlacementExplanation) -> list[Block]:
    how = told.recomputing
    return [
        Paragraph(
            f"本次安排所依据的名额表、人员表、志愿表和结果表，可以向{told.organ}索取。"
            "表中只有报名编号、总分、是否优先和志愿，没有姓名和优先的种类。"
            "有了前三个表（依次存为seats.csv、candidates.csv、choices.csv），任何人都可以用下面的命令重新计算，得到同样的结果："
        ),
        *(Paragraph(line, indented=False, small=True) for line in how.command),
        Paragraph(
            f"排名次时，{how.ranking}。抽签种子为“{how.seed}”，抽签值是"
            "“抽签种子|报名编号”的SHA-256值，小者在前。您的抽签值："
        ),
        # On lines of their own, where the 64 digits fit and need no break.
        Paragraph(how.lot, indented=False, small=True),
        Paragraph("三个表、办法和种子的指纹（SHA-256）："),
        Paragraph(how.fingerprint, indented=False, small=True),
    ]


def _objections(told: PlacementExplanation) -> list[Block]:
    return [
        Paragraph(
            f"对成绩、名次或者办理过程有不同意见的，可以向{told.organ}书面或者电话提出，"
            "写明报名编号和理由，由受理单位核对后答复。"
        ),
        Paragraph(f"联系电话：{told.telephone}"),
    ]
