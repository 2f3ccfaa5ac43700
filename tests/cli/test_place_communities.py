"""``linli place communities``: two files in, one out, the same for any order of rows."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linli.cli import main

COMMUNITIES = "community,places\n甲社区,1\n乙社区,1\n"
DISTANCES = (
    "person,community,distance\n"
    "0001,甲社区,100\n0001,乙社区,300\n0002,甲社区,200\n0002,乙社区,900\n"
)
SHORTEST = "按安排人数最多、总距离最短安排；本人到"
ASSIGNED = (
    "person,community,distance,reason\n"
    f"0001,乙社区,300,{SHORTEST}“乙社区”距离300米，最近的“甲社区”距离100米，名额已安排他人\n"
    f"0002,甲社区,200,{SHORTEST}“甲社区”距离200米，是可去的社区中最近的\n"
)
FULL = "可去的社区名额都已安排他人，按安排人数最多、总距离最短确定，未安排"


def placed(folder: Path, first: str | bytes, second: str | bytes, *options: str) -> Result:
    """Run the command over two files in a folder."""
    for name, content in (("communities.csv", first), ("distances.csv", second)):
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    files = ("communities", "distances")
    given = [part for name in files for part in (f"--{name}", str(folder / f"{name}.csv"))]
    out = str(folder / "assignments.csv")
    return CliRunner().invoke(main, ["place", "communities", *given, "--out", out, *options])


def assigned(folder: Path) -> str:
    return (folder / "assignments.csv").read_bytes().decode()


def test_everybody_has_a_community_the_distance_and_the_reason(tmp_path: Path) -> None:
    answer = placed(tmp_path, COMMUNITIES, DISTANCES)

    assert (answer.exit_code, answer.stderr, assigned(tmp_path)) == (0, "", ASSIGNED)
    assert answer.stdout == "2人，安排2人，总距离500米，最长300米，结果在 assignments.csv\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "\ufeffplaces,community,备注\r\n1,乙社区,\r\n1,甲社区,有班车\r\n",
            "\ufeffperson,community,distance\r\n0002,乙社区,900\r\n0002,甲社区,200\r\n"
            "0001, 乙社区 ,300\r\n\r\n0001,甲社区,100\r\n",
        ),
        (COMMUNITIES, "".join([DISTANCES.splitlines(True)[0], *DISTANCES.splitlines(True)[:0:-1]])),
    ],
)
def test_order_marks_and_further_columns_change_no_byte(
    tmp_path: Path, first: str, second: str
) -> None:
    answer = placed(tmp_path, first, second)

    assert (answer.exit_code, assigned(tmp_path)) == (0, ASSIGNED)


def test_whoever_is_not_placed_is_named_on_the_screen_and_in_the_file(tmp_path: Path) -> None:
    answer = placed(tmp_path, "community,places\n甲社区,1\n乙社区,0\n", DISTANCES)

    assert answer.exit_code == 1
    assert answer.stdout == (
        f"2人，安排1人，总距离100米，最长100米，结果在 assignments.csv\n未安排 0002：{FULL}\n"
    )
    assert assigned(tmp_path) == (
        "person,community,distance,reason\n"
        f"0001,甲社区,100,{SHORTEST}“甲社区”距离100米，是可去的社区中最近的\n"
        f"0002,,,{FULL}\n"
    )


def test_the_answer_as_json_has_the_totals_and_what_each_community_took(tmp_path: Path) -> None:
    answer = placed(
        tmp_path, "community,places\n甲社区,1\n乙社区,0\n", DISTANCES, "--json", "--unit", "minute"
    )

    assert answer.exit_code == 1
    assert json.loads(answer.stdout) == {
        "people": 2,
        "placed": 1,
        "unplaced": [{"person": "0002", "reason": FULL.replace("距离", "用时")}],
        "unit": "minute",
        "total": 100,
        "longest": 100,
        "communities": [
            {"community": "乙社区", "places": 0, "taken": 0},
            {"community": "甲社区", "places": 1, "taken": 1},
        ],
        "out": "assignments.csv",
    }


def test_minutes_are_told_as_minutes(tmp_path: Path) -> None:
    answer = placed(tmp_path, COMMUNITIES, DISTANCES, "--unit", "minute")

    assert answer.stdout == "2人，安排2人，总用时500分钟，最长300分钟，结果在 assignments.csv\n"
    assert "总用时最短安排；本人到“甲社区”用时200分钟" in assigned(tmp_path)


ONE = "person,community,distance\n0001,甲社区,100\n"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            COMMUNITIES,
            ONE + "0001,乙社区,-5\n",
            "distances.csv第3行：distance“-5”不是整数；处理办法：填写0或者更大的整数。",
        ),
        (
            COMMUNITIES,
            ONE + "0001,乙社区,1.5\n",
            "distances.csv第3行：distance“1.5”不是整数；处理办法：填写0或者更大的整数。",
        ),
        (
            COMMUNITIES,
            ONE + "0001,乙社区,1000001\n",
            "distances.csv第3行：distance超过1000000；处理办法：核对距离；县内去不了的社区不写这一行。",
        ),
        (
            COMMUNITIES,
            ONE + "0001,丙社区,5\n",
            "distances.csv第3行：社区不在communities.csv里；"
            "处理办法：核对社区，或者在communities.csv补上这个社区。",
        ),
        (
            COMMUNITIES,
            ONE + "0001,甲社区,100\n",
            "distances.csv第3行：同一人到同一社区的距离重复；处理办法：每人每个社区只写一行。",
        ),
        (
            COMMUNITIES + "甲社区,2\n",
            ONE,
            "communities.csv第4行：社区与前面的行重复；处理办法：每个社区只写一行。",
        ),
        (
            COMMUNITIES + "丙社区,-1\n",
            ONE,
            "communities.csv第4行：places“-1”不是整数；处理办法：填写0或者更大的整数。",
        ),
        (
            COMMUNITIES,
            ONE + ",乙社区,5\n",
            "distances.csv第3行：“person”是空的；处理办法：填写person。",
        ),
        (
            COMMUNITIES,
            "person,distance\n0001,5\n",
            "distances.csv第1行缺少列：community；处理办法：第1行写列名：person,community,distance。",
        ),
        (
            "community,places\n",
            ONE,
            "communities.csv没有数据行；处理办法：从第2行起逐行写 community,places。",
        ),
        (
            COMMUNITIES,
            "person,community,distance\n",
            "distances.csv没有数据行；处理办法：从第2行起逐行写 person,community,distance。",
        ),
        (
            COMMUNITIES,
            ONE.encode("gbk"),
            "distances.csv不是UTF-8编码；处理办法：在表格软件中另存为“CSV UTF-8（逗号分隔）”。",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line_with_file_row_and_what_to_do(
    tmp_path: Path, first: str, second: str | bytes, told: str
) -> None:
    answer = placed(tmp_path, first, second)

    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", f"linli：{told}\n")
    assert not (tmp_path / "assignments.csv").exists()


def test_a_distance_of_a_million_is_the_longest_that_is_taken(tmp_path: Path) -> None:
    answer = placed(tmp_path, COMMUNITIES, ONE.replace("100", "1000000"))

    assert answer.stdout.startswith("1人，安排1人，总距离1000000米")


@pytest.mark.parametrize("name", ["communities.csv", "distances.csv"])
def test_the_result_never_overwrites_what_it_was_made_from(tmp_path: Path, name: str) -> None:
    answer = placed(tmp_path, COMMUNITIES, DISTANCES, "--out", str(tmp_path / name))

    assert answer.exit_code == 2
    assert answer.stderr == "linli：结果文件不能就是输入文件；处理办法：换一个 --out。\n"
    assert (tmp_path / "communities.csv").read_text() == COMMUNITIES
    assert (tmp_path / "distances.csv").read_text() == DISTANCES


def test_a_result_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    answer = placed(
        tmp_path, COMMUNITIES, DISTANCES, "--out", str(tmp_path / "distances.csv" / "out.csv")
    )

    assert answer.exit_code == 2
    assert "文件distances.csv已存在，不是文件夹" in answer.stderr


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    answer = placed(tmp_path, COMMUNITIES, DISTANCES, "--distances", str(tmp_path / "none.csv"))

    assert answer.exit_code == 2
    assert "none.csv" in answer.stderr
