"""Clauses stand in the order of the document, whatever its numbering."""

import random

import pytest

from linli.core.policy.clauses import clause_key, document_of, number_of, place_of

IN_ORDER = {
    "notice": ["D0 文头", "D0 一", "D0 一(一)", "D0 一(四)", "D0 二4", "D0 三", "D0 三(一)", "D0 三(一)2",
               "D0 三(一)6", "D0 三(一)6(2)", "D0 三(二)", "D0 三(十)", "D0 十", "D0 十一", "D0 附件1", "D0 附件3", "D0 版记"],
    "items": ["D4 2", "D4 3", "D4 11", "D4 18", "D4 18、19", "D4 19"],
    "law": ["法 第九条", "法 第十条第二款", "法 第十四条第二款", "法 第十四条第二款(一)", "法 第十四条第二款(三)",
            "法 第十四条第三款", "法 第十九条", "法 第十九条、第二十条", "法 第十九条第二款", "法 第二十条", "法 第九十七条第三款", "法 第二百零一条", "法 第一千二百五十九条", "法 附则"],
    "forwarded": ["D1 川一", "D1 川四", "D1 一", "D1 八", "D1 末段"],
    "chapter": ["D2 篇五 二(二)", "D2 篇五 三(二)", "D2 篇五 三(二)1", "D2 篇五 五"],
    "range": ["条例 第四条", "条例 第四条(二)", "条例 第四条(二)至(五)", "条例 第四条(三)至(五)", "条例 第五条第三款"],
    "tables": ["示例 全文", "示例 表一", "示例 表二", "示例 表十"],
}  # fmt: skip


@pytest.mark.parametrize("document", IN_ORDER)
def test_clauses_of_a_document_come_in_its_order(document: str) -> None:
    shuffled = random.Random(4).sample(IN_ORDER[document], len(IN_ORDER[document]))

    assert sorted(shuffled, key=clause_key) == IN_ORDER[document]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("九", 9),
        ("十", 10),
        ("十一", 11),
        ("十九", 19),
        ("二十", 20),
        ("二十一", 21),
        ("九十九", 99),
        ("一百", 100),
        ("一百零九", 109),
        ("一百一十", 110),
        ("二百零一", 201),
        ("一千二百五十九", 1259),
        ("12", 12),
    ],
)
def test_numeral_of_a_clause_is_read_by_its_value(numeral: str, number: int) -> None:
    assert number_of(numeral) == number


def test_clause_is_a_document_and_a_place_in_it() -> None:
    assert [document_of("D2 篇五 二(二)"), place_of("D2 篇五 二(二)"), place_of("D2")] == [
        "D2",
        "篇五 二(二)",
        "",
    ]
