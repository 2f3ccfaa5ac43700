"""A pack that is not sound is refused when it loads, by file, line and figure."""

from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import Document, PackError, Parameter, Unit, load_pack
from linli.core.policy.pack import DatedValue, Input
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, HEAD, write_pack

EMPTY = "[inputs]\n[parameters]\n"


def refusal(folder: Path, toml: str, rules: str = "", *, head: str = HEAD) -> str:
    """Return the sentence with which a pack is refused."""
    pack = write_pack(folder, toml, rules, head=head)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return str(caught.value)


def one_figure(unit: str, value: str) -> str:
    """Return a pack's text with one parameter; its value stands on line 17."""
    return (
        '[inputs]\n[parameters.fee]\ndescription = "费用"\n'
        f'unit = "{unit}"\nclause = "D9 一"\n'
        f"[[parameters.fee.values]]\nvalue = {value}\nfrom = 2024-06-01\n"
    )


def test_sound_pack_is_loaded_as_it_is_written(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES))

    assert (pack.id, pack.title, pack.edition, pack.left_out) == (
        "sample",
        "样本",
        "2024-06-01",
        (),
    )
    assert pack.documents == {
        "D9": Document(
            "D9", "样本〔2024〕1号", "样本通知", ("样本部",), date(2024, 6, 1), "主动公开"
        )
    }
    assert pack.inputs["place"] == Input(
        "place", "地点", "choice", choices={"east": "东区", "west": "西区"}, may_be_unknown=True
    )
    assert pack.inputs["amount"] == Input("amount", "金额", "money", low=-1000000, high=1000000)


def test_money_is_kept_in_fen_with_the_line_and_clause_of_each_figure(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES))

    first, second = 59, 60
    assert pack.parameters["wage"] == Parameter(
        "wage",
        "工资",
        Unit.YUAN_PER_MONTH,
        ("place",),
        "D9 三",
        (
            DatedValue(date(2024, 6, 1), {("east",): 198000, ("west",): 178050}, "D9 三", first),
            DatedValue(
                date(2025, 1, 1), {("east",): 208000, ("west",): 188000}, "D9 三(二)", second
            ),
        ),
    )


def test_pack_without_figures_and_rules_is_sound(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, EMPTY))

    assert (pack.inputs, pack.parameters, pack.rules) == ({}, {}, {})


def test_folder_without_pack_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "sample")

    assert str(caught.value) == (
        "政策包 sample/pack.toml：找不到文件；处理办法：每个政策包是一个含 pack.toml 的文件夹。"
    )


def test_pack_without_rules_file_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, EMPTY)
    (pack / "rules.py").unlink()

    with pytest.raises(PackError) as caught:
        load_pack(pack)

    assert str(caught.value) == (
        "政策包 sample/rules.py：找不到文件；处理办法：没有规则的政策包也要有空的 rules.py。"
    )


def test_broken_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[inputs\n") == (
        "政策包 sample/pack.toml：不是有效的TOML："
        "Expected ']' at the end of a table declaration (at line 11, column 8)"
        "；处理办法：改正所指位置的写法。"
    )


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, EMPTY)
    (pack / "pack.toml").write_bytes("id = '样本'".encode("gbk"))

    with pytest.raises(PackError, match=r"^政策包 sample/pack.toml：不是有效的TOML：'utf-8' codec"):
        load_pack(pack)


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ('id = "sample"\n', "第1行：缺少“pack.id”；处理办法：补上这一项。"),
        ('edition = "2024-06-01"\n', "第1行：缺少“pack.edition”；处理办法：补上这一项。"),
        ('organs = ["样本部"]\n', "第5行：文件D9缺少发文机关（organs）。"),
        ("issued = 2024-06-01\n", "第5行：“documents.D9.issued”应是日期，如 2024-06-07。"),
        (
            'number = "样本〔2024〕1号"\n',
            "第5行：缺少“documents.D9.number”；处理办法：补上这一项。",
        ),
    ],
)
def test_head_that_lacks_an_entry_is_refused(tmp_path: Path, removed: str, sentence: str) -> None:
    assert refusal(tmp_path, EMPTY, head=HEAD.replace(removed, "")) == (
        f"政策包 sample/pack.toml {sentence}"
    )


def test_pack_without_documents_is_refused(tmp_path: Path) -> None:
    head = HEAD.split("[documents")[0]

    assert refusal(tmp_path, EMPTY, head=head) == ("政策包 sample/pack.toml：缺少[documents]一节。")


