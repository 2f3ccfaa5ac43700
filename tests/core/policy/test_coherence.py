"""Figures of one document that contradict each other are refused when the pack loads."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import PackError, load_pack
from linli.policies import get_pack
from tests.core.policy.tiny_packs import write_pack

XINZHOU = get_pack("xinzhou-2024").folder

STAGES = """\
[inputs.stage]
description = "阶段"
type = "choice"
choices = { first = "报名", second = "审查" }
[coherence]
stages = [{ start = "opens", end = "closes" }]
[parameters.opens]
description = "开始日期"
unit = "date"
keys = ["stage"]
clause = "D9 三"
[[parameters.opens.values]]
from = 2024-06-01
[parameters.opens.values.value]
first = 2024-06-01
second = {second}
[parameters.closes]
description = "结束日期"
unit = "date"
keys = ["stage"]
clause = "D9 三"
[[parameters.closes.values]]
from = {closes_from}
[parameters.closes.values.value]
first = {first_end}
second = {second_end}
"""

SUM = """\
[inputs.place]
description = "地点"
type = "choice"
choices = { east = "东区", west = "西区" }
[coherence]
sums = [
    { table = "quota", total = "quota_total" },
]
[parameters.quota]
description = "各区人数"
unit = "people"
keys = ["place"]
clause = "D9 一"
values = [
    { from = 2024-06-01, value = { east = 1, west = 2 } },
    { from = 2025-06-01, value = { east = 3, west = 4 } },
]
[parameters.quota_total]
description = "总人数"
unit = "people"
clause = "D9 一"
values = [
    { from = 2024-06-01, value = 3 },
    { from = 2025-06-01, value = 7 },
]
"""


def refusal(pack: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return str(caught.value)


def changed_copy(folder: Path, line: str, by: str) -> tuple[Path, int]:
    """Return a copy of the Xinzhou pack with its first such line changed, and the line's number."""
    pack = folder / "xinzhou_2024"
    shutil.copytree(XINZHOU, pack)
    rows = (pack / "pack.toml").read_text(encoding="utf-8").split("\n")
    at = rows.index(line)
    rows[at] = by
    (pack / "pack.toml").write_text("\n".join(rows), encoding="utf-8")
    return pack, at + 1


def line_of(pack: Path, text: str) -> int:
    rows = (pack / "pack.toml").read_text(encoding="utf-8").split("\n")
    return rows.index(text) + 1


COUNTIES = get_pack("xinzhou-2024").whole_table("quota", date(2024, 6, 1))
NAMES = get_pack("xinzhou-2024").inputs["county"].choices


@pytest.mark.parametrize("code", COUNTIES)
def test_any_county_with_one_place_more_no_longer_adds_up_to_175(tmp_path: Path, code: str) -> None:
    figure, name = COUNTIES[code], NAMES[code]
    pack, _ = changed_copy(
        tmp_path, f"{code} = {figure}  # {name}", f"{code} = {figure + 1}  # {name}"
    )

    header = line_of(pack, "[parameters.quota.values.value]")
    assert refusal(pack) == (
        f"政策包 xinzhou_2024/pack.toml 第{header}行：“各县（市、区）招募人数”各项之和为176，"
        "与“全市招募人数”175不符；处理办法：核对附件中的各行数字与合计。"
    )


def test_community_left_out_of_a_county_no_longer_adds_up_to_174(tmp_path: Path) -> None:
    pack, _ = changed_copy(tmp_path, "140902 = 45  # 忻府区", "140902 = 44  # 忻府区")

    header = line_of(pack, "[parameters.community_count.values.value]")
    assert refusal(pack) == (
        f"政策包 xinzhou_2024/pack.toml 第{header}行：“各县（市、区）社区数”各项之和为173，"
        "与“全市社区数”174不符；处理办法：核对附件中的各行数字与合计。"
    )


def test_total_that_differs_from_its_rows_is_refused(tmp_path: Path) -> None:
    pack, _ = changed_copy(tmp_path, "value = 175", "value = 350")

    header = line_of(pack, "[parameters.quota.values.value]")
    assert refusal(pack) == (
        f"政策包 xinzhou_2024/pack.toml 第{header}行：“各县（市、区）招募人数”各项之和为175，"
        "与“全市招募人数”350不符；处理办法：核对附件中的各行数字与合计。"
    )


def test_tables_that_add_up_in_each_edition_are_sound(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, SUM))

    assert pack.whole_table("quota", date(2025, 6, 1)) == {"east": 3, "west": 4}


