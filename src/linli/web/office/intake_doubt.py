"""What the page of one doubt shows: the picture, what was read, and what an official may answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.accounts.models import User
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.states import State
from linli.apps.intake.doubts import AND, BOTH_SIDES, OTHER_PAPER, may_settle
from linli.apps.intake.models import Doubt
from linli.apps.intake.queries import Turn, turn_of
from linli.apps.seasons.permissions import Permission
from linli.core.documents.form_entry import ENTRY_CHOICES, ENTRY_LABELS
from linli.core.papers.kinds import MaterialKind
from linli.web.design.badges import Badge
from linli.web.office.intake_presenting import settled_mark
from linli.web.office.words import MATERIALS

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_NONE_KEY = "0"
_NEVER_BLANK = ("pledge",)
_LONG = ("resume", "awards", "strengths")
_HINTS = {
    "birth": "年月，例如2002-03",
    "graduation": "年月，例如2024-07",
    "intended": "市和县（市、区），例如忻州市代县",
    "transfer": "不接受，或者“接受：”加地区，用顿号隔开；也可填两项都选、未选择",
}
#: Edges of a place are told to the page in so many parts of its width and height.
_PARTS = 1_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a key gives."""

    key: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the place lies on the whole page, in thousandths of its width and height."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One doubt with its turn. ``value`` is what the input holds, ``choices`` where keys answer."""

    doubt: Doubt
    label: str
    status: Badge
    value: str
    choices: tuple[Choice, ...]
    is_long: bool
    hint: str
    has_picture: bool
    has_place: bool
    mark: Mark | None
    turn: Turn
    permission: Permission


def doubt_page(doubt: Doubt, official: User, *, typed: str | None = None) -> DoubtPage:
    """Return what the page of a doubt shows; ``typed`` is what was refused just now, and stays."""
    value = _value(doubt) if typed is None else typed
    has_picture = bool(doubt.page and doubt.mail_id)
    return DoubtPage(
        doubt=doubt,
        label=ENTRY_LABELS.get(doubt.field, "材料的种类"),
        status=settled_mark(doubt.status, doubt.get_status_display()),
        value=value,
        choices=_choices(doubt, value),
        is_long=doubt.field in _LONG or "\n" in value,
        hint=_HINTS.get(doubt.field, ""),
        has_picture=has_picture,
        has_place=has_picture and bool(doubt.box),
        mark=_mark(doubt.box) if doubt.box else None,
        turn=turn_of(doubt, official.scope),
        permission=_permission(doubt, official),
    )


def _value(doubt: Doubt) -> str:
    return doubt.settled if doubt.settled_by_id is not None else doubt.proposed


def _permission(doubt: Doubt, official: User) -> Permission:
    application = doubt.application
    state = State(application.state)
    if doubt.status == Doubt.Status.OUTDATED:
        return Permission(False, "来件已更新，这一项不必核对")
    if state not in OPEN_STATES:
        return Permission(False, f"此件现为“{state.label}”，读取结果不能再改")
    return may_settle(official, application)


def _choices(doubt: Doubt, value: str) -> tuple[Choice, ...]:
    if doubt.kind == Doubt.Kind.PAPER:
        return _papers(doubt, value)
    words = ENTRY_CHOICES.get(doubt.field, ())
    if not words:
        return ()
    choices = [
        Choice(key, word, word, word == value) for key, word in zip(_KEYS, words, strict=False)
    ]
    blank = () if doubt.field in _NEVER_BLANK else (Choice(_NONE_KEY, "", "未填写", not value),)
    return (*choices, *blank)


def _papers(doubt: Doubt, value: str) -> tuple[Choice, ...]:
    """Return the kinds of papers, and several at once where one picture may show or did show them."""
    several = [doubt.proposed] if AND in doubt.proposed else []
    answers = dict.fromkeys([*(kind.value for kind in MaterialKind), BOTH_SIDES, *several])
    kinds = [
        Choice(key, answer, _label(answer), answer == value)
        for key, answer in zip(_KEYS, answers, strict=False)
    ]
    other = Choice(_NONE_KEY, OTHER_PAPER, "不是所列材料", value == OTHER_PAPER)
    return (*kinds, other)


def _label(answer: str) -> str:
    if answer == BOTH_SIDES:
        return "身份证（人像面和国徽面）"
    return "和".join(MATERIALS[kind] for kind in answer.split(AND))


def _mark(box: Sequence[float]) -> Mark:
    left, top, right, bottom = (round(edge * _PARTS) for edge in box)
    return Mark(left, top, max(right - left, 1), max(bottom - top, 1))
