"""The values of a paper, brought into the form in which the registration form is compared.

What was read with too little certainty, or contradicts what it must agree with, is kept and
named as doubtful: it may be shown to a person but accuses nobody.
"""

import re
from dataclasses import dataclass, field

from linli.core.documents import form_values
from linli.core.identity.id_number import id_number_fault, normalise_id_number, parse_id_number
from linli.core.identity.names import normalise_name
from linli.core.pages.letterforms import printed_forms
from linli.core.papers.paper import PaperValues
from linli.core.papers.wording import Reading, Wording

#: A recogniser that is less sure of its words than this may be wrong about any of them.
RELIABLE = 0.8
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
NAME = f"[{_HAN}]{{1,12}}?(?:[·•・‧∙.．][{_HAN}]{{1,12}}?)+|[{_HAN}]{{2,4}}?"
_WHOLE_NAME = re.compile(NAME)
_NO_NAME = re.compile(
    "姓名|性别|民族|出生|住址|证书|毕业|学生|本人|同学|专业|学校|大学$|学院$|公民|身份"
)
_DIGITS = re.compile(r"[0-9OoIl|SBZ]{15,20}[0-9XxOoIl×*]")
_LOOKALIKE_DIGITS = str.maketrans("OoIl|SBZ*", "00111582X")
_NUMERAL = "〇○零一二三四五六七八九十0-9"
_LOST_CIRCLE = re.compile(f"(?<=[{_NUMERAL}])[OoQD口囗◯●|。](?=[{_NUMERAL}])")
DATE = re.compile(
    f"[{_NUMERAL}OoQD口囗◯●|。]{{3,6}}年[一二三四五六七八九十0-9]{{1,3}}月"
    r"(?:[一二三四五六七八九十0-9]{1,3}日)?|(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?"
)
_MAJOR_TAIL = re.compile("(?:专业|学科)?[(（]?(?:专业)?$")
_PART_OF_SCHOOL = re.compile(f"^[{_HAN}]{{2,15}}?(?:学院|分院|系(?![统列]))(?=[{_HAN}]{{2,}})")


@dataclass(slots=True)
class Collected:
    """The values gathered from one paper so far, and which of them are doubtful."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    doubtful: set[str] = field(default_factory=set)
    is_full_time: bool | None = None

    def take(self, key: str, value: str | None, sure: float = 1.0) -> None:
        """Keep the first value given for ``key``; a blank one is nothing."""
        if not value or key in self.values:
            return
        self.values[key] = value
        if sure < RELIABLE:
            self.doubtful.add(key)

    def paper_values(self) -> PaperValues:
        """Return what was gathered."""
        return PaperValues(**self.values, is_full_time=self.is_full_time)

    def doubts(self) -> tuple[str, ...]:
        """Return the names of the doubtful values."""
        return tuple(sorted(self.doubtful))


def name_of(text: str) -> str | None:
    """Return a person's name, ``None`` if the text is none: a label, a single letter, digits."""
    name = normalise_name(printed_forms(text.strip(":：,，。;；()（）")))
    if not _WHOLE_NAME.fullmatch(name) or _NO_NAME.search(name):
        return None
    return name


def id_number_in(wording: Wording) -> Reading | None:
    """Return the ID number on a page, a valid one before one that was misread."""
    found: Reading | None = None
    pieces = [(word.text, word.sure) for word in wording.words]
    pieces += [("".join(w.text for w in row), min(w.sure for w in row)) for row in wording.rows]
    for text, sure in pieces:
        for match in _DIGITS.finditer(text):
            number = _valid_number(match[0])
            if number is not None:
                return Reading(number, sure)
            if len(match[0]) == 18 and found is None:
                found = Reading(normalise_id_number(match[0]), 0.0)
    return found


def _valid_number(run: str) -> str | None:
    """Return the valid number within a run of digits, letters that look like digits put right."""
    for start in range(max(len(run) - 17, 0)):
        window = run[start : start + 18]
        for number in (window, window.translate(_LOOKALIKE_DIGITS)):
            if id_number_fault(number) is None:
                return normalise_id_number(number)
    return None


def take_id_number(collected: Collected, wording: Wording) -> None:
    """Take the ID number, doubtful if it is not valid as read, and the month of birth in it."""
    reading = id_number_in(wording)
    if reading is None:
        return
    collected.take("id_number", reading.text, reading.sure)
    if id_number_fault(reading.text) is None:
        birth = parse_id_number(reading.text).birth_date
        collected.take("birth", f"{birth.year}-{birth.month:02d}", reading.sure)


def take_birth(collected: Collected, reading: Reading | None) -> None:
    """Take the printed month of birth; one that differs from the ID number is doubtful."""
    month = month_of(reading.text) if reading is not None else None
    if reading is None or month is None:
        return
    if collected.values.get("birth", month) != month:
        collected.doubtful.add("birth")
    collected.take("birth", month, reading.sure)


def month_of(text: str) -> str | None:
    """Return the month of the first date, the circles of Chinese numerals put right."""
    return form_values.month(repaired_numerals(text))


def repaired_numerals(text: str) -> str:
    """Return the text with the 〇 of its years: recognisers read it as a letter or lose it.

    二|二四年 and 二二四年 are 二〇二四年; no other year of this century loses one 〇 that way.
    """
    circled = _LOST_CIRCLE.sub("〇", text)
    return re.sub(
        "(?<![〇○零一二三四五六七八九])二(?=二[〇○零一二三四五六七八九]年)", "二〇", circled
    )


def major_of(text: str) -> str | None:
    """Return a major without the school's department before it and 专业 after it."""
    value = form_values.plain(text)
    if value is None:
        return None
    value = _PART_OF_SCHOOL.sub("", _MAJOR_TAIL.sub("", value))
    return value if re.search(f"[{_HAN}]{{2}}", value) else None


def education_of(text: str) -> str | None:
    """Return the level of education if the text names one of those the form knows."""
    value = form_values.education(text, degree_text=text)
    return value if value in form_values.EDUCATION_LEVELS else None


_PART_TIME = re.compile(
    "非全日制|成人|函授|业余|夜大|自学考试|自考|网络(?:教育|高等)|远程教育|开放(?:教育|大学)|电视大学|电大|党校|半脱产|不区分"
)
_FULL_TIME = re.compile("全日制|普通.{0,2}制|普通高等|^普通$")


def full_time_of(text: str) -> bool | None:
    """Tell the mode of study from the words of a certificate or a report; ``None`` if they do not say."""
    if _PART_TIME.search(text):
        return False
    return True if _FULL_TIME.search(text) else None