@pytest.mark.parametrize("section", ["inputs", "parameters"])
def test_pack_may_leave_out_a_section_that_would_be_empty(tmp_path: Path, section: str) -> None:
    pack = load_pack(write_pack(tmp_path, EMPTY.replace(f"[{section}]\n", "")))

    assert (pack.inputs, pack.parameters, pack.rules) == ({}, {}, {})


def test_organ_written_as_one_text_is_refused(tmp_path: Path) -> None:
    head = HEAD.replace('["样本部"]', '"样本部"')

    assert refusal(tmp_path, EMPTY, head=head) == (
        "政策包 sample/pack.toml 第5行：文件D9缺少发文机关（organs）。"
    )


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        (
            'type = "number"',
            11,
            "输入“days”的类型“number”不在integer、money、decimal、flag、choice、date、month、history之内。",
        ),
        (
            'type = "integer"',
            11,
            "输入“days”缺少上限（high）；处理办法：写明最大值，系统据此证明不会溢出。",
        ),
        (
            'type = "money"\nhigh = 1.5',
            14,
            "输入“days”的上限“1.5”不是整数。",
        ),
        ('type = "integer"\nhigh = 5\nlow = 6', 15, "输入“days”的下限“6”不是不大于5的整数。"),
        ('type = "integer"\nhigh = 5\nlow = "1"', 15, "输入“days”的下限“1”不是不大于5的整数。"),
        ('type = "choice"', 11, "输入“days”缺少可选值（choices）。"),
        ('type = "choice"\nchoices = ["east"]', 11, "输入“days”缺少可选值（choices）。"),
    ],
)
def test_input_that_is_not_bounded_is_refused(
    tmp_path: Path, written: str, line: int, what: str
) -> None:
    toml = f'[inputs.days]\ndescription = "天数"\n{written}\n[parameters]\n'

    assert refusal(tmp_path, toml) == f"政策包 sample/pack.toml 第{line}行：{what}"


def test_input_without_type_or_description_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[inputs.days]\n[parameters]\n") == (
        "政策包 sample/pack.toml 第11行：缺少“inputs.days.type”；处理办法：补上这一项。"
    )


def test_input_may_have_zero_as_its_upper_bound(tmp_path: Path) -> None:
    toml = '[inputs.debt]\ndescription = "欠款"\ntype = "money"\nlow = -5\nhigh = 0\n[parameters]\n'

    pack = load_pack(write_pack(tmp_path, toml))

    assert pack.inputs["debt"] == Input("debt", "欠款", "money", low=-5, high=0)


@pytest.mark.parametrize("clause", ["", 'clause = ""\n', 'clause = "  "\n'])
def test_figure_without_clause_is_refused(tmp_path: Path, clause: str) -> None:
    toml = one_figure("yuan", "1").replace('clause = "D9 一"\n', clause)
    line = 15 + bool(clause)

    assert refusal(tmp_path, toml) == (
        f"政策包 sample/pack.toml 第{line}行：参数“fee”的数值没有条款（clause）"
        "；处理办法：写明文件代号和条款，如 D0 附件1。"
    )


def test_clause_of_an_unregistered_document_is_refused(tmp_path: Path) -> None:
    toml = one_figure("yuan", "1").replace("D9 一", "D8 一")

    assert refusal(tmp_path, toml) == (
        "政策包 sample/pack.toml 第12行：条款“D8 一”指向未登记的文件"
        "；处理办法：在 [documents] 中登记该文件。"
    )


@pytest.mark.parametrize("clause", ["D8 一", "", " "])
def test_rule_whose_clause_names_no_document_is_refused(tmp_path: Path, clause: str) -> None:
    rules = f'\n\n@rule("{clause}", "双倍")\ndef double(fee):\n    return fee * 2\n'

    assert refusal(tmp_path, one_figure("yuan", "1"), rules) == (
        f"政策包 sample/rules.py 第4行：规则“double”：条款“{clause}”指向未登记的文件"
        "；处理办法：在 [documents] 中登记该文件。"
    )


@pytest.mark.parametrize(
    ("replaced", "by", "sentence"),
    [
        ("value = 1\n", "", "第16行：参数“fee”缺少 value。"),
        (
            "from = 2024-06-01\n",
            "",
            "第16行：“parameters.fee.values.0.from”应是日期，如 2024-06-07。",
        ),
        (
            "from = 2024-06-01\n",
            'from = "2024-06-01"\n',
            "第18行：“parameters.fee.values.0.from”应是日期，如 2024-06-07。",
        ),
        (
            "[[parameters.fee.values]]\nvalue = 1\nfrom = 2024-06-01\n",
            "",
            "第12行：参数“fee”没有数值（values）。",
        ),
        (
            'description = "费用"\n',
            "",
            "第12行：缺少“parameters.fee.description”；处理办法：补上这一项。",
        ),
    ],
)
def test_figure_that_lacks_an_entry_is_refused(
    tmp_path: Path, replaced: str, by: str, sentence: str
) -> None:
    toml = one_figure("yuan", "1").replace(replaced, by)

    assert refusal(tmp_path, toml) == f"政策包 sample/pack.toml {sentence}"


