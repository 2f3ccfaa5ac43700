"""What must hold for anyone under 忻社发〔2024〕3号, whatever the county, days and facts."""

import inspect
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linli.apps.workforce.actions import last_day_of_term
from linli.core.policy import Effect, Outcome, compile_rules, explain
from linli.core.policy.pack import Input
from linli.core.workdays import WorkCalendar
from linli.policies import get_pack
from tests.policies.case_sheets import sheets_of

PACK = get_pack("xinzhou-2024")
DAY = date(2024, 7, 31)
EDITION = compile_rules(PACK, DAY)
CHECKS = list(inspect.signature(PACK.rules["eligibility"].function).parameters)
TIER_OF = PACK.whole_table("wage_tier", DAY)

FORBIDDEN = (
    "ethnic", "nation", "party", "politic", "sex", "gender", "male", "birth",
    "age", "family", "parent", "father", "mother", "marri", "child", "home", "native", "origin",
    "hometown", "hukou", "household", "religio", "belief", "faith", "health", "disease", "medical",
    "height", "photo", "face", "name", "phone", "address", "mail",
    "户口", "家庭", "民族", "籍贯", "政治面貌", "党员", "团员", "性别", "男", "女", "年龄", "出生地", "家庭住址",
    "婚", "育儿", "宗教", "信仰", "病", "身高", "相貌", "照片", "姓名", "电话", "住址", "父", "母",
)  # fmt: skip
# Facts that touch such a word, and the clause that asks for no more than this yes or no.
ALLOWED = {
    "stage": "D0 三",  # holds the letters of "age"
    "birth_matches_id": "D0 三(二)",
    "identity_given": "D0 三(一)6(1)",
    "id_card_front_given": "D0 三(一)6(1)",
    "id_card_back_given": "D0 三(一)6(1)",
    "name_differs": "D0 三(二)",
    "low_income_proven": "D0 二5",
    "claims_low_income": "D0 三(一)6(5)",
}


def test_no_rule_can_ask_for_ethnicity_sex_family_or_belief() -> None:
    words = {name: f"{name} {fact.description}" for name, fact in PACK.inputs.items()}

    suspect = {name for name, text in words.items() if any(word in text for word in FORBIDDEN)}

    assert suspect == set(ALLOWED)


def test_facts_that_are_not_asked_for_change_nothing() -> None:
    facts = {"county": "140923", "days_served": 10, "days_in_month": 31, "first_month": True}

    other = {**facts, "ethnicity": "样本", "sex": "样本", "political_status": "样本"}

    assert explain(EDITION, "net_pay", other) == explain(EDITION, "net_pay", facts)


def fact(one: Input) -> st.SearchStrategy[Any]:
    """Return every value that a fact may take."""
    known = {
        "flag": st.booleans(),
        "integer": st.integers(one.low, one.high),
        "choice": st.sampled_from(sorted(one.choices) or [""]),
        "date": st.dates(date(2024, 6, 1), date(2024, 8, 1)),
        "month": st.dates(date(2024, 6, 1), date(2025, 8, 31)).map(lambda day: f"{day:%Y-%m}"),
    }[one.type]
    return known | st.none() if one.may_be_unknown else known


FACTS = st.fixed_dictionaries({name: fact(one) for name, one in PACK.inputs.items()})


@given(FACTS)
def test_applicant_is_not_eligible_exactly_if_some_check_fails(facts: dict[str, Any]) -> None:
    found = explain(EDITION, "eligibility", facts)

    outcomes = [explain(EDITION, name, facts).value for name in CHECKS]
    order = (Outcome.FAIL, Outcome.REFER, Outcome.PASS)
    assert found.value == next(outcome for outcome in order if outcome in outcomes)
    assert (found.value is Outcome.FAIL) == ("fail" in [one.effect for one in found.reasons])


@given(FACTS)
def test_every_check_that_does_not_pass_gives_its_reason_and_clause(facts: dict[str, Any]) -> None:
    found = explain(EDITION, "eligibility", facts)

    told = {reason.code: reason.clause for reason in found.reasons if reason.effect != "note"}
    steps = {step.rule: step.value for step in found.steps}
    expected = {
        PACK.rules[name].code: PACK.rules[name].clause
        for name in CHECKS
        if steps[name] is not Outcome.PASS
    }
    assert told == expected
    assert len(found.steps) == len(CHECKS) + 1


@given(FACTS)
def test_unknown_facts_alone_never_make_an_applicant_fail(facts: dict[str, Any]) -> None:
    forgotten = {
        name: None if PACK.inputs[name].may_be_unknown else value for name, value in facts.items()
    }

    found = [explain(EDITION, name, forgotten).value for name in CHECKS]

    failing = [name for name, value in zip(CHECKS, found, strict=True) if value is Outcome.FAIL]
    assert failing == ([] if facts["received_in_window"] else ["in_registration_window"])


