"""The verdict on an application: which reasons make it, in which order, and what stays open."""

import inspect
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.applications.verdicts import Verdict, VerdictKind, judge, result_clause
from linli.core.policy import compile_rules
from linli.policies import get_pack
from tests.apps.stated import facts

PACK = get_pack("xinzhou-2024")
EDITION = compile_rules(PACK, date(2024, 6, 20))
WITHDRAWN, INELIGIBLE, SUPPLEMENT, CONDITIONAL, ELIGIBLE = VerdictKind
CLEAN = dict(facts())

# Reason codes and clauses as the results of intake have them, the verdict that each asks for, and
# what is the matter with an application that has this reason and no other.
REASONS: dict[str, tuple[str, VerdictKind, dict[str, Any]]] = {
    "late": ("三(一)2", INELIGIBLE, {"received_in_window": False}),
    "not_2024_graduate": ("一(一)", INELIGIBLE, {"graduation_year": 2023}),
    "school_outside_province": ("一(一)", INELIGIBLE, {"school_in_province": False}),
    "not_full_time": ("一(一)", INELIGIBLE, {"full_time": False}),
    "education_below_college": ("三(二)", INELIGIBLE, {"education": "secondary"}),
    "form_missing": ("三(一)3", SUPPLEMENT, {"has_form": False}),
    "form_wrong": ("三(一)5", SUPPLEMENT, {"has_form": False, "wrong_form_given": True}),
    "material_missing.identity": (
        "三(一)6(1)",
        SUPPLEMENT,
        {"identity_given": False, "id_card_front_given": False, "id_card_back_given": False},
    ),
    "material_missing.id_card_front": ("三(一)6(1)", SUPPLEMENT, {"id_card_front_given": False}),
    "material_missing.id_card_back": ("三(一)6(1)", SUPPLEMENT, {"id_card_back_given": False}),
    "material_missing.diploma_or_report": ("三(一)6(2)", SUPPLEMENT, {"diploma_given": False}),
    "material_missing.degree_certificate": (
        "三(一)6(2)",
        SUPPLEMENT,
        {"degree_certificate_given": False},
    ),
    "id_checksum": ("三(二)", SUPPLEMENT, {"id_number_valid": False, "birth_matches_id": None}),
    "id_mismatch": ("三(二)", SUPPLEMENT, {"id_number_differs": True}),
    "name_mismatch": ("三(二)", SUPPLEMENT, {"name_differs": True}),
    "birth_mismatch": ("三(二)", SUPPLEMENT, {"birth_matches_id": False}),
    "major_mismatch": ("三(二)", SUPPLEMENT, {"major_differs": True}),
    "intention_missing": (
        "三(二)",
        SUPPLEMENT,
        {"has_intention": False, "intention_in_city": None},
    ),
    "intention_outside_city": ("三(二)", SUPPLEMENT, {"intention_in_city": False}),
    "adjustment_contradictory": ("附件2", SUPPLEMENT, {"transfer_contradictory": True}),
    "pledge_unsigned": ("附件2", SUPPLEMENT, {"pledge_signed": False}),
    "diploma_pending": (
        "二.4",
        CONDITIONAL,
        {"diploma_given": False, "enrollment_report_given": True},
    ),
    "attachment_unreadable": ("三(一)3", ELIGIBLE, {"attachments_readable": False}),
    "attachment_suspicious": ("—", ELIGIBLE, {"attachments_harmless": False}),
    "priority_unproven.social_work": (
        "二.5",
        ELIGIBLE,
        {"claims_social_work": True, "social_work_shown": False},
    ),
    "priority_unproven.low_income": ("三(一)6(5)", ELIGIBLE, {"claims_low_income": True}),
    "priority_unproven.veteran": ("三(一)6(6)", ELIGIBLE, {"claims_veteran": True}),
}


def verdict(*, withdrawn: bool = False, **changed: Any) -> Verdict:
    """Return the verdict on an application in order, with some facts exchanged."""
    return judge(EDITION, CLEAN | changed, withdrawn=withdrawn)


