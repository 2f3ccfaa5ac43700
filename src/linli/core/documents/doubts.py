"""Which fields of a read form a person must look at before they count, and why.

A value from a text counts unless no value could be made of it. A value from a picture counts
if it was recognised with enough certainty, or if another field of the form confirms it.

Source: D0 附件2.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from linli.core.documents.form_labels import LABELS
from linli.core.documents.form_reading import FieldReading, ReadForm
from linli.core.documents.form_values import EDUCATION_LEVELS, plain
from linli.core.documents.grid import PICTURE, Place
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import IdNumberRefused, parse_id_number
from linli.core.places import Area

_USUAL = 0.9
# How sure a reading must be; a name has no second writing, a mark is clear or it is not.
_ENOUGH: Mapping[str, float] = MappingProxyType(
    {"name": 0.97, "major": 0.96, "school": 0.95, "transfer": 0.85, "pledge": 0.9}
)
_CONFIRMED = 0.8
_MARKED = frozenset({"transfer", "pledge"})
# What is wrong with these has a check of its own, whose answer goes to a person in any case.
_CHECKED = frozenset({"id_number", "birth", "intended", "transfer"})
_OFTEN_BLANK = frozenset({"degree", "resume", "awards", "strengths", "transfer", "pledge"})
# The photo's cell runs into the one below where the line between them was not seen.
_BELOW_PHOTO = frozenset({"degree"})
_MOBILE = re.compile(r"1[3-9]\d{9}")
_NAME = re.compile(r"[\u3400-\u9fff]{2,}(?:·[\u3400-\u9fff]+)*")

_UNSURE = "图片识别把握不足，请对照原图核对"
_BLANK = "图片上这一栏没有读出内容，请对照原图核对"
_NOT_FOUND = "图片上没有找到这一栏，请对照原图核对"
_NOT_UNDERSTOOD = "填写的内容无法识别，请人工核对"
_BAD_NUMBER = "读出的身份证号不符合校验规则，请对照原图核对"
_BAD_PHONE = "读出的联系电话不是11位手机号码，请对照原图核对"
_OTHER_BIRTH = "读出的出生年月与身份证号不一致，请对照原图核对"
_BAD_NAME = "读出的姓名含有不常见的字符，请对照原图核对"
_NO_COUNTY = "没有读出县（市、区），请对照原图核对"
_NO_TICK = "没有认出勾选了哪一项，请对照原图核对"
_BOTH_TICKED = "两项似乎都已勾选，请对照原图核对"
_UNCLEAR_SIGNATURE = "签名处是否已签名难以判断，请对照原图核对"


def doubts_of(read: ReadForm) -> Mapping[str, str]:
    """Return the fields (names of ``LABELS``) that a person must look at, with the reason in Chinese."""
    if read.form is None:
        return MappingProxyType({})
    is_picture = _is_from_picture(read.fields)
    reasons = (
        (name, _doubt(name, read.form, read.fields, is_picture=is_picture)) for name in LABELS
    )
    return MappingProxyType({name: reason for name, reason in reasons if reason is not None})


def unknown_fields(doubts: Mapping[str, str], fields: Mapping[str, FieldReading]) -> frozenset[str]:
    """Return the fields in doubt of which nothing is known until a person has looked.

    The others were recognised clearly and yet can hardly be right: a number against its check
    digit, a county left out. So stands the form, as far as anybody can tell, and a check says so.
    """
    return frozenset(name for name in doubts if not _is_clear(name, fields.get(name)))


def _is_clear(name: str, reading: FieldReading | None) -> bool:
    return (
        name in _CHECKED
        and reading is not None
        and reading.understood
        and reading.place is not None
        and reading.place.sure >= _ENOUGH.get(name, _USUAL)
    )


def _is_from_picture(fields: Mapping[str, FieldReading]) -> bool:
    """Tell whether words were recognised: no recogniser is quite sure of everything."""
    return any(
        reading.place.sure < 1
        for name, reading in fields.items()
        if reading.place is not None and name not in _MARKED
    )


def _doubt(
    name: str, form: RegistrationForm, fields: Mapping[str, FieldReading], *, is_picture: bool
) -> str | None:
    reading = fields.get(name)
    if reading is not None and not reading.understood:
        return _NOT_UNDERSTOOD
    if name == "education" and form.education not in (None, *EDUCATION_LEVELS):
        return _NOT_UNDERSTOOD
    if reading is None:
        return _NOT_FOUND if is_picture else None
    if reading.place is None:
        return None
    marks = _doubt_of_marks(name, form, reading.place)
    if marks is not None or not is_picture:
        return marks
    return _doubt_of_picture(name, form, fields)


def _doubt_of_marks(name: str, form: RegistrationForm, place: Place) -> str | None:
    """Judge ticks and the signature, which are read from the ink of every page, even of typed ones."""
    if name == "transfer" and place.sure < _ENOUGH[name]:
        if form.transfer_contradictory:
            return _BOTH_TICKED
        return _NO_TICK if form.accepts_transfer is None else _UNSURE
    if name == "pledge" and place.sure < _ENOUGH[name]:
        return _UNCLEAR_SIGNATURE
    return None


def _doubt_of_picture(
    name: str, form: RegistrationForm, fields: Mapping[str, FieldReading]
) -> str | None:
    reading = fields[name]
    if name not in _OFTEN_BLANK and plain(reading.original) is None:
        return _BLANK
    if name in _BELOW_PHOTO and PICTURE in reading.original:
        return _BLANK
    fault = next(_faults(name, form), None)
    if fault is not None:
        return fault
    sure = reading.place.sure if reading.place is not None else 1.0
    enough = _CONFIRMED if _is_confirmed(name, form, fields) else _ENOUGH.get(name, _USUAL)
    return _UNSURE if sure < enough else None


def _faults(name: str, form: RegistrationForm) -> Iterator[str]:
    """Yield what cannot be right in a value, be it misread or written so."""
    if name == "id_number" and _birth_in_number(form) is None:
        yield _BAD_NUMBER
    if name == "birth" and _birth_in_number(form) not in (None, form.birth):
        yield _OTHER_BIRTH
    if name == "phone" and not _MOBILE.fullmatch(form.phone or ""):
        yield _BAD_PHONE
    if name == "name" and not _NAME.fullmatch(form.name or ""):
        yield _BAD_NAME
    if name == "intended" and form.intended.county is None:
        yield _NO_COUNTY
    if name == "transfer":
        if form.transfer_contradictory:
            yield _BOTH_TICKED
        if any(area.county is None for area in form.transfer_areas):
            yield _NO_COUNTY


def _is_confirmed(name: str, form: RegistrationForm, fields: Mapping[str, FieldReading]) -> bool:
    """Tell whether something else on the form says the same: a check digit, a list, the signature."""
    if name == "id_number":
        return True
    if name == "birth":
        return form.birth == _birth_in_number(form)
    if name == "intended":
        return form.intended != Area()
    if name == "name":
        pledge = fields.get("pledge")
        return pledge is not None and (form.name or "\n") in pledge.original
    return name in {"sex", "education", "political_status", "graduation"}


def _birth_in_number(form: RegistrationForm) -> str | None:
    """Return the month of birth in a valid ID number as ``YYYY-MM``."""
    try:
        return f"{parse_id_number(form.id_number or '').birth_date:%Y-%m}"
    except IdNumberRefused:
        return None
