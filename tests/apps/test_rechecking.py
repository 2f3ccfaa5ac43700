"""The county sets day and hospital of a second check later, or corrects them; the person is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.change import NotPermitted, TextTooLong
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import decline_medical
from linli.apps.selection.medical import NOT_YET_KNOWN, Again, CheckDayWrong, record_medical
from linli.apps.selection.models import MedicalRecheck
from linli.apps.selection.rechecking import (
    NoRecheckOpen,
    RecheckChanged,
    arrange_recheck,
    mark_of,
)
from tests.apps.cast import Officials, at, entry_count, last_entry
from tests.factories import make_application

FIRST, SECOND = date(2024, 7, 8), date(2024, 7, 10)
AGAIN = Again(SECOND, "忻州样本医院")
MORNING = at(7, 9, 9)


def waiting(season: Season, dai: User, again: Again = NOT_YET_KNOWN) -> Application:
    """Return somebody who was checked on 8 July and is to be checked again."""
    one = make_application(season, state=State.PLACED)
    record_medical(
        {one: "recheck"},
        hospital="代县样本医院",
        checked_on=FIRST,
        again=again,
        actor=dai,
        at=at(7, 8, 16),
    )
    return Application.objects.get(pk=one.pk)


@pytest.fixture
def one(season: Season, cast: Officials) -> Application:
    return waiting(season, cast.dai)


def arrange(
    one: Application,
    cast: Officials,
    again: Again = AGAIN,
    *,
    shown: str | None = None,
    moment: datetime = MORNING,
) -> MedicalRecheck:
    return arrange_recheck(one, again, actor=cast.dai, at=moment, shown=shown)


def kept() -> list[tuple[date | None, str]]:
    return list(MedicalRecheck.objects.values_list("again_on", "again_at"))


def told(one: Application) -> list[str]:
    """Return what a case was told after it was told of the second check at all."""
    found = Message.objects.filter(application=one).order_by("pk")
    return [body.split("以复检结论为准。")[1] for body in found.values_list("body", flat=True)][1:]


def test_day_and_hospital_that_were_not_known_are_set_later_and_told(
    cast: Officials, one: Application
) -> None:
    arrange(one, cast)

    assert kept() == [(SECOND, "忻州样本医院")]
    assert told(one) == ["复检的时间和医院已确定。复检：2024年7月10日，忻州样本医院。"]


def test_day_and_hospital_are_corrected_and_told(season: Season, cast: Officials) -> None:
    one = waiting(season, cast.dai, AGAIN)

    arrange(one, cast, Again(date(2024, 7, 11), "代县样本医院"))

    assert kept() == [(date(2024, 7, 11), "代县样本医院")]
    assert told(one) == ["复检的时间和医院已更改。复检：2024年7月11日，代县样本医院。"]


def test_ledger_keeps_what_was_set_before_and_after(cast: Officials, one: Application) -> None:
    arrange(one, cast)

    entry = last_entry(one.subject)
    assert (entry["action"], entry["actor"], entry["clause"], entry["inputs"]) == (
        "arrange_recheck",
        "dai",
        "D0 三(四)",
        {
            "before": {"again_on": "", "again_at": ""},
            "after": {"again_on": "2024-07-10", "again_at": "忻州样本医院"},
        },
    )


def test_the_same_once_more_changes_nothing_and_tells_nobody(
    season: Season, cast: Officials
) -> None:
    one = waiting(season, cast.dai, AGAIN)
    before = entry_count()

    arrange(one, cast, shown=mark_of(NOT_YET_KNOWN))

    assert (entry_count(), told(one)) == (before, [])


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    season: Season, cast: Officials
) -> None:
    one = waiting(season, cast.dai, AGAIN)
    other = Again(date(2024, 7, 11), "代县样本医院")

    with pytest.raises(RecheckChanged, match="已由他人更改"):
        arrange(one, cast, other, shown=mark_of(NOT_YET_KNOWN))
    arrange(one, cast, other, shown=mark_of(AGAIN))

    assert kept() == [(date(2024, 7, 11), "代县样本医院")]


@pytest.mark.parametrize(
    ("day", "moment", "fault"),
    [
        (date(2024, 7, 7), at(7, 7, 9), "早于体检日期2024-07-08"),
        (FIRST, at(7, 8, 17), ""),
        (FIRST, at(7, 9, 0), "2024-07-08已经过去"),
        (date(2024, 7, 9), at(7, 9, 23, 59), ""),
    ],
)
def test_second_check_is_not_before_the_first_and_is_still_to_come(
    cast: Officials, one: Application, day: date, moment: datetime, fault: str
) -> None:
    refused = ""

    try:
        arrange(one, cast, Again(day), moment=moment)
    except CheckDayWrong as refusal:
        refused = refusal.what

    assert (fault in refused, bool(refused)) == (True, bool(fault))
    assert kept() == [(None if fault else day, "")]


def test_rehearsal_sets_a_day_that_is_over(rehearsal: Season, cast: Officials) -> None:
    arrange(waiting(rehearsal, cast.dai), cast, moment=at(7, 20))

    assert kept() == [(SECOND, "忻州样本医院")]


def test_nothing_is_arranged_for_whoever_waits_for_no_second_check(
    season: Season, cast: Officials, one: Application
) -> None:
    decline_medical(one, actor=cast.dai, at=MORNING)

    for case in (one, make_application(season, state=State.PLACED)):
        with pytest.raises(NoRecheckOpen, match=f"报名{case.case_number}现在没有待复检"):
            arrange(case, cast)

    assert kept() == [(None, "")]


def test_another_county_arranges_nothing_here_and_is_told_nothing(
    season: Season, cast: Officials, one: Application
) -> None:
    for case in (one, make_application(season, state=State.DECLINED)):
        with pytest.raises(NotPermitted, match=case.case_number):
            arrange_recheck(case, AGAIN, actor=cast.yuanping, at=MORNING)

    assert kept() == [(None, "")]


@pytest.mark.parametrize(("length", "is_taken"), [(80, True), (81, False)])
def test_hospital_fits_its_column(
    cast: Officials, one: Application, length: int, is_taken: bool
) -> None:
    try:
        arrange(one, cast, Again(SECOND, "样" * length))
    except TextTooLong:
        assert not is_taken

    assert (kept()[0][1] != "") == is_taken
