"""A rehearsal stopped at any statement goes on where it was, and ends as if it had never stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from linli.apps.accounts.models import Office, User
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import verify_ledger
from linli.apps.people.models import Person
from linli.apps.places.actions import load_divisions
from linli.apps.reports.summary import summary
from linli.apps.seasons.models import Season
from linli.rehearsal.officials import NameTaken
from linli.rehearsal.runs import rehearsal_season

PEOPLE, SEED = 40, 5
FIRST_STOP, LATER_BY = 350, 60

pytestmark = pytest.mark.django_db(transaction=True)


class Stopped(Exception):
    """The run was cut off."""


def stop_after(statements: int) -> Callable[..., Any]:
    """Return a wrapper that lets a number of statements through and then cuts the run off."""
    left = [statements]

    def wrapper(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise Stopped
        return execute(sql, params, many, context)

    return wrapper


def fresh_tables() -> None:
    """Empty the database and fill the tables that are data."""
    call_command("flush", verbosity=0, interactive=False)
    load_divisions(settings.ASSETS / "divisions")
    fill_packaged_years()


def run() -> Season:
    """Run the rehearsal to its end."""
    return rehearsal_season("xinzhou-2024", applicants=PEOPLE, seed=SEED, say=lambda text: None)


def is_cut_off(*, after: int) -> bool:
    """Run for a number of statements; tell whether the run was cut off before its end."""
    with connection.execute_wrapper(stop_after(after)):
        try:
            run()
        except Stopped:
            return True
    return False


def record(season: Season) -> tuple[dict[str, Any], list[Any]]:
    """Return what a run came to: its summary and all that its ledger says."""
    bodies = [json.loads(body) for body in Entry.objects.values_list("body", flat=True)]
    return summary(season, []), bodies


@pytest.mark.long
def test_a_run_cut_off_at_any_statement_and_taken_up_again_gives_the_same_record() -> None:
    fresh_tables()
    unstopped = record(run())
    fresh_tables()

    cut = 0
    while is_cut_off(after=FIRST_STOP + LATER_BY * cut):
        cut += 1
    stopped = record(run())

    assert cut >= 5
    assert stopped == unstopped
    assert verify_ledger().broken is None


def test_a_rehearsal_never_touches_the_row_of_a_real_person() -> None:
    fresh_tables()
    run()
    number = Person.objects.filter(id_number__isnull=False)[0].id_number
    real = Person.objects.create(id_number=number, name="真实姓名", phone="1", is_rehearsal=False)
    Season.objects.update(source="earlier")

    run()

    real.refresh_from_db()
    assert (real.name, real.phone) == ("真实姓名", "1")
    assert Person.objects.filter(id_number=number).count() == 2


def test_a_rehearsal_refuses_a_user_name_that_a_real_official_bears() -> None:
    fresh_tables()
    User.objects.create(username="rehearsal-city", office=Office.CITY, display_name="真实人员")

    with pytest.raises(NameTaken, match="已有正式工作人员使用"):
        run()

    assert User.objects.get(username="rehearsal-city").display_name == "真实人员"
    assert not Season.objects.exists()
