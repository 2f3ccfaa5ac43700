from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import linli
from linli.core.identity.id_number import check_character
from linli.rehearsal.intake_world_cases import Case, goes_with
from linli.rehearsal.intake_world_people import WorldPerson, make_people
from linli.rehearsal.intake_world_places import Province, read_province
from linli.rehearsal.intake_world_rules import Sent
from linli.rehearsal.intake_world_truth import DEADLINE, applicant_truth
from linli.rehearsal.papers.holder import PaperSort
from linli.rehearsal.sample_truth import MailKind

DIVISIONS = Path(linli.__file__).parent / "assets" / "divisions"
IN_TIME = DEADLINE - timedelta(seconds=1)
# What each case alone asks for, besides a diploma that is still to come.
CODES: dict[Case, tuple[str, ...]] = {
    Case.GRADUATED_EARLIER: ("not_2024_graduate",),
    Case.SCHOOL_ELSEWHERE: ("school_outside_province",),
    Case.ADULT_STUDY: ("not_full_time",),
    Case.SELF_STUDY: ("not_full_time",),
    Case.OPEN_STUDY: ("not_full_time",),
    Case.PART_TIME_MASTER: ("not_full_time",),
    Case.BELOW_COLLEGE: ("education_below_college",),
    Case.NO_IDENTITY: ("material_missing.identity",),
    Case.FRONT_ONLY: ("material_missing.id_card_back",),
    Case.BACK_ONLY: ("material_missing.id_card_front",),
    Case.NO_ACADEMIC: ("material_missing.diploma_or_report",),
    Case.NO_DEGREE: ("material_missing.degree_certificate",),
    Case.ID_MISMATCH: ("id_mismatch",),
    Case.ID_CHECKSUM: ("id_checksum", "id_mismatch"),
    Case.NAME_MISMATCH: ("name_mismatch",),
    Case.BIRTH_MISMATCH: ("birth_mismatch",),
    Case.MAJOR_MISMATCH: ("major_mismatch",),
    Case.INTENTION_MISSING: ("intention_missing",),
    Case.INTENTION_OUTSIDE: ("intention_outside_city",),
    Case.BOTH_BOXES: ("adjustment_contradictory",),
    Case.UNSIGNED: ("pledge_unsigned",),
    Case.SOCIAL_WORK: (),
    Case.SOCIAL_WORK_UNPROVEN: (
        "material_missing.diploma_or_report",
        "priority_unproven.social_work",
    ),
    Case.LOW_INCOME: (),
    Case.LOW_INCOME_VILLAGE: ("priority_unproven.low_income",),
    Case.LOW_INCOME_UNPROVEN: ("priority_unproven.low_income",),
    Case.VETERAN: (),
    Case.VETERAN_HALF: ("priority_unproven.veteran",),
}


@pytest.fixture(scope="module")
def province() -> Province:
    return read_province(DIVISIONS)


def _person(province: Province, *cases: Case, seed: int = 1) -> WorldPerson:
    return make_people([cases], seed=seed, province=province)[0]


def _application(person: WorldPerson, **changes: Any) -> Sent:
    sent = Sent(
        MailKind.APPLICATION, IN_TIME, form=person.form, source="docx", papers=person.papers
    )
    return replace(sent, **changes)


def _codes(truth: dict[str, Any]) -> tuple[str, ...]:
    return tuple(reason["code"] for reason in truth["reasons"])


def _judged(sent: Sequence[Sent]) -> tuple[str, tuple[str, ...]]:
    truth = applicant_truth("w", sent)
    return truth["verdict"], _codes(truth)


def test_the_province_has_117_counties_and_the_city_fourteen(province: Province) -> None:
    assert (len(province.home), len(province.elsewhere)) == (14, 103)


@pytest.mark.parametrize("case", Case)
def test_each_case_asks_for_its_codes_and_no_others(case: Case, province: Province) -> None:
    for seed in range(12):
        person = _person(province, case, seed=seed)
        truth = applicant_truth(person.key, [_application(person)])
        assert tuple(code for code in _codes(truth) if code != "diploma_pending") == CODES[case]


def test_without_any_case_a_person_is_eligible_or_waits_for_the_diploma(province: Province) -> None:
    seen = {_judged([_application(_person(province, seed=seed))]) for seed in range(40)}

    assert seen == {("eligible", ()), ("conditional", ("diploma_pending",))}


@pytest.mark.parametrize(
    ("case", "priority"),
    [
        (Case.SOCIAL_WORK, ["social_work"]),
        (Case.LOW_INCOME, ["low_income"]),
        (Case.VETERAN, ["veteran"]),
        (Case.VETERAN_HALF, []),
        (Case.LOW_INCOME_VILLAGE, []),
    ],
)
def test_a_claim_counts_only_with_its_proof(
    case: Case, priority: list[str], province: Province
) -> None:
    person = _person(province, case)

    assert applicant_truth(person.key, [_application(person)])["priority"] == priority


