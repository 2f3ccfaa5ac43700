"""A pack as a page for people: whole, in order, with its own entries only."""

from pathlib import Path

from linli.core.policy import Pack, load_pack
from linli.core.policy.pack import Input
from linli.core.policy.rulebook import index_page, is_example, rule_book, wanted
from tests.core.policy.book_pack import FIGURES, HEAD, RULES, sample
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, IMPORT, rule_text, write_pack

PAGE = """\
# 样本\\|甲

计算工资

* 政策包：`sample`，版本2024-06-01，5项数值、8条规则

## 依据的文件

| 代号 | 文号 | 日期 | 公开属性 | 发文机关 | 名称 |
| --- | --- | --- | --- | --- | --- |
| D9 | 样本〔2024〕1号 | 2024年6月7日 | 主动公开 | 样本部、样本局 | 关于转发《通知》的通知（依据：上级〔2024〕2号） |
| 法 | 主席令第一号 | 2007年6月29日 | 主动公开 | 样本会 | 样本法 |

## D9 《关于转发〈通知〉的通知》

### D9 一

* **月薪酬** `pay` ＝ 按“算法”得出的结果 + 分段补贴

### D9 二

* 算法 `way`：用“旧办法”（自2024年6月1日起）；用“新办法”（自2025年1月1日起）
* **旧办法** `old_way` ＝ 工资
* **新办法** `new_way` ＝ 工资 × 比例，四舍五入到分

### D9 三

* **一半** `half` ＝ 月薪酬 ÷ 2，舍去尾数到分
* **另一半** `other_half` ＝ 月薪酬 − 一半

### D9 九

* 截止日期 `deadline`：2024年7月5日（自2024年6月1日起）
* **按期** `in_time`（检查，代码 `late`）
    * 应当：完成日期 ≤ 截止日期
    * 否则：不符合——未在2024年7月5日前完成
* **有证** `with_proof`（检查，代码 `proof`）
    * 应当：条件甲
    * 否则：需人工核定——无证
    * 情况不明时：需人工核定——有无不明
* **可以发放** `may_pay`：成立的条件是 按期符合

### D9 十

* 工资 `wage`：

    | 地点 | 自2024年6月1日起 | 自2025年1月1日起 |
    | --- | --- | --- |
    | 东区 | 1,980.00元/月 | 2,080.00元/月 |
    | 西区、北区 | 1,780.50元/月 | 1,880.00元/月 |

### D9 十九

* 【示例】比例 `rate`：55%（自2024年6月1日起）；60%（自2025年1月1日起，止于2025年12月31日，法 第九条）
    * 我们的理解：文件未定，示例值

### D9 附件1

* 分段补贴 `step`：

    | 月数 | 自2024年6月1日起 |
    | --- | --- |
    | 不满12个月 | 100.00元 |
    | 12个月以上 | 12,345.60元 |

## 法 《样本法》

### 法 第九条

* 比例 `rate`：见 D9 十九

## 办理时要填写的事实

| 事实 | 标识 | 填写要求 |
| --- | --- | --- |
| 金额 | `amount` | 金额，0.00至10,000.00元 |
| 月数 | `months` | 整数，0至240个月 |
| 条件甲 | `holds` | 是或否，可填“未知” |
| 地点 | `place` | 选一项：东区；西区、北区 |
| 完成日期 | `done` | 日期 |

## 必须相符的合计

* 一半 + 另一半 ＝ 月薪酬

## 测算时合计的结果

月薪酬（按“地点”分组）

## 没有写成规则的内容

* D9 二十：组织领导

## 请发文机关明确的问题

* D9 三：是否含当日？
"""


def local(folder: Path) -> Pack:
    """Return a pack that extends the sample and gives one of its facts as a figure."""
    sample(folder)
    pack = folder / "local"
    pack.mkdir()
    (pack / "pack.toml").write_text(
        '[pack]\nid = "local"\ntitle = "本地"\nedition = "1"\nextends = "sample"\n'
        'questions = ["本地怎样定？"]\n[documents."示例"]\nnumber = "示例（非公文）"\n'
        'title = "本地表"\norgans = ["本地"]\nissued = 2024-07-01\ndisclosure = "示例"\n'
        '[parameters.amount]\ndescription = "金额"\nunit = "yuan"\nclause = "示例 表一"\n'
        "values = [{ from = 2024-07-01, value = 36 }]\n",
        encoding="utf-8",
    )
    (pack / "rules.py").write_text(IMPORT, encoding="utf-8")
    return load_pack(pack)


def test_page_says_the_whole_pack_clause_by_clause(tmp_path: Path) -> None:
    assert rule_book(sample(tmp_path)) == PAGE


def test_pack_that_extends_another_lists_only_what_is_its_own(tmp_path: Path) -> None:
    page = rule_book(local(tmp_path))

    assert (
        page
        == """\
# 本地（示例）

> **示例** 本政策包是示例，不是公文，数值不能用于办理或者发放。

* 政策包：`local`，版本1，1项数值、0条规则
* 在政策包 [样本\\|甲](sample.md)（sample）之上，只列本包自己的内容；该包要求办理时填写的1项，由本包给出：金额

## 依据的文件

| 代号 | 文号 | 日期 | 公开属性 | 发文机关 | 名称 |
| --- | --- | --- | --- | --- | --- |
| 示例 | 示例（非公文） | 2024年7月1日 | 示例 | 本地 | 本地表 |

## 示例 《本地表》

### 示例 表一

* 金额 `amount`：36.00元（自2024年7月1日起）

## 请发文机关明确的问题

* 本地怎样定？
"""
    )


