"""Sign agreements and file them with the city."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.models import Division
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.policy import compile_rules, explain
from linli.core.refusal import Refusal


class OverQuota(Refusal):
    """Filing would take the city above its number of places."""


class WrongCommunity(Refusal):
    """A place of work is no community of the county that recruited the person, or of another kind of season."""


class OutsideWindow(Refusal):
    """A day of signing lies outside the season's window for agreements, or is still to come."""


class CommunityTaken(Refusal):
    """A community would take more assistants than the document foresees, without a reason."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A formal recruit and the community that takes them.

    ``reason`` is needed where the community takes more than one (D0 一(三), requirements Q13).
    """

    application: Application
    community: Division
    reason: str = ""


@transaction.atomic
def sign_agreements(
    season: Season, assignments: Sequence[Assignment], *, signed_on: date, actor: User, at: datetime
) -> list[Agreement]:
    """Sign one agreement per recruit, with the allowance and premium of the place of work.

    Raises ``CommunityTaken`` if a community would take too many without a reason,
    ``WrongCommunity`` for one of another county or an invented one in a real season, and
    ``OutsideWindow``. Source: D0 三(六), 四(一), 一(四).
    """
    require_signing_day(season, signed_on, today=beijing_date(at))
    lock_season(season)
    pack = season.pack
    edition = compile_rules(pack, signed_on)
    require_communities(season, assignments, unexplained=unexplained_places(season), on=signed_on)
    premiums = pack.whole_table("accident_premium", signed_on)
    agreements = [
        Agreement(
            application=one.application,
            number=number_of(one.application),
            community=one.community,
            street_id=one.community.parent_id or "",
            monthly_allowance_fen=explain(
                edition, "monthly_allowance", {"county": one.application.county_id}
            ).whole,
            premium_fen=premiums[one.application.county_id or ""],
            term_months=pack.whole("service_months", signed_on),
            signed_on=signed_on,
        )
        for one in assignments
    ]
    change_states(
        [
            _signed(agreement, one.reason, actor, at)
            for agreement, one in zip(agreements, assignments, strict=True)
        ]
    )
    return Agreement.objects.bulk_create(agreements)


def number_of(application: Application) -> str:
    """Return the number that an application's agreement has, or will have."""
    return f"{application.season.code}-{application.case_number}"


def require_signing_day(season: Season, signed_on: date, *, today: date) -> None:
    """Refuse a day outside the stage, or one that has not come. Raises ``OutsideWindow``."""
    window = season.windows.get(stage=Stage.AGREEMENT)
    if signed_on > today:
        raise OutsideWindow(
            f"签订日期{signed_on}还没有到", why=window.clause, mend="签订以后再登记"
        )
    if not window.first_day <= signed_on <= window.last_day:
        raise OutsideWindow(
            f"签订日期{signed_on}不在{window.first_day}至{window.last_day}之间",
            why=window.clause,
            mend="核对签订日期；时限有调整的，先调整本招募季的时限",
        )


def taken_places(season: Season) -> Counter[str]:
    """Return how many agreements of a season are in force in each community, by code."""
    return Counter(_in_force(season).values_list("community_id", flat=True))


def unexplained_places(season: Season) -> Counter[str]:
    """Return the same without those for whom the county gave a reason when it arranged them."""
    plain = _in_force(season).exclude(application__arrangement__reason__gt="")
    return Counter(plain.values_list("community_id", flat=True))


def _in_force(season: Season) -> QuerySet[Agreement]:
    return Agreement.objects.filter(application__season=season).exclude(
        application__state=State.LEFT
    )


def require_communities(
    season: Season, assignments: Sequence[Assignment], *, unexplained: Counter[str], on: date
) -> None:
    """Refuse communities that may not take these people.

    ``unexplained`` counts who goes there already without a reason of their own: whoever has one
    may come beside as many as the document foresees. Raises ``WrongCommunity`` and ``CommunityTaken``. Source: D0 一(三); requirements Q13.
    """
    most, places = season.pack.whole("assistants_per_community", on), Counter(unexplained)
    for one in assignments:
        _require_community(season, one)
        if one.reason.strip():
            continue
        places[one.community.code] += 1
        if places[one.community.code] > most:
            raise CommunityTaken(
                f"{one.community.name}安排社区助理将超过{most}名",
                why="D0 一(三)",
                mend="改派其他社区，或写明调整的理由",
            )


def _require_community(season: Season, one: Assignment) -> None:
    place, number = one.community, one.application.case_number
    fault = ""
    if place.level != Division.Level.COMMUNITY:
        fault = f"{place.name}不是社区，不能接收报名{number}"
    elif not place.code.startswith(one.application.county_id or "-"):
        fault = f"{place.name}不在报名{number}的招募县（市、区）"
    elif place.is_sample != season.is_rehearsal:
        fault = f"{place.name}是{'样本' if place.is_sample else '真实'}社区，不能用于报名{number}"
    if fault:
        raise WrongCommunity(
            fault,
            why="D0 一(三)",
            mend="改派本县（市、区）的社区；演练用样本社区，正式招募用真实社区",
        )


def _signed(agreement: Agreement, reason: str, actor: User, at: datetime) -> Change:
    words = f"签订协议书；{reason}" if reason else "签订协议书"
    inputs = {
        "agreement": agreement.number,
        "monthly_allowance_fen": agreement.monthly_allowance_fen,
    }
    return Change(agreement.application, Act.SIGN, actor, at, reason=words, inputs=inputs)


@transaction.atomic
def file_with_city(
    season: Season, agreements: Sequence[Agreement], *, actor: User, at: datetime, reason: str = ""
) -> None:
    """File signed agreements with the city; the total stays within the city's places.

    ``reason`` says why some are filed whose paper is not there. Raises ``OverQuota`` and ``NotPermitted``. Source: D0 三(六), 一(二); requirements G2.
    """
    require_office(actor, season, Office.CITY, act=Act.FILE.label)
    lock_season(season)
    total = season.pack.whole("quota_total", beijing_date(at))
    filed = season.applications.in_state(State.FILED, State.REPORTED).count()
    if filed + len(agreements) > total:
        raise OverQuota(
            f"备案后共{filed + len(agreements)}名，超过全市{total}名",
            why="D0 一(二)",
            mend="核对名单",
        )
    receipts = Agreement.objects.filter(application__season=season).exclude(filing_receipt="")
    for position, agreement in enumerate(agreements, start=receipts.count() + 1):
        agreement.filing_receipt = f"{season.code}-BA{position:03d}"
        agreement.filed_on = beijing_date(at)
    Agreement.objects.bulk_update(agreements, ["filing_receipt", "filed_on"])
    change_states(
        [
            Change(
                one.application,
                Act.FILE,
                actor,
                at,
                reason=f"名单报市备案；{reason}" if reason else "名单报市备案",
                inputs={"receipt": one.filing_receipt},
            )
            for one in agreements
        ]
    )
