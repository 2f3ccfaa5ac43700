"""Who a mail is about, by its words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.identity.id_number import check_character
from linli.core.intake.hints import Hints, hints_of

NUMBER = "99010120020315901" + check_character("99010120020315901")


def hints(
    subject: str = "", text: str = "", files: tuple[str, ...] = (), sender_name: str = ""
) -> Hints:
    return hints_of(subject=subject, text=text, file_names=files, sender_name=sender_name)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("报名", "老师您好，我是王样本，报名社区助理。"),
        ("报名", "我叫王样本，联系电话13800000001。"),
        ("", "老师好：\n    我是样本大学2024届社会工作专业毕业生王样本，报名社区助理。"),
        ("", "您好！王样本，女，样本大学，电话13800000001。"),
        ("王样本-社区助理报名材料", ""),
        ("【社区助理报名】王样本 13800000001", ""),
        ("社区助理报名+王样本+忻州师范学院", ""),
        ("转发：王样本报名材料", ""),
        ("更正报名表-王样本（以此为准）", ""),
        ("放弃报名 王样本", ""),
        ("关于报名参加社区助理的申请及相关材料——王样本", "见附件"),
        ("", "姓名：王样本\n电话：138"),
        ("", "您好，我儿子王样本，在外地实习，帮他报名。"),
        ("", "帮王样本报名，材料见附件"),
        ("王样本同学报名材料", "请查收"),
        ("申请", "申请人：王样本"),
    ],
)
def test_name_that_the_mail_states_is_found(subject: str, text: str) -> None:
    found = hints(subject, text)

    assert (found.name, found.name_is_said) == ("王样本", True)


def test_name_with_a_dot_is_found_whole() -> None:
    found = hints(text="我是样本学院2024届化学专业毕业生古丽・样本，报名社区助理。")

    assert (found.name, found.name_is_said) == ("古丽·样本", True)


def test_name_in_file_names_alone_is_a_weaker_hint() -> None:
    found = hints(
        "报名",
        "见附件",
        ("王样本身份证正面.jpg", "王样本毕业证.jpg", "社区助理报名登记表（王样本）.doc"),
    )

    assert (found.name, found.name_is_said) == ("王样本", False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("报名", "见附件"),
        ("社区助理报名", "我是大学毕业生，报名材料见附件。"),
        ("请问专升本可以报名吗", "我是2023届毕业生，请问可以报名吗？"),
        ("忻州市2024年社区助理报名", "附件是我的报名表和报名材料，请老师查收，谢谢！"),
    ],
)
def test_words_that_are_no_names_are_not_taken_for_one(subject: str, text: str) -> None:
    assert hints(subject, text).name is None


def test_display_name_alone_is_a_weak_hint_and_nicknames_are_none() -> None:
    assert [hints(sender_name=name).name for name in ("王样本", "夏天的风", "Sunny", "追光者")] == [
        "王样本",
        None,
        None,
        None,
    ]


def test_first_sender_of_a_mail_that_was_passed_on_is_a_weak_hint() -> None:
    text = (
        "您看看\n-------- 转发邮件信息 --------\n发件人：王样本 <w@mail.example>\n电话13800000001"
    )

    found = hints("转发：材料", text, sender_name="李样本")

    assert (found.name, found.name_is_said, found.phone) == ("王样本", False, "13800000001")


def test_name_and_phone_in_a_quoted_mail_of_the_office_are_no_hints() -> None:
    text = f"已发，请查收\n\n发件人：张样本 <office@mail.example>\n我是张样本，电话13900000009\n{NUMBER}"

    assert hints("Re: 请补充材料", text) == Hints(id_number=NUMBER)


@pytest.mark.parametrize("written", ["13800000001", "138-0000-0001", "+86 138 0000 0001"])
def test_phone_is_found_in_any_usual_writing(written: str) -> None:
    assert hints(text=f"电话：{written}。").phone == "13800000001"


def test_only_a_valid_id_number_is_a_hint() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")

    assert [
        hints(text=f"身份证号{number}，").id_number for number in (NUMBER, wrong, NUMBER + "1")
    ] == [
        NUMBER,
        None,
        None,
    ]


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_words_make_the_reader_fail(subject: str, text: str) -> None:
    found = hints(subject, text, (text,), subject)

    assert found.name is None or len(found.name) >= 2
