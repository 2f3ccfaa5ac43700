"""The end of a rehearsal's season: notice, objection, agreements, filing, report for duty."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linli.apps.agreements.actions import file_with_city, sign_agreements
from linli.apps.agreements.models import Agreement
from linli.apps.agreements.proposing import propose_communities
from linli.apps.applications.states import State
from linli.apps.ledger.actions import BEIJING
from linli.apps.notices.actions import (
    answer_objection,
    confirm_recruits,
    publish_list,
)
from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Listing, Objection
from linli.apps.notices.taking import take_objection
from linli.apps.places.queries import communities_of
from linli.apps.seasons.models import Season
from linli.apps.workforce.actions import report_for_duty
from linli.core.placement.commute import Pair
from linli.rehearsal.dice import Dice
from linli.rehearsal.officials import Officials

ADJUSTMENT = "【演练】名额多于社区数，对个别社区进行调整"
#: Of no office: the papers of a rehearsal have no blanks, and nobody is rung up.
TELEPHONE = "0350-0000000"
_WAY_METRES = (200, 20_000)


def publish(season: Season, officials: Officials, *, at: datetime) -> None:
    """Publish each county's list, and take and answer one anonymous objection."""
    passed = (
        season.applications.in_state(State.MEDICAL_PASSED)
        .order_by()
        .values_list("county_id", flat=True)
    )
    for county in sorted(set(passed)):
        publish_list(season, county, actor=officials.counties[county], at=at, telephone=TELEPHONE)
    _one_objection(season, officials, at)


def _one_objection(season: Season, officials: Officials, at: datetime) -> None:
    listing = (
        Listing.objects.filter(notice__season=season).order_by("notice__county_id", "pk").first()
    )
    if listing is None:
        return
    official = officials.counties[listing.notice.county_id]
    objection = Objection.objects.filter(notice__season=season).first() or take_objection(
        listing.notice,
        listing.application,
        Statement("【演练】反映其毕业时间"),
        way=Objection.Way.TELEPHONE,
        actor=official,
        at=at + timedelta(days=3),
    )
    if objection.status == Objection.Status.OPEN:
        answer_objection(
            objection,
            is_upheld=False,
            result="【演练】经核对毕业证书原件，反映的情况不属实",
            actor=official,
            at=at + timedelta(days=4),
        )


def confirm(season: Season, officials: Officials, *, at: datetime) -> None:
    """Make formal recruits of all whose notice has ended without objection."""
    for notice in season.notices.all():
        confirm_recruits(notice, actor=officials.counties[notice.county_id], at=at)


def sign(season: Season, officials: Officials, *, seed: int, signed_on: date, at: datetime) -> None:
    """Sign agreements street by street, with the communities that the shortest ways propose."""
    for county in officials.counties:
        # What is signed already takes nothing from the others: after a stop the rest is as it was.
        assignments = propose_communities(
            season, county, made_up_ways(season, county, seed), on=signed_on, adjustment=ADJUSTMENT
        ).assignments
        for street in sorted({one.community.parent_id or "" for one in assignments}):
            own = [one for one in assignments if one.community.parent_id == street]
            sign_agreements(
                season, own, signed_on=signed_on, actor=officials.streets[street], at=at
            )


def made_up_ways(season: Season, county: str, seed: int) -> dict[Pair, int]:
    """Make up how far each formal recruit lives from each community, in metres; kept nowhere."""
    codes = [one.code for one in communities_of(county, is_sample=True)]
    ways: dict[Pair, int] = {}
    for case in season.applications.filter(county_id=county).in_state(State.FORMAL):
        dice = Dice(seed, f"commute|{case.case_number}")
        ways |= {(case.case_number, code): dice.between(*_WAY_METRES) for code in codes}
    return ways


def file(season: Season, officials: Officials, *, at: datetime) -> None:
    """File all signed agreements with the city."""
    signed = _agreements(season, State.SIGNED)
    file_with_city(season, signed, actor=officials.city, at=at)


def report(season: Season, officials: Officials, *, days: Sequence[date]) -> None:
    """Let recruits report on the days given, in turn, street by street and day by day."""
    due: dict[tuple[str, date], list[Agreement]] = {}
    for agreement in _agreements(season, State.FILED):
        day = days[int(agreement.application.case_number) % len(days)]
        due.setdefault((agreement.street_id, day), []).append(agreement)
    for (street, day), agreements in sorted(due.items()):
        moment = datetime.combine(day, datetime.min.time(), tzinfo=BEIJING).replace(hour=9)
        report_for_duty(dict.fromkeys(agreements, day), actor=officials.streets[street], at=moment)


def _agreements(season: Season, state: State) -> list[Agreement]:
    related = ("application__season__city", "application__person", "community")
    rows = Agreement.objects.filter(application__season=season, application__state=state)
    return list(rows.select_related(*related).order_by("number"))
