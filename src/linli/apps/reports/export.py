"""Write a season's files under a folder: each whole or not at all."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from linli.apps.agreements.models import Agreement
from linli.apps.ledger.queries import export_lines
from linli.apps.notices.models import PublicNotice
from linli.apps.reports import workbooks
from linli.apps.reports.papers import agreement_paper, notice_paper
from linli.apps.reports.summary import summary
from linli.apps.seasons.models import Season
from linli.apps.selection.placement_queries import run_files, runs_of
from linli.core.documents.official import OfficialPaper
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.whole_file import write_whole

PaperProgress = Callable[[str, Iterable[str], int], Iterable[str]]


def export_season(
    season: Season, out: Path, *, fonts: Path, progress: PaperProgress, workers: int
) -> dict[str, object]:
    """Write workbooks, placements, papers, ledger and ``summary.json`` under ``out``; return the summary.

    Papers are drawn by ``workers`` processes. File names hold case numbers and county
    codes, never names.
    """
    out.mkdir(parents=True, exist_ok=True)
    dated = season.windows.order_by("-last_day")[0].last_day
    files = [*_write_workbooks(season, out, dated), *_write_placements(season, out)]
    papers = list(_papers(season))
    total = 2 * len(papers)
    files += progress("生成公文", _write_papers(papers, out, fonts, workers), total)
    write_whole(
        out / "ledger.jsonl",
        "".join(f"{line}\n" for line in export_lines()).encode("utf-8", "surrogateescape"),
    )
    files.append("ledger.jsonl")
    files = sorted([*files, "summary.json"])
    _remove_earlier(out, set(files))
    answer = summary(season, files)
    write_whole(
        out / "summary.json", (json.dumps(answer, ensure_ascii=False, indent=2) + "\n").encode()
    )
    return answer


def _remove_earlier(out: Path, kept: set[str]) -> None:
    """Remove what an earlier run into the same folder named in its summary, and nothing else."""
    earlier = out / "summary.json"
    named = json.loads(earlier.read_text(encoding="utf-8"))["files"] if earlier.exists() else []
    for name in set(named) - kept:
        file = (out / name).resolve()
        if file.is_relative_to(out.resolve()):
            file.unlink(missing_ok=True)


def _write_workbooks(season: Season, out: Path, dated: date) -> Iterator[str]:
    makers = {
        "来件清单.xlsx": workbooks.mail_list,
        "资格审查名单.xlsx": workbooks.review_list,
        "面见成绩.xlsx": workbooks.score_list,
        "花名册.xlsx": workbooks.roster,
        "生活补贴发放表.xlsx": workbooks.pay_sheet,
        "年度预算.xlsx": workbooks.budget_sheet,
    }
    for name, make in makers.items():
        write_whole(out / name, make(season, dated=dated))
        yield name


def _write_placements(season: Season, out: Path) -> Iterator[str]:
    """Write the four files of each placement, by which anyone repeats it."""
    for run in runs_of(season):
        again = f"第{run.number}次/" if run.number > 1 else ""
        for file, content in run_files(run).items():
            name = f"入围安排/{again}{file}"
            write_whole(out / name, content)
            yield name


def _papers(season: Season) -> Iterator[tuple[str, OfficialPaper]]:
    for notice in PublicNotice.objects.filter(season=season).select_related("season", "county"):
        if notice.rows:
            again = f"-{notice.number}" if notice.number > 1 else ""
            yield f"公示/{notice.county_id}-{notice.county.name}{again}", notice_paper(notice)
    related = (
        "application__season",
        "application__person",
        "application__county",
        "street",
        "community",
    )
    for agreement in Agreement.objects.filter(application__season=season).select_related(*related):
        yield f"协议/{agreement.application.case_number}", agreement_paper(agreement)


def _write_papers(
    papers: list[tuple[str, OfficialPaper]], out: Path, fonts: Path, workers: int
) -> Iterator[str]:
    if workers < 2 or len(papers) < 8:
        for name, paper in papers:
            yield from _write_paper(name, paper, out, fonts)
        return
    with ProcessPoolExecutor(workers) as pool:
        names, drawn = zip(*papers, strict=True)
        for files in pool.map(
            _write_paper, names, drawn, [out] * len(names), [fonts] * len(names), chunksize=8
        ):
            yield from files


def _write_paper(name: str, paper: OfficialPaper, out: Path, fonts: Path) -> list[str]:
    write_whole(out / f"{name}.docx", write_word(paper))
    write_whole(out / f"{name}.pdf", write_pdf(paper, fonts=fonts))
    return [f"{name}.docx", f"{name}.pdf"]
