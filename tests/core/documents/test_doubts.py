"""What a person must look at before a read form counts.

Source: D0 附件2.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from linli.core.documents.doubts import doubts_of, unknown_fields
from linli.core.documents.form_labels import LABELS
from linli.core.documents.form_reading import FieldReading, ReadForm
from linli.core.documents.grid import PICTURE, Box, Place
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import check_character
from linli.core.places import Area

BODY = "99010120020315902"
NUMBER = BODY + check_character(BODY)
FORM = RegistrationForm(
    name="演练甲",
    sex="女",
    birth="2002-03",
    school="样本大学",
    graduation="2024-07",
    major="社会工作",
    education="本科",
    degree="法学学士",
    id_number=NUMBER,
    phone="13800000001",
    intended=Area("忻州市", "代县"),
    accepts_transfer=True,
    transfer_areas=(Area("忻州市", "五台县"),),
    pledge_signed=True,
)
BOX = Box(0.1, 0.1, 0.3, 0.2)


def picture(
    form: RegistrationForm = FORM,
    *,
    sure: Mapping[str, float] | None = None,
    written: Mapping[str, str] | None = None,
) -> ReadForm:
    """A form from a picture, every field read with 0.995 unless said otherwise."""
    fields = {
        name: FieldReading(
            (written or {}).get(name, "填写"), Place(0, BOX, (sure or {}).get(name, 0.995))
        )
        for name in LABELS
    }
    return ReadForm(form, fields=fields)


def test_clean_picture_leaves_nothing_to_look_at() -> None:
    assert doubts_of(picture()) == {}


def test_file_without_a_form_leaves_nothing_to_look_at() -> None:
    assert doubts_of(ReadForm(None)) == {}


@pytest.mark.parametrize(
    ("name", "threshold"),
    [
        ("name", 0.97), ("address", 0.9), ("major", 0.96), ("phone", 0.9), ("native_place", 0.9),
        ("sex", 0.8), ("education", 0.8), ("transfer", 0.85), ("pledge", 0.9),
    ],
)  # fmt: skip
def test_value_below_the_threshold_of_its_field_is_doubtful(name: str, threshold: float) -> None:
    below, on = picture(sure={name: threshold - 0.001}), picture(sure={name: threshold})

    assert set(doubts_of(below)) == {name}
    assert doubts_of(on) == {}


def test_name_that_the_signature_repeats_needs_less() -> None:
    signed = {"pledge": "报名人（签名）：演练甲"}

    assert set(doubts_of(picture(sure={"name": 0.85}))) == {"name"}
    assert doubts_of(picture(sure={"name": 0.85}, written=signed)) == {}


@pytest.mark.parametrize(
    ("wrong", "doubtful"),
    [
        ({"id_number": BODY + "X"}, {"id_number"}),
        ({"id_number": NUMBER[:-1]}, {"id_number"}),
        ({"birth": "2002-04"}, {"birth"}),
        ({"phone": "1380000000"}, {"phone"}),
        ({"phone": "138000000011"}, {"phone"}),
        ({"name": "演练1"}, {"name"}),
        ({"intended": Area("忻州市", None)}, {"intended"}),
        ({"transfer_areas": (Area("忻州市", None),)}, {"transfer"}),
        ({"transfer_contradictory": True, "accepts_transfer": None}, {"transfer"}),
        ({"education": "工人"}, {"education"}),
    ],
)
def test_value_that_cannot_be_right_is_doubtful_on_a_picture(
    wrong: dict[str, object], doubtful: set[str]
) -> None:
    assert set(doubts_of(picture(replace(FORM, **wrong)))) == doubtful  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"id_number": BODY + "X"}, "id_number"),
        ({"birth": "2002-04"}, "birth"),
        ({"intended": Area("忻州市", None)}, "intended"),
    ],
)
def test_what_was_read_clearly_and_contradicts_itself_is_asked_about_and_yet_known(
    wrong: dict[str, object], name: str
) -> None:
    form = replace(FORM, **wrong)  # type: ignore[arg-type]
    clear, below = picture(form, sure={name: 0.9}), picture(form, sure={name: 0.899})

    assert set(doubts_of(clear)) == set(doubts_of(below)) == {name}
    assert unknown_fields(doubts_of(clear), clear.fields) == set()
    assert unknown_fields(doubts_of(below), below.fields) == {name}


def test_a_strange_name_and_words_that_nobody_understood_are_unknown_however_clear() -> None:
    strange = picture(replace(FORM, name="演练1"))
    fields = {**picture().fields, "intended": FieldReading("东边", Place(0, BOX), understood=False)}
    unread = ReadForm(FORM, fields=fields)

    assert unknown_fields(doubts_of(strange), strange.fields) == {"name"}
    assert unknown_fields(doubts_of(unread), unread.fields) == {"intended"}


def test_field_that_is_blank_or_missing_on_a_picture_is_doubtful() -> None:
    blank = picture(written={"phone": " ", "degree": "", "awards": ""})
    missing = {name: reading for name, reading in picture().fields.items() if name != "major"}

    assert set(doubts_of(blank)) == {"phone"}
    assert set(doubts_of(ReadForm(FORM, fields=missing))) == {"major"}


def test_degree_in_a_cell_that_holds_the_photo_is_doubtful() -> None:
    assert set(doubts_of(picture(written={"degree": PICTURE}))) == {"degree"}


def test_typed_form_is_believed_even_where_it_is_wrong() -> None:
    wrong = replace(FORM, id_number=BODY + "X", phone="138", birth="2001-01", name="演练1")
    word = {name: FieldReading("填写") for name in LABELS}
    pdf = {name: FieldReading("填写", Place(0, BOX)) for name in LABELS}

    assert doubts_of(ReadForm(wrong, fields=word)) == {}
    assert doubts_of(ReadForm(wrong, fields=pdf)) == {}


def test_what_could_not_be_understood_is_doubtful_on_every_carrier() -> None:
    word = {name: FieldReading("填写", understood=name != "intended") for name in LABELS}

    assert set(doubts_of(ReadForm(FORM, fields=word))) == {"intended"}


def test_unclear_pen_marks_are_doubtful_on_a_typed_page_as_well() -> None:
    fields = {name: FieldReading("填写", Place(0, BOX)) for name in LABELS}
    fields |= {name: FieldReading("填写", Place(0, BOX, 0.4)) for name in ("transfer", "pledge")}

    assert set(doubts_of(ReadForm(FORM, fields=fields))) == {"transfer", "pledge"}


def test_reasons_carry_no_personal_data() -> None:
    bad = replace(FORM, id_number=BODY + "X", phone="1380000000", birth="2002-04")

    reasons = " ".join(doubts_of(picture(bad)).values())

    assert not any(value in reasons for value in ("演练", "9901", "138", "2002"))
