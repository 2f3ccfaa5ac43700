"""A county prepares its interviews in the browser: the list, the panels, recusals, the draw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Examiner, Panel, Relation, Turn
from linli.apps.interviews.preparing import set_up_panels
from linli.apps.seasons.models import Season
from linli.web.office.interview_county import county_page
from linli.web.office.words import GOOD, QUIET, WAITING
from tests.apps.cast import at, withdraw
from tests.apps.sample_panel import FIRST, listed, panel_of, row, seats
from tests.factories import DAI, YUANPING
from tests.web.office.made_interview import (
    DAY,
    DRAW,
    FORM_PANELS,
    INTERVIEWS,
    LIST,
    RECUSAL,
    case_at,
    drawn,
    qualified,
)

QueryCounter = Callable[[Client, str], int]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def mark_on(client: Client, address: str) -> str:
    """Return the mark of what a page shows and asks to confirm."""
    text = text_of(client, address)
    return text.split('name="shown" value="', 1)[1].split('"', 1)[0]


def seats_sent(*names: str, heads: tuple[int, ...] = (0,), panels: str = "1") -> dict[str, str]:
    """Return the form of the panels as a browser sends it."""
    sent = {
        "panels": panels,
        "seats-TOTAL_FORMS": str(len(names)),
        "seats-INITIAL_FORMS": "0",
    }
    for line, name in enumerate(names):
        sent |= {f"seats-{line}-name": name, f"seats-{line}-body": f"单位{line}" if name else ""}
    return sent | {f"seats-{line}-is_head": "on" for line in heads}


def test_steps_say_what_stands_and_what_comes_next(season: Season, dai_official: User) -> None:
    def tones() -> tuple[str, ...]:
        return tuple(step.tone for step in county_page(season, DAI).steps)

    def following() -> str:
        step = county_page(season, DAI).following
        return step.title if step else ""

    assert (tones(), following()) == ((QUIET,) * 8, "")
    qualified(season, "national")
    assert following() == "列入面见复审"
    season.applications.update(state=State.INTERVIEW_LISTED)
    assert following() == "组成面见小组"
    panel_of(season, dai_official)
    assert following() == "抽签确定面见次序"
    drawn(season, dai_official, people=0)
    assert (tones(), following()) == (
        (GOOD, GOOD, QUIET, GOOD, WAITING, WAITING, QUIET, QUIET),
        "到场和原件核验",
    )


def test_step_of_the_marks_counts_neither_who_withdrew_nor_who_is_entered(
    season: Season, dai_official: User
) -> None:
    panel = drawn(season, dai_official, people=3)
    withdraw(dai_official, season.applications.get(case_number=case_at(panel, 1)))
    enter_marks(panel, FIRST, [row(case_at(panel, 2))], actor=dai_official, at=at(7, 4))

    (step,) = (one for one in county_page(season, DAI).steps if one.title == "录入评分")

    assert (step.text, step.tone) == ("第一次还差1人，第二次还差2人", WAITING)
    assert step.links == (("第1组", "office:panel", 1),)


def test_city_sees_the_steps_without_a_way_to_act(
    as_city: Client, season: Season, dai_official: User
) -> None:
    drawn(season, dai_official)

    text = text_of(as_city, DAY)

    assert "您可以查看，不能办理" in text
    assert "“面见复审”由县（市、区）委社会工作部办理" in text
    assert f'href="{LIST}"' not in text
    assert f'href="{RECUSAL}"' not in text


def test_list_shows_who_enters_by_which_rule_and_what_becomes_of_the_last_place(
    as_dai: Client, season: Season
) -> None:
    qualified(season, "national", "provincial", "municipal", "municipal", "")

    text = text_of(as_dai, LIST)

    assert "名额1个，按3∶1，本次还可列入3人" in text
    assert "末位有2人并列（市级（含校级））：末位并列一并进入" in text
    assert "将列入4人，不列入1人" in text
    assert season.applications.in_state(State.QUALIFIED).count() == 5


def test_list_is_made_as_it_was_shown(as_dai: Client, season: Season) -> None:
    qualified(season, "national", "provincial", "municipal", "")

    answer = as_dai.post(LIST, {"shown": mark_on(as_dai, LIST)})

    assert (answer.status_code, answer.headers["Location"]) == (302, DAY)
    assert season.applications.in_state(State.INTERVIEW_LISTED).count() == 3
    assert season.applications.in_state(State.NOT_INTERVIEW_LISTED).count() == 1


def test_list_that_changed_meanwhile_is_refused_with_clause_and_what_to_do(
    as_dai: Client, season: Season
) -> None:
    qualified(season, "national")
    shown = mark_on(as_dai, LIST)
    qualified(season, "provincial")

    answer = as_dai.post(LIST, {"shown": shown})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "这次没有办理；依据：D0 三(二)；处理办法：核对页面上现在的名单" in text
    assert season.applications.in_state(State.QUALIFIED).count() == 2


def test_without_anybody_qualified_the_list_says_so(as_dai: Client, season: Season) -> None:
    assert "没有等待列入的人员" in text_of(as_dai, LIST)


def test_panel_is_formed_of_the_rows_that_are_filled_in(as_dai: Client, season: Season) -> None:
    answer = as_dai.post(FORM_PANELS, seats_sent("样本甲", "样本乙", "", "样本丙"))

    assert answer.headers["Location"] == DAY
    found = Examiner.objects.order_by("number").values_list("name", "body", "is_head")
    assert set(found) == {
        ("样本甲", "单位0", True),
        ("样本乙", "单位1", False),
        ("样本丙", "单位3", False),
    }


def test_two_panels_with_one_head_are_refused_and_what_was_typed_stays(
    as_dai: Client, season: Season
) -> None:
    names = [f"样本{one}" for one in "甲乙丙丁戊己"]

    answer = as_dai.post(FORM_PANELS, seats_sent(*names, panels="2"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "设2个面见小组，报来考官6名，其中组长1名；依据：D0 三(三)" in text
    assert all(f'value="{name}"' in text for name in names)
    assert Panel.objects.count() == 0


def test_more_rows_can_be_had_without_losing_what_was_typed(as_dai: Client, season: Season) -> None:
    answer = as_dai.post(FORM_PANELS, {**seats_sent("样本甲", "样本乙"), "more": "1"})

    text = answer.content.decode()
    assert (answer.status_code, text.count('list="bodies"')) == (200, 7)
    assert 'value="样本甲"' in text
    assert Panel.objects.count() == 0


@pytest.mark.parametrize("rows", ["", "x", "9" * 400])
def test_number_of_rows_that_is_none_is_no_reason_to_break(
    as_dai: Client, season: Season, rows: str
) -> None:
    sent = {**seats_sent("样本甲"), "seats-TOTAL_FORMS": rows}

    refused = as_dai.post(FORM_PANELS, sent)

    assert as_dai.post(FORM_PANELS, {**sent, "more": "1"}).status_code == 200
    assert refused.status_code == 422
    assert "最多60行" in refused.content.decode()


def test_declared_relation_is_kept_and_shown(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    panel = drawn(season, dai_official)
    case = case_at(panel, 1)

    answer = as_dai.post(
        RECUSAL,
        {
            "relation-examiner": "2",
            "relation-case": case,
            "relation-kind": "school",
            "relation-declarant": "candidate",
        },
    )

    assert answer.headers["Location"] == RECUSAL
    one = Relation.objects.get()
    assert (one.examiner.number, one.application.case_number, one.kind, one.declarant) == (
        2,
        case,
        "school",
        "candidate",
    )
    assert "考官2回避：师生或同校" in text_of(as_dai, RECUSAL)


def test_before_the_draw_a_relation_may_concern_anyone_who_waits(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    panel_of(season, dai_official)
    (case,) = listed(season, 1)

    assert f'<option value="{case.case_number}">' in text_of(as_dai, RECUSAL)


def test_blank_relation_is_asked_for_and_a_second_one_refused(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    panel = drawn(season, dai_official)
    sent = {
        "relation-examiner": "1",
        "relation-case": case_at(panel, 1),
        "relation-kind": "kin",
        "relation-declarant": "examiner",
    }
    as_dai.post(RECUSAL, sent)

    again, blank = as_dai.post(RECUSAL, sent), as_dai.post(RECUSAL, {})

    assert "“亲属”关系已登记" in again.content.decode()
    assert "考官：请选择" in blank.content.decode()
    assert (again.status_code, blank.status_code, Relation.objects.count()) == (422, 422, 1)


def test_substitute_is_added_and_one_of_the_same_name_refused(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    panel = drawn(season, dai_official)
    sent = {"substitute-name": "样本替补", "substitute-body": "街道"}

    first, second = as_dai.post(RECUSAL, sent), as_dai.post(RECUSAL, sent)

    assert (first.status_code, second.status_code) == (302, 422)
    assert panel.examiners.get(is_substitute=True).name == "样本替补"


def test_draw_shows_its_seed_and_draws_once(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    panel_of(season, dai_official)
    listed(season, 3)
    text = text_of(as_dai, DRAW)
    assert "样本种子" in text
    assert Turn.objects.count() == 0

    first, second = as_dai.post(DRAW), as_dai.post(DRAW)

    assert (first.headers["Location"], second.status_code) == (DAY, 422)
    assert "面见次序抽签一次，不重抽" in second.content.decode()
    assert sorted(Turn.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_draw_without_panels_or_people_says_what_comes_first(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    assert "没有待抽签的面见小组" in text_of(as_dai, DRAW)
    panel_of(season, dai_official)
    assert "没有待抽签的人员" in text_of(as_dai, DRAW)


@pytest.mark.parametrize("address", [LIST, FORM_PANELS, DRAW, RECUSAL])
def test_only_the_countys_office_opens_the_pages_that_act(
    client: Client,
    season: Season,
    dai_official: User,
    city_official: User,
    yuanping_official: User,
    address: str,
) -> None:
    drawn(season, dai_official)
    answers = {}
    for official in (city_official, yuanping_official, dai_official):
        client.force_login(official)
        got, sent = client.get(address), client.post(address, {"substitute-name": ""})
        answers[official.username] = (got.status_code, sent.status_code == 403)

    assert answers == {"city": (403, True), "yuanping": (403, True), "dai": (200, False)}


def test_county_outside_the_season_or_the_scope_is_not_opened(
    as_dai: Client, season: Season
) -> None:
    assert as_dai.get(f"{INTERVIEWS}{YUANPING}/").status_code == 403
    assert as_dai.get(f"{INTERVIEWS}130101/").status_code == 404


def test_county_and_its_list_ask_the_same_number_of_queries_for_many(
    as_dai: Client, season: Season, dai_official: User, queries_of: QueryCounter
) -> None:
    qualified(season, "national")
    drawn(season, dai_official, people=1)
    addresses = (INTERVIEWS, DAY, LIST, RECUSAL)
    before = [queries_of(as_dai, one) for one in addresses]
    qualified(season, *["provincial"] * 8)
    set_up_panels(season, DAI, seats(), actor=dai_official, at=at(6, 27))
    listed(season, 6)

    assert [queries_of(as_dai, one) for one in addresses] == before
