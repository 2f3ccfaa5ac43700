"""What the review shows of first opinions, prepared: what waits for its second reader, what became of it.

Source: policy parameter ``second_reader``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.accounts.models import User
from linli.apps.applications.confirming import may_confirm
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.second_reader import asked_outcomes, may_ask, stands, waiting_in
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission
from linli.core.identity.names import mask_name
from linli.core.policy import Pack
from linli.web.design.badges import Badge
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.words import OUTCOME_TONES

WAITS, OUTDATED = FirstOpinion.Status.WAITING.label, "初审后报名有变动，已失效"


@dataclass(frozen=True, slots=True)
class OpinionCard:
    """One first opinion on the bench; ``stands`` tells that it waits and the case is as it was seen."""

    key: int
    outcome: Badge
    reason: str
    official: str
    given_at: datetime
    stands: bool
    is_confirmed: bool
    became: str
    answer: str
    second: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which outcomes need a second reader, in words, and the clause that says so."""

    outcomes: str
    clause: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """The first opinions on one case: what is asked, the one to answer, those that are closed or void."""

    asked: Asked | None
    waiting: OpinionCard | None
    confirms: Permission
    earlier: tuple[OpinionCard, ...]

    @property
    def failed(self) -> OpinionCard | None:
        """Return the last opinion if nothing came of it: it was returned, or the case has changed."""
        last = self.earlier[0] if self.earlier else None
        return None if last and last.is_confirmed else last


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One case that waits for its second reader, the name masked.

    ``note`` says why the official may not agree, or that the opinion is void; blank for who may.
    """

    case_number: str
    name: str
    county: str
    outcome: Badge
    official: str
    given_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for a second reader, and those that have waited longest."""

    count: int
    rows: tuple[WaitingRow, ...]


def opinions_on(application: Application, official: User, on: date) -> Opinions:
    """Return what the bench shows of first opinions; nothing is asked where no pack asks for any."""
    pack = application.season.pack
    if not may_ask(pack):
        return Opinions(None, None, Permission(False), ())
    found = list(application.first_opinions.select_related("given_by", "closed_by"))
    cards = [(one, _card(one)) for one in reversed(found)]
    waiting = next(((one, card) for one, card in cards if card.stands), None)
    return Opinions(
        asked=_asked(pack, on),
        waiting=waiting[1] if waiting else None,
        confirms=may_confirm(official, waiting[0]) if waiting else Permission(False),
        earlier=tuple(card for _, card in cards if not card.stands),
    )


def _asked(pack: Pack, on: date) -> Asked | None:
    labels = [Decision.Outcome(one).label for one in asked_outcomes(pack, on)]
    if not labels:
        return None
    return Asked("、".join(f"“{one}”" for one in labels), pack.clause("second_reader", on))


def _card(opinion: FirstOpinion) -> OpinionCard:
    waits = opinion.status == FirstOpinion.Status.WAITING
    is_standing = waits and stands(opinion)
    second = opinion.closed_by
    return OpinionCard(
        key=opinion.pk,
        outcome=_outcome(opinion),
        reason=opinion.reason,
        official=_named(opinion.given_by),
        given_at=opinion.given_at,
        stands=is_standing,
        is_confirmed=opinion.status == FirstOpinion.Status.CONFIRMED,
        became=OUTDATED if waits and not is_standing else opinion.get_status_display(),
        answer=opinion.answer,
        second=_named(second) if second else "",
        closed_at=opinion.closed_at,
    )


def _outcome(opinion: FirstOpinion) -> Badge:
    return Badge(opinion.get_outcome_display(), OUTCOME_TONES[opinion.outcome])


def _named(official: User) -> str:
    return f"{official.display_name or official.username}　{official.get_office_display()}"


def waiting_page(season: Season, official: User) -> Waiting | None:
    """Return what waits for a second reader in an official's scope; ``None`` where no pack asks for one."""
    if not may_ask(season.pack):
        return None
    found = waiting_in(season, official.scope)
    rows = found.select_related("application__person", "application__county", "application__season")
    return Waiting(found.count(), tuple(_row(one, official) for one in rows[:PAGE_SIZE]))


def _row(opinion: FirstOpinion, official: User) -> WaitingRow:
    case, by = opinion.application, opinion.given_by
    return WaitingRow(
        case_number=case.case_number,
        name=mask_name(case.person.name),
        county=case.county.name if case.county else "未转县",
        outcome=_outcome(opinion),
        official=by.display_name or by.username,
        given_at=opinion.given_at,
        note=may_confirm(official, opinion).reason if stands(opinion) else OUTDATED,
    )


def waiting_marks(season: Season, official: User, rows: Iterable[Application]) -> Mapping[int, str]:
    """Return by case of a page of the queue what its waiting opinion is to be marked with."""
    if not may_ask(season.pack):
        return {}
    found = waiting_in(season, official.scope).filter(application__in=[one.pk for one in rows])
    return {one.application_id: WAITS if stands(one) else OUTDATED for one in found}
