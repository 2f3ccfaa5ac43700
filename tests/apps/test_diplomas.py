"""When a diploma came: recorded for each candidate, and revoked by an official, never by itself."""

from datetime import date, datetime

import pytest

from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.diplomas import (
    DiplomaNotLate,
    record_diplomas,
    revoke_for_late_diploma,
)
from linli.apps.applications.models import Application
from linli.apps.applications.queries import diploma_outstanding
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from tests.apps.cast import (
    Officials,
    at,
    candidate,
    entry_count,
    last_entry,
    placed_by,
    state_of,
    states_of,
)
from tests.factories import DAI, YUANPING, make_application

LATE = date(2024, 7, 6)
REASON = "未在7月5日前取得毕业证书"


def revoke(one: Application, cast: Officials, moment: datetime, reason: str = REASON) -> None:
    revoke_for_late_diploma([one], reason=reason, actor=cast.dai, at=moment)


@pytest.mark.parametrize("day", [date(2024, 7, 4), date(2024, 7, 5), LATE])
def test_a_recorded_date_is_kept_and_revokes_nobody_by_itself(
    season: Season, cast: Officials, day: date
) -> None:
    one = make_application(season, state=State.INTERVIEWED)

    record_diplomas({one: day}, actor=cast.dai, at=at(7, 6))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.state, stored.diploma_date) == (State.INTERVIEWED, day)


def test_each_recorded_date_has_one_entry_and_a_correction_names_the_date_before(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEWED)

    record_diplomas({one: date(2024, 7, 1)}, actor=cast.dai, at=at(7, 5))
    record_diplomas({one: LATE}, actor=cast.dai, at=at(7, 6))

    entries = entries_of(one.subject)
    assert [(entry["action"], entry["clause"], entry["inputs"]) for entry in entries] == [
        ("record_diploma", "D0 二4", {"diploma_date": "2024-07-01", "recorded_before": ""}),
        (
            "record_diploma",
            "D0 二4",
            {"diploma_date": "2024-07-06", "recorded_before": "2024-07-01"},
        ),
    ]


@pytest.mark.parametrize(
    ("day", "is_late"), [(date(2024, 7, 4), False), (date(2024, 7, 5), False), (LATE, True)]
)
def test_a_diploma_counts_up_to_and_with_5_july(
    season: Season, cast: Officials, day: date, is_late: bool
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=day)

    try:
        revoke(one, cast, at(7, 8))
        refused = ""
    except DiplomaNotLate as refusal:
        refused = refusal.what

    expected = "" if is_late else f"报名{one.case_number}的毕业证书已于{day}取得，没有逾期"
    assert refused == expected
    assert state_of(one) is (State.REVOKED if is_late else State.INTERVIEWED)


@pytest.mark.parametrize(("moment", "is_late"), [(at(7, 5, 23, 59), False), (at(7, 6, 0), True)])
def test_who_has_no_date_recorded_counts_as_late_from_6_july(
    season: Season, cast: Officials, moment: datetime, is_late: bool
) -> None:
    one = make_application(season, state=State.INTERVIEWED)

    if is_late:
        revoke(one, cast, moment)
    else:
        with pytest.raises(DiplomaNotLate, match=f"报名{one.case_number}.*仍在期限内"):
            revoke(one, cast, moment)

    assert state_of(one) is (State.REVOKED if is_late else State.INTERVIEWED)


def test_a_revocation_is_written_down_with_day_reason_clause_and_rule(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED, diploma_date=LATE)

    revoke(one, cast, at(7, 8))

    entry = last_entry(one.subject)
    assert (entry["action"], entry["clause"], entry["rule"], entry["reason"], entry["inputs"]) == (
        "revoke",
        "D0 二4",
        "xinzhou-2024@2024-06-07:diploma_in_time",
        REASON,
        {"from": "interview_listed", "to": "revoked", "diploma_date": "2024-07-06"},
    )


@pytest.mark.parametrize("reason", ["", " \u3000"])
def test_nobody_is_revoked_without_a_written_reason(
    season: Season, cast: Officials, reason: str
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)

    with pytest.raises(ReasonMissing, match=f"报名{one.case_number}"):
        revoke(one, cast, at(7, 8), reason)

    assert state_of(one) is State.INTERVIEWED


@pytest.mark.parametrize("who", ["city", "yuanping", "auditor", "dai_street"])
def test_a_late_diploma_is_acted_on_by_the_own_county_alone(
    season: Season, cast: Officials, who: str
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=LATE)

    with pytest.raises(NotPermitted, match=f"报名{one.case_number}"):
        revoke_for_late_diploma([one], reason=REASON, actor=getattr(cast, who), at=at(7, 8))

    assert state_of(one) is State.INTERVIEWED


def test_a_formal_recruit_is_no_longer_revoked_for_the_diploma(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.FORMAL, diploma_date=LATE)

    with pytest.raises(WrongState, match="现为“正式招募人选”"):
        revoke(one, cast, at(7, 18))


def test_the_place_of_a_revoked_candidate_goes_to_the_reserve(
    small: Season, cast: Officials
) -> None:
    first, second, third = (candidate(small, total) for total in (9500, 9400, 9300))
    placed_by(small, cast)
    placed = Application.objects.get(pk=second.pk)
    record_diplomas({placed: LATE}, actor=cast.dai, at=at(7, 6))

    revoke(placed, cast, at(7, 6))
    fillers = backfill_county(small, DAI, actor=cast.dai, at=at(7, 8))

    assert fillers == [third]
    assert states_of([first, second, third]) == [State.PLACED, State.REVOKED, State.PLACED]


def test_the_reminder_list_names_the_candidates_of_a_county_without_a_date(
    season: Season, cast: Officials
) -> None:
    states = (State.QUALIFIED, State.INTERVIEWED, State.PROPOSED)
    waiting = [make_application(season, state=state) for state in states]
    make_application(season, state=State.INTERVIEWED, diploma_date=LATE)
    make_application(season, state=State.ROUTED)
    make_application(season, state=State.REVOKED)
    make_application(season, county=YUANPING, state=State.INTERVIEWED)

    assert list(diploma_outstanding(season, DAI)) == waiting


def test_a_late_diploma_in_another_county_is_not_recorded_at_all(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=DAI, state=State.INTERVIEWED)

    with pytest.raises(NotPermitted, match=one.case_number):
        record_diplomas({one: date(2024, 7, 6)}, actor=cast.yuanping, at=at(7, 6))

    assert Application.objects.get(pk=one.pk).diploma_date is None


def test_a_diploma_in_time_is_recorded_only_by_an_office_of_the_place(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=DAI, state=State.INTERVIEWED)

    with pytest.raises(NotPermitted, match=one.case_number):
        record_diplomas({one: date(2024, 7, 4)}, actor=cast.yuanping, at=at(7, 6))

    assert Application.objects.get(pk=one.pk).diploma_date is None


def test_no_diplomas_at_all_are_recorded_without_a_word(season: Season, cast: Officials) -> None:
    before = entry_count()

    record_diplomas({}, actor=cast.dai, at=at(7, 6))

    assert entry_count() == before


def test_another_county_is_not_told_that_a_diploma_came_in_time(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEWED, diploma_date=date(2024, 7, 1))

    with pytest.raises(NotPermitted, match=one.case_number):
        revoke_for_late_diploma([one], reason=REASON, actor=cast.yuanping, at=at(7, 6))
