"""Questions about seasons: which ones an official has, the stage clock, what the pack says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import partial
from string import Formatter

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import ORDER, Quota, Season, Stage, StageWindow
from linli.core.documents.official import Mark
from linli.core.money import yuan_text
from linli.core.policy import Document, Pack, Parameter, Rule, Unit
from linli.core.policy.pack import Scalar

_NUMERALS = "零一二三四五六七八九十"
# A pack's readings and labels point to the list of open questions; officials do not have that list.
_GAP = re.compile(r"\{(\w+)\}")
_QUESTION = re.compile(r"（Q\d+）|，?Q\d+：?")
_METHODS = {"deferred-acceptance": "递延接受法", "score-first": "成绩优先法"}


def marks_of(season: Season) -> tuple[Mark, ...]:
    """Return the marks that every paper of a season carries."""
    return (Mark.REHEARSAL, Mark.SAMPLE) if season.is_rehearsal else ()


class StageStatus(StrEnum):
    """Where a stage stands in its season."""

    FINISHED = "finished"
    CURRENT = "current"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """Return the status in the office's words."""
        return {"finished": "已结束", "current": "进行中", "ahead": "未开始"}[self.value]


@dataclass(frozen=True, slots=True)
class ClockStage:
    """A stage with its first and last day, both included."""

    label: str
    first_day: date
    last_day: date
    clause: str
    status: StageStatus


@dataclass(frozen=True, slots=True)
class StageClock:
    """The stages in order; ``days_left`` counts to the last day of the present one.

    0 on the last day itself, negative after it; ``None`` when no stage runs, and in a
    rehearsal, whose days are not today's.
    """

    stages: tuple[ClockStage, ...]
    current: ClockStage | None
    days_left: int | None

    @property
    def today(self) -> date | None:
        """Return the day from which the days are counted, ``None`` where none are."""
        if self.current is None or self.days_left is None:
            return None
        return self.current.last_day - timedelta(days=self.days_left)

    @property
    def days_over(self) -> int:
        """Return by how many days the present stage has passed its last day, 0 if it has not."""
        return max(0, -(self.days_left or 0))


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter as officials read it. ``rows`` is filled for a table, ``text`` otherwise."""

    name: str
    description: str
    text: str
    clause: str
    reading: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of the pack in words: its label, and the sentences it may answer with."""

    name: str
    label: str
    clause: str
    sentences: tuple[str, ...]


def seasons_for(scope: str) -> QuerySet[Season]:
    """Return the seasons of the cities above or below ``scope``, newest first, withdrawn ones too.

    Each row carries ``place_count``, within the scope.
    """
    above = [scope[:length] for length in (2, 4, 6) if len(scope) >= length]
    places = Quota.objects.filter(season=OuterRef("pk"), county__code__startswith=scope).values(
        "season"
    )
    return (
        Season.objects.filter(Q(city__code__startswith=scope) | Q(city_id__in=above))
        .select_related("city")
        .annotate(
            place_count=Coalesce(Subquery(places.annotate(sum=Sum("places")).values("sum")), 0)
        )
    )


def stage_clock(season: Season, today: date) -> StageClock:
    """Return the stages of a season and the next deadline as seen on ``today``."""
    windows = sorted(season.windows.all(), key=lambda window: ORDER.index(Stage(window.stage)))
    stages = tuple(_clock_stage(window, Stage(season.stage)) for window in windows)
    current = next((stage for stage in stages if stage.status is StageStatus.CURRENT), None)
    counted = current is not None and not season.is_rehearsal
    return StageClock(
        stages, current, (current.last_day - today).days if current and counted else None
    )


def _clock_stage(window: StageWindow, now: Stage) -> ClockStage:
    stage = Stage(window.stage)
    distance = ORDER.index(stage) - ORDER.index(now)
    status = (
        StageStatus.CURRENT
        if distance == 0
        else StageStatus.FINISHED
        if distance < 0
        else StageStatus.AHEAD
    )
    return ClockStage(stage.label, window.first_day, window.last_day, window.clause, status)


def first_day(season: Season) -> date:
    """Return the first day of a season: the day whose figures hold for it."""
    days = [window.first_day for window in season.windows.all()]
    return min(days, default=beijing_date(season.opened_at))


def notice_of(season: Season) -> Document:
    """Return the document that a season carries out: the first of its pack."""
    return next(iter(season.pack.documents.values()))


def figures_of(season: Season, names: tuple[str, ...] = ()) -> tuple[Figure, ...]:
    """Return the pack's figures in force for a season, all or the named ones, in the pack's order."""
    return figures_on(season.pack, first_day(season), names)


