"""The mail that asks for a supplement: plain words, each thing once, nobody's data but one's own."""

from datetime import date

import pytest

from linli.apps.applications.supplement_letter import (
    LetterCase,
    LetterTerms,
    Request,
    answer_by,
    days_past,
    letter_terms,
    safe_file_name,
    supplement_letter,
)
from linli.policies import get_pack
from tests.factories import id_number

PACK = get_pack("xinzhou-2024")
TERMS = letter_terms(PACK, date(2024, 6, 16))
NUMBER = id_number(5)
SHORT = LetterTerms(
    programme="样本招募",
    notice="样本〔2024〕1号",
    office="样本部",
    requests={
        "wrong_a": Request("甲", "请在登记表上更正甲。"),
        "wrong_b": Request("甲", "请核对甲。"),
        "lost": Request("乙", "打不开：{attachments}。"),
    },
)


def case(*reasons: tuple[str, str], **fields: object) -> LetterCase:
    values: dict[str, object] = {
        "name": "张样本",
        "id_number": NUMBER,
        "case_number": "00012",
        "reasons": reasons,
        "answer_by": date(2024, 6, 25),
    }
    return LetterCase(**{**values, **fields})  # type: ignore[arg-type]


def body(*reasons: tuple[str, str], terms: LetterTerms = TERMS, **fields: object) -> str:
    draft = supplement_letter(case(*reasons, **fields), terms)
    assert draft is not None
    return draft.body


def items(text: str) -> list[str]:
    return [line for line in text.split("\n\n") if line[0].isdigit()]


def test_the_whole_letter_reads_as_an_office_writes_it() -> None:
    draft = supplement_letter(
        case(("wrong_a", "三(二)"), ("lost", "三(一)3"), unopened=("甲.rar",)),
        SHORT,
    )

    assert draft is not None
    assert draft.subject == "请补正报名材料（报名编号00012）"
    assert draft.body.split("\n\n") == [
        "张样本：",
        f"您好！您报名样本招募的材料已经收到（报名编号00012，身份证号{NUMBER[:6]}********{NUMBER[-4:]}）。"
        "对照样本〔2024〕1号通知（以下称“通知”），还有以下事项请您补充或者更正：",
        "1. 甲：请在登记表上更正甲。（依据：通知三(二)）",
        "2. 乙：打不开：“甲.rar”。（依据：通知三(一)3）",
        "请在2024年6月25日24时前直接回复本邮件，把材料作为附件发来；一封邮件放不下的，可以分几封发。"
        "需要更正登记表的，请改好后重新签名，发来完整的一份。已经交过、没有问题的材料不必重发。",
        "认为以上情况与事实不符，或者有不明白的地方，请回复本邮件说明，或者联系样本部。感谢您报名。",
        "样本部\n",
    ]


def test_reasons_under_one_heading_are_asked_for_once_in_the_words_of_the_first() -> None:
    text = body(("wrong_b", "三(二)"), ("wrong_a", "三(二)"), terms=SHORT)

    assert items(text) == ["1. 甲：请在登记表上更正甲。（依据：通知三(二)）"]


def test_who_need_not_correct_the_form_is_not_told_how() -> None:
    assert "登记表" not in body(("lost", "三(一)3"), terms=SHORT)


@pytest.mark.parametrize("code", ["late", "withdrawn", "attachment_suspicious", "样本"])
def test_a_reason_that_nobody_can_mend_makes_no_letter(code: str) -> None:
    assert supplement_letter(case((code, "—")), TERMS) is None


def test_an_application_without_reasons_gets_no_letter() -> None:
    assert supplement_letter(case(), TERMS) is None


@pytest.mark.parametrize("code", PACK.table("supplement_request", date(2024, 6, 16)))
def test_every_request_of_the_pack_is_said_in_full_with_its_clause(code: str) -> None:
    text = body((code, "三(二)"), unopened=("样本.rar",))

    (item,) = items(text)
    assert item.endswith("（依据：通知三(二)）")
    assert "{" not in text and "}" not in text


def test_a_wrong_id_number_is_asked_about_once_however_it_was_found() -> None:
    text = body(("id_checksum", "三(二)"), ("id_mismatch", "三(二)"))

    assert [item.split("：")[0] for item in items(text)] == ["1. 身份证号"]


def test_the_day_for_the_diploma_is_that_of_the_notice() -> None:
    assert "2024年7月5日前（含当日）" in body(("diploma_pending", "二.4"))


