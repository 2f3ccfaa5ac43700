"""The citizen identification number.

Source: GB 11643-1999 (18 digits, check character by ISO 7064 MOD 11-2).
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.refusal import Refusal

_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
_CHECK_CHARACTERS = "10X98765432"
# What people type for the check character X: a cross, Cyrillic or Greek letters, a Roman ten.
_LOOKALIKE_X = str.maketrans(dict.fromkeys("×✕ХхΧχⅩⅹ", "X"))
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")


class IdNumberFault(StrEnum):
    """What can be wrong with an ID number; the values are fit for a record."""

    BLANK = "blank"
    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"


_SENTENCES = {
    IdNumberFault.BLANK: "没有填写公民身份号码",
    IdNumberFault.LENGTH: "公民身份号码不是18位",
    IdNumberFault.CHARACTERS: "公民身份号码含有数字和末位X以外的字符",
    IdNumberFault.BIRTH_DATE: "公民身份号码中的出生日期不存在",
    IdNumberFault.CHECK_DIGIT: "公民身份号码的校验码不符",
}


class IdNumberRefused(Refusal):
    """The text is not a valid ID number; ``fault`` tells the first thing wrong with it."""

    def __init__(self, fault: IdNumberFault) -> None:
        self.fault = fault
        super().__init__(_SENTENCES[fault], why="GB 11643", mend="请对照身份证原件核对后更正")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid ID number and what it says; ``repr`` shows none of it.

    ``area_code`` is a hint at most: codes change, and a county younger than the
    person is lawful, so an unknown code is no fault.
    """

    number: str = field(repr=False)
    area_code: str = field(repr=False)
    birth_date: dt.date = field(repr=False)
    sex: str = field(repr=False)


def normalise_id_number(text: str) -> str:
    """Return the number without blanks, dashes and full-width forms, its X upper-case.

    A wrong number stays wrong: no character that carries a value is dropped.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_LOOKALIKE_X))
    return re.sub(r"[\s\-_'‘’`\u200b-\u200f\u2060\ufeff]", "", folded).upper()


def check_character(body: str) -> str:
    """Return the check character of the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def parse_id_number(text: str) -> IdNumber:
    """Read an ID number however it was written.

    Raises ``IdNumberRefused`` with the first fault; the number itself never enters the message.
    """
    number = normalise_id_number(text)
    if not number:
        raise IdNumberRefused(IdNumberFault.BLANK)
    if len(number) != 18:
        raise IdNumberRefused(IdNumberFault.LENGTH)
    if not _SHAPE.fullmatch(number):
        raise IdNumberRefused(IdNumberFault.CHARACTERS)
    birth_date = _birth_date(number[6:14])
    if check_character(number[:17]) != number[17]:
        raise IdNumberRefused(IdNumberFault.CHECK_DIGIT)
    sex = "男" if int(number[16]) % 2 else "女"
    return IdNumber(number=number, area_code=number[:6], birth_date=birth_date, sex=sex)


def id_number_fault(text: str) -> IdNumberFault | None:
    """Return the first thing wrong with an ID number, or ``None`` if it is valid."""
    try:
        parse_id_number(text)
    except IdNumberRefused as refused:
        return refused.fault
    return None


def _birth_date(digits: str) -> dt.date:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdNumberRefused(IdNumberFault.BIRTH_DATE) from None