def figures_on(pack: Pack, day: date, names: tuple[str, ...] = ()) -> tuple[Figure, ...]:
    """Return a pack's figures in force on a day, all or the named ones, in the pack's order."""
    return tuple(
        _figure(pack, parameter, day)
        for name, parameter in pack.parameters.items()
        if not names or name in names
    )


def _figure(pack: Pack, parameter: Parameter, day: date) -> Figure:
    dated, unit = parameter.on(day), parameter.unit
    rows: tuple[tuple[str, str], ...] = ()
    text = ""
    if isinstance(dated.value, Mapping):
        rows = tuple(
            (_keys_text(pack, parameter, keys), _shown(pack, entry, unit))
            for keys, entry in dated.value.items()
        )
    else:
        text = _shown(pack, dated.value, unit)
    reading = _QUESTION.sub("", parameter.reading)
    return Figure(parameter.name, parameter.description, text, dated.clause, reading, rows)


def _keys_text(pack: Pack, parameter: Parameter, keys: tuple[str, ...]) -> str:
    return "、".join(
        _key_text(pack, name, key) for name, key in zip(parameter.keys, keys, strict=True)
    )


def _key_text(pack: Pack, name: str, key: str) -> str:
    if name in pack.inputs:
        return pack.inputs[name].choices.get(key, key)
    return f"{_NUMERALS[int(key)]}类" if name == "tier" else key


def _shown(pack: Pack, value: Scalar, unit: Unit) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, tuple):
        labels = {rule.code: rule.label for rule in pack.rules.values() if rule.code}
        return "、".join(labels.get(one, one) for one in value)
    if unit is Unit.RULE:
        return _QUESTION.sub("", pack.rules[str(value)].label)
    if isinstance(value, str):
        return _word(pack, value)
    return _number_text(value, unit)


def _word(pack: Pack, value: str) -> str:
    """Return the Chinese word of a pack's code, or the text itself where it is no code."""
    choices = {key: label for fact in pack.inputs.values() for key, label in fact.choices.items()}
    return _GAP.sub(partial(_gap_text, pack), {**choices, **_METHODS}.get(value, value))


def _gap_text(pack: Pack, gap: re.Match[str]) -> str:
    """Return what the system fills into the gap of a text, by its Chinese name."""
    parameter = pack.parameters.get(gap[1])
    return f"（{parameter.description if parameter else '由系统填写'}）"


def _number_text(value: int | Decimal, unit: Unit) -> str:
    if unit.is_money and isinstance(value, int):
        return f"{yuan_text(value)}{unit.label}"
    if unit is Unit.RATIO:
        return (
            f"{(value * 100).normalize():f}%" if isinstance(value, Decimal) else f"{value * 100}%"
        )
    if unit is Unit.ORDINAL and isinstance(value, int):
        return f"{_NUMERALS[value]}{unit.label}"
    return f"{value}{unit.label}"


def without_questions(text: str) -> str:
    """Return a pack's words without their pointers to the list of open questions."""
    return _QUESTION.sub("", text)


def rule_texts(season: Season) -> tuple[RuleText, ...]:
    """Return the rules of a season's pack in words, the figures filled in, in the pack's order."""
    pack, day = season.pack, first_day(season)
    return tuple(
        RuleText(rule.name, _QUESTION.sub("", rule.label), rule.clause, _sentences(pack, day, rule))
        for rule in pack.rules.values()
    )


def _sentences(pack: Pack, day: date, rule: Rule) -> tuple[str, ...]:
    texts = dict.fromkeys(text for text in (rule.text, rule.unknown_text) if text)
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    figures = {
        name: _shown(pack, pack.scalar(name, day), pack.parameter(name).unit) for name in names
    }
    return tuple(_without_units(pack, text, names).format_map(figures) for text in texts)


def _without_units(pack: Pack, text: str, names: Iterable[str]) -> str:
    """Return a text without the units it writes behind its figures, which are shown with theirs."""
    for name in names:
        text = text.replace(f"{{{name}}}{pack.parameter(name).unit.label}", f"{{{name}}}")
    return text


def clause_order(clause: str) -> tuple[object, ...]:
    """Return a sort key that puts clauses in the order in which they stand in their document.

    D0 一(二) comes before D0 三(一)6(2), that before D0 三(二), annexes last.
    """
    document, _, place = clause.partition(" ")
    steps = re.findall(r"附件|第|[0-9]+|[零一二三四五六七八九十]+", place)
    return (document != "D0", document, "附件" in steps, [_number(step) for step in steps])


def _number(step: str) -> int:
    if step.isdigit():
        return int(step)
    if len(step) == 1 and step in _NUMERALS:
        return _NUMERALS.index(step)
    return 0