def test_an_application_in_order_is_eligible_without_any_reason() -> None:
    assert verdict() == Verdict(ELIGIBLE, (), (), ())


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_stands_with_its_clause_and_asks_for_its_verdict(code: str) -> None:
    clause, kind, changed = REASONS[code]

    assert verdict(**changed) == Verdict(kind, ((code, clause),), (), ())


def test_the_checks_of_the_review_give_these_reasons_and_no_other() -> None:
    names = inspect.signature(PACK.rules["eligibility"].function).parameters

    assert {PACK.rules[name].code for name in names} == set(REASONS)


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (("late", "form_missing", "diploma_pending"), INELIGIBLE),
        (("id_checksum", "diploma_pending", "attachment_unreadable"), SUPPLEMENT),
        (("diploma_pending", "attachment_suspicious"), CONDITIONAL),
        (("attachment_unreadable", "priority_unproven.veteran"), ELIGIBLE),
    ],
)
def test_of_several_reasons_the_gravest_makes_the_verdict_and_all_are_listed(
    codes: tuple[str, ...], kind: VerdictKind
) -> None:
    changed = {name: value for code in codes for name, value in REASONS[code][2].items()}

    found = verdict(**changed)

    assert found.kind is kind
    assert {code for code, _ in found.reasons} == set(codes)


@pytest.mark.parametrize(
    ("changed", "unknown"),
    [
        ({"school_in_province": None}, ("school_outside_province",)),
        ({"graduation_year": None, "full_time": None}, ("not_2024_graduate", "not_full_time")),
        ({"name_differs": None}, ("name_mismatch",)),
        ({"claims_veteran": None}, ("priority_unproven.veteran",)),
    ],
)
def test_what_is_not_known_is_no_reason_and_is_named_for_a_person(
    changed: dict[str, None], unknown: tuple[str, ...]
) -> None:
    assert verdict(**changed) == Verdict(ELIGIBLE, (), (), unknown)


def test_who_withdrew_has_that_one_reason_whatever_else_is_the_matter() -> None:
    found = verdict(withdrawn=True, received_in_window=False, low_income_proven=True)

    assert found == Verdict(WITHDRAWN, (("withdrawn", "—"),), ("low_income",), ())


@pytest.mark.parametrize(
    ("changed", "groups"),
    [
        ({"claims_social_work": True, "social_work_shown": True}, ("social_work",)),
        ({"claims_social_work": True, "social_work_shown": False}, ()),
        ({"claims_social_work": True, "social_work_shown": None}, ()),
        ({"claims_low_income": True, "low_income_proven": True}, ("low_income",)),
        ({"claims_low_income": True}, ()),
        ({"low_income_proven": True, "veteran_proven": True}, ("low_income", "veteran")),
    ],
)
def test_a_group_has_priority_only_with_proof(
    changed: dict[str, bool | None], groups: tuple[str, ...]
) -> None:
    assert verdict(**changed).priority == groups


@given(st.sets(st.sampled_from(sorted(name for name in CLEAN if PACK.inputs[name].may_be_unknown))))
def test_nobody_is_refused_or_asked_for_anything_because_of_what_is_not_known(
    forgotten: set[str],
) -> None:
    found = verdict(**dict.fromkeys(forgotten))

    assert (found.kind, found.reasons) == (ELIGIBLE, ())


@pytest.mark.parametrize(
    ("clause", "written"),
    [
        ("D0 三(一)6(2)", "三(一)6(2)"),
        ("D0 二4", "二.4"),
        ("D0 十二3", "十二.3"),
        ("D0 一(一)", "一(一)"),
        ("D0 附件2", "附件2"),
        ("D0", "—"),
    ],
)
def test_a_clause_is_written_without_its_document_as_the_results_have_it(
    clause: str, written: str
) -> None:
    assert result_clause(clause) == written
