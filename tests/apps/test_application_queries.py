"""The funnel, the counties, the list, one case, its ledger, the clauses."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

import linli
from linli.apps.accounts.models import Office, User
from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.models import Application
from linli.apps.applications.overview import ENDED, overview
from linli.apps.applications.queries import (
    clause_sections,
    find_applications,
    ledger_of,
    load_case,
    possible_acts,
    states_holding_a_place,
    states_past,
)
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import PUBLIC, Event, record
from linli.apps.selection.models import MedicalCheck, Placement, Score
from tests.factories import (
    BEIJING,
    CITY,
    DAI,
    YUANPING,
    make_application,
    make_decision,
    make_entry,
    make_finished_case,
    make_official,
    make_season,
)

pytestmark = pytest.mark.django_db


def funnel(season: object, scope: str = CITY) -> dict[str, int]:
    return {step.label: step.people for step in overview(season, scope).funnel}  # type: ignore[arg-type]


def test_every_state_is_past_the_receipt_or_the_review_as_the_table_says() -> None:
    not_qualified = {
        State.RECEIVED,
        State.ROUTED,
        State.SUPPLEMENT_REQUESTED,
        State.NOT_QUALIFIED,
        State.WITHDRAWN,
    }

    assert states_past(State.QUALIFIED) == frozenset(State) - not_qualified
    assert states_past(State.REPORTED) == {State.REPORTED}


def test_a_place_is_held_from_placement_to_duty_and_by_nobody_who_left() -> None:
    assert states_holding_a_place() == {
        State.PLACED,
        State.MEDICAL_PASSED,
        State.PROPOSED,
        State.FORMAL,
        State.SIGNED,
        State.FILED,
        State.REPORTED,
    }


def test_only_who_ended_leaves_a_step_of_the_funnel_behind_with_its_records() -> None:
    steps = (
        *(State.QUALIFIED, State.INTERVIEWED, State.PLACED, State.MEDICAL_PASSED),
        *(State.PROPOSED, State.SIGNED, State.REPORTED),
    )

    # A decision that is taken back is undone on record, and proves nothing any more.
    left = {
        line.target
        for step in steps
        for act, line in TABLE.items()
        if act is not Act.REOPEN
        and line.target not in states_past(step)
        and set(line.origins) & states_past(step)
    }

    assert left == set(ENDED)


def test_funnel_counts_everyone_who_came_at_least_that_far() -> None:
    season = make_season()
    for state in (
        State.ROUTED,
        State.NOT_QUALIFIED,
        State.QUALIFIED,
        State.INTERVIEWED,
        State.MEDICAL_FAILED,
        State.REPORTED,
    ):
        make_application(season, state=state)

    assert funnel(season) == {
        "收到报名": 6,
        "资格审查通过": 4,
        "面见复审": 3,
        "入围体检（含递补）": 2,
        "体检合格": 1,
        "列入公示": 1,
        "签订协议": 1,
        "报到": 1,
    }


def test_who_withdrew_or_was_revoked_counts_as_far_as_the_records_prove() -> None:
    season, official = make_season(), make_official("dai", division=DAI)
    withdrawn = make_application(season, state=State.WITHDRAWN)
    make_decision(withdrawn, official)
    Score.objects.create(application=withdrawn, marks=[9000], total=9000)
    Placement.objects.create(
        application=withdrawn, county_id=DAI, status="placed", rank=1, reason="样本"
    )
    MedicalCheck.objects.create(
        application=withdrawn, conclusion="fail", checked_on="2024-07-08", hospital="样本"
    )
    make_application(season, state=State.REVOKED)

    assert funnel(season) == {
        "收到报名": 2,
        "资格审查通过": 2,
        "面见复审": 1,
        "入围体检（含递补）": 1,
        "体检合格": 0,
        "列入公示": 0,
        "签订协议": 0,
        "报到": 0,
    }


def test_two_decisions_on_one_case_count_it_once() -> None:
    season, official = make_season(), make_official("dai", division=DAI)
    application = make_application(season, state=State.QUALIFIED)
    make_decision(application, official, outcome="supplement")
    make_decision(application, official)

    assert (funnel(season)["收到报名"], funnel(season)["资格审查通过"]) == (1, 1)


def test_shares_of_the_funnel_are_rounded_half_up_to_thousandths() -> None:
    season = make_season()
    for state in (State.QUALIFIED, State.ROUTED, State.ROUTED):
        make_application(season, state=state)

    assert [step.percent for step in overview(season, CITY).funnel[:3]] == [
        "100.0%",
        "33.3%",
        "0.0%",
    ]


def test_empty_season_has_an_empty_funnel_and_all_places_vacant() -> None:
    figures = overview(make_season(), CITY)

    assert {step.permille for step in figures.funnel} == {0}
    assert (figures.total.places, figures.total.vacancy) == (175, 175)


def test_county_row_tells_places_numbers_and_vacancy() -> None:
    season = make_season()
    for state in (State.ROUTED, State.PLACED, State.MEDICAL_FAILED, State.REPORTED):
        make_application(season, state=state)

    row = overview(season, DAI).counties[0]

    counts = {name: row.counts[name] for name in ("received", "qualified", "placed", "reported")}
    assert (row.name, row.places, row.communities, row.vacancy) == ("代县", 11, 11, 9)
    assert counts == {"received": 4, "qualified": 3, "placed": 3, "reported": 1}


def test_transferred_person_counts_where_applied_and_then_where_placed() -> None:
    season = make_season()
    make_application(season, county=YUANPING, applied_county_id=DAI, state=State.REPORTED)

    rows = {row.name: row for row in overview(season, CITY).counties}

    def told(name: str) -> tuple[int, ...]:
        return tuple(
            rows[name].counts[step] for step in ("received", "qualified", "placed", "reported")
        )

    assert (told("代县"), told("原平市")) == ((1, 1, 0, 0), (0, 0, 1, 1))
    assert (rows["代县"].vacancy, rows["原平市"].vacancy) == (11, 21)


def test_street_reads_the_figures_of_its_own_recruits() -> None:
    season = make_season()
    make_finished_case(season, make_official("dai", division=DAI))
    make_application(season, state=State.REPORTED)

    figures = overview(season, "140923901")

    assert [row.name for row in figures.counties] == ["本辖区"]
    assert figures.total.counts["reported"] == 1


def test_cases_of_no_county_stand_in_their_own_row_and_in_the_sum() -> None:
    season = make_season()
    make_application(season, county=None)

    figures = overview(season, CITY)

    assert (figures.counties[-1].name, figures.counties[-1].counts["received"]) == (
        "未转县（市级办理）",
        1,
    )
    assert figures.total.counts["received"] == 1


def test_county_scope_leaves_out_every_other_county() -> None:
    season = make_season()
    make_application(season, county=YUANPING)
    make_application(season, county=None)

    figures = overview(season, DAI)

    assert ([row.name for row in figures.counties], figures.total.counts["received"]) == (
        ["代县"],
        0,
    )


def test_list_comes_by_case_number_and_loads_no_form() -> None:
    season = make_season()
    make_application(season, case_number="00002")
    make_application(season, case_number="00001")

    found = list(find_applications(season, DAI))

    assert [one.case_number for one in found] == ["00001", "00002"]
    assert found[0].get_deferred_fields() == {"form", "materials", "findings"}


def test_case_of_another_season_is_not_found() -> None:
    season, rehearsal = make_season(), make_season(is_rehearsal=True)
    make_application(rehearsal)

    with pytest.raises(Application.DoesNotExist):
        load_case(season, "00001")


def test_final_case_has_no_next_act() -> None:
    season, official = make_season(), make_official("dai", division=DAI)
    make_application(season, state=State.NOT_INTERVIEW_LISTED)

    assert possible_acts(load_case(season, "00001"), official) == ()


def test_street_official_is_offered_the_signing_of_the_own_street() -> None:
    season = make_season()
    make_finished_case(season, make_official("dai", division=DAI))
    Application.objects.update(state=State.FORMAL)
    street = make_official("street", division="140923901", office=Office.STREET)

    acts = possible_acts(load_case(season, "00001"), street)

    assert [(act.label, act.permission.allowed) for act in acts] == [
        ("签订协议", True),
        ("撤回报名", False),
    ]


def test_ledger_entries_come_oldest_first_with_names_and_labels() -> None:
    season, official = make_season(), make_official("dai", division=DAI, name="赵样本")
    application = make_application(season)
    record(
        [
            Event(
                at=datetime(2024, 6, 3, 9, 30, tzinfo=BEIJING),
                actor="mailbox",
                action="receive",
                subject=application.subject,
                clause="D0 三(一)3",
                inputs={"to": "received"},
            )
        ]
    )
    make_entry(application, official, Act.QUALIFY, origin=State.ROUTED, target=State.QUALIFIED)

    entries = ledger_of(application)

    assert [(entry.act, entry.actor, entry.origin, entry.target) for entry in entries] == [
        ("登记报名", "mailbox", "", "已接收"),
        ("审查通过", "赵样本", "待资格审查", "资格审查通过"),
    ]
    assert entries[0].at == datetime(2024, 6, 3, 9, 30, tzinfo=BEIJING)


def test_ledger_entries_of_applicants_and_the_public_name_them_in_words() -> None:
    application, account = make_application(make_season()), User.objects.create(username="drawn-1")
    record(
        [
            Event(
                at=datetime(2024, 7, 15, 9, 30, tzinfo=BEIJING),
                actor=actor,
                action="lodge_objection",
                subject=application.subject,
                clause="D0 三(五)",
            )
            for actor in (account.username, PUBLIC)
        ]
    )

    assert [one.actor for one in ledger_of(application)] == ["报名人本人", "公众"]


#: An act where it is written: the word of an event, of one of two, or handed to what records it.
_WRITTEN = r'action="(\w+)"(?: if \w+ else "(\w+)")?|(?:_event|record_export)\(\s*\w+,\s*"(\w+)"'


def test_every_act_that_any_code_records_has_a_chinese_label() -> None:
    sources = [
        file.read_text(encoding="utf-8") for file in Path(linli.__file__).parent.glob("apps/*/*.py")
    ]
    written = {act for source in sources for act in re.findall(_WRITTEN, source)}
    names = {name for pair in written for name in pair if name}

    assert names - set(Act) == set(OTHER_ACTS)


def test_ledger_of_a_case_holds_no_entry_of_another() -> None:
    season, official = make_season(), make_official("dai", division=DAI)
    first, second = make_application(season), make_application(season)
    make_entry(second, official, Act.QUALIFY, origin=State.ROUTED, target=State.QUALIFIED)

    assert (len(ledger_of(first)), len(ledger_of(second))) == (0, 1)


def test_every_clause_of_figures_rules_and_acts_has_its_section() -> None:
    sections = {section.clause: section for section in clause_sections(make_season())}

    assert {line.clause for line in TABLE.values()} <= set(sections)
    assert sections["D0 三(四)"].acts == (
        "列为递补候选",
        "登记体检合格",
        "登记体检不合格",
        "登记体检缺席",
        "递补",
        "递补期满未招募",
    )
    assert [figure.name for figure in sections["D0 三(五)"].figures] == ["notice_working_days"]
    assert [rule.label for rule in sections["D0 三(一)2"].checks] == ["报名时间"]
