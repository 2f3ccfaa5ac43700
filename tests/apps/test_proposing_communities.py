"""Communities proposed to an official: the shortest ways, what is taken, and what is left."""

from datetime import date
from itertools import product

import pytest

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.actions import Assignment, CommunityTaken, sign_agreements
from linli.apps.agreements.models import Agreement
from linli.apps.agreements.proposing import Proposal, propose_communities
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.models import Entry
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.core.placement.commute import Commute, DistanceUnit, Pair, UnknownPair
from tests.apps.cast import at, official, states_of
from tests.factories import DAI, YUANPING, make_application

SIGNED_ON = date(2024, 7, 18)
STREETS = (f"{DAI}950", f"{DAI}951")
FIRST, SECOND, THIRD, FOURTH = (f"{street}90{place}" for street, place in product(STREETS, "12"))
SHORTEST = "按安排人数最多、总距离最短安排；本人到"
FULL = "可去的社区名额都已安排他人，按安排人数最多、总距离最短确定，未安排"
REASON = "社区规模较大，经研究对个别社区进行调整"


@pytest.fixture
def county(rehearsal: Season) -> Season:
    """A rehearsal with four invented communities in two streets of 代县."""
    for street in STREETS:
        Division.objects.create(
            code=street, name="样本街道", level=4, parent_id=DAI, is_sample=True
        )
    for number, code in enumerate((FIRST, SECOND, THIRD, FOURTH), start=1):
        name, street = f"代县样本第{number}社区", code[:9]
        Division.objects.create(code=code, name=name, level=5, parent_id=street, is_sample=True)
    return rehearsal


def formal(season: Season, number: str, *, county: str = DAI) -> Application:
    return make_application(season, county=county, state=State.FORMAL, case_number=number)


def proposed(season: Season, ways: dict[Pair, int], **fields: str) -> Proposal:
    return propose_communities(season, DAI, ways, on=SIGNED_ON, **fields)


