"""The three answers of the form that are more than a word: transfer, places, and the signed pledge.

Source: D0 附件2.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.documents.form_values import full_date
from linli.core.documents.grid import PICTURE
from linli.core.documents.ticks import read_ticks, without_marks
from linli.core.places import Area, Gazetteer, plain_place_text

_REFUSES = re.compile("(?:不|拒绝)(?:接受|服从|同意)(?:调剂)?")
_ACCEPTS = re.compile("可?(?<!不)(?<!否)(?:接受|服从)(?!调剂到其)(?:以下地区(?:的)?)?(?:调剂)?")
#: The two printed choices about transfer and the patterns of their words.
CHOICES = (("refuses", _REFUSES), ("accepts", _ACCEPTS))
_YES = re.compile(r"^(?:是|同意|愿意|可以|接受|服从)")
_NO = re.compile(r"^(?:否|不|拒绝)")
# Shorter brackets hold a tick.
_PRINTED_HINT = re.compile(r"[【\[][^】\]\n]{4,80}[】\]]")
_BLANKS_BETWEEN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff])[^\S\n]+(?=[\u4e00-\u9fff])")
_NUMBERED = re.compile(r"(?<!\d)[1-9]\s*[.、:)](?!\d)|[①-⑨⑴-⑼]")
_GAP_WORDS = re.compile(r"[市县区、,，。;；/\-—\s]+")
_SIGN_HERE = re.compile(r"(?:签\s*名|签\s*字|签\s*章)[^\S\n]*[)）】\]]?[^\S\n]*[:：]?")
_DATE_WORDS = re.compile(
    r"(?:(?:19|20)\d\d|[\d〇零一二三四五六七八九十]{1,6}|[xX*]{2,4})?\s{0,8}(?:日(?!期)|[年月.\-/])"
    r"|日期|时间|\d+"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Transfer:
    """The answer about transfer; ``accepts`` is ``None`` if neither or both boxes are ticked."""

    accepts: bool | None
    contradictory: bool
    areas: tuple[Area, ...]
    unread: bool


def read_place(text: str, *, gazetteer: Gazetteer) -> tuple[Area, bool]:
    """Read the intended place; the second value tells that something was written but not understood."""
    written = _PRINTED_HINT.sub("", unicodedata.normalize("NFKC", text).replace(PICTURE, ""))
    area = gazetteer.resolve(written)
    if area == Area():
        return area, _has_words(written)
    unknown = () if area.county else gazetteer.read(written).unknown
    return area, any(map(_has_words, unknown))


def read_transfer(text: str, *, gazetteer: Gazetteer) -> Transfer:
    """Read the boxes and the places of the question about transfer.

    Who deletes one choice has chosen the other, ticked or not.
    """
    written = _PRINTED_HINT.sub("", _BLANKS_BETWEEN_WORDS.sub("", text.replace(PICTURE, "")))
    found = read_ticks(written, choices=CHOICES)
    chosen = found.ticked or (found.printed if len(found.printed) == 1 else ())
    accepts = "accepts" in chosen if len(chosen) == 1 else None
    if not found.printed:
        accepts = _answer_in_words(written)
    areas, unread = _areas(written, gazetteer=gazetteer)
    return Transfer(accepts=accepts, contradictory=len(chosen) > 1, areas=areas, unread=unread)


def _answer_in_words(text: str) -> bool | None:
    words = re.sub(r"[\s□☐]+", "", without_marks(text))
    if _NO.match(words):
        return False
    return True if _YES.match(words) else None


def _areas(text: str, *, gazetteer: Gazetteer) -> tuple[tuple[Area, ...], bool]:
    areas: list[Area] = []
    unread = False
    for item in _items(text):
        found = gazetteer.resolve_all(item)
        unread = unread or (not found and _has_words(item))
        areas += found
    return tuple(dict.fromkeys(areas)), unread


def _items(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", text)
    for line in folded.split("\n"):
        for item in _NUMBERED.split(_ACCEPTS.sub(" ", _REFUSES.sub(" ", without_marks(line)))):
            yield re.sub(r"^[^\S\n]*(?:的|调剂|:)+", "", item)


def _has_words(text: str) -> bool:
    return bool(_LETTER.search(_GAP_WORDS.sub("", plain_place_text(text)).replace("(市、区)", "")))


def is_signed(pledge: str) -> bool:
    """Tell whether a name is typed, or a picture placed, where the pledge asks for the signature."""
    marker = list(_SIGN_HERE.finditer(pledge))
    if not marker:
        return PICTURE in pledge
    # A floating picture is anchored anywhere in the cell.
    if PICTURE in pledge:
        return True
    rest = _DATE_WORDS.sub("", unicodedata.normalize("NFKC", pledge[marker[-1].end() :]))
    return bool(_LETTER.search(rest))


def pledge_date(pledge: str) -> str | None:
    """Return the day that stands under the pledge."""
    marker = list(_SIGN_HERE.finditer(pledge))
    return full_date(pledge[marker[-1].end() :] if marker else pledge)
