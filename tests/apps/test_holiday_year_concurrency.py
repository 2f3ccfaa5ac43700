"""Two load the same new year at once: one loads it, the other is shown it again."""

from __future__ import annotations

import time

import pytest

from linli.apps.accounts.models import Office
from linli.apps.holidays.models import CalendarYear
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons import holiday_years
from linli.apps.seasons.holiday_years import TableChanged, YearPlan, load_year, plan_year
from tests.apps.cast import at
from tests.apps.test_placement_concurrency import at_once
from tests.factories import CITY, make_official

pytestmark = pytest.mark.django_db(transaction=True)
#: How long a loading takes between its look at the table and its writing.
MOMENT = 0.5


def test_of_two_who_load_one_new_year_the_second_is_told_that_it_changed(
    divisions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = make_official("system", division=CITY, office=Office.SYSTEM)
    contents = [f"日期,类别\n2050-01-0{day},放假\n".encode() for day in (3, 4)]
    marks = [plan_year(2050, content).mark for content in contents]
    planned = holiday_years._plan

    def slowly(*given: object) -> YearPlan:
        plan = planned(*given)  # type: ignore[arg-type]
        time.sleep(MOMENT)
        return plan

    def loading(number: int) -> object:
        return load_year(
            2050,
            contents[number],
            source=f"通知{number}",
            actor=system,
            at=at(6, 3),
            shown=marks[number],
        )

    monkeypatch.setattr(holiday_years, "_plan", slowly)

    found = at_once(lambda: loading(0), lambda: loading(1))

    first = next(number for number, one in enumerate(found) if isinstance(one, YearPlan))
    assert {type(one) for one in found} == {YearPlan, TableChanged}
    assert CalendarYear.objects.get().source == f"通知{first}"
    assert [one["reason"] for one in entries_of("holidays/2050")] == [f"通知{first}"]
