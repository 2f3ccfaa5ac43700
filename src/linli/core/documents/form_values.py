"""From what people write into a field to one canonical value.

Every function takes the text as written and returns ``None`` where nothing was written
or nothing can be told; none guesses.

Source: D0 附件2.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from linli.core.documents.grid import PICTURE
from linli.core.documents.ticks import has_mark, read_ticks

_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff" + PICTURE + "]+")
# A recogniser takes a dash for 一, which is no value of any field.
_NOTHING = frozenset(
    {"", "无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "_", "空", "无。", "未填", "一"}
)
_NO_DEGREE = re.compile(
    r"(?:暂|尚|还)?(?:未|没有?|无)(?:取得|授予|获得|拿到|颁发|有)?(?:学位)?(?:证书?)?|待(?:取得|授予|发)"
    # A slash in place of a degree is recognised as what looks like one.
    r"|[1lI|丨丿]"
)
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九两", "0001234567892")
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\D{1,3}?(1[0-2]|0?[1-9])(?!\d)")
_SHORT_YEAR_MONTH = re.compile(r"(?<!\d)(\d\d)年(1[0-2]|0?[1-9])月")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)")
_FULL_DATE = re.compile(r"((?:19|20)\d\d)\D{1,3}?(\d{1,2})\D{1,3}?(\d{1,2})")
_MOBILE = re.compile(r"(?<!\d)(?:0086|86)?(1[3-9]\d{9})(?!\d)")

_POLITICAL: Sequence[tuple[str, re.Pattern[str]]] = (
    ("中共预备党员", re.compile("(?:中共|中国共产党)?预备")),
    ("共青团员", re.compile("团员|共青团")),
    # The members of other parties are 党员 as well.
    (
        "中共党员",
        re.compile("(?:中共|中国共产党|共产党)(?!预备)|(?<![\u4e00-\u9fff])(?:正式)?党员"),
    ),
    ("群众", re.compile("群众")),
)
_EDUCATION: Sequence[tuple[str, re.Pattern[str]]] = (
    ("博士研究生", re.compile("博士")),
    ("硕士研究生", re.compile("硕士")),
    ("研究生", re.compile("研究生")),
    ("本科", re.compile("本科|专升本")),
    ("专科", re.compile("大专|专科|高职|高专")),
    ("中专", re.compile("中专|中职|中技|技校|职高|中等")),
    ("高中", re.compile("高中")),
    ("本科", re.compile("大学|学士")),
)
#: The levels of education that a form is read into.
EDUCATION_LEVELS = ("中专", "专科", "本科", "硕士研究生", "博士研究生")
_SEXES: Sequence[tuple[str, re.Pattern[str]]] = (
    ("男", re.compile("男")),
    ("女", re.compile("女")),
)


def plain(text: str) -> str | None:
    """Return a one-line value without blanks; a dash or 无 stands for nothing."""
    value = _BLANKS.sub("", text).strip("_＿")
    return None if value in _NOTHING else value


def paragraphs(text: str) -> str | None:
    """Return a long value line by line, blank lines left out, words kept as written."""
    lines = (line.replace(PICTURE, "").strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line) or None


def month(text: str) -> str | None:
    """Return a month as ``YYYY-MM`` from any way to write it: 2002年3月, 2002.03, 200203, 二〇〇二年三月."""
    plain_text = _arabic(_BLANKS.sub("", unicodedata.normalize("NFKC", text)))
    match = _YEAR_MONTH.search(plain_text) or _COMPACT.search(plain_text)
    if match is not None:
        return f"{match[1]}-{int(match[2]):02d}"
    short = _SHORT_YEAR_MONTH.search(plain_text)
    if short is None:
        return None
    # Nobody who graduates this century was born before 1950.
    century = 2000 if int(short[1]) < 50 else 1900
    return f"{century + int(short[1])}-{int(short[2]):02d}"


def full_date(text: str) -> str | None:
    """Return a day as ``YYYY-MM-DD``, ``None`` if there is no such day."""
    match = _FULL_DATE.search(_arabic(_BLANKS.sub("", unicodedata.normalize("NFKC", text))))
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _arabic(text: str) -> str:
    # 二〇〇二 is written digit by digit, 十二 is not.
    text = re.sub(
        "十(?=[一二三四五六七八九])", "1", re.sub("([二三])十(?=[一二三四五六七八九])", r"\1", text)
    )
    text = re.sub("([二三])十", r"\g<1>0", text).replace("十", "10")
    return text.translate(_CHINESE_DIGITS)


def sex(text: str) -> str | None:
    """Return 男 or 女, the ticked one where both are printed."""
    return _one_of(text, choices=_SEXES)


def ethnicity(text: str) -> str | None:
    """Return the ethnic group with its 族."""
    value = plain(text)
    return value if value is None or value.endswith(("族", "人")) else value + "族"


def political_status(text: str) -> str | None:
    """Return the four usual statuses by their full names, any other as written."""
    return _one_of(text, choices=_POLITICAL) or plain(text)


def education(text: str, *, degree_text: str) -> str | None:
    """Return the level of education; 研究生 alone takes its level from the degree."""
    value = _one_of(text, choices=_EDUCATION)
    if value == "研究生":
        return "博士研究生" if "博士" in degree_text else "硕士研究生"
    return value or plain(text)


def degree(text: str) -> str | None:
    """Return the degree as written without a closing 学位, ``None`` if the form says there is none."""
    value = plain(text)
    if value is None or _NO_DEGREE.fullmatch(value):
        return None
    return value.removesuffix("证书").removesuffix("学位") or None


def phone(text: str) -> str | None:
    """Return the 11 digits of the first mobile number, else all digits as written."""
    digits = re.sub(r"[\s\-—–−.·()+_\u200b-\u200f]", "", unicodedata.normalize("NFKC", text))
    match = _MOBILE.search(digits)
    return match[1] if match else re.sub(r"\D", "", digits) or None


def _one_of(text: str, *, choices: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    flat = _BLANKS.sub(" ", text)
    if has_mark(flat):
        ticked = read_ticks(flat, choices=choices).ticked
        if len(ticked) == 1:
            return ticked[0]
    return next((key for key, pattern in choices if pattern.search(_BLANKS.sub("", text))), None)
