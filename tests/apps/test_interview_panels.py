"""Before the interviews: panels are set up, relations declared, the order drawn once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.states import State
from linli.apps.interviews.models import Examiner, Panel, Relation, Turn
from linli.apps.interviews.preparing import (
    NothingToDraw,
    PanelRefused,
    Seat,
    add_substitute,
    draw_order,
    set_up_panels,
)
from linli.apps.interviews.queries import candidates_of, least_examiners
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.placement.panels import drawn_order
from tests.apps.cast import Officials, at, entry_count, last_entry, withdraw
from tests.apps.sample_panel import (
    BODIES,
    drawn_panel,
    listed,
    panel_of,
    relate,
    seats,
)
from tests.apps.test_carried_out import DAY, varied
from tests.factories import DAI, YUANPING, make_application

SUBJECT = f"xinzhou-2024/{DAI}"
SUBSTITUTE = Seat("样本替补", "社区")
Attempt = Callable[[Panel, Season, User], object]


def test_a_county_sets_up_a_panel_of_its_office_a_street_and_a_community(
    season: Season, cast: Officials
) -> None:
    (panel,) = set_up_panels(season, DAI, seats(), actor=cast.dai, at=at(6, 26))

    found = panel.examiners.values_list("number", "name", "body", "is_head", "is_substitute")
    assert found[0] == (1, "样本考官1", "县委社会工作部", True, False)
    assert {(name, body, head) for _, name, body, head, _ in found} == {
        (f"样本考官{number}", body, number == 1) for number, body in enumerate(BODIES, start=1)
    }
    assert [one[0] for one in found] == [1, 2, 3, 4, 5]


def test_setting_up_a_panel_is_one_entry_that_names_examiners_by_body_alone(
    season: Season, cast: Officials
) -> None:
    before = entry_count()

    panel = panel_of(season, cast.dai)

    entry = last_entry(SUBJECT)
    bodies = list(panel.examiners.values_list("body", flat=True))
    assert entry_count() == before + 1
    assert entry == {
        "sequence": before + 1,
        "at": "2024-06-26T10:00:00+08:00",
        "actor": "dai",
        "action": "set_up_panel",
        "subject": SUBJECT,
        "clause": "D0 三(三)",
        "reason": "",
        "rule": "xinzhou-2024@2024-06-07:least_examiners",
        "inputs": {"panel": 1, "seed": "公开种子", "bodies": bodies},
        "rehearsal": False,
    }


@pytest.mark.parametrize(("examiners", "is_enough"), [(2, False), (3, True), (4, True)])
def test_a_panel_has_no_fewer_examiners_than_the_pack_asks_for(
    season: Season, cast: Officials, examiners: int, is_enough: bool
) -> None:
    if is_enough:
        panel = panel_of(season, cast.dai, *BODIES[:examiners])
        assert panel.examiners.count() == examiners
        return

    with pytest.raises(PanelRefused, match=r"考官2名，其中组长1名；依据：D0 三\(三\)；.*不少于3名"):
        panel_of(season, cast.dai, *BODIES[:examiners])

    assert (Panel.objects.count(), Examiner.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        [Seat("甲", "县"), Seat("乙", "街道"), Seat("丙", "社区")],
        [Seat("甲", "县", True), Seat("乙", "街道", True), Seat("丙", "社区")],
        [Seat("甲", "县", True), Seat("乙", "街道"), Seat("甲", "社区")],
    ],
    ids=["no head", "two heads", "one name twice"],
)
def test_a_panel_without_its_one_head_or_with_a_name_twice_is_refused(
    season: Season, cast: Officials, wrong: list[Seat]
) -> None:
    with pytest.raises(PanelRefused, match="每组一名组长，考官不少于3名，姓名或代号不得重复"):
        set_up_panels(season, DAI, wrong, actor=cast.dai, at=at(6, 26))

    assert Panel.objects.count() == 0


def test_a_pack_that_drops_two_marks_asks_for_three_examiners_at_least() -> None:
    two = varied("least_examiners", 2)
    drops = varied("drops_extremes", True).parameters["drops_extremes"]

    both = replace(two, parameters={**two.parameters, "drops_extremes": drops})

    assert (least_examiners(two, DAY), least_examiners(both, DAY)) == (2, 3)


def test_two_panels_are_drawn_with_a_head_each_and_share_the_candidates(
    season: Season, cast: Officials
) -> None:
    cases = listed(season, 5)
    people = [Seat(f"考官{number}", BODIES[number % 5], number < 2) for number in range(7)]

    first, second = set_up_panels(season, DAI, people, panels=2, actor=cast.dai, at=at(6, 26))
    draw_order(season, DAI, actor=cast.dai, at=at(6, 26))

    order = drawn_order([one.case_number for one in cases], seed="公开种子")
    assert [panel.examiners.count() for panel in (first, second)] == [4, 3]
    assert [panel.examiners.filter(is_head=True).count() for panel in (first, second)] == [1, 1]
    assert (candidates_of(first), candidates_of(second)) == (order[::2], order[1::2])


def test_the_order_is_drawn_by_the_seasons_seed_and_recorded(
    season: Season, cast: Officials
) -> None:
    other = make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED)
    unlisted = make_application(season, state=State.QUALIFIED)

    panel, cases = drawn_panel(season, cast, people=6)

    panel.refresh_from_db()
    order = drawn_order(cases, seed="公开种子")
    assert panel.seed == "公开种子"
    assert list(panel.turns.values_list("position", "application__case_number")) == list(
        enumerate(order, start=1)
    )
    assert not Turn.objects.filter(application__in=[other, unlisted]).exists()
    entry = last_entry(SUBJECT)
    assert (entry["action"], entry["inputs"]) == (
        "draw_interview_order",
        {"panel": 1, "seed": "公开种子", "order": list(order)},
    )


def test_a_second_draw_is_refused_and_the_order_stays(season: Season, cast: Officials) -> None:
    panel, _ = drawn_panel(season, cast, people=4)
    listed(season, 1)
    before = candidates_of(panel), entry_count()

    with pytest.raises(NothingToDraw, match="面见次序抽签一次，不重抽"):
        draw_order(season, DAI, actor=cast.dai, at=at(6, 27))

    assert (candidates_of(panel), entry_count()) == before


def test_a_draw_without_candidates_is_refused_and_can_be_made_later(
    season: Season, cast: Officials
) -> None:
    panel = panel_of(season, cast.dai)

    with pytest.raises(NothingToDraw, match="没有待面见的人员"):
        draw_order(season, DAI, actor=cast.dai, at=at(6, 26))
    (one,) = listed(season, 1)
    draw_order(season, DAI, actor=cast.dai, at=at(6, 27))

    assert candidates_of(panel) == (one.case_number,)


def test_who_is_listed_after_the_draw_comes_before_a_further_panel(
    season: Season, cast: Officials
) -> None:
    first, cases = drawn_panel(season, cast)
    (late,) = listed(season, 1)

    second = panel_of(season, cast.dai)
    draw_order(season, DAI, actor=cast.dai, at=at(6, 28))

    assert (first.number, second.number) == (1, 2)
    assert set(candidates_of(first)) == set(cases)
    assert candidates_of(second) == (late.case_number,)


def test_who_withdraws_after_the_draw_keeps_no_turn(season: Season, cast: Officials) -> None:
    panel, cases = drawn_panel(season, cast)

    withdraw(cast.city, season.applications.get(case_number=cases[0]))

    assert candidates_of(panel) == (cases[1],)


def test_names_and_bodies_are_kept_without_blanks_around_them(
    season: Season, cast: Officials
) -> None:
    people = [replace(one, name=f" {one.name}\u3000", body=f"\t{one.body} ") for one in seats()]

    (panel,) = set_up_panels(season, DAI, people, actor=cast.dai, at=at(6, 26))
    added = add_substitute(panel, Seat(" 样本替补 ", " 社区 "), actor=cast.dai, at=at(6, 27))

    assert set(panel.examiners.values_list("name", "body")) == {
        *((one.name, one.body) for one in seats()),
        ("样本替补", "社区"),
    }
    assert (added.name, added.body) == ("样本替补", "社区")


@pytest.mark.parametrize("second", ["样本考官2 ", "样本 考官2", "样本考官２", "样本考官\u200b2"])
def test_one_person_does_not_sit_twice_under_two_spellings(
    season: Season, cast: Officials, second: str
) -> None:
    with pytest.raises(PanelRefused, match="姓名或代号不得重复"):
        set_up_panels(season, DAI, [*seats(), Seat(second, "社区")], actor=cast.dai, at=at(6, 26))
    panel = panel_of(season, cast.dai)
    with pytest.raises(PanelRefused, match="姓名或代号不得与本组考官重复"):
        add_substitute(panel, Seat(second, "社区"), actor=cast.dai, at=at(6, 27))

    assert panel.examiners.count() == 5


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("样" * 60, "社" * 60, ""),
        (f" {'样' * 60} ", "社区", ""),
        ("样" * 61, "社区", "姓名或代号"),
        ("样本替补", "社" * 61, "单位"),
        ("", "社区", "姓名或代号"),
        (" \u200b\u3000", "社区", "姓名或代号"),
        ("样本替补", " ", "单位"),
    ],
)
def test_an_examiner_has_a_name_and_a_body_that_fit_the_record(
    season: Season, cast: Officials, name: str, body: str, told: str
) -> None:
    panel, seat = panel_of(season, cast.dai), Seat(name, body)
    acts: list[Callable[[], object]] = [
        lambda: add_substitute(panel, seat, actor=cast.dai, at=at(6, 27)),
        lambda: set_up_panels(season, DAI, [*seats(), seat], actor=cast.dai, at=at(6, 27)),
    ]

    for act in acts:
        if told:
            with pytest.raises(PanelRefused, match=f"考官的{told}为空白，或者超过60字"):
                act()
        else:
            act()

    assert Examiner.objects.count() == (5 if told else 12)


@pytest.mark.parametrize("wrong", [Seat("样本考官2", "社区"), Seat("样本替补", "社区", True)])
def test_a_substitute_is_no_head_and_nobody_of_the_panel(
    season: Season, cast: Officials, wrong: Seat
) -> None:
    panel = panel_of(season, cast.dai)

    with pytest.raises(PanelRefused, match="替补考官不任组长"):
        add_substitute(panel, wrong, actor=cast.dai, at=at(6, 27))

    assert panel.examiners.count() == 5


def relate_first(panel: Panel, actor: User) -> Relation:
    return relate(
        panel, 1, panel.season.applications.values_list("case_number", flat=True)[0], actor
    )


ACTS: dict[str, Attempt] = {
    "set up": lambda panel, season, actor: panel_of(season, actor),
    "substitute": lambda panel, season, actor: add_substitute(
        panel, SUBSTITUTE, actor=actor, at=at(6, 27)
    ),
    "relate": lambda panel, season, actor: relate_first(panel, actor),
    "draw": lambda panel, season, actor: draw_order(season, DAI, actor=actor, at=at(6, 27)),
}


@pytest.mark.parametrize("who", ["yuanping", "city", "dai_street", "finance", "auditor"])
@pytest.mark.parametrize("act", list(ACTS))
def test_a_countys_panels_are_prepared_by_that_countys_office_alone(
    season: Season, cast: Officials, act: str, who: str
) -> None:
    panel = panel_of(season, cast.dai)
    listed(season, 1)
    before = entry_count()

    with pytest.raises(NotPermitted, match="请有权限的单位办理"):
        ACTS[act](panel, season, getattr(cast, who))

    assert entry_count() == before


def test_every_act_on_a_panel_has_a_name_in_the_offices_words(
    season: Season, cast: Officials
) -> None:
    panel = panel_of(season, cast.dai)
    listed(season, 1)
    for act in ("substitute", "relate", "draw"):
        ACTS[act](panel, season, cast.dai)

    assert [OTHER_ACTS[entry["action"]] for entry in entries_of(SUBJECT)] == [
        "组成面见小组",
        "增补替补考官",
        "登记回避关系",
        "抽签确定面见次序",
    ]
