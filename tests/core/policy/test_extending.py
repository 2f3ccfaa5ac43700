"""A pack that takes over another, and what a pack says of itself: measures, group, shares, questions."""

from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import Pack, PackError, compile_rules, explain, load_pack
from linli.core.policy.pack import Shares
from tests.core.policy.tiny_packs import HEAD, IMPORT, JUNE, rule_text

BASE = """\
[coherence]
shares = [{ total = "pay", parts = ["half", "other_half"] }]
[inputs.rate]
description = "比例"
type = "decimal"
places = 2
high = 1
[inputs.amount]
description = "金额"
type = "money"
high = 100000
[parameters.least]
description = "下限"
unit = "yuan"
clause = "D9 一"
values = [{ from = 2024-06-01, value = 10 }]
"""
BASE_RULES = (
    rule_text("pay(amount, rate)", "round_half_up(amount * rate)")
    + rule_text("half(pay)", "round_down(pay, per=2)")
    + rule_text("other_half(pay, half)", "rest(pay, half)")
)
LOCAL_HEAD = """\
[pack]
id = "local"
title = "本地"
edition = "2024-07-01"
extends = "sample"
left_out = ["本地未列"]
questions = ["本地怎样定？（L1 一）"]
[documents.L1]
number = "本地〔2024〕1号"
title = "本地通知"
organs = ["本地部门"]
issued = 2024-07-01
disclosure = "主动公开"
"""
LOCAL = """\
[parameters.rate]
description = "比例"
unit = "ratio"
clause = "L1 一"
values = [{ from = 2024-07-01, value = 0.55 }]
"""


def base_head(*lines: str) -> str:
    """Return the head of the base with more lines in its section ``pack``."""
    first, rest = HEAD.split("[documents", 1)
    return first + "".join(f"{line}\n" for line in lines) + "[documents" + rest


BASE_HEAD = base_head(
    'left_out = ["未列"]',
    'questions = ["怎样舍入？（D9 一）"]',
    'measures = ["pay"]',
    'by = "amount"',
)


def write(folder: Path, name: str, toml: str, rules: str = "") -> Path:
    pack = folder / name
    pack.mkdir()
    (pack / "pack.toml").write_text(toml, encoding="utf-8")
    (pack / "rules.py").write_text(IMPORT + rules, encoding="utf-8")
    return pack


def local_pack(folder: Path, toml: str = LOCAL, rules: str = "", head: str = LOCAL_HEAD) -> Pack:
    """Return the local pack, written beside its base."""
    write(folder, "sample", BASE_HEAD + BASE, BASE_RULES)
    return load_pack(write(folder, "local", head + toml, rules))


def local_refusal(folder: Path, toml: str = LOCAL, rules: str = "", head: str = LOCAL_HEAD) -> str:
    with pytest.raises(PackError) as caught:
        local_pack(folder, toml, rules, head)
    return str(caught.value)


def test_pack_takes_over_all_of_its_base_and_adds_its_own(tmp_path: Path) -> None:
    pack = local_pack(tmp_path, rules=rule_text("double(pay)", "pay * 2"))

    assert (pack.id, pack.title, pack.edition, pack.notice.code) == (
        "local",
        "本地",
        "2024-07-01",
        "L1",
    )
    assert list(pack.documents) == ["L1", "D9"]
    assert list(pack.parameters) == ["least", "rate"]
    assert list(pack.rules) == ["pay", "half", "other_half", "double"]
    assert pack.left_out == ("未列", "本地未列")
    assert pack.questions == ("怎样舍入？（D9 一）", "本地怎样定？（L1 一）")
    assert (pack.measures, pack.by) == (("pay",), "amount")
    assert pack.shares == (Shares("pay", ("half", "other_half")),)


def test_own_figure_replaces_what_the_base_had_to_ask_for(tmp_path: Path) -> None:
    pack = local_pack(tmp_path)

    found = explain(compile_rules(pack, date(2024, 7, 1)), "pay", {"amount": 1000})

    assert list(pack.inputs) == ["amount"]
    assert (found.pack, found.value, found.steps[-1].parameters[0].clause) == (
        "local",
        550,
        "L1 一",
    )


def test_base_stays_as_it_was(tmp_path: Path) -> None:
    local_pack(tmp_path)

    base = load_pack(tmp_path / "sample")

    assert list(base.inputs) == ["rate", "amount"]
    found = explain(compile_rules(base, JUNE), "pay", {"amount": 1000, "rate": 1})
    assert found.value == 1000


def test_own_measures_and_group_replace_those_of_the_base(tmp_path: Path) -> None:
    head = LOCAL_HEAD.replace("[documents", 'measures = ["half"]\n[documents')
    head = head.replace("[documents", 'by = "place"\n[documents')
    toml = LOCAL + '[inputs.place]\ndescription = "地点"\ntype = "choice"\nchoices = { a = "甲" }\n'

    pack = local_pack(tmp_path, toml, head=head)

    assert (pack.measures, pack.by) == (("half",), "place")