@given(FACTS)
def test_check_that_passes_without_a_fact_passes_whatever_the_fact_is(
    facts: dict[str, Any],
) -> None:
    forgotten = {
        name: None if PACK.inputs[name].may_be_unknown else value for name, value in facts.items()
    }

    for name in CHECKS:
        before, after = explain(EDITION, name, forgotten), explain(EDITION, name, facts)
        if before.value is Outcome.PASS and PACK.rules[name].effect is not Effect.NOTE:
            assert after.value is Outcome.PASS


MONTHS = st.integers(28, 31)
SERVICE = MONTHS.flatmap(lambda days: st.tuples(st.integers(0, days), st.just(days)))
COUNTIES = st.sampled_from(sorted(PACK.inputs["county"].choices))


def amount(rule: str, county: str, served: int, days: int, *, first: bool = False) -> int:
    facts = {
        "county": county,
        "days_served": served,
        "days_in_month": days,
        "first_month": first,
    }
    return explain(EDITION, rule, facts).whole


@given(COUNTIES, SERVICE)
def test_shares_add_up_to_the_allowance_exactly(county: str, service: tuple[int, int]) -> None:
    parts = [
        amount(name, county, *service) for name in ("province_part", "city_part", "county_part")
    ]

    assert sum(parts) == amount("month_allowance", county, *service)
    assert min(parts) >= 0
    assert parts[2] - parts[1] in (0, 1)


@given(COUNTIES, SERVICE, st.booleans())
def test_pay_and_deduction_add_up_to_the_allowance_and_neither_is_negative(
    county: str, service: tuple[int, int], first: bool
) -> None:
    net, deduction = (
        amount(name, county, *service, first=first) for name in ("net_pay", "insurance_deduction")
    )

    assert net + deduction == amount("month_allowance", county, *service)
    assert min(net, deduction) >= 0
    assert first or deduction == 0


@given(COUNTIES, SERVICE, st.booleans())
def test_pay_never_falls_with_one_more_day(
    county: str, service: tuple[int, int], first: bool
) -> None:
    served, days = service
    assume(served < days)

    less = amount("net_pay", county, served, days, first=first)
    more = amount("net_pay", county, served + 1, days, first=first)

    assert more >= less


@given(COUNTIES, MONTHS)
def test_whole_month_pays_the_minimum_wage_whatever_its_length(county: str, days: int) -> None:
    wage = {1: 198000, 2: 188000, 3: 178000}[TIER_OF[county]]

    assert amount("month_allowance", county, days, days) == wage


YUAN = Decimal("0.01")


def reference(
    wage: Decimal, share: Decimal, premium: Decimal, served: int, days: int, first: bool
) -> dict[str, Decimal]:
    """Compute the money of one month in yuan, by ``Decimal``, apart from the engine."""
    allowance = (wage * served / days).quantize(YUAN, ROUND_HALF_UP)
    province = (allowance * share).quantize(YUAN, ROUND_HALF_UP)
    city = ((allowance - province) / 2).quantize(YUAN, ROUND_DOWN)
    deduction = min(premium, allowance) if first else Decimal(0)
    return {
        "monthly_allowance": wage,
        "month_allowance": allowance,
        "insurance_deduction": deduction,
        "net_pay": allowance - deduction,
        "province_part": province,
        "city_part": city,
        "county_part": allowance - province - city,
    }


@settings(deadline=None)  # each example compiles the pack anew
@given(
    COUNTIES,
    SERVICE,
    st.booleans(),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.integers(0, 10**5),
)
def test_decimal_arithmetic_agrees_with_every_money_rule_under_any_figures(
    county: str,
    service: tuple[int, int],
    first: bool,
    wage: int,
    premium: int,
    share: int,
    headcount: int,
) -> None:
    tier, ratio = TIER_OF[county], Decimal(share).scaleb(-4)
    what_if = {
        f"minimum_wage.{tier}": wage,
        f"accident_premium.{county}": premium,
        f"province_share.{tier}": ratio,
    }
    edition = compile_rules(PACK, DAY, what_if)
    served, days = service
    facts = {
        "county": county,
        "days_served": served,
        "days_in_month": days,
        "first_month": first,
        "headcount": headcount,
    }

    yuan = Decimal(wage) / 100
    expected = reference(yuan, ratio, Decimal(premium) / 100, served, days, first) | {
        "monthly_budget": yuan * headcount,
        "yearly_budget": yuan * headcount * 12,
    }
    found = {name: Decimal(explain(edition, name, facts).whole) / 100 for name in expected}
    assert found == expected