def test_pack_is_an_example_only_if_it_says_so(tmp_path: Path) -> None:
    pack = local(tmp_path)

    assert pack.base is not None
    assert (is_example(pack), is_example(pack.base)) == (True, False)


def test_index_counts_what_each_pack_has_itself(tmp_path: Path) -> None:
    pack = local(tmp_path)
    assert pack.base is not None

    page = index_page([pack, pack.base], [("说明",)])

    assert (
        page
        == """\
# 规则手册

说明

| 规则手册 | 政策包 | 文号 | 日期 | 规则 | 数值 | 用途 |
| --- | --- | --- | --- | --- | --- | --- |
| [本地](local.md) | `local` | 示例（非公文） | 2024年7月1日 | 0 | 1 |  |
| [样本\\|甲](sample.md) | `sample` | 样本〔2024〕1号 | 2024年6月7日 | 8 | 5 | 计算工资 |
"""
    )


def test_long_table_of_few_values_is_gathered_by_value(tmp_path: Path) -> None:
    places = {f"p{number}": f"{number}县" for number in range(1, 9)}
    choices = ", ".join(f'{code} = "{name}"' for code, name in places.items())
    rows = ", ".join(f"{code} = {'true' if code == 'p3' else 'false'}" for code in places)
    toml = (
        f'[inputs.county]\ndescription = "县"\ntype = "choice"\nchoices = {{ {choices} }}\n'
        '[parameters.listed]\ndescription = "是否山区县"\nunit = "yes_no"\nkeys = ["county"]\n'
        f'clause = "D9 一"\nvalues = [{{ from = 2024-06-01, value = {{ {rows} }} }}]\n'
    )

    page = rule_book(load_pack(write_pack(tmp_path, FACTS_AND_FIGURES + toml)))

    assert "| 是 | 3县 |\n" in page
    assert "| 否 | 1县、2县、4县、5县、6县、7县、8县 |\n" in page


def test_table_with_two_keys_is_a_grid_with_the_longer_key_down(tmp_path: Path) -> None:
    toml = (
        '[inputs.post]\ndescription = "岗位"\ntype = "choice"\n'
        'choices = { chief = "正职", deputy = "副职" }\n'
        '[inputs.grade]\ndescription = "等级"\ntype = "integer"\nlow = 1\nhigh = 3\nunit = "grade"\n'
        '[parameters.grade_pay]\ndescription = "等级工资"\nunit = "yuan"\n'
        'keys = ["post", "grade"]\nclause = "D9 一"\n[[parameters.grade_pay.values]]\n'
        "from = 2024-06-01\nvalue.chief = { 1 = 10, 2 = 20, 3 = 30 }\n"
        "value.deputy = { 1 = 1, 2 = 2, 3 = 3 }\n"
    )

    page = rule_book(load_pack(write_pack(tmp_path, FACTS_AND_FIGURES + toml)))

    assert (
        """\
    | 自2024年6月1日起，元：等级＼岗位 | 正职 | 副职 |
    | --- | --- | --- |
    | 1级 | 10.00 | 1.00 |
    | 2级 | 20.00 | 2.00 |
    | 3级 | 30.00 | 3.00 |
"""
        in page
    )


def test_facts_are_asked_for_with_bounds_as_people_write_them() -> None:
    facts = [
        Input("x", "金额", "money", -100, 12_345_678),
        Input("x", "成绩", "decimal", 0, 1000, places=1),
        Input("x", "年份", "integer", 1950, 2100),
        Input("x", "人口", "integer", 0, 1_000_000),
        Input("x", "历年", "history", 0, 5, {"a": "优秀", "b": "合格"}, True),
        Input("x", "年月", "month", 0, 1),
    ]

    assert [wanted(fact) for fact in facts] == [
        "金额，-1.00至123,456.78元",
        "数，0.0至100.0，至多1位小数",
        "整数，1950至2100",
        "整数，0至1,000,000",
        "历次记录，由早到晚，至多5项：优秀、合格，可填“未知”",
        "年月",
    ]


def test_marks_of_markdown_in_a_text_are_escaped(tmp_path: Path) -> None:
    head = HEAD.replace('"D9 二十：组织领导"', '"D9 二十：*a_b* <c> [d](e) `f` ~g~"')

    page = rule_book(load_pack(write_pack(tmp_path, FIGURES, RULES, head=head)))

    assert "* D9 二十：\\*a\\_b\\* \\<c> \\[d\\](e) \\`f\\` \\~g\\~\n" in page


def test_rule_of_a_later_edition_is_worded_though_it_is_not_in_force_at_first(
    tmp_path: Path,
) -> None:
    toml = FACTS_AND_FIGURES + (
        '[parameters.later]\ndescription = "后来的数"\nunit = "yuan"\nclause = "D9 八"\n'
        "values = [{ from = 2026-01-01, value = 5 }]\n"
    )

    page = rule_book(
        load_pack(write_pack(tmp_path, toml, rule_text("x(later, fee)", "later + fee")))
    )

    assert "* **样本规则** `x` ＝ 后来的数 + 费用\n" in page
