"""What an official types into a field of the form, and what is shown of it."""

from dataclasses import replace

import pytest

from linli.core.documents.form_entry import (
    ENTRY_LABELS,
    EntryNotUnderstood,
    entered,
    entry_text,
)
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from tests.core.intake import made_form

GAZETTEER = made_form.gazetteer()
FORM = RegistrationForm(
    name="王样本",
    sex="女",
    ethnicity="汉族",
    birth="2002-03",
    native_place="山西忻州",
    political_status="共青团员",
    school="忻州师范学院",
    graduation="2024-07",
    major="社会工作",
    education="本科",
    degree="法学学士",
    id_number="990101200203159028",
    address="忻州市代县某街1号",
    phone="13800000001",
    intended=Area("忻州市", "代县"),
    accepts_transfer=True,
    transfer_areas=(Area("忻州市", "五台县"),),
    resume="2020.09—2024.07 忻州师范学院",
    awards="三好学生",
    strengths="书法",
    pledge_signed=True,
)


def typed(name: str, text: str) -> RegistrationForm:
    return replace(RegistrationForm(), **entered(name, text, gazetteer=GAZETTEER))


@pytest.mark.parametrize("name", ENTRY_LABELS)
def test_what_is_shown_of_a_field_can_be_typed_again(name: str) -> None:
    shown = entry_text(name, FORM)

    assert replace(FORM, **entered(name, shown, gazetteer=GAZETTEER)) == FORM
    assert entry_text(name, typed(name, shown)) == shown


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("birth", "2002.3", "2002-03"),
        ("graduation", "二〇二四年七月", "2024-07"),
        ("id_number", "990101 20020315 902x", "99010120020315902X"),
        ("phone", "138-0000-0001", "13800000001"),
        ("degree", "学士学位", "学士"),
        ("degree", "无", None),
        ("name", " 王 样本 ", "王样本"),
    ],
)
def test_typed_values_are_read_as_written_ones(name: str, text: str, value: str | None) -> None:
    assert getattr(typed(name, text), name) == value


@pytest.mark.parametrize(
    ("text", "accepts", "contradictory", "areas"),
    [
        ("不接受", False, False, ()),
        ("接受", True, False, ()),
        ("接受:代县、五台县", True, False, (Area("忻州市", "代县"), Area("忻州市", "五台县"))),
        ("两项都选", None, True, ()),
        ("未选择", None, False, ()),
        ("", None, False, ()),
    ],
)
def test_transfer_is_typed_as_an_answer_and_places(
    text: str, accepts: bool | None, contradictory: bool, areas: tuple[Area, ...]
) -> None:
    form = typed("transfer", text)

    assert (form.accepts_transfer, form.transfer_contradictory, form.transfer_areas) == (
        accepts,
        contradictory,
        areas,
    )


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("birth", "春天", "出生年月"),
        ("sex", "不详", "性别"),
        ("intended", "某某县", "工作意向地区"),
        ("transfer", "随便", "是否接受调剂"),
        ("transfer", "接受：某某县", "是否接受调剂"),
        ("transfer", "接受：代县、火星县", "“火星县”"),
        ("intended", "忻州市火星区", "“火星区”"),
        ("education", "学前班", "学历"),
        ("education", "高中", "学历"),
        ("phone", "1380000", "联系电话"),
        ("pledge", "好像签了", "本人承诺签名"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_the_field_takes(
    name: str, text: str, label: str
) -> None:
    with pytest.raises(EntryNotUnderstood, match=label) as refused:
        entered(name, text, gazetteer=GAZETTEER)

    assert refused.value.mend


@pytest.mark.parametrize(
    ("text", "told", "hidden"),
    [
        ("忻州市代县火星镇下社村张样本", "有的内容不是本省", "样本"),
        ("忻州市样本家住某某某某某某县", "有的内容不是本省", "家住"),
        ("忻州市火星区、张样本收", "“火星区”不是本省", "样本"),
    ],
)
def test_a_refusal_repeats_nothing_but_short_words_for_places(
    text: str, told: str, hidden: str
) -> None:
    with pytest.raises(EntryNotUnderstood, match=told) as refused:
        entered("intended", text, gazetteer=GAZETTEER)

    assert hidden not in refused.value.sentence()