@given(FACTS)
def test_priority_needs_one_proof_and_among_the_claims_only_that_of_the_major(
    facts: dict[str, Any],
) -> None:
    found = explain(EDITION, "has_priority", facts).value

    major = (facts["claims_social_work"], facts["social_work_shown"])
    social_work = False if False in major else None if None in major else True
    groups = (social_work, facts["low_income_proven"], facts["veteran_proven"])
    assert found == (True if True in groups else None if None in groups else False)


PROOFS = {
    "priority_unproven.social_work": ("claims_social_work", "social_work_shown"),
    "priority_unproven.low_income": ("claims_low_income", "low_income_proven"),
    "priority_unproven.veteran": ("claims_veteran", "veteran_proven"),
}


@given(FACTS)
def test_a_claim_without_proof_is_noted_and_never_changes_the_proposal(
    facts: dict[str, Any],
) -> None:
    found = explain(EDITION, "eligibility", facts)

    noted = {reason.code for reason in found.reasons} & set(PROOFS)
    assert noted == {
        code
        for code, (claim, proof) in PROOFS.items()
        if facts[claim] is not False and facts[proof] is not True
    }
    others = dict.fromkeys([name for pair in PROOFS.values() for name in pair], False)
    assert explain(EDITION, "eligibility", facts | others).value == found.value


@given(FACTS)
def test_a_form_is_missing_or_the_wrong_one_and_never_both(facts: dict[str, Any]) -> None:
    found = explain(EDITION, "eligibility", facts)

    told = {reason.code for reason in found.reasons} & {"form_missing", "form_wrong"}
    expected = {"form_wrong"} if facts["wrong_form_given"] else {"form_missing"}
    assert told == (set() if facts["has_form"] else expected)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_service_ends_on_the_day_that_the_worker_record_says(reported_on: date) -> None:
    found = explain(EDITION, "service_last_day", {"reported_on": reported_on})

    assert found.value == last_day_of_term(reported_on, 12)


@given(st.dates(date(2024, 6, 20), date(2024, 7, 31)))
def test_notice_ends_on_the_day_that_the_calendar_says(
    calendar: WorkCalendar, posted_on: date
) -> None:
    found = explain(EDITION.with_calendar(calendar), "notice_last_day", {"posted_on": posted_on})

    assert found.value == calendar.last_day_of_period(posted_on, 3)


@settings(deadline=None)  # each example asks for every month of two years
@given(st.dates(date(2024, 7, 1), date(2024, 7, 31)), st.integers(-400, 400))
def test_days_paid_in_all_months_are_the_days_from_reporting_to_the_last_paid_day(
    reported_on: date, offset: int
) -> None:
    ended_on = date.fromordinal(reported_on.toordinal() + abs(offset))
    facts = {
        "reported_on": reported_on,
        "agreement_ended": offset > 0,
        "ended_on": ended_on,
    }
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]

    days = [explain(EDITION, "payable_days", {**facts, "pay_month": one}).whole for one in months]

    full = last_day_of_term(reported_on, 12)
    last = min(ended_on, full) if offset > 0 else full
    assert sum(days) == (last - reported_on).days + 1


METHODS = {
    name: compile_rules(PACK, DAY, {"part_month_method": name})
    for name in (
        "allowance_by_calendar_days",
        "allowance_by_paid_days",
        "allowance_by_whole_month",
    )
}


@given(COUNTIES, SERVICE, st.integers(0, 23))
def test_other_methods_of_a_part_month_pay_no_more_than_the_month_and_nothing_for_no_service(
    county: str, service: tuple[int, int], paid_days: int
) -> None:
    served, days = service
    facts = {
        "county": county,
        "days_served": served,
        "days_in_month": days,
        "paid_days_served": paid_days,
    }
    wage = {1: 198000, 2: 188000, 3: 178000}[TIER_OF[county]]
    by_paid_days = (Decimal(wage) * paid_days / Decimal("21.75")).quantize(
        Decimal(1), ROUND_HALF_UP
    )
    expected = {
        "allowance_by_calendar_days": amount("month_allowance", county, served, days),
        "allowance_by_paid_days": min(int(by_paid_days), wage),
        "allowance_by_whole_month": wage if served else 0,
    }

    found = {name: explain(METHODS[name], "month_allowance", facts).whole for name in METHODS}
    assert found == expected


def test_cases_of_the_sheets_fall_within_the_season() -> None:
    days = {case["date"] for sheet in sheets_of("xinzhou-2024") for case in sheet.cases}

    assert date(2024, 6, 1) <= min(days) and max(days) <= date(2024, 7, 31)
