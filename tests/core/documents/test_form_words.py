"""Words that are kept as written are named where they are not the usual ones."""

from collections.abc import Mapping

import pytest

from linli.core.documents.form_words import remarks_on
from linli.core.documents.registration_form import RegistrationForm

USUAL: Mapping[str, str] = {
    "ethnicity": "汉族",
    "political_status": "共青团员",
    "degree": "法学学士",
    "id_number": "990101200203159028",
}


def test_usual_words_and_blank_fields_bear_no_remark() -> None:
    assert (dict(remarks_on(RegistrationForm(**USUAL))), dict(remarks_on(RegistrationForm()))) == (
        {},
        {},
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ethnicity", "火星族", "“民族”不是常用写法"),
        ("political_status", "共清团员", "“政治面貌”不是常用写法"),
        ("degree", "管理学", "“学位”不是常用写法"),
        ("id_number", "990101200203159029", "公民身份号码的校验码不符"),
        ("id_number", "990101200213159028", "公民身份号码中的出生日期不存在"),
    ],
)
def test_an_unusual_word_is_named_by_its_field(name: str, value: str, told: str) -> None:
    remarks = remarks_on(RegistrationForm(**{**USUAL, name: value}))

    assert list(remarks) == [name]
    assert remarks[name].startswith(told)
    assert value not in remarks[name]


@pytest.mark.parametrize(("value", "is_usual"), [("鄂温克族", True), ("穿青人", False)])
def test_the_names_of_the_standard_are_usual_and_no_others(value: str, *, is_usual: bool) -> None:
    assert bool(remarks_on(RegistrationForm(ethnicity=value))) is not is_usual


@pytest.mark.parametrize(
    "value",
    [
        "民盟盟员",
        "中国民主同盟盟员",
        "台湾民主自治同盟盟员",
        "中国共产党党员",
        "无党派人士",
        "中共预备党员",
        "群众",
    ],
)
def test_every_political_affiliation_of_the_standard_is_usual_in_full_and_short(value: str) -> None:
    assert not remarks_on(RegistrationForm(political_status=value))
