"""What filing with the city would do, shown first: the total against the places, whose paper is missing.

The document asks for the list (名单), not for the papers: a paper that is not there does not stop
the filing, but somebody says why. Source: D0 三(六), 一(二); requirements G2.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from linli.apps.accounts.models import User
from linli.apps.agreements.actions import file_with_city
from linli.apps.agreements.models import Agreement, AgreementPaper
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_CLAUSE = "D0 三(六)"
_PAPER = Exists(AgreementPaper.objects.filter(agreement=OuterRef("pk"), replaced_at=None))


class FilingChanged(Refusal):
    """Which agreements wait, or whose paper is there, is no longer what was shown."""


class PaperMissing(Refusal):
    """Agreements would be filed without their signed paper, and nobody said why."""


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """What would be filed: the agreements by number, those among them without a paper, the total.

    ``on_record`` are filed already; ``places`` is the city's total; ``gone`` no longer wait, by number.
    """

    agreements: tuple[Agreement, ...]
    without_paper: tuple[Agreement, ...]
    on_record: int
    places: int
    gone: int

    @property
    def total(self) -> int:
        """Return how many would be on record afterwards."""
        return self.on_record + len(self.agreements)

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        lacking = {one.pk for one in self.without_paper}
        return shown_mark({one.number: one.pk in lacking for one in self.agreements})


def with_paper(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Return agreements, each with ``has_paper``: whether a signed paper is on file."""
    return agreements.annotate(has_paper=_PAPER)


def without_paper(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Return those of some agreements whose signed paper is not on file."""
    return agreements.filter(~_PAPER)


def plan_filing(season: Season, keys: Collection[int], *, on: date) -> FilingPlan:
    """Return what filing some agreements on a day would do, and write nothing."""
    found = Agreement.objects.filter(
        pk__in=list(keys), application__season=season, application__state=State.SIGNED
    ).select_related(
        "application__person", "application__season__city", "application__county", "community"
    )
    agreements = tuple(with_paper(found).order_by("number"))
    return FilingPlan(
        agreements=agreements,
        without_paper=tuple(one for one in agreements if not one.has_paper),  # type: ignore[attr-defined]
        on_record=season.applications.in_state(State.FILED, State.REPORTED).count(),
        places=season.pack.whole("quota_total", on),
        gone=len(set(keys)) - len(agreements),
    )


@transaction.atomic
def file_as_shown(
    season: Season,
    keys: Collection[int],
    *,
    shown: str,
    reason: str,
    actor: User,
    at: datetime,
) -> FilingPlan:
    """File agreements if they are those that were shown; return that.

    ``reason`` says why some are filed whose paper is not there. Raises ``FilingChanged``,
    ``PaperMissing`` and what ``file_with_city`` raises.
    """
    lock_season(season)
    lock_standings(Application.objects.filter(season=season, agreement__in=list(keys)))
    plan = plan_filing(season, keys, on=beijing_date(at))
    if plan.mark != shown:
        raise FilingChanged(
            "核对以后有协议已由他人办理，或者又上传了协议", why=_CLAUSE, mend="重新核对后再备案"
        )
    if plan.without_paper and not reason.strip():
        raise PaperMissing(
            f"{len(plan.without_paper)}份协议还没有上传签订后的文件",
            why=_CLAUSE,
            mend="请街道（乡镇）上传后再备案，或者写明先行备案的理由",
        )
    file_with_city(
        season,
        plan.agreements,
        actor=actor,
        at=at,
        reason=reason.strip() if plan.without_paper else "",
    )
    return plan
