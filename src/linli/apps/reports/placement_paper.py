"""One person's placement as a paper, made from the records."""

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import beijing_date
from linli.apps.reports.papers import county_organ
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.explaining import (
    Explanation,
    command_of,
    explain_placement,
    method_words,
    ranking_words,
)
from linli.apps.selection.placement_queries import cut_offs
from linli.core.documents import placement_explanation as form
from linli.core.documents.official import OfficialPaper
from linli.core.placement import PlacementStatus, drawn_lot
from linli.core.policy import Pack

_PRIORITY = "priority_groups"


def placement_paper(application: Application) -> OfficialPaper:
    """Return what a person is told about the own placement. Raises ``NotExplained``.

    It names no other person. Source: D0 附件2, 二5; requirements C5, F4.
    """
    told = explain_placement(application)
    season, run = application.season, told.run
    pack, day = season.pack, beijing_date(run.made_at)
    priority = application.has_priority
    return form.placement_explanation_paper(
        form.PlacementExplanation(
            organ=county_organ(season.city.name),
            season_title=pack.text("programme", day),
            basis=pack.notice.title,
            basis_number=pack.notice.number,
            name=application.person.name,
            case_number=application.case_number,
            total=str(application.score),
            rank=told.placement.merit_rank,
            candidates=run.placements.count(),
            priority=_clause(pack, pack.clause(_PRIORITY, day)) if priority else "",
            choices=tuple(
                form.ChoiceLine(one.name, one.place, one.text, _clause(pack, one.clause))
                for one in told.choices
            ),
            cut_offs=_cut_off_lines(told),
            outcome=told.outcome,
            later=_later(application, told),
            recomputing=_recomputing(application, told),
            telephone="（由市填写）",
            dated=day,
            marks=marks_of(season),
        )
    )


def _clause(pack: Pack, clause: str) -> str:
    """Return a clause as people cite it: the season's notice by the name that the paper gives it."""
    document, _, place = clause.partition(" ")
    source = pack.documents.get(document)
    if source is None:
        return clause
    return f"{'《通知》' if source == pack.notice else source.number}{place}"


def _cut_off_lines(told: Explanation) -> tuple[form.CutOffLine, ...]:
    named = {one.code: one.place for one in told.choices if one.code}
    lines = []
    for code, cut in cut_offs(told.run, named).items():
        last = cut.last if cut.is_full else None
        rank, total = (f"第{last.rank}名", last.total) if last else ("", "")
        lines.append(form.CutOffLine(named[code], cut.places, cut.admitted, rank, total))
    return tuple(lines)


def _later(application: Application, told: Explanation) -> tuple[str, ...]:
    """Return what came after the placement, without a word on who left and why."""
    sentences = []
    county = told.placement.county.name if told.placement.county else ""
    if told.placement.status == PlacementStatus.RESERVE:
        sentences.append(_reserve_rule(application, told))
    backfill = getattr(application, "backfill", None)
    if backfill is not None:
        position = backfill.queue_position
        sentences.append(f"其后{county}出现名额空缺，您按递补次序（第{position}位）递补入围。")
    vacancy = getattr(application, "vacancy", None)
    if vacancy is not None:
        filled = (
            f"由{county}递补第{vacancy.queue_position}位的人选递补"
            if vacancy.filler_id
            else f"{county}的递补候选已用完，名额空缺"
        )
        sentences.append(f"您的名额其后空出，{filled}。")
    return tuple(sentences)


def _reserve_rule(application: Application, told: Explanation) -> str:
    """Say how a reserve is called, and that it is over where it is."""
    pack, day = application.season.pack, beijing_date(told.run.made_at)
    clause = _clause(pack, pack.clause("backfill_moves_placed", day))
    rule = (
        "没有入围的，只列第一意向地区的递补候选；该地区出现名额空缺时，"
        f"从该地区的递补候选中按位次递补（{clause}）。"
    )
    is_over = application.state == State.NOT_RECRUITED
    return rule + ("本季递补已经结束，没有轮到您递补。" if is_over else "")


def _recomputing(application: Application, told: Explanation) -> form.Recomputing:
    run = told.run
    return form.Recomputing(
        method=method_words(run),
        ranking=ranking_words(run),
        seed=run.seed,
        lot=drawn_lot(run.seed, application.case_number),
        fingerprint=run.fingerprint,
        command=command_of(run),
    )