def test_the_same_paper_twice_counts_once_and_two_honours_count_twice(province: Province) -> None:
    person = _person(province, Case.FRONT_ONLY)
    honour = replace(person.papers[0], sort=PaperSort.HONOR_MUNICIPAL)
    papers = (person.papers[0], person.papers[0], honour, replace(honour, number=1))
    again = Sent(MailKind.SUPPLEMENT, IN_TIME, papers=(person.papers[0],))

    truth = applicant_truth("w", [_application(person, papers=papers), again])

    assert truth["materials"] == {"id_card_front": 1, "honor_municipal": 2}


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (timedelta(seconds=-1), "supplement"),
        (timedelta(0), "ineligible"),
        (timedelta(seconds=1), "ineligible"),
    ],
)
def test_the_deadline_is_midnight_itself(
    after: timedelta, verdict: str, province: Province
) -> None:
    person = _person(province, Case.UNSIGNED)
    sent = _application(person, received_at=DEADLINE + after)

    found, codes = _judged([sent])

    assert found == verdict
    assert ("late" in codes) == (after >= timedelta(0))
    assert "pledge_unsigned" in codes


def test_what_comes_late_changes_nothing_that_stood_in_time(province: Province) -> None:
    person = _person(province, Case.UNSIGNED)
    signed = replace(person.form, pledge_signed=True)
    late = Sent(MailKind.LATE, DEADLINE, form=signed, source="pdf", is_unreadable=True)

    truth = applicant_truth("w", [_application(person), late])

    assert truth["form_source"] == "docx"
    assert {"late", "attachment_unreadable"}.isdisjoint(_codes(truth))
    assert "pledge_unsigned" in _codes(truth)


def test_a_withdrawal_counts_whenever_it_comes_unless_a_new_application_follows_in_time(
    province: Province,
) -> None:
    first = _application(_person(province, Case.UNSIGNED), received_at=IN_TIME - timedelta(days=2))
    gone = Sent(MailKind.WITHDRAWAL, IN_TIME - timedelta(days=1))
    gone_late = replace(gone, received_at=DEADLINE + timedelta(days=1))
    back = replace(first, received_at=IN_TIME)
    back_late = replace(first, kind=MailKind.LATE, received_at=DEADLINE)

    assert _judged([first, gone]) == ("withdrawn", ("withdrawn",))
    assert _judged([first, gone_late]) == ("withdrawn", ("withdrawn",))
    assert _judged([first, gone, back])[0] == "supplement"
    assert _judged([first, gone, back_late])[0] == "withdrawn"


def test_a_form_of_something_else_counts_only_until_the_right_one_comes(province: Province) -> None:
    person = _person(province, Case.UNSIGNED)
    wrong = _application(person, form=None, source="none", is_wrong_form=True)
    right = Sent(MailKind.CORRECTION, IN_TIME, form=person.form, source="photo")

    alone, mended = applicant_truth("w", [wrong]), applicant_truth("w", [wrong, right])

    assert (alone["form"], alone["form_source"]) == (None, "wrong")
    assert "form_wrong" in _codes(alone)
    assert mended["form_source"] == "photo"
    assert "form_wrong" not in _codes(mended)


def test_without_a_form_the_papers_and_the_words_tell_who_it_is(province: Province) -> None:
    person = _person(province)
    sent = _application(person, form=None, source="none", says=(("phone", "15400000001"),))

    truth = applicant_truth("w", [sent])

    assert truth["identity"] == {
        "name": person.holder.name,
        "id_number": person.holder.id_number,
        "phone": "15400000001",
    }
    assert "form_missing" in _codes(truth)


def test_odd_attachments_are_named_beside_everything_else(province: Province) -> None:
    sent = _application(_person(province), is_unreadable=True, is_suspicious=True)

    verdict, codes = _judged([sent])

    assert verdict in ("eligible", "conditional")
    assert codes[-2:] == ("attachment_unreadable", "attachment_suspicious")


def test_people_have_numbers_of_their_own_that_nobody_alive_has(province: Province) -> None:
    people = make_people([()] * 400, seed=3, province=province)
    numbers = [person.form.id_number or "" for person in people]

    assert len(set(numbers)) == 400
    assert all(number[-1] == check_character(number[:17]) for number in numbers)
    assert {number[14] for number in numbers} == {"9"}
    assert people[36].holder.name == people[35].holder.name


def test_cases_that_would_hide_each_other_do_not_meet() -> None:
    assert goes_with(Case.UNSIGNED, Case.NO_IDENTITY)
    assert not goes_with(Case.NO_IDENTITY, Case.ID_MISMATCH)
    assert not goes_with(Case.SELF_STUDY, Case.NO_ACADEMIC)
