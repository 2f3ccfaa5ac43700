"""The sentence of a certificate: who was born when, studied what from when to when, and where.

学生某某性别男，二〇〇〇年十二月五日生，于二〇一九年九月至二〇二三年六月在本校音乐学专业四年制本科学习…

Source: D0 三(一)6(2), 三(二).
"""

import re

from linli.core.papers.values import DATE, NAME, major_of, month_of, name_of
from linli.core.papers.wording import Flow, Reading, Wording

_HAN = "\u3400-\u9fff"
_WHO = "(?:兹证明|研究生|本科生|专科生|毕业生|学员|考生|学生|证明)?"
_PERSON = (
    re.compile(
        f"^{_WHO}[:：]?({NAME})(?:同志)?[,，、]?(?:性别)?[:：]?[,，]?[男女](?=[,，。、\\d一二〇○]|$)"
    ),
    re.compile(f"^{_WHO}[:：]?({NAME})[,，]?系.{{2,20}}人"),
    re.compile(
        f"(?:兹证明|研究生|学员|考生|学生)[:：]?({NAME})(?:同志)?[,，、]?(?:性别)?[:：]?[男女]"
    ),
    re.compile(f"({NAME})(?:同志)?[,，、]?性别[:：]?[男女]"),
    re.compile(f"(?:^|[\n。])({NAME})(?:同志)?[,，][男女][,，]"),
    re.compile(f"(?:兹证明|现证明|证明)({NAME})(?:同志|同学)?[(（,，]"),
    re.compile(f"(?:^|[\n。,，:：予])({NAME})同[学志](?=[:：,，在于荣被获\n]|$)"),
    re.compile(f"(?:居民|村民)({NAME})(?:同志)?[(（,，]"),
)
_BIRTH = re.compile(f"({DATE.pattern})(?:出)?生")
_PERIOD_END = re.compile(f"[至到—~-]({DATE.pattern})")
_SCHOOL = re.compile(f"(?:在|于)([{_HAN}]{{2,24}}?(?:大学|学院|专科学校|职业学校|研究院|学校))")
_MAJOR_END = re.compile("专业")
_MAJOR_START = re.compile(
    "本校|我校|本院|我院|自学考试|[月日年]在|[,，。;；:：、\n]|参加|修读|攻读|学习期间|所学"
)
_LONGEST_MAJOR = 30


def graduate_in(wording: Wording) -> Reading | None:
    """Return the name of the person a certificate speaks of."""
    flow = wording.flow
    for row in wording.rows:
        text = "".join(word.text for word in row)
        for pattern in _PERSON[:2]:
            match = pattern.search(text)
            name = name_of(match[1]) if match is not None else None
            if name is not None:
                return Reading(name, min(word.sure for word in row))
    for pattern in _PERSON[2:]:
        match = pattern.search(flow.text)
        name = name_of(match[1]) if match is not None else None
        if match is not None and name is not None:
            return Reading(name, flow.reading(match.start(1), match.end(1)).sure)
    return None


def birth_in(flow: Flow) -> Reading | None:
    """Return the month of birth, ``None`` if a numeral of it was lost."""
    match = _BIRTH.search(flow.text)
    return _month(flow, match) if match is not None else None


def graduation_in(flow: Flow, *, is_diploma: bool) -> Reading | None:
    """Return the month in which the studies ended; a degree certificate gives its own date."""
    ends = list(_PERIOD_END.finditer(flow.text)) if is_diploma else []
    born = _BIRTH.search(flow.text)
    days = [
        match
        for match in DATE.finditer(flow.text)
        if born is None or not born.start() <= match.start() < born.end()
    ]
    for match in [*ends, *reversed(days)]:
        reading = _month(flow, match)
        if reading is not None:
            return reading
    return None


def _month(flow: Flow, match: re.Match[str]) -> Reading | None:
    group = 1 if match.re.groups else 0
    reading = flow.reading(match.start(group), match.end(group))
    month = month_of(reading.text)
    return Reading(month, reading.sure) if month is not None else None


def school_in(flow: Flow) -> Reading | None:
    """Return the school of which the sentence speaks, as a degree certificate does."""
    match = _SCHOOL.search(flow.text)
    return flow.reading(match.start(1), match.end(1)) if match is not None else None


def major_in(flow: Flow, *, school: str | None) -> Reading | None:
    """Return the words before 专业, without the school and the words that lead to them."""
    for end in _MAJOR_END.finditer(flow.text):
        head = flow.text[: end.start()]
        starts = [match.end() for match in _MAJOR_START.finditer(head)]
        start = max(starts, default=0)
        start += len(_lead(head[start:], school=school))
        major = major_of(head[start:]) if len(head) - start <= _LONGEST_MAJOR else None
        if major is not None:
            return Reading(major, flow.reading(start, end.start()).sure)
    return None


def _lead(text: str, *, school: str | None) -> str:
    rest = text.removeprefix("在")
    if school is not None and rest.startswith(school):
        rest = rest.removeprefix(school)
    elif (
        named := re.match(f"[{_HAN}]{{2,24}}?(?:大学|学院|学校|研究院)(?=[{_HAN}]{{2}})", rest)
    ) is not None:
        rest = rest[named.end() :]
    return text[: len(text) - len(rest)]