def names(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [
        (one.application.case_number, one.community.code, one.reason)
        for one in proposal.assignments
    ]


def sign(season: Season, street: str, proposal: Proposal) -> list[Agreement]:
    """Sign what is proposed for one street, as that street."""
    own = [one for one in proposal.assignments if one.community.parent_id == street]
    name = f"street-{street}"
    actor = User.objects.filter(username=name).first() or official(name, Office.STREET, street)
    return sign_agreements(season, own, signed_on=SIGNED_ON, actor=actor, at=at(7, 18, 15))


def test_recruits_are_proposed_to_the_communities_with_the_shortest_ways_in_all(
    county: Season,
) -> None:
    two = [formal(county, "0002"), formal(county, "0001")]
    ways = {
        ("0001", FIRST): 100,
        ("0001", SECOND): 300,
        ("0002", FIRST): 200,
        ("0002", SECOND): 900,
    }

    proposal = proposed(county, ways)

    places = {one.code: one for one in Division.objects.filter(code__in=(FIRST, SECOND))}
    assert proposal == Proposal(
        (Assignment(two[1], places[SECOND]), Assignment(two[0], places[FIRST])),
        (
            Commute(
                "0001",
                SECOND,
                300,
                f"{SHORTEST}“代县样本第2社区”距离300米，最近的“代县样本第1社区”距离100米，名额已安排他人",
            ),
            Commute(
                "0002", FIRST, 200, f"{SHORTEST}“代县样本第1社区”距离200米，是可去的社区中最近的"
            ),
        ),
    )


def test_a_proposal_changes_nothing_until_an_official_signs(county: Season) -> None:
    one, entries = formal(county, "0001"), Entry.objects.count()

    proposal = proposed(county, {("0001", FIRST): 100})

    assert (states_of([one]), Agreement.objects.count()) == ([State.FORMAL], 0)
    assert Entry.objects.count() == entries

    (agreement,) = sign(county, STREETS[0], proposal)

    assert (states_of([one]), agreement.community_id) == ([State.SIGNED], FIRST)


def test_a_signed_proposal_leaves_no_distance_in_the_ledger(county: Season) -> None:
    formal(county, "0001")

    sign(county, STREETS[0], proposed(county, {("0001", FIRST): 98_765}))

    assert [body for body in Entry.objects.values_list("body", flat=True) if "98765" in body] == []


def test_a_place_that_an_agreement_has_taken_is_not_given_again(county: Season) -> None:
    ways = {("0001", FIRST): 5, ("0002", FIRST): 1, ("0002", SECOND): 800}
    formal(county, "0001")
    sign(county, STREETS[0], proposed(county, ways))
    formal(county, "0002")

    assert names(proposed(county, ways)) == [("0002", SECOND, "")]


def test_a_nearer_community_that_an_agreement_has_filled_is_told(county: Season) -> None:
    ways = {("0001", FIRST): 5, ("0002", FIRST): 1, ("0002", SECOND): 800}
    formal(county, "0001")
    sign(county, STREETS[0], proposed(county, ways))
    formal(county, "0002")

    assert proposed(county, ways).commutes[0].reason == (
        f"{SHORTEST}“代县样本第2社区”距离800米，可去的社区中比它近的本次都没有名额"
    )


def test_minutes_are_told_as_minutes(county: Season) -> None:
    formal(county, "0001")

    proposal = propose_communities(
        county, DAI, {("0001", FIRST): 12}, on=SIGNED_ON, unit=DistanceUnit.MINUTE
    )

    assert "用时12分钟" in proposal.commutes[0].reason


def test_only_formal_recruits_of_the_county_are_proposed(county: Season) -> None:
    formal(county, "0001")
    formal(county, "0002", county=YUANPING)
    make_application(county, state=State.SIGNED, case_number="0003")
    make_application(county, state=State.WITHDRAWN, case_number="0004")
    ways = {(number, FIRST): 5 for number in ("0001", "0002", "0003", "0004")}

    proposal = proposed(county, ways)

    assert names(proposal) == [("0001", FIRST, "")]
    assert [one.person for one in proposal.commutes] == ["0001"]


def test_whoever_no_place_is_left_for_is_named_and_not_proposed(county: Season) -> None:
    for number in ("0001", "0002", "0003"):
        formal(county, number)

    proposal = proposed(county, {("0001", FIRST): 9, ("0002", FIRST): 8})

    assert names(proposal) == [("0002", FIRST, "")]
    assert [one for one in proposal.commutes if not one.community] == [
        Commute("0001", "", None, FULL),
        Commute("0003", "", None, "没有到任何社区的距离，未安排"),
    ]


def test_more_recruits_than_communities_need_the_countys_reason_to_be_signed(
    county: Season,
) -> None:
    ways = {("0001", FIRST): 7, ("0002", FIRST): 8, ("0003", FIRST): 9}
    for number, _ in ways:
        formal(county, number)

    proposal = proposed(county, ways, adjustment=REASON)

    assert names(proposal) == [("0001", FIRST, ""), ("0002", FIRST, REASON)]
    after = "在一个社区1名的安排之后，按安排人数最多、总距离最短"
    assert [one.reason for one in proposal.commutes] == [
        f"{SHORTEST}“代县样本第1社区”距离7米，是可去的社区中最近的",
        f"{after}安排；本人到“代县样本第1社区”距离8米，是可去的社区中最近的",
        f"可去的社区名额都已安排他人，{after}确定，未安排",
    ]
    bare = [Assignment(one.application, one.community) for one in proposal.assignments]
    with pytest.raises(CommunityTaken):
        sign(county, STREETS[0], Proposal(tuple(bare), ()))
    assert len(sign(county, STREETS[0], proposal)) == 2


def test_a_community_that_was_adjusted_already_takes_no_third(county: Season) -> None:
    ways = {(number, FIRST): 5 for number in ("0001", "0002", "0003")}
    for number in ("0001", "0002"):
        formal(county, number)
    sign(county, STREETS[0], proposed(county, ways, adjustment=REASON))
    formal(county, "0003")

    assert names(proposed(county, ways, adjustment=REASON)) == []


def test_an_adjustment_is_for_those_alone_whom_no_place_is_left_for(county: Season) -> None:
    formal(county, "0001")
    formal(county, "0002")
    ways = {("0001", FIRST): 1, ("0001", SECOND): 900, ("0002", FIRST): 2, ("0002", SECOND): 950}

    proposal = proposed(county, ways, adjustment=REASON)

    assert names(proposal) == [("0001", SECOND, ""), ("0002", FIRST, "")]


@pytest.mark.parametrize("signed_first", STREETS)
def test_when_one_street_has_signed_the_proposal_for_the_other_stays(
    county: Season, signed_first: str
) -> None:
    numbers = [f"{number:04d}" for number in range(1, 7)]
    for number in numbers:
        formal(county, number)
    ways = {
        (number, place): 1 + int(number) * (7 + at_place) % 5
        for number in numbers
        for at_place, place in enumerate((FIRST, SECOND, THIRD, FOURTH))
    }
    before = proposed(county, ways, adjustment=REASON)
    assert len([one for one in before.assignments if one.reason]) == 2

    sign(county, signed_first, before)

    assert names(proposed(county, ways, adjustment=REASON)) == [
        row for row in names(before) if not row[1].startswith(signed_first)
    ]


def test_a_distance_to_a_community_of_another_county_is_refused(county: Season) -> None:
    formal(county, "0001")

    with pytest.raises(UnknownPair):
        proposed(county, {("0001", f"{YUANPING}900901"): 5})


def test_a_rehearsal_places_in_invented_communities_and_a_real_season_in_real_ones(
    county: Season, season: Season
) -> None:
    street = Division.objects.create(code=f"{DAI}001", name="城关街道", level=4, parent_id=DAI)
    real = Division.objects.create(code=f"{DAI}001001", name="城关社区", level=5, parent=street)
    formal(county, "0001")
    formal(season, "0002")

    assert names(proposed(season, {("0002", real.code): 5})) == [("0002", real.code, "")]
    with pytest.raises(UnknownPair):
        proposed(county, {("0001", real.code): 5})
