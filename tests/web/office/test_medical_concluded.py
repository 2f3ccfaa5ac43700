"""Whom the page of a county's medical check goes on showing: whoever had a conclusion, wherever they went since."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.models import MedicalCheck
from tests.apps.cast import at
from tests.factories import make_application
from tests.web.office.made_ending import MEDICAL

GONE = (State.WITHDRAWN, State.REVOKED, State.DECLINED)


def checked(season: Season, state: State) -> Application:
    one = make_application(season, state=state)
    MedicalCheck.objects.create(
        application=one, conclusion="pass", checked_on=at(7, 8).date(), hospital="样本医院"
    )
    return one


@pytest.mark.parametrize("state", [*GONE, State.MEDICAL_PASSED, State.MEDICAL_FAILED])
def test_conclusion_stays_on_the_page_whatever_became_of_the_person(
    as_dai: Client, season: Season, state: State
) -> None:
    one = checked(season, state)

    rows = as_dai.get(MEDICAL).context["page"].concluded

    assert [row.case_number for row in rows] == [one.case_number]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.REVOKED, State.ROUTED])
def test_who_was_never_checked_is_not_on_it(as_dai: Client, season: Season, state: State) -> None:
    make_application(season, state=state)

    assert as_dai.get(MEDICAL).context["page"].concluded == ()