def test_no_number_is_told_whole_and_none_is_made_up() -> None:
    reasons = [(code, "三(二)") for code in TERMS.requests]

    assert NUMBER not in body(*reasons)
    assert "身份证号，" not in body(*reasons, id_number="")
    assert body(*reasons, name="").startswith("报名人：")


def test_names_of_files_are_told_once_and_without_what_misleads() -> None:
    text = body(
        ("attachment_unreadable", "三(一)3"),
        unopened=("../私密/毕业证.rar", "毕业证.rar", "照\u202egpj.exe", "{报告}.pdf"),
    )

    assert "“毕业证.rar”、“照gpj.exe”、“{报告}.pdf”。" in text


def test_honours_that_cannot_be_opened_are_asked_for_as_a_favour() -> None:
    reasons = ("attachment_unreadable", "三(一)3")
    favour = "荣誉证书不是必须提交的材料，希望计入的请重新发送，不重发的不影响报名。"

    alone = items(body(reasons, unopened=("校级优秀学生干部.rar",)))
    beside = items(body(reasons, unopened=("优秀毕业生.pdf", "毕业证.rar")))

    assert alone == [
        f"1. 打不开的附件：荣誉证书“校级优秀学生干部.rar”打不开。{favour}（依据：通知三(一)3）"
    ]
    assert "收到的附件打不开：“毕业证.rar”。" in beside[0]
    assert f"荣誉证书“优秀毕业生.pdf”也打不开。{favour}" in beside[0]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.jpg", "a.jpg"),
        ("C:\\Users\\样本\\a.jpg", "a.jpg"),
        ("a\r\nBcc: b@c.example\x00.jpg", "aBcc: b@c.example.jpg"),
        ("长" * 80 + ".jpg", "长" * 59 + "…"),
        ("/", ""),
    ],
)
def test_a_name_of_a_file_is_short_and_has_neither_folders_nor_hidden_marks(
    name: str, shown: str
) -> None:
    assert safe_file_name(name) == shown


@pytest.mark.parametrize(
    ("written_on", "last_day"),
    [
        (date(2024, 6, 13), date(2024, 6, 14)),
        (date(2024, 6, 14), date(2024, 6, 14)),
        (date(2024, 6, 15), date(2024, 6, 25)),
        (date(2024, 6, 25), date(2024, 6, 25)),
        (date(2024, 6, 26), None),
    ],
)
def test_the_answer_is_due_by_the_end_of_registration_and_after_it_by_that_of_the_review(
    written_on: date, last_day: date | None
) -> None:
    found = answer_by(
        written_on, registration_ends=date(2024, 6, 14), review_ends=date(2024, 6, 25)
    )

    assert found == last_day


def test_what_is_printed_of_a_case_or_a_draft_names_nobody() -> None:
    one = case(("form_missing", "三(一)3"), unopened=("张样本.rar",))

    assert "张样本" not in repr(one) and NUMBER not in repr(one)
    assert "张样本" not in repr(supplement_letter(one, TERMS))


@pytest.mark.parametrize(
    "until",
    [
        "2024年6月10日前",
        "2024年6月10日24时前",
        "2024年6月10日17时前",
        "2024年6月10日下午5点前",
        "6月10日前",
        "6月10日 17:30前",
        "2024-06-10前",
        "2024-6-10以前",
        "6月31日之前",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["请于{}把您的材料发来。", "请在{}回复本邮件；", "材料请寄到我单位，{}。"]
)
def test_a_day_for_the_answer_is_found_however_it_is_written(until: str, sentence: str) -> None:
    written = f"您好！{sentence.format(until)}谢谢"

    assert days_past(written, date(2024, 6, 11)) == (until,)


@pytest.mark.parametrize(
    ("on", "is_past"), [(date(2024, 6, 9), 0), (date(2024, 6, 10), 0), (date(2024, 6, 11), 1)]
)
def test_the_day_itself_is_in_time(on: date, is_past: int) -> None:
    assert len(days_past("请在6月10日前发来。", on)) == is_past


@pytest.mark.parametrize(
    "harmless",
    [
        "须为2019年9月1日前入伍的。",
        "请补交入伍材料，须为2019年9月1日前入伍的。",
        "请发来2019年9月1日前取得的证书。",
        "您6月3日前提交的材料不清楚，请重新发来。",
        "毕业证须在6月5日前（含当日）取得，否则取消招募资格。取得后请尽快发来。",
        "报名已于2024-06-10前开始。",
        "请在6月12日前发来。",
    ],
)
def test_other_days_may_have_passed(harmless: str) -> None:
    assert days_past(harmless, date(2024, 6, 11)) == ()