@pytest.mark.parametrize("later", ["2024-06-01", "2024-05-31"])
def test_value_that_does_not_begin_after_the_one_before_is_refused(
    tmp_path: Path, later: str
) -> None:
    toml = one_figure("yuan", "1") + f"[[parameters.fee.values]]\nvalue = 2\nfrom = {later}\n"

    assert refusal(tmp_path, toml) == (
        f"政策包 sample/pack.toml 第21行：参数“fee”自{later}起的数值与自2024-06-01起的重叠"
        "；处理办法：按生效日期先后排列，同一日期只留一个。"
    )


def test_value_that_begins_the_day_after_is_taken(tmp_path: Path) -> None:
    toml = one_figure("yuan", "1") + "[[parameters.fee.values]]\nvalue = 2\nfrom = 2024-06-02\n"

    pack = load_pack(write_pack(tmp_path, toml))

    assert [pack.whole("fee", date(2024, 6, day)) for day in (1, 2, 3)] == [100, 200, 200]


PLACE = '[inputs.place]\ndescription = "地点"\ntype = "choice"\nchoices = { east = "东区", west = "西区" }\n'


def by_place(rows: str, *, keys: str = '["place"]') -> str:
    """Return a pack's text with one table by place; its first row stands on line 22."""
    return (
        f'{PLACE}[parameters.quota]\ndescription = "人数"\nunit = "people"\nclause = "D9 一"\n'
        f"keys = {keys}\n[[parameters.quota.values]]\nfrom = 2024-06-01\n{rows}"
    )


TABLE = "[parameters.quota.values.value]\n"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            TABLE + "east = 1\n",
            "第22行：参数“quota”缺少“west 西区”的数值；处理办法：每个可选值都要有数值。",
        ),
        (
            TABLE + "east = 1\nwest = 2\nnorth = 3\n",
            "第25行：参数“quota”的“north”不在输入“place”的可选值内。",
        ),
        (
            TABLE + "east = 1\nwest = 2.5\n",
            "第24行：“2.5”不是单位“people”的数值；处理办法：写成从0起的整数。",
        ),
        ("value = 3\n", "第22行：参数“quota”应按键分列。"),
        ("value = {}\n", "第22行：参数“quota”应按键分列。"),
    ],
)
def test_table_that_does_not_match_its_key_is_refused(
    tmp_path: Path, rows: str, sentence: str
) -> None:
    assert refusal(tmp_path, by_place(rows)) == f"政策包 sample/pack.toml {sentence}"


def test_key_that_is_no_input_or_rule_is_refused(tmp_path: Path) -> None:
    toml = by_place(TABLE + "east = 1\nwest = 2\n", keys='["town"]')

    assert refusal(tmp_path, toml) == (
        "政策包 sample/pack.toml 第19行：参数“quota”的键“town”不是输入或规则。"
    )


def test_table_by_two_keys_is_kept_by_both(tmp_path: Path) -> None:
    toml = by_place(
        TABLE + "east = { east = 1, west = 2 }\nwest = { east = 3, west = 4 }\n",
        keys='["place", "place"]',
    )

    pack = load_pack(write_pack(tmp_path, toml))

    assert pack.parameters["quota"].values[0].value == {
        ("east", "east"): 1,
        ("east", "west"): 2,
        ("west", "east"): 3,
        ("west", "west"): 4,
    }


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("fee", "sample/pack.toml 第43行：“fee”既是参数，又是输入或规则。"),
        ("days", "sample/pack.toml 第16行：“days”既是输入，又是规则。"),
    ],
)
def test_name_that_means_two_things_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    rules = f'@rule("D9 一", "同名")\ndef {name}(month):\n    return month\n'

    assert refusal(tmp_path, FACTS_AND_FIGURES, rules) == f"政策包 {sentence}"


def test_rules_that_are_not_python_are_refused_with_their_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, EMPTY, "\ndef broken(:\n    pass\n") == (
        "政策包 sample/rules.py 第3行：规则写法有误：invalid syntax。"
    )
