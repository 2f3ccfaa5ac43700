"""A whole season by the hands of its people in Chromium: offices at a desk, marks and applicants on a telephone.

The city of 忻州 opens and extends, 岢岚县 fills its five places, 定襄县 turns one down, 岚漪镇 signs.
样本甲 comes from the telephone to the community; 样本乙 is not qualified; the objection to 样本丙
is upheld, so that 样本辛 comes in, as 样本庚 did for 样本丁 at the medical check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.ledger.queries import entries_of, verify_ledger
from linli.apps.notices.models import Objection
from linli.apps.pay.models import PaySlip
from linli.apps.workforce.models import Worker
from tests.web.season import ending_story as ending
from tests.web.season import interviewing_story as interview
from tests.web.season import notice_story as notice
from tests.web.season import opening_story as opening
from tests.web.season import placing_story as placing
from tests.web.season import reviewing_story as review
from tests.web.season.cast import (
    BESIDE_THEM,
    COMMUNITIES,
    DINGXIANG,
    KELAN,
    OBJECTED_TO,
    ON_THE_PHONE,
    SEASON,
    number_of,
    others_apply_by_mail,
    the_offices_have_their_people,
    two_more_applicants_submit,
)
from tests.web.season.hands import Room

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

LISTED_IN_KELAN = (ON_THE_PHONE, OBJECTED_TO, *BESIDE_THEM)
#: What every examiner of 岢岚县 gives: the five best are placed, three stay in reserve.
MARKS = dict(zip(LISTED_IN_KELAN, ("92", "95", "91", "90", "89", "85", "84", "80"), strict=True))
MISTYPED, AS_WRITTEN = {"样本戊": "99"}, MARKS["样本戊"]
FAILING, FIRST_FILLER, SECOND_FILLER = "样本丁", "样本庚", "样本辛"
RECRUITS = (ON_THE_PHONE, "样本戊", "样本己", FIRST_FILLER, SECOND_FILLER)
FIRST_LIST = ["样*甲", "样*丙", "样*戊", "样*己", "样*庚"]
SECOND_LIST = ["样*甲", "样*戊", "样*己", "样*庚", "样*辛"]
#: What was done to the case of whom the objection was about, and by whom.
THE_UPHELD_CASE = [
    ("receive", "applicant-3"),
    ("check", "applicant-3"),
    ("route", "city"),
    ("qualify", "kelan"),
    ("list_for_interview", "kelan"),
    ("check_in", "kelan"),
    ("record_interview", "kelan"),
    ("record_diploma", "kelan"),
    ("place", "city"),
    ("pass_medical", "kelan"),
    ("propose", "kelan"),
    ("lodge_objection", "public"),
    ("answer_objection", "kelan"),
    ("uphold_objection", "kelan"),
]


@pytest.fixture
def room(live_server: Any, browser: Browser, kept_files: None) -> Iterator[Room]:
    cache.clear()
    the_offices_have_their_people()
    room = Room(live_server.url, browser)
    yield room
    room.close()


def test_a_season_with_an_extension_an_objection_upheld_and_two_backfills(room: Room) -> None:
    registration(room)
    eligibility_review(room)
    interviews(room)
    placement_and_medical_check(room)
    public_notice(room)
    agreements_and_duty(room)
    pay_export_and_audit(room)

    assert room.visits.barred == {}
    assert room.visits.complaints == []
    everybody_is_where_the_story_left_them()
    the_papers_say_what_happened()


def registration(room: Room) -> None:
    opening.the_city_opens_the_season(room)
    opening.it_records_where_the_notice_was_published(room)
    opening.it_extends_the_registration_by_three_days(room)
    opening.the_public_reads_the_new_days(room)
    opening.an_applicant_applies_on_the_phone(room)
    two_more_applicants_submit(date(2024, 6, 14))
    others_apply_by_mail(date(2024, 6, 14))


def eligibility_review(room: Room) -> None:
    review.the_city_moves_the_season_on(room, "资格审查", date(2024, 6, 18))
    review.the_city_routes_what_came_in(room)
    review.kelan_passes_the_clear_ones_together(room)
    review.kelan_asks_one_for_a_supplement(room)
    review.the_applicant_answers_it_on_the_phone(room)
    review.kelan_passes_the_answer(room)
    review.dingxiang_turns_one_down_with_the_coded_reason(room)
    review.the_applicant_reads_why(room)
    review.dingxiang_refuses_one_undoes_it_formally_and_decides_again(room)


def interviews(room: Room) -> None:
    for username, county, people in (("kelan", KELAN, 8), ("dingxiang", DINGXIANG, 1)):
        interview.a_county_lists_its_people(room, username, county, people)
    review.the_city_moves_the_season_on(room, "面见复审", date(2024, 6, 29))
    interview.it_forms_a_panel(room, "kelan", KELAN)
    interview.an_examiner_declares_a_relation(room, FAILING)
    interview.it_draws_the_order(room, "kelan", KELAN)
    interview.people_are_met_at_the_door(room, LISTED_IN_KELAN)
    interview.marks_are_entered(room, "kelan", KELAN, 1, MARKS)
    interview.marks_are_entered(room, "kelan-2", KELAN, 2, MARKS, MISTYPED)
    interview.the_difference_is_put_right(room, "样本戊", AS_WRITTEN)
    interview.it_signs_and_announces(room, "kelan", KELAN, 8)
    interview.dingxiangs_only_candidate_does_not_come(room)


def placement_and_medical_check(room: Room) -> None:
    review.the_city_moves_the_season_on(room, "组织体检", date(2024, 7, 9), behind=8)
    placing.kelan_records_the_diplomas(room, LISTED_IN_KELAN)
    placing.the_city_tries_twice_and_compares(room)
    placing.it_adopts_the_second_trial(room)
    placing.kelan_sets_the_medical_check(room)
    placing.the_applicant_sees_the_result_and_will_come(room)
    placing.one_fails_and_the_others_pass(room, FAILING, 5)
    placing.kelan_accepts_the_backfill(room, date(2024, 7, 10), FIRST_FILLER)
    placing.the_filler_passes_the_check(room, date(2024, 7, 11), FIRST_FILLER)


def public_notice(room: Room) -> None:
    review.the_city_moves_the_season_on(room, "确定人选", date(2024, 7, 15))
    notice.kelan_posts_the_list(room, 5)
    notice.the_public_reads_the_masked_list(room, FIRST_LIST)
    code = notice.somebody_objects_to_one(room, FIRST_LIST.index("样*丙") + 1)
    notice.kelan_upholds_it(room)
    notice.both_sides_read_the_answer(room, code)
    placing.kelan_accepts_the_backfill(room, date(2024, 7, 15), SECOND_FILLER)
    placing.the_filler_passes_the_check(
        room, date(2024, 7, 16), SECOND_FILLER, why_late="递补人选在组织体检阶段以后递补"
    )
    notice.kelan_corrects_the_list(room, 5)
    notice.the_public_reads_the_correction(room, SECOND_LIST)
    notice.the_days_pass_and_kelan_confirms(room, 5)


def agreements_and_duty(room: Room) -> None:
    review.the_city_moves_the_season_on(room, "签订协议", date(2024, 7, 21))
    ending.kelan_arranges_the_communities(room, RECRUITS)
    ending.the_recruit_reads_the_agreement_on_the_phone(room)
    ending.the_street_signs_and_uploads_the_scans(room, RECRUITS)
    ending.the_city_files_them(room, 5)
    review.the_city_moves_the_season_on(room, "人员报到", date(2024, 7, 24))
    ending.they_report_for_duty(room, RECRUITS)


def pay_export_and_audit(room: Room) -> None:
    ending.finance_runs_july(room)
    ending.kelan_ends_the_reserve(room, 1)
    ending.the_city_exports_a_list_for_a_purpose(room)
    ending.the_auditor_reads_the_ledger_and_the_export_log(room)
    ending.what_the_auditor_may_not_do_is_refused_with_its_reason(room)
    ending.the_city_closes_the_season(room)


def everybody_is_where_the_story_left_them() -> None:
    states = dict(Application.objects.values_list("person__name", "state"))
    workers = Worker.objects.values_list("application__person__name", "community__name")

    assert states == {
        **dict.fromkeys(RECRUITS, "reported"),
        "样本乙": "not_qualified",
        OBJECTED_TO: "objection_upheld",
        FAILING: "medical_failed",
        "样本壬": "not_recruited",
        "样本癸": "interview_absent",
    }
    assert dict(workers) == dict(zip(RECRUITS, COMMUNITIES, strict=True))


def the_papers_say_what_happened() -> None:
    """Read lists, objection, agreements, pay and ledger as they are kept."""
    objections = Objection.objects.values_list("application__person__name", "status")
    agreements = Agreement.objects.order_by("application__case_number")
    papers = agreements.values_list("application__person__name", "papers__finding")
    slips = set(PaySlip.objects.values_list("days_served", "allowance_fen", "net_fen"))

    assert notice.posted_lists() == [
        (1, "2024-07-18", FIRST_LIST),
        (2, "2024-07-19", SECOND_LIST),
    ]
    assert list(objections) == [(OBJECTED_TO, "upheld")]
    assert dict(papers) == dict.fromkeys(RECRUITS, "unsigned")
    # 8 of 31 days at 1,780 yuan, less the premium of 100 yuan.
    assert slips == {(8, 45_935, 35_935)}
    assert acts_on(OBJECTED_TO) == THE_UPHELD_CASE
    assert verify_ledger().broken is None


def acts_on(name: str) -> list[tuple[str, str]]:
    """Return what was done to a case and by whom, as the ledger has it."""
    subject = f"{SEASON}/{number_of(name)}"
    return [(one["action"], one["actor"]) for one in entries_of(subject)]
