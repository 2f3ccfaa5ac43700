"""The pages of the interviews: panels by county, one panel with its entries and differences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Attendance, Panel
from linli.apps.interviews.preparing import draw_order, set_up_panels
from linli.apps.interviews.signing import sign_off
from linli.apps.seasons.models import Season
from linli.web.office.interview_county import county_page
from linli.web.office.interview_presenting import PanelRow, TurnRow, panel_page, panel_rows
from linli.web.office.words import GOOD, QUIET, WAITING, Badge
from tests.apps.cast import at
from tests.apps.sample_panel import (
    EVEN,
    FIRST,
    SECOND,
    listed,
    panel_of,
    relate,
    row,
    seats,
)
from tests.factories import CITY, DAI, YUANPING, make_official

PANELS = "/office/seasons/xinzhou-2024/interviews/"
PANEL = f"{PANELS}{DAI}/1/"
QueryCounter = Callable[[Client, str], int]
ENTERED, MISSING = Badge("已录入", GOOD), Badge("未录入", WAITING)


@pytest.fixture
def panel(season: Season, dai_official: User) -> Panel:
    """A panel of 代县 that has drawn the order of two candidates."""
    listed(season, 2)
    panel = panel_of(season, dai_official)
    draw_order(season, DAI, actor=dai_official, at=at(6, 26))
    return Panel.objects.get(pk=panel.pk)


@pytest.fixture
def clerk(db: None) -> User:
    return make_official("dai-2", division=DAI, office=Office.COUNTY)


def cases(panel: Panel) -> list[str]:
    return list(panel.turns.values_list("application__case_number", flat=True))


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(("came", "tone"), [(0, QUIET), (1, GOOD)])
def test_after_the_last_signature_the_door_says_how_many_were_recorded_there(
    season: Season, panel: Panel, dai_official: User, clerk: User, came: int, tone: str
) -> None:
    for turn in panel.turns.all()[:came]:
        Attendance.objects.create(
            application=turn.application, arrived_at=at(7, 4), recorded_by=dai_official
        )
    rows = [row(one) for one in cases(panel)]
    enter_marks(panel, FIRST, rows, actor=dai_official, at=at(7, 4))
    enter_marks(panel, SECOND, rows, actor=clerk, at=at(7, 4))
    sign_off(panel, actor=dai_official, at=at(7, 4, 12))

    (door,) = (one for one in county_page(season, DAI).steps if one.title == "到场和原件核验")

    assert (door.tone, door.text) == (tone, f"面见已经结束，登记到场{came}人")


def test_before_any_panel_the_page_says_what_comes_first(as_dai: Client, season: Season) -> None:
    assert "还没有面见小组" in text_of(as_dai, PANELS)


def test_list_tells_how_far_each_panel_has_come(
    season: Season, panel: Panel, dai_official: User, clerk: User
) -> None:
    first, second = cases(panel)
    enter_marks(panel, FIRST, [row(first), row(second)], actor=dai_official, at=at(7, 4))
    enter_marks(panel, SECOND, [row(first)], actor=clerk, at=at(7, 4))

    (found,) = panel_rows(season, DAI)

    assert found == PanelRow(panel, 5, 2, 2, 1, Badge("待签字确认", WAITING))


def test_panel_waits_for_its_draw_until_it_is_drawn(season: Season, dai_official: User) -> None:
    panel_of(season, dai_official)

    assert panel_rows(season, CITY)[0].badge == Badge("待抽签", QUIET)


def test_page_tells_order_recusals_entries_and_differences(
    season: Season, panel: Panel, dai_official: User, clerk: User
) -> None:
    first, second = cases(panel)
    relate(panel, 2, second, dai_official)
    enter_marks(panel, FIRST, [row(first)], actor=dai_official, at=at(7, 4))
    enter_marks(panel, SECOND, [row(first, 8050, *EVEN[1:])], actor=clerk, at=at(7, 4))

    page = panel_page(panel)

    assert page.turns == (
        TurnRow(1, first, "张*本", "", ENTERED, ENTERED),
        TurnRow(2, second, "张*本", "考官2（亲属）", MISSING, MISSING),
    )
    assert page.differences == (f"报名{first}考官1第一次80.00分、第二次80.50分",)
    assert page.examiners[0] == ("考官1", "县委社会工作部，组长")
    assert page.sign_off is None


def test_page_tells_a_recusal_that_was_declared_before_another_panel(
    season: Season, panel: Panel, dai_official: User
) -> None:
    further = panel_of(season, dai_official)
    relation = relate(further, 3, cases(panel)[0], dai_official)

    number = panel.examiners.get(name=relation.examiner.name).number
    assert [turn.recused for turn in panel_page(panel).turns] == [f"考官{number}（亲属）", ""]


def test_signed_panel_shows_who_signed_and_the_fingerprint(
    as_dai: Client, panel: Panel, dai_official: User, clerk: User
) -> None:
    rows = [row(case) for case in cases(panel)]
    enter_marks(panel, FIRST, rows, actor=dai_official, at=at(7, 4))
    enter_marks(panel, SECOND, rows, actor=clerk, at=at(7, 4))
    signed = sign_off(panel, actor=dai_official, at=at(7, 4, 18))

    text = text_of(as_dai, PANEL)

    assert "两次录入没有差异" in text
    assert "已签字确认" in text
    assert "2024年7月4日 18:00" in text
    assert signed.fingerprint in text
    assert "样本考官1" not in text


def test_each_official_sees_the_panels_of_the_own_scope(
    client: Client, panel: Panel, city_official: User, yuanping_official: User
) -> None:
    answers = {}
    for official in (city_official, yuanping_official):
        client.force_login(official)
        answers[official.username] = (
            "代县" in text_of(client, PANELS),
            client.get(PANEL).status_code,
        )

    assert answers == {
        city_official.username: (True, 200),
        yuanping_official.username: (False, 403),
    }
    assert client.get(f"{PANELS}{YUANPING}/1/").status_code == 404


def test_pages_ask_for_sign_in_and_accept_no_changes(client: Client, panel: Panel) -> None:
    assert [client.get(address).status_code for address in (PANELS, PANEL)] == [302, 302]
    assert [client.post(address).status_code for address in (PANELS, PANEL)] == [405, 405]


def test_number_of_queries_does_not_grow_with_panels_and_candidates(
    as_city: Client,
    season: Season,
    panel: Panel,
    dai_official: User,
    queries_of: QueryCounter,
) -> None:
    before = (queries_of(as_city, PANELS), queries_of(as_city, PANEL))
    listed(season, 3)
    set_up_panels(season, DAI, seats(), actor=dai_official, at=at(6, 27))
    draw_order(season, DAI, actor=dai_official, at=at(6, 27))

    after = (queries_of(as_city, PANELS), queries_of(as_city, f"{PANELS}{DAI}/2/"))

    assert after == before
