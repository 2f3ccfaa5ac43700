"""Marks of somebody who never came to the door are signed on the page only by a tick and a reason."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.interviews.door import check_in
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Panel, SignOff
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.apps.sample_panel import FIRST, SECOND, absent, row
from tests.factories import DAI, make_official
from tests.web.office.made_interview import ANNOUNCEMENT, SIGN_OFF, UNATTENDED, case_at, drawn

TOLD = "我知道1人有评分而没有登记到场，仍要签字确认"


@pytest.fixture
def panel(season: Season, dai_official: User) -> Panel:
    """Return a panel whose first candidate has marks and whose second was absent, entered twice."""
    made = drawn(season, dai_official)
    rows = [row(case_at(made, 1)), absent(case_at(made, 2))]
    clerk = make_official("dai-2", division=DAI, office=Office.COUNTY, name="孙样本")
    enter_marks(made, FIRST, rows, actor=dai_official, at=at(7, 4))
    enter_marks(made, SECOND, rows, actor=clerk, at=at(7, 4))
    return made


def opened(client: Client) -> tuple[str, dict[str, str]]:
    """Return the page's text, and the mark that it would send."""
    page = client.get(SIGN_OFF)
    return page.content.decode(), {"shown": page.context["page"].fingerprint}


@pytest.mark.parametrize("lacking", [*UNATTENDED])
def test_the_tick_and_the_reason_are_both_needed(
    as_dai: Client, panel: Panel, lacking: str
) -> None:
    text, shown = opened(as_dai)
    given = {name: told for name, told in UNATTENDED.items() if name != lacking}

    answer = as_dai.post(SIGN_OFF, {**shown, **given})

    assert (TOLD in text, answer.status_code, SignOff.objects.count()) == (True, 422, 0)


def test_with_both_it_is_signed_once(as_dai: Client, panel: Panel) -> None:
    _, shown = opened(as_dai)

    answers = [as_dai.post(SIGN_OFF, {**shown, **UNATTENDED}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert SignOff.objects.count() == 1


def test_everybody_recorded_at_the_door_is_signed_without_being_asked(
    as_dai: Client, panel: Panel, dai_official: User
) -> None:
    came = panel.turns.get(position=1).application
    check_in(came, [], showed_slip=True, actor=dai_official, at=at(7, 4, 8))

    text, shown = opened(as_dai)
    answer = as_dai.post(SIGN_OFF, shown)

    assert (TOLD in text, answer.headers["Location"]) == (False, ANNOUNCEMENT)