def test_later_edition_that_does_not_add_up_is_refused_on_its_own_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SUM.replace("west = 4", "west = 5"))

    assert refusal(pack) == (
        "政策包 sample/pack.toml 第26行：“各区人数”各项之和为8，与“总人数”7不符"
        "；处理办法：核对附件中的各行数字与合计。"
    )


def test_total_that_changes_alone_is_refused(tmp_path: Path) -> None:
    rows = "    { from = 2025-06-01, value = { east = 3, west = 4 } },\n"

    pack = write_pack(tmp_path, SUM.replace(rows, ""))

    assert refusal(pack) == (
        "政策包 sample/pack.toml 第25行：“各区人数”各项之和为3，与“总人数”7不符"
        "；处理办法：核对附件中的各行数字与合计。"
    )


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            '{ table = "quotas", total = "quota_total" }',
            "政策包 sample 没有参数“quotas”；处理办法：用“linli policy show sample”查看全部参数。",
        ),
        (
            '{ table = "quota" }',
            "sums 的每一项要写 table 和 total。",
        ),
        ('{ table = "quota", total = "quota" }', "参数“quota”按place分列，没有单一数值。"),
    ],
)
def test_sum_of_a_table_that_does_not_exist_is_refused(
    tmp_path: Path, entry: str, sentence: str
) -> None:
    pack = write_pack(tmp_path, SUM.replace('{ table = "quota", total = "quota_total" }', entry))

    assert refusal(pack) == f"政策包 sample/pack.toml 第17行：{sentence}"


def stages(
    second: str = "2024-06-15",
    first_end: str = "2024-06-14",
    second_end: str = "2024-06-25",
    closes_from: str = "2024-06-01",
) -> str:
    text = STAGES
    for name, value in locals().copy().items():
        text = text.replace("{" + name + "}", value)
    return text


def test_stages_that_follow_on_day_by_day_are_sound(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, stages()))

    assert pack.date_table("opens", date(2024, 6, 1)) == {
        "first": date(2024, 6, 1),
        "second": date(2024, 6, 15),
    }


@pytest.mark.parametrize(
    ("begins", "word"),
    [("2024-06-16", "之间有空档"), ("2024-06-14", "重叠"), ("2024-06-01", "重叠")],
)
def test_stage_that_does_not_follow_on_is_refused_on_its_line(
    tmp_path: Path, begins: str, word: str
) -> None:
    assert refusal(write_pack(tmp_path, stages(second=begins))) == (
        f"政策包 sample/pack.toml 第26行：阶段“second”（{begins}起）与“first”（2024-06-14止）{word}"
        "；处理办法：各阶段应首尾相接。"
    )


def test_stage_that_ends_on_the_day_it_begins_is_sound(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, stages(second_end="2024-06-15")))

    assert pack.date_table("closes", date(2024, 6, 1))["second"] == date(2024, 6, 15)


def test_stage_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    assert refusal(write_pack(tmp_path, stages(second_end="2024-06-14"))) == (
        "政策包 sample/pack.toml 第26行：阶段“second”缺少结束日期，或结束早于开始。"
    )


def test_stage_whose_end_is_not_yet_in_force_is_refused(tmp_path: Path) -> None:
    assert refusal(write_pack(tmp_path, stages(closes_from="2024-06-02"))) == (
        "政策包 sample/pack.toml 第16行：参数“结束日期”（closes）在2024-06-01尚无生效的数值"
        "；处理办法：查看政策包中该参数的生效日期。"
    )


@pytest.mark.parametrize(
    ("line", "by", "word", "begins", "previous", "ended"),
    [
        (
            "medical_check = 2024-07-06  # 三(四) 组织体检",
            "medical_check = 2024-07-07  # 三(四) 组织体检",
            "之间有空档",
            "medical_check”（2024-07-07起",
            "interview",
            "2024-07-05",
        ),
        (
            "selection = 2024-07-12  # 三(五) 确定人选",
            "selection = 2024-07-11  # 三(五) 确定人选",
            "重叠",
            "selection”（2024-07-11起",
            "medical_check",
            "2024-07-11",
        ),
    ],
)
def test_stage_of_the_notice_moved_by_a_day_is_refused_on_its_line(
    tmp_path: Path, line: str, by: str, word: str, begins: str, previous: str, ended: str
) -> None:
    pack, number = changed_copy(tmp_path, line, by)

    assert refusal(pack) == (
        f"政策包 xinzhou_2024/pack.toml 第{number}行：阶段“{begins}）与“{previous}”（{ended}止）{word}"
        "；处理办法：各阶段应首尾相接。"
    )
