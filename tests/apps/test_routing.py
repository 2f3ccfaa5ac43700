"""Cases go from the city to the counties in bulk: shown first, guarded, read back from the ledger."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.applications.actions import route_to
from linli.apps.applications.models import Application
from linli.apps.applications.routing import (
    Left,
    LeftCase,
    Routed,
    Routing,
    RoutingChanged,
    kept_by_city,
    plan_routing,
    route_as_shown,
    routings_of,
)
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.cast import Officials, at, entry_count
from tests.factories import DAI, YUANPING, make_application, make_form

HOME = "忻州市"


def received(season: Season, city: str | None = HOME, county: str | None = "代县") -> Application:
    intended: dict[str, Any] = {"city": city, "county": county}
    return make_application(
        season,
        county=None,
        state=State.RECEIVED,
        form=make_form("张样本", "", intended=intended),
    )


def route(season: Season, cast: Officials, day: int = 15) -> None:
    plan = plan_routing(season)
    route_as_shown(season, shown=plan.mark, cases=plan.cases, actor=cast.city, at=at(6, day))


def standing(season: Season) -> list[tuple[str, str | None]]:
    return list(season.applications.order_by("pk").values_list("state", "county_id"))


def test_a_plan_counts_by_county_and_names_who_stays_and_why(season: Season) -> None:
    for county in ("原平市", "代县", "代县"):
        received(season, county=county)
    left = [
        received(season, None, None),
        received(season, "太原市", "小店区"),
        received(season, HOME, None),
        received(season, HOME, "小店区"),
    ]
    make_application(season)

    plan = plan_routing(season)

    assert (plan.cases, plan.routed) == (7, 3)
    assert plan.counties == (Routed("代县", 2), Routed("原平市", 1))
    assert plan.left == tuple(
        LeftCase(one.case_number, why)
        for one, why in zip(
            left,
            (Left.NO_WISH, Left.OTHER_CITY, Left.UNKNOWN_COUNTY, Left.UNKNOWN_COUNTY),
            strict=True,
        )
    )


def test_a_form_without_any_wish_stays_with_the_city(season: Season) -> None:
    form = make_form("张样本", "")
    del form["intended"]
    one = make_application(season, county=None, state=State.RECEIVED, form=form)

    assert plan_routing(season).left == (LeftCase(one.case_number, Left.NO_WISH),)


def test_what_was_shown_is_routed_at_once(season: Season, cast: Officials) -> None:
    received(season)
    received(season, county="原平市")
    received(season, "太原市", "小店区")

    route(season, cast)

    assert standing(season) == [("routed", DAI), ("routed", YUANPING), ("routed", None)]
    assert [one.case_number for one in kept_by_city(season)] == ["00003"]
    assert plan_routing(season).cases == 0


def test_cases_that_came_meanwhile_are_counted_and_nothing_is_routed(
    season: Season, cast: Officials
) -> None:
    received(season)
    plan = plan_routing(season)
    received(season)
    received(season, county="原平市")
    before = (standing(season), entry_count())

    with pytest.raises(RoutingChanged, match="您核对以后又收到2件报名，尚未转县"):
        route_as_shown(season, shown=plan.mark, cases=plan.cases, actor=cast.city, at=at(6, 15))

    assert (standing(season), entry_count()) == before


def test_a_wish_that_changed_meanwhile_stops_the_routing(season: Season, cast: Officials) -> None:
    one = received(season)
    plan = plan_routing(season)
    one.form["intended"]["county"] = "原平市"
    one.save(update_fields=("form",))

    with pytest.raises(RoutingChanged, match="已由他人转县，或者改了工作意向"):
        route_as_shown(season, shown=plan.mark, cases=plan.cases, actor=cast.city, at=at(6, 15))

    assert standing(season) == [("received", None)]


def test_cases_that_another_has_routed_meanwhile_are_not_routed_again(
    season: Season, cast: Officials
) -> None:
    received(season)
    plan = plan_routing(season)
    route(season, cast)

    with pytest.raises(RoutingChanged, match="已由他人转县"):
        route_as_shown(season, shown=plan.mark, cases=plan.cases, actor=cast.city, at=at(6, 15))


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong"])
def test_nobody_but_the_city_of_the_season_routes(
    season: Season, cast: Officials, who: str
) -> None:
    received(season)
    plan = plan_routing(season)

    with pytest.raises(NotPermitted, match="“转县审查”"):
        route_as_shown(season, shown=plan.mark, cases=1, actor=getattr(cast, who), at=at(6, 15))

    assert standing(season) == [("received", None)]


def test_the_log_tells_when_by_whom_and_how_many_to_each_county(
    season: Season, cast: Officials
) -> None:
    for county in ("原平市", "代县", "代县"):
        received(season, county=county)
    received(season, None, None)
    route(season, cast)
    received(season, county="原平市")
    route(season, cast, day=16)
    one = Application.objects.get(case_number="00004")
    county = Division.objects.get(code=DAI)
    reason = '来电更正，见"action":"route"'
    route_to(one, county, reason=reason, actor=cast.city, at=at(6, 17))

    assert routings_of(season) == (
        Routing(at(6, 17), "city样本", (Routed("代县", 1),), 0, "00004", "市级", reason),
        Routing(at(6, 16), "city样本", (Routed("原平市", 1),), 0),
        Routing(at(6, 15), "city样本", (Routed("代县", 2), Routed("原平市", 1)), 1),
    )


def test_a_case_sent_from_one_county_to_another_names_both(season: Season, cast: Officials) -> None:
    one = received(season)
    route(season, cast)
    one.refresh_from_db()
    route_to(
        one,
        Division.objects.get(code=YUANPING),
        reason="来电更正",
        actor=cast.city,
        at=at(6, 15, 11),
    )

    assert routings_of(season)[0] == Routing(
        at(6, 15, 11), "city样本", (Routed("原平市", 1),), 0, "00001", "代县", "来电更正"
    )
    assert len(routings_of(season)) == 2


def test_where_nothing_waits_nothing_is_routed_and_nothing_noted(
    season: Season, cast: Officials
) -> None:
    plan, before = plan_routing(season), entry_count()

    route_as_shown(season, shown=plan.mark, cases=0, actor=cast.city, at=at(6, 15))

    assert (routings_of(season), entry_count()) == ((), before)


def test_the_log_of_a_season_holds_nothing_of_another(
    season: Season, rehearsal: Season, cast: Officials
) -> None:
    received(season)
    route(season, cast)

    assert (len(routings_of(season)), routings_of(rehearsal)) == (1, ())


def test_many_cases_are_routed_with_as_many_queries_as_two(
    rehearsal: Season, cast: Officials
) -> None:
    # A real season queues one delivery a person besides, which a rehearsal does not.
    def queries(cases: int) -> int:
        for _ in range(cases):
            received(rehearsal)
        with CaptureQueriesContext(connection) as asked:
            route(rehearsal, cast, day=14 + cases)
        return len(asked)

    assert queries(2) == queries(6)
