"""Questions about what came in: mails by kind, what waits for a person, the way through the doubts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from linli.apps.applications.models import Application, ApplicationQuerySet, Check
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.intake.models import Doubt, Letter, Mail
from linli.apps.seasons.models import Season

#: What a mail can be, in the office's words.
MAIL_KINDS = {
    "application": "报名",
    "supplement": "补充材料",
    "correction": "更正报名表",
    "duplicate": "重复来件",
    "withdrawal": "撤回报名",
    "inquiry": "咨询",
    "spam": "无关来件",
    "late": "逾期来件",
    "set_aside": "待人工辨认",
    "online": "网上报名",
}
_STANDING = (Doubt.Status.OPEN, Doubt.Status.ACCEPTED, Doubt.Status.CORRECTED)
# A case number has at least so many digits.
_DIGITS = 5
_LARGE = ("application__form", "application__reading", "application__papers")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: readings to settle, mails to read, cases without a form, letters."""

    readings: int
    mails: int
    formless: int
    letters: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Where one doubt stands among those of an official: the how-manieth of how many, what is next.

    ``number`` is 0 for one that nobody has to settle any more. ``following`` is the next open
    one, from the first again after the last; ``earlier`` the one before, settled or not. Both
    are ``None`` if there is none.
    """

    number: int
    total: int
    left: int
    following: Doubt | None
    earlier: Doubt | None

    @property
    def settled(self) -> int:
        """Return how many need no person any more."""
        return self.total - self.left


def mails_within(season: Season, scope: str) -> QuerySet[Mail]:
    """Return the mails that an official sees: of the own cases; those of no case, the city does.

    What was read of a mail is not loaded.
    """
    cases = season.applications.within(scope).values("pk")
    of_nobody = Q(application=None, season__city__code__startswith=scope)
    found = season.mails.filter(Q(application__in=cases) | of_nobody)
    return found.select_related("application").defer("reading", *_LARGE)


class Standing(StrEnum):
    """What became of a mail so far."""

    WAITING = "waiting"
    HANDLED = "handled"
    LAID = "laid"
    NOBODYS = "nobodys"

    @property
    def label(self) -> str:
        """Return it in the office's words."""
        return {
            "waiting": "须人工阅读",
            "handled": "已由人工处理",
            "laid": "已归入报名",
            "nobodys": "不属于任何报名",
        }[self.value]


STANDINGS: Mapping[str, Q] = {
    Standing.WAITING: Q(is_set_aside=True, handled_by=None),
    Standing.HANDLED: Q(handled_by__isnull=False),
    Standing.LAID: Q(application__isnull=False),
    Standing.NOBODYS: Q(application=None),
}


def find_mails(
    season: Season,
    scope: str,
    *,
    kind: str = "",
    standing: str = "",
    number: str = "",
    words: str = "",
) -> QuerySet[Mail]:
    """Return the mails within a scope, oldest first, each with its ``sender``; narrowed by what is given.

    ``number`` is the number of a mail or of a case; ``words`` are part of a
    sender's address, a subject or a person's name.
    """
    found = mails_within(season, scope).select_related("application__person")
    found = found.annotate(sender=KeyTextTransform("sender", "reading"))
    if kind:
        found = found.filter(kind=kind)
    if standing:
        found = found.filter(STANDINGS[standing])
    if number:
        is_own = Q(pk=int(number)) if number.isascii() and number.isdigit() else Q()
        found = found.filter(is_own | Q(application__case_number=number.zfill(_DIGITS)))
    if words:
        found = found.filter(
            Q(reading__sender__icontains=words)
            | Q(reading__subject__icontains=words)
            | Q(application__person__name__contains=words)
        )
    return found.order_by("received_at", "file")


def counts_by_kind(season: Season, scope: str) -> Mapping[str, int]:
    """Count the mails within a scope by kind."""
    rows = mails_within(season, scope).select_related(None).order_by().values("kind")
    return dict(rows.annotate(mails=Count("pk")).values_list("kind", "mails"))


def waiting(season: Season, scope: str, *, asked_for: frozenset[str]) -> Waiting:
    """Count what waits for a person; ``asked_for`` are the reason codes that a letter asks about."""
    return Waiting(
        readings=open_doubts(season, scope).count(),
        mails=find_mails(season, scope, standing=Standing.WAITING).count(),
        formless=formless_cases(season, scope).count(),
        letters=letter_cases(season, scope, asked_for=asked_for).count(),
    )


def formless_cases(season: Season, scope: str) -> ApplicationQuerySet:
    """Return the cases still open whose form nobody and nothing has read."""
    return _open_cases(season, scope).filter(form={})


def letter_cases(season: Season, scope: str, *, asked_for: frozenset[str]) -> ApplicationQuerySet:
    """Return the open cases without doubts that have a draft, or a known fault and no letter sent so far."""
    letters = Letter.objects.filter(application=OuterRef("pk"))
    drafts = Exists(letters.filter(status=Letter.Status.DRAFT))
    sent = Exists(letters.filter(status=Letter.Status.RELEASED))
    # What rests on an unsettled reading is settled first, and asked for afterwards.
    unsettled = Exists(Doubt.objects.filter(application=OuterRef("pk"), status=Doubt.Status.OPEN))
    faults = Check.objects.filter(
        application=OuterRef("pk"), code__in=asked_for, outcome="refer", is_unknown=False
    )
    return _open_cases(season, scope).filter(~unsettled & (drafts | (Exists(faults) & ~sent)))


def _open_cases(season: Season, scope: str) -> ApplicationQuerySet:
    found = season.applications.within(scope).filter(state__in=OPEN_STATES)
    return (
        found.select_related("person", "county")
        .defer("form", "reading", "materials", "papers", "findings")
        .order_by("case_number")
    )


def doubts_within(season: Season, scope: str) -> QuerySet[Doubt]:
    """Return the doubts that count, settled or not, of open cases within a scope, in order."""
    cases = season.applications.within(scope).filter(state__in=OPEN_STATES).values("pk")
    return Doubt.objects.filter(application__in=cases, status__in=_STANDING)


def open_doubts(season: Season, scope: str) -> QuerySet[Doubt]:
    """Return the doubts that wait for a person, in order."""
    return doubts_within(season, scope).filter(status=Doubt.Status.OPEN)


def turn_of(doubt: Doubt, scope: str) -> Turn:
    """Return where a doubt stands on an official's way through the doubts of its season."""
    application = doubt.application
    everything = doubts_within(application.season, scope).select_related("mail")
    everything = everything.select_related("mail", "application").defer("mail__reading", *_LARGE)
    number = application.case_number
    before = everything.filter(
        Q(application__case_number__lt=number) | Q(application__case_number=number, pk__lt=doubt.pk)
    )
    after = everything.filter(
        Q(application__case_number__gt=number) | Q(application__case_number=number, pk__gt=doubt.pk)
    )
    counts: Mapping[str, Any] = everything.order_by().aggregate(
        total=Count("pk"), left=Count("pk", filter=Q(status=Doubt.Status.OPEN))
    )
    is_open = Q(status=Doubt.Status.OPEN)
    is_on_the_way = everything.filter(pk=doubt.pk).exists()
    return Turn(
        number=before.count() + 1 if is_on_the_way else 0,
        total=counts["total"],
        left=counts["left"],
        following=after.filter(is_open).first() or before.filter(is_open).first(),
        earlier=before.last(),
    )


def mails_of_case(application: Application) -> QuerySet[Mail]:
    """Return the mails of a case with what was read of them, oldest first."""
    return application.mails.order_by("received_at", "file")
