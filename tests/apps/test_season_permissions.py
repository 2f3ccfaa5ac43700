"""Every act on a season as a whole asks for office, place and kind of season first."""

from collections.abc import Callable
from datetime import date

import pytest

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import check_applications
from linli.apps.applications.actions import route_to_counties as route
from linli.apps.applications.receiving import receive_applications
from linli.apps.interviews.models import Panel
from linli.apps.interviews.signing import sign_off
from linli.apps.notices.actions import publish_list
from linli.apps.pay.actions import run_month
from linli.apps.seasons.actions import advance
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import (
    NotPermitted,
    Permission,
    may_act_at,
    may_act_in_season,
)
from linli.apps.selection.backfilling import backfill_county, release_reserve
from linli.apps.selection.placing import place_candidates
from linli.apps.selection.shortlisting import list_for_interview
from tests.apps.cast import Officials, at, entry_count, make_draft, open_one, unsaved
from tests.factories import CITY, DAI, YUANPING

Attempt = Callable[[Season, User], object]
AFTER = at(9, 1)
CITY_ACTS: dict[str, Attempt] = {
    "receive": lambda season, actor: receive_applications(season, [make_draft()], actor=actor),
    "check": lambda season, actor: check_applications(season, [], actor=actor, at=AFTER),
    "route": lambda season, actor: route(season, [], actor=actor, at=AFTER),
    "place": lambda season, actor: place_candidates(season, actor=actor, at=AFTER),
    "advance": lambda season, actor: advance(
        season, Stage.ELIGIBILITY_REVIEW, actor=actor, at=AFTER, reason="样本"
    ),
}
COUNTY_ACTS: dict[str, Attempt] = {
    "list": lambda season, actor: list_for_interview(season, DAI, actor=actor, at=AFTER),
    "sign scores": lambda season, actor: sign_off(
        Panel(season=season, county_id=DAI), actor=actor, at=AFTER
    ),
    "backfill": lambda season, actor: backfill_county(season, DAI, actor=actor, at=AFTER),
    "publish": lambda season, actor: publish_list(season, DAI, actor=actor, at=AFTER),
    "release": lambda season, actor: release_reserve(season, DAI, actor=actor, at=AFTER),
}
FINANCE_ACTS: dict[str, Attempt] = {
    "pay": lambda season, actor: run_month(season, date(2024, 8, 1), actor=actor, at=AFTER)
}
ACTS = CITY_ACTS | COUNTY_ACTS | FINANCE_ACTS
STRANGERS = {
    **dict.fromkeys(CITY_ACTS, ("dai", "dai_street", "finance", "auditor", "datong")),
    **dict.fromkeys(COUNTY_ACTS, ("yuanping", "city", "dai_street", "finance", "auditor")),
    **dict.fromkeys(FINANCE_ACTS, ("city", "dai", "dai_community", "auditor", "datong")),
}


@pytest.mark.parametrize(
    ("act", "who"), [(act, who) for act, all_ in STRANGERS.items() for who in all_]
)
def test_an_official_of_another_office_or_place_is_refused_before_anything_is_looked_at(
    season: Season, cast: Officials, act: str, who: str
) -> None:
    before = entry_count()

    with pytest.raises(NotPermitted, match="请有权限的单位办理"):
        ACTS[act](season, getattr(cast, who))

    assert entry_count() == before


@pytest.mark.parametrize("act", list(ACTS))
def test_a_rehearsal_account_of_the_right_office_acts_in_rehearsals_alone(
    season: Season, cast: Officials, act: str
) -> None:
    right = cast.finance if act == "pay" else cast.city if act in CITY_ACTS else cast.dai
    User.objects.filter(pk=right.pk).update(is_rehearsal=True)
    before = entry_count()

    with pytest.raises(NotPermitted, match="演练账号只能查看和办理演练招募季"):
        ACTS[act](season, User.objects.get(pk=right.pk))

    assert entry_count() == before


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong"])
def test_a_season_is_opened_by_its_own_city_alone(cast: Officials, who: str) -> None:
    with pytest.raises(NotPermitted, match="“开启招募季”"):
        open_one(getattr(cast, who))

    assert Season.objects.count() == 0


def test_a_rehearsal_account_opens_rehearsals_and_no_real_season(cast: Officials) -> None:
    cast.city.is_rehearsal = True

    with pytest.raises(NotPermitted, match="演练账号"):
        open_one(cast.city)
    open_one(cast.city, is_rehearsal=True)

    assert list(Season.objects.values_list("is_rehearsal", flat=True)) == [True]


@pytest.mark.parametrize(
    ("division", "place", "allowed"),
    [
        ("14", CITY, True),
        (CITY, CITY, True),
        (CITY, DAI, True),
        (DAI, DAI, True),
        (DAI, YUANPING, False),
        (DAI, CITY, False),
        ("140", CITY, True),
        (None, CITY, False),
    ],
)
def test_an_office_reaches_what_lies_below_its_own_division(
    division: str | None, place: str, allowed: bool
) -> None:
    official = unsaved("someone", Office.COUNTY, division)

    found = may_act_at(official, (Office.COUNTY,), place, act="样本", is_rehearsal=False)

    reason = "" if allowed else "“样本”不在您的管辖范围内"
    assert found == Permission(allowed, reason)


def test_a_refused_office_is_told_which_offices_do_the_act(season: Season, cast: Officials) -> None:
    found = may_act_in_season(
        cast.auditor, season, (Office.CITY, Office.COUNTY), act="样本", county=DAI
    )

    assert found == Permission(False, "“样本”由市委社会工作部、县（市、区）委社会工作部办理")


def test_a_county_of_another_city_is_no_county_of_the_season(season: Season) -> None:
    province = unsaved("province", Office.COUNTY, "14")

    found = may_act_in_season(province, season, (Office.COUNTY,), act="样本", county="140212")

    assert found == Permission(False, "代码140212的县（市、区）不属于本招募季的市")
