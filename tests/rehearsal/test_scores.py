from collections import Counter
from decimal import Decimal

from linli.rehearsal.scores import Conclusion, make_interview_scores, make_medical_results

CASES = tuple(f"XZ2024-{number:05}" for number in range(1, 1001))


def test_scores_of_a_case_do_not_depend_on_the_others() -> None:
    together = make_interview_scores(CASES, seed=1, absent_share=0.05)
    alone = make_interview_scores(CASES[499:500], seed=1, absent_share=0.05)

    assert alone == together[499:500]


def test_another_seed_gives_other_scores() -> None:
    first = make_interview_scores(CASES[:20], seed=1, absent_share=0)
    second = make_interview_scores(CASES[:20], seed=2, absent_share=0)

    assert all(one.scores != other.scores for one, other in zip(first, second, strict=True))


def test_every_present_case_has_five_scores_of_two_decimals_within_bounds() -> None:
    rows = make_interview_scores(CASES, seed=1, absent_share=0)
    scores = [score for row in rows for score in row.scores]

    assert {len(row.scores) for row in rows} == {5}
    assert {score.as_tuple().exponent for score in scores} == {-2}
    assert Decimal(60) < min(scores) <= max(scores) < Decimal(100)


def test_dropping_highest_and_lowest_leaves_the_mean_as_it_is() -> None:
    for row in make_interview_scores(CASES, seed=1, absent_share=0):
        kept = sorted(row.scores)[1:-1]

        assert sum(kept) / 3 == sum(row.scores) / 5


def test_some_totals_are_tied_and_most_are_not_all_the_same() -> None:
    rows = make_interview_scores(CASES[:40], seed=1, absent_share=0)

    totals = Counter(sum(row.scores) for row in rows)

    assert max(totals.values()) >= 2
    assert len(totals) > 10


def test_an_absent_case_has_no_scores() -> None:
    rows = make_interview_scores(CASES, seed=1, absent_share=0.05)
    absent = [row for row in rows if row.is_absent]

    assert 20 <= len(absent) <= 80
    assert {row.scores for row in absent} == {()}


def test_nobody_is_absent_without_a_share_and_everybody_with_all() -> None:
    nobody = make_interview_scores(CASES, seed=1, absent_share=0)
    everybody = make_interview_scores(CASES, seed=1, absent_share=1)

    assert {row.is_absent for row in nobody} == {False}
    assert {row.is_absent for row in everybody} == {True}


def test_medical_results_come_in_the_three_conclusions_of_the_form() -> None:
    results = Counter(row.conclusion for row in make_medical_results(CASES, seed=1))

    assert results[Conclusion.PASS] > 900
    assert 20 <= results[Conclusion.FAIL] <= 60
    assert 8 <= results[Conclusion.ABSENT] <= 35


def test_medical_results_do_not_depend_on_the_order_of_cases() -> None:
    forwards = make_medical_results(CASES, seed=1)
    backwards = make_medical_results(reversed(CASES), seed=1)

    assert tuple(reversed(backwards)) == forwards