def test_pack_that_extends_what_extends_another_takes_over_both(tmp_path: Path) -> None:
    local_pack(tmp_path)
    head = LOCAL_HEAD.replace('"local"', '"village"').replace('"sample"', '"local"')

    pack = load_pack(write(tmp_path, "village", head.replace("L1", "L2")))

    assert list(pack.documents) == ["L2", "L1", "D9"]
    assert list(pack.inputs) == ["amount"]


def test_base_named_with_a_hyphen_lies_in_a_folder_with_an_underscore(tmp_path: Path) -> None:
    write(tmp_path, "sample_pack", BASE_HEAD + BASE, BASE_RULES)
    head = LOCAL_HEAD.replace('"sample"', '"sample-pack"')

    assert load_pack(write(tmp_path, "local", head)).id == "local"


def test_base_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    head = LOCAL_HEAD.replace('"sample"', '"nowhere"')

    assert local_refusal(tmp_path, head=head) == (
        "政策包 local/pack.toml 第5行：找不到所依据的政策包“nowhere”。"
    )


@pytest.mark.parametrize("base", ["local", "sample"])
def test_packs_that_extend_each_other_are_refused(tmp_path: Path, base: str) -> None:
    write(tmp_path, "sample", base_head('extends = "local"') + BASE, BASE_RULES)
    head = LOCAL_HEAD.replace('"sample"', f'"{base}"')

    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path, "local", head + LOCAL))

    assert "又依据本政策包" in str(caught.value)


def test_code_that_the_base_gives_to_another_document_is_refused(tmp_path: Path) -> None:
    head, toml = (text.replace("L1", "D9") for text in (LOCAL_HEAD, LOCAL))

    assert local_refusal(tmp_path, toml, head=head) == (
        "政策包 local/pack.toml 第8行：文件代号“D9”在政策包“sample”中是另一文件"
        "；处理办法：换一个代号。"
    )


def test_own_figure_with_the_name_of_a_rule_of_the_base_is_refused(tmp_path: Path) -> None:
    toml = LOCAL.replace("parameters.rate", "parameters.pay")

    assert local_refusal(tmp_path, toml) == (
        "政策包 local/pack.toml 第14行：“pay”既是参数，又是输入或规则。"
    )


# ---------------------------------------------------------------- measures, by, shares, questions


def refusal(folder: Path, toml: str) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(write(folder, "sample", toml, BASE_RULES))
    return str(caught.value).removeprefix("政策包 sample/")


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        (base_head('measures = ["bonus"]') + BASE, "pack.toml 第5行：“bonus”不是规则。"),
        (base_head('measures = ["least"]') + BASE, "pack.toml 第5行：“least”不是规则。"),
        (base_head('measures = "pay"') + BASE, "pack.toml 第5行：“pack.measures”应是一组文字。"),
        (base_head('by = "county"') + BASE, "pack.toml 第5行：“county”不是输入。"),
        (base_head('by = "least"') + BASE, "pack.toml 第5行：“least”不是输入。"),
        (base_head("questions = [1]") + BASE, "pack.toml 第5行：“pack.questions”应是一组文字。"),
        (HEAD + BASE.replace('"other_half"', '"quarter"'), "pack.toml 第12行：“quarter”不是规则。"),
        (HEAD + BASE.replace('"pay", parts', '"gross", parts'), "pack.toml 第12行：“gross”不是规则。"),
        (HEAD + BASE.replace('total = "pay", ', ""), "pack.toml 第12行：shares 的每一项要写 total 和 parts。"),
        (HEAD + BASE.replace('["half", "other_half"]', '"half"'), "pack.toml 第12行：shares 的每一项要写 total 和 parts。"),
    ],
)  # fmt: skip
def test_what_a_pack_says_of_itself_names_its_rules_and_inputs(
    tmp_path: Path, toml: str, sentence: str
) -> None:
    assert refusal(tmp_path, toml) == sentence


def test_pack_that_says_nothing_of_itself_is_sound(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, "sample", HEAD + BASE, BASE_RULES))

    assert (pack.left_out, pack.questions, pack.measures, pack.by) == ((), (), (), "")


def test_rule_of_the_base_may_not_be_written_anew(tmp_path: Path) -> None:
    refusal = local_refusal(tmp_path, rules=rule_text("half(pay)", "round_half_up(pay, per=2)"))

    assert refusal == (
        "政策包 local/rules.py 第2行：规则“half”是政策包“sample”的，不能另写；"
        "处理办法：只补充文件留给地方的数值；规则不同的，另立政策包。"
    )


def test_shares_that_do_not_add_up_are_refused_with_both_sums(tmp_path: Path) -> None:
    rules = BASE_RULES.replace("rest(pay, half)", "round_half_up(pay, per=3)")
    write(tmp_path, "sample", BASE_HEAD + BASE, rules)

    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "sample")

    assert "“样本规则”是" in str(caught.value) and "最后一份用 rest 算" in str(caught.value)
