"""The question about transfer: ticks of every kind, on either side, and the places behind them.

Source: D0 附件2.
"""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents.form_file import read_form_file
from linli.core.documents.registration_form import RegistrationForm
from linli.core.documents.ticks import read_ticks, without_marks
from linli.core.places import Area
from tests.core.intake import made_form as made

REFUSE, ACCEPT = "不接受调剂", "可接受以下地区的调剂："
GAPS = "1. ____市____县(市、区)\n2. ____市____县(市、区)"


def read(content: bytes) -> RegistrationForm:
    found = read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)
    assert found.form is not None
    return found.form


def answer(text: str) -> tuple[bool | None, bool]:
    form = read(made.form({made.TRANSFER: text}))
    return form.accepts_transfer, form.transfer_contradictory


@pytest.mark.parametrize("tick", "☑☒✓✔√✅■●🗹▣")
def test_any_tick_in_place_of_the_box_is_a_tick(tick: str) -> None:
    answers = [
        answer(f"{tick}{REFUSE}\n□{ACCEPT}\n{GAPS}"),
        answer(f"□{REFUSE}\n{tick} {ACCEPT}\n{GAPS}"),
        answer(f"{tick}{REFUSE}\n{tick}{ACCEPT}\n{GAPS}"),
    ]

    assert answers == [(False, False), (True, False), (None, True)]


@pytest.mark.parametrize("box", "□☐○◇")
def test_empty_boxes_alone_are_no_answer(box: str) -> None:
    assert answer(f"{box}{REFUSE}\n{box}{ACCEPT}\n{GAPS}") == (None, False)


@pytest.mark.parametrize("letter", "口囗")
def test_a_letter_that_looks_like_a_box_is_one_before_a_choice_and_none_in_a_name(
    letter: str,
) -> None:
    assert answer(f"{letter}{REFUSE}{letter}√{ACCEPT}\n{GAPS}") == (True, False)
    assert (without_marks("吕梁市交口县"), without_marks("交口、保德")) == (
        "吕梁市交口县",
        "交口、保德",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"□{REFUSE}√\n□{ACCEPT}\n{GAPS}", False),
        (f"□{REFUSE}\n□可接受以下地区的调剂√：\n{GAPS}", True),
        (f"□√{REFUSE}\n□{ACCEPT}\n{GAPS}", False),
        (f"□{REFUSE}\n(√){ACCEPT}\n{GAPS}", True),
        (f"[x]{REFUSE}\n[ ]{ACCEPT}\n{GAPS}", False),
        (f"☑{REFUSE}  □{ACCEPT}", False),
        (f"□{REFUSE}  ☑{ACCEPT}", True),
        (f"□{REFUSE}√  □{ACCEPT}", False),
        (f"{REFUSE}√  {ACCEPT}", False),
        (f"{REFUSE}  √{ACCEPT}", True),
        (f"□{REFUSE}  □{ACCEPT}√", True),
        (f"□{ACCEPT}\n{GAPS}\n☑{REFUSE}", False),
        (f"□ 不 接 受 调 剂\n☑ 可 接 受 以 下 地 区 的 调 剂：\n{GAPS}", True),
        (f"v{REFUSE}\n□{ACCEPT}", False),
    ],
)
def test_tick_counts_on_either_side_of_its_choice(text: str, expected: bool) -> None:
    assert answer(text) == (expected, False)


@pytest.mark.parametrize(
    ("left", "expected"), [(f"□{REFUSE}", False), (f"□{ACCEPT}\n{GAPS}", True), (REFUSE, False)]
)
def test_who_deletes_one_choice_has_chosen_the_other(left: str, expected: bool) -> None:
    assert answer(f"{left}\n{made.HINT}") == (expected, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("否", False),
        ("不同意", False),
        ("是", True),
        ("愿意", True),
        ("服从调剂", True),
        ("", None),
    ],
)
def test_answer_in_words_is_an_answer(text: str, expected: bool | None) -> None:
    assert answer(text) == (expected, False)


@pytest.mark.parametrize(
    ("no", "yes"),
    [
        (made.w14_box(checked=False), made.w14_box(checked=True)),
        (made.legacy_box(checked=False), made.legacy_box(checked=True)),
        (made.symbol("00A3"), made.symbol("0052")),
        (made.symbol("F0A8", font="Wingdings"), made.symbol("F0FE", font="Wingdings")),
        (made.symbol("F0A3"), made.symbol("F053")),
    ],
    ids=["content control", "legacy field", "Wingdings 2", "Wingdings", "Wingdings 2 cross"],
)
def test_boxes_of_every_technique_are_read(no: str, yes: str) -> None:
    def asked(first: str, second: str) -> bool | None:
        raw = f"<w:p>{first}{made.run(REFUSE)}</w:p><w:p>{second}{made.run(ACCEPT)}</w:p>"
        return read(made.form(raw={made.TRANSFER: raw})).accepts_transfer

    assert [asked(no, yes), asked(yes, no), asked(no, no), asked(yes, yes)] == [
        True,
        False,
        None,
        None,
    ]


def test_struck_out_choice_counts_as_deleted() -> None:
    struck = made.run("□" + ACCEPT).replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")

    form = read(
        made.form(raw={made.TRANSFER: f"<w:p>{made.run('□' + REFUSE)}</w:p><w:p>{struck}</w:p>"})
    )

    assert form.accepts_transfer is False


@pytest.mark.parametrize(
    "places",
    [
        "1. 忻州市五台县\n2. 晋城市城区\n3. ____市____县(市、区)",
        "1. __忻州__市__五台__县(市、区)\n2. __晋城__市__城区__县(市、区)",
        "1.五台 2.晋城市城区",
        "忻州市五台县、晋城市城区",
        "1. 忻州市五台县市____县(市、区)\n2. 晋城市城区市____县(市、区)",
        "1. ____市 忻州市五台县 县(市、区)\n2. ____市 晋城市城区 县(市、区)",
        "① 五 台 县 ② 晋城 城区",
        "忻州市五台县\n晋城市城区\n忻州市五台县",
    ],
)
def test_places_are_read_in_order_however_the_gaps_were_filled(places: str) -> None:
    form = read(made.form({made.TRANSFER: f"□{REFUSE}\n☑{ACCEPT}\n{places}\n{made.HINT}"}))

    assert form.transfer_areas == (Area("忻州市", "五台县"), Area("晋城市", "城区"))


def test_places_behind_the_choice_on_its_own_line_are_read() -> None:
    form = read(made.form({made.TRANSFER: f"□{REFUSE}\n☑{ACCEPT}忻州市代县"}))

    assert (form.accepts_transfer, form.transfer_areas) == (True, (Area("忻州市", "代县"),))


@given(
    marks=st.tuples(st.booleans(), st.booleans()),
    tick=st.sampled_from("☑√■✓"),
    order=st.permutations([0, 1]),
    blank=st.sampled_from(["", " ", "　"]),
)
def test_ticks_are_found_whatever_the_order_of_the_choices(
    marks: tuple[bool, bool], tick: str, order: list[int], blank: str
) -> None:
    names = ("甲", "乙")
    lines = [f"{tick if marks[i] else '□'}{blank}{names[i]}" for i in order]

    found = read_ticks("\n".join(lines), choices=[(name, re.compile(name)) for name in names])

    assert set(found.ticked) == set(itertools.compress(names, marks))
