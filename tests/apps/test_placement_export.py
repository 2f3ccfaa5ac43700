"""The four files of a placement as exported: an outsider checks and repeats them without the database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings

from linli.apps.reports.export import export_season
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.models import Backfill, Placement, PlacementRun
from linli.apps.selection.placement_queries import run_files
from linli.cli import main
from tests.apps.cast import Officials, at, candidate, placed_by, withdraw
from tests.apps.test_too_few_candidates import pack_with
from tests.factories import DAI

FILES = ("seats.csv", "candidates.csv", "choices.csv", "placements.csv")


def exported(season: Season, out: Path) -> dict[str, object]:
    return export_season(
        season,
        out,
        fonts=Path(settings.ASSETS) / "fonts",
        progress=lambda _, files, __: files,
        workers=1,
    )


def placed_season(season: Season, cast: Officials) -> None:
    """Place equals and unequals with and without transfer; then one leaves and one comes in."""
    first = candidate(season, 9000)
    for total in (8900, 8900, 8900):
        candidate(season, total, "代县", "原平市")
    candidate(season, 8900, priority=True)
    candidate(season, 8000, "代县", city="大同市")
    placed_by(season, cast)
    withdraw(cast.dai, season.applications.get(pk=first.pk))
    backfill_county(season, DAI, actor=cast.dai, at=at(7, 9))


def tables(folder: Path) -> list[Any]:
    return [
        part
        for name in FILES[:3]
        for part in (f"--{name.removesuffix('.csv')}", str(folder / name))
    ]


def verified(folder: Path) -> Any:
    return CliRunner().invoke(
        main, ["place", "verify", *tables(folder), "--placements", str(folder / FILES[3])]
    )


def test_an_outsider_verifies_the_exported_files_and_every_line_is_yes(
    small: Season, cast: Officials, tmp_path: Path
) -> None:
    placed_season(small, cast)
    exported(small, tmp_path)

    result = verified(tmp_path / "入围安排")

    assert (result.exit_code, [line[:2] for line in result.output.splitlines()]) == (
        0,
        ["通过"] * 5,
    )


def test_an_outsider_places_again_and_gets_the_same_bytes(
    small: Season, cast: Officials, tmp_path: Path
) -> None:
    placed_season(small, cast)
    exported(small, tmp_path)
    run, folder = PlacementRun.objects.get(), tmp_path / "入围安排"
    how = ["--rule", run.rule, "--rank-by", run.rank_by, "--seed", run.seed]
    again = tmp_path / "again.csv"

    result = CliRunner().invoke(main, ["place", *tables(folder), *how, "--out", str(again)])

    assert (result.exit_code, again.read_bytes()) == (0, (folder / FILES[3]).read_bytes())


def test_a_placement_that_was_changed_after_the_run_fails_the_outsider_s_check(
    small: Season, cast: Officials, tmp_path: Path
) -> None:
    placed_season(small, cast)
    Placement.objects.filter(application__case_number="00006").update(
        status="placed", county=DAI, choice=1, rank=1
    )
    exported(small, tmp_path)

    result = verified(tmp_path / "入围安排")

    assert result.exit_code == 1


def test_each_placement_of_a_season_has_a_folder_of_its_own(
    small: Season, cast: Officials, tmp_path: Path
) -> None:
    candidate(small, 9000)
    placed_by(small, cast)
    candidate(small, 8000)
    placed_by(small, cast)

    found = exported(small, tmp_path)

    names = [f"入围安排/{name}" for name in (*FILES, *(f"第2次/{file}" for file in FILES))]
    assert [name for name in found["files"] if "入围安排" in name] == sorted(names)  # type: ignore[attr-defined]
    assert verified(tmp_path / "入围安排" / "第2次").exit_code == 0


def test_a_season_without_a_placement_has_no_such_folder(small: Season, tmp_path: Path) -> None:
    exported(small, tmp_path)

    assert not (tmp_path / "入围安排").exists()


@pytest.mark.parametrize("chain", [("面见总分", "优先人员", "抽签"), ("面见总分", "抽签")])
def test_the_season_fills_vacancies_as_an_outsider_does_from_the_file_of_results(
    small: Season,
    cast: Officials,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chain: tuple[str, ...],
) -> None:
    pack = pack_with(tie_chain=chain)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    leavers = [candidate(small, 9000) for _ in range(2)]
    for number in range(9):
        candidate(small, 8000, priority=number % 2 == 0)
    placed_by(small, cast)
    (tmp_path / "placements.csv").write_bytes(
        run_files(PlacementRun.objects.get())["placements.csv"]
    )
    withdraw(cast.dai, *small.applications.filter(pk__in=[one.pk for one in leavers]))

    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))

    told = CliRunner().invoke(
        main,
        [
            *("place", "backfill", "--placements", str(tmp_path / "placements.csv"), "--vacate"),
            ",".join(one.case_number for one in leavers),
            *("--out", str(tmp_path / "new.csv"), "--json"),
        ],
    )
    steps = json.loads(told.output)["steps"]
    assert [(one["leaver"], one["filler"]) for one in steps] == [
        (one.leaver.case_number, one.filler.case_number)
        for one in Backfill.objects.select_related("leaver", "filler")
    ]
