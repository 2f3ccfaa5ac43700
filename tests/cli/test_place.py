"""A placement on the command line, from three files and without a database."""

import csv
import json
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cli import main
from linli.core.placement.inputs import fingerprint
from tests.cli.program import Answer, linli
from tests.core.placement.published_example import (
    CANDIDATES_CSV,
    CHOICES_CSV,
    RANK_BY,
    SEATS_CSV,
    example,
)

FINGERPRINT = fingerprint(example())
TABLES = ("--seats", "seats.csv", "--candidates", "candidates.csv", "--choices", "choices.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the three tables, beside an empty data folder."""
    for name, text in (
        ("seats.csv", SEATS_CSV),
        ("candidates.csv", CANDIDATES_CSV),
        ("choices.csv", CHOICES_CSV),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def place(folder: Path, *arguments: object) -> Answer:
    """Run the command in this process, beside the tables."""
    with chdir(folder):
        done = CliRunner().invoke(main, ["place", *map(str, arguments)])
    return Answer(done.exit_code, done.stdout, done.stderr)


def placed(folder: Path, *arguments: object, out: str = "placements.csv") -> Answer:
    return place(folder, *TABLES, "--rank-by", RANK_BY, "--seed", "7", "--out", out, *arguments)


def statuses(file: Path) -> list[tuple[str, str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [(row["candidate"], row["post"], row["status"]) for row in csv.DictReader(stream)]


def test_placement_is_written_with_its_fingerprint_and_opens_no_database(folder: Path) -> None:
    how = (*TABLES, "--rank-by", RANK_BY, "--seed", "7", "--out", "placements.csv")
    answer = linli("place", *how, data=folder / "data")

    assert answer == Answer(0, f"5人：入围3人，递补候选1人，未入围1人\n指纹 {FINGERPRINT}\n", "")
    assert statuses(folder / "placements.csv") == [
        ("A1", "甲县", "placed"),
        ("A2", "乙县", "placed"),
        ("A3", "乙县", "placed"),
        ("A4", "乙县", "reserve"),
        ("A5", "", "unplaced"),
    ]
    assert not (folder / "data").exists()


def test_programs_get_the_counts_and_the_cut_off_of_every_post(folder: Path) -> None:
    answer = json.loads(placed(folder, "--json").out)

    assert answer == {
        "rule": "deferred-acceptance",
        "rank_by": RANK_BY,
        "seed": "7",
        "backfill": "",
        "fingerprint": FINGERPRINT,
        "candidates": 5,
        "placed": 3,
        "reserve": 1,
        "unplaced": 1,
        "posts": [
            {
                "post": "乙县",
                "places": 2,
                "placed": 2,
                "cut_off": {"candidate": "A3", "rank": 3},
                "cut_off_of_group": None,
                "reserve": ["A4"],
            },
            {
                "post": "甲县",
                "places": 1,
                "placed": 1,
                "cut_off": {"candidate": "A1", "rank": 1},
                "cut_off_of_group": None,
                "reserve": [],
            },
        ],
    }


def test_rows_in_another_order_give_the_same_bytes(folder: Path) -> None:
    placed(folder)
    for name in ("seats.csv", "candidates.csv", "choices.csv"):
        header, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        text = "\n".join([header, *reversed(rows)])
        (folder / name).write_text(f"\ufeff{text}\n", encoding="utf-8")

    placed(folder, out="again.csv")

    assert (folder / "again.csv").read_bytes() == (folder / "placements.csv").read_bytes()


def test_score_first_gives_the_same_places_down_one_list_and_refuses_lists_per_post(
    folder: Path,
) -> None:
    placed(folder)
    placed(folder, "--rule", "score-first", out="first.csv")
    assert statuses(folder / "first.csv") == statuses(folder / "placements.csv")

    choices = "candidate,choice,post,rank\nA1,1,甲县,1\n"
    (folder / "choices.csv").write_text(choices, encoding="utf-8")
    answer = placed(folder, "--rule", "score-first", out="own.csv")

    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        "linli：按成绩优先办理时，各岗位须使用同一名次，不能各自排序；"
        "处理办法：去掉各岗位自己的名次，或者改用 deferred-acceptance。\n"
    )
    assert not (folder / "own.csv").exists()


def test_placement_that_holds_is_verified_line_by_line(folder: Path) -> None:
    placed(folder)

    answer = place(folder, "verify", *TABLES, "--placements", "placements.csv")

    assert answer == Answer(
        0,
        "通过　每行与三个表相符\n"
        "通过　各岗位不超过名额\n"
        "通过　名额都按名次和志愿安排\n"
        "通过　指纹与三个表、办法和种子相符\n"
        "通过　按三个表重新计算，结果一致\n",
        "",
    )


def test_forged_placement_is_answered_with_no_and_who_was_passed_over(folder: Path) -> None:
    placed(folder)
    file = folder / "placements.csv"
    text = file.read_text(encoding="utf-8")
    forged = text.replace("A3,乙县,1,3,placed", "A3,,0,3,unplaced")
    file.write_text(forged.replace("A4,乙县,0,1,reserve", "A4,乙县,1,4,placed"), encoding="utf-8")

    answer = place(folder, "verify", *TABLES, "--placements", file)
    as_json = json.loads(place(folder, "verify", *TABLES, "--placements", file, "--json").out)

    assert (answer.status, answer.out.splitlines()[2:]) == (
        1,
        [
            "不通过　名额都按名次和志愿安排",
            "  A3在乙县排在A4之前，更愿意去却没有入围",
            "通过　指纹与三个表、办法和种子相符",
            "不通过　按三个表重新计算，结果一致",
            "  A3",
            "  A4",
        ],
    )
    assert as_json == {
        "holds": False,
        "faults": [],
        "quotas_kept": True,
        "beyond_quota": [],
        "stable": False,
        "justified_envy": [{"candidate": "A3", "post": "乙县", "over": "A4"}],
        "envy_explained_by_backfill": [],
        "fingerprint": True,
        "repeated": False,
        "differing": ["A3", "A4"],
        "left": [],
    }


def test_place_beyond_the_quota_and_an_empty_place_that_someone_wants_are_named(
    folder: Path,
) -> None:
    placed(folder)
    file = folder / "placements.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("A4,乙县,0,1,reserve", "A4,乙县,1,4,placed").replace(
            "A1,甲县,1,1,placed", "A1,,0,1,unplaced"
        ),
        encoding="utf-8",
    )

    answer = place(folder, "verify", *TABLES, "--placements", file)

    assert (answer.status, answer.out.splitlines()[1:6]) == (
        1,
        [
            "不通过　各岗位不超过名额",
            "  乙县有3人，名额2名",
            "不通过　名额都按名次和志愿安排",
            "  甲县还有名额，A1更愿意去却没有入围",
            "  甲县还有名额，A2更愿意去却没有入围",
        ],
    )


def test_vacancy_is_filled_from_the_reserve_by_the_result_alone(folder: Path) -> None:
    placed(folder)

    answer = place(
        folder,
        "backfill",
        "--placements",
        "placements.csv",
        "--vacate",
        "A1， A3",
        "--out",
        "new.csv",
    )
    checked = place(folder, "verify", *TABLES, "--placements", "new.csv")

    assert answer == Answer(
        0,
        "甲县：A1退出，没有可以递补的人选，名额空缺\n"
        "乙县：A3退出，由A4（递补第1位）递补\n"
        "5人：入围2人，递补候选0人，未入围3人\n",
        "",
    )
    assert (checked.status, checked.out.splitlines()[5:]) == (
        0,
        [
            "说明　递补只在本岗位的递补候选中进行，不调动已入围人员；"
            "下列人员因此没有去更愿意去的岗位",
            "  A2更愿意去甲县",
            "说明　结果中注明退出的人员，是否确已退出请凭台账核对",
            "  A1",
            "  A3",
        ],
    )


def test_placing_again_moves_people_up_and_says_from_where(folder: Path) -> None:
    placed(folder)
    call = ("backfill", "--placements", "placements.csv", "--vacate", "A1", "--out", "new.csv")

    without_tables = place(folder, *call, "--moves-placed")
    answer = place(folder, *call, "--moves-placed", *TABLES)
    steps = json.loads(place(folder, *call, "--moves-placed", *TABLES, "--json").out)["steps"]

    assert (without_tables.status, "缺少选项 '--seats'" in without_tables.err) == (2, True)
    assert answer.out == (
        "甲县：A1退出，由乙县的A2补上\n"
        "乙县：A2退出，由A4（递补第1位）递补\n"
        "5人：入围3人，递补候选0人，未入围2人\n"
    )
    assert steps[0] == {
        "post": "甲县",
        "leaver": "A1",
        "filler": "A2",
        "queue_position": None,
        "from_post": "乙县",
    }
    assert place(folder, "verify", *TABLES, "--placements", "new.csv").status == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "缺少选项 '--seats'"),
        ((*TABLES,), "缺少选项 '--out'"),
        ((*TABLES, "--out", "new.csv"), "candidates.csv没有用来排序的列score"),
        ((*TABLES, "--out", "."), "'.'是文件夹，不是文件"),
        (("--seats", "no.csv", *TABLES[2:], "--out", "new.csv"), "文件no.csv不存在"),
        ((*TABLES, "--rank-by", RANK_BY, "--out", "choices.csv"), "结果文件不能就是输入文件"),
        (
            ("--seed", "9", "verify", *TABLES, "--placements", "seats.csv"),
            "--seed 写在子命令 verify 之前，不起作用",
        ),
        (
            ("backfill", "--placements", "seats.csv", "--vacate", "A1", "--out", "new.csv"),
            "seats.csv第1行缺少列：candidate、",
        ),
        (
            ("backfill", "--placements", "seats.csv", "--vacate", " , ", "--out", "new.csv"),
            "没有写明退出的人员",
        ),
    ],
)
def test_wrong_call_is_refused_in_words_and_writes_nothing(
    folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = place(folder, *arguments)

    assert (answer.status, answer.out, told in answer.err) == (2, "", True)
    assert not (folder / "new.csv").exists()
    assert (folder / "choices.csv").read_text(encoding="utf-8") == CHOICES_CSV


def test_rows_that_cannot_be_leave_the_rest_unchecked(folder: Path) -> None:
    placed(folder)
    file = folder / "placements.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("A1,甲县,1,1,placed", "A1,乙县,1,1,placed"), encoding="utf-8")

    answer = place(folder, "verify", *TABLES, "--placements", file)

    assert (answer.status, answer.out.splitlines()) == (
        1,
        [
            "不通过　每行与三个表相符",
            "  人员A1没有填报岗位乙县",
            "不通过　各岗位不超过名额",
            "  乙县有3人，名额2名",
            "未核对　名额是否按名次和志愿安排：先改正上面不符的行",
            "通过　指纹与三个表、办法和种子相符",
            "未核对　重新计算是否一致：先改正上面不符的行",
        ],
    )


def test_result_is_not_written_over_by_its_own_backfill(folder: Path) -> None:
    placed(folder)
    before = (folder / "placements.csv").read_bytes()

    answer = place(
        folder,
        *("backfill", "--placements", "placements.csv", "--vacate", "A1"),
        *("--out", "placements.csv"),
    )

    assert (answer.status, "结果文件不能就是输入文件" in answer.err) == (2, True)
    assert (folder / "placements.csv").read_bytes() == before
