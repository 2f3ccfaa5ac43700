"""Who is late with the diploma, and the revocation as it was shown."""

from datetime import date

import pytest

from linli.apps.applications.change import NotPermitted
from linli.apps.applications.diplomas import DiplomaDayWrong, DiplomaRecorded, record_diplomas
from linli.apps.applications.late_diplomas import (
    RevocationChanged,
    diploma_counts,
    late_candidates,
    plan_revocation,
    revoke_as_planned,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of
from tests.factories import DAI, YUANPING, make_application

LATE = date(2024, 7, 6)
REASON = "毕业证书晚于7月5日取得"


@pytest.mark.parametrize(("day", "is_refused"), [(5, False), (6, False), (7, True)])
def test_a_date_is_recorded_up_to_today(
    season: Season, cast: Officials, day: int, is_refused: bool
) -> None:
    one = make_application(season, state=State.INTERVIEWED)
    refused = ""

    try:
        record_diplomas({one: date(2024, 7, day)}, actor=cast.dai, at=at(7, 6))
    except DiplomaDayWrong as refusal:
        refused = refusal.what

    assert refused == (f"报名{one.case_number}：取得日期2024-07-07还没有到" if is_refused else "")
    assert (Application.objects.get().diploma_date is None) == is_refused


def test_a_date_that_somebody_else_recorded_is_not_written_over(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEWED)
    Application.objects.filter(pk=one.pk).update(diploma_date=date(2024, 7, 1))
    before = entry_count()

    with pytest.raises(DiplomaRecorded, match="已由他人登记为2024-07-01"):
        record_diplomas({one: date(2024, 7, 2)}, actor=cast.dai, at=at(7, 6))

    assert Application.objects.get().diploma_date == date(2024, 7, 1)
    assert entry_count() == before


@pytest.mark.parametrize(("day", "count"), [(4, 1), (5, 1), (6, 2)])
def test_who_has_no_date_is_late_from_the_day_after_the_last(
    season: Season, cast: Officials, day: int, count: int
) -> None:
    make_application(season, state=State.INTERVIEWED)
    make_application(season, state=State.PLACED, diploma_date=LATE)
    make_application(season, state=State.INTERVIEWED, diploma_date=date(2024, 7, 5))
    make_application(season, state=State.QUALIFIED, diploma_date=LATE)
    make_application(season, state=State.FORMAL, diploma_date=LATE)
    make_application(season, county=YUANPING, state=State.INTERVIEWED, diploma_date=LATE)

    assert late_candidates(season, DAI, today=date(2024, 7, day)).count() == count


def test_counties_are_counted(season: Season, cast: Officials) -> None:
    make_application(season, state=State.INTERVIEWED)
    make_application(season, state=State.PLACED, diploma_date=LATE)
    make_application(season, state=State.FORMAL, diploma_date=date(2024, 7, 5))
    make_application(season, state=State.REVOKED)

    (found,) = diploma_counts(season, DAI, today=date(2024, 7, 5))

    assert (found.name, found.outstanding, found.recorded, found.late, found.revoked) == (
        "代县",
        1,
        2,
        1,
        1,
    )


def test_chosen_are_revoked_as_they_were_shown(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)
    other = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)
    plan = plan_revocation(season, DAI, [one.case_number], today=LATE)

    revoke_as_planned(
        season,
        DAI,
        [one.case_number],
        reason=REASON,
        shown=plan.mark,
        actor=cast.dai,
        at=at(7, 6),
    )

    assert (plan.cases, plan.gone) == ((one,), ())
    assert (state_of(one), state_of(other)) == (State.REVOKED, State.INTERVIEWED)
    assert last_entry(one.subject)["reason"] == REASON


@pytest.mark.parametrize(
    "change", [{"diploma_date": date(2024, 7, 5)}, {"state": State.PLACED}, {"state": State.FORMAL}]
)
def test_nobody_is_revoked_who_stands_otherwise_than_shown(
    season: Season, cast: Officials, change: dict[str, object]
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)
    mark = plan_revocation(season, DAI, [one.case_number], today=LATE).mark
    Application.objects.filter(pk=one.pk).update(**change)

    with pytest.raises(RevocationChanged, match="取得日期或者状态有变化"):
        revoke_as_planned(
            season,
            DAI,
            [one.case_number],
            reason=REASON,
            shown=mark,
            actor=cast.dai,
            at=at(7, 6),
        )

    assert state_of(one) is not State.REVOKED


def test_another_county_is_told_that_it_may_not_and_nothing_of_what_was_shown(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)

    with pytest.raises(NotPermitted):
        revoke_as_planned(
            season,
            DAI,
            [one.case_number],
            reason=REASON,
            shown="",
            actor=cast.yuanping,
            at=at(7, 6),
        )

    assert state_of(one) is State.INTERVIEWED


def test_whoever_is_no_longer_late_is_named(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=date(2024, 7, 5))
    elsewhere = make_application(
        season, county=YUANPING, state=State.INTERVIEWED, diploma_date=LATE
    )

    plan = plan_revocation(season, DAI, [elsewhere.case_number, one.case_number], today=LATE)

    assert (plan.cases, plan.gone) == ((), (one.case_number, elsewhere.case_number))
