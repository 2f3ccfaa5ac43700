"""Score sheets are entered twice by two officials, and the entries are compared."""

import re

import pytest

from linli.apps.interviews.entering import SameClerk, SheetRefused, UnknownCase, enter_marks
from linli.apps.interviews.models import Mark, ScoreSheet
from linli.apps.interviews.preparing import Seat, add_substitute
from linli.apps.interviews.queries import differences_of, sheets_of
from linli.apps.seasons.models import Season
from linli.core.placement.panels import Difference, Presence, TooFewExaminers
from tests.apps.cast import Officials, at, entry_count, last_entry
from tests.apps.sample_panel import (
    EVEN,
    FIRST,
    SECOND,
    absent,
    drawn_panel,
    enter_both,
    listed,
    relate,
    row,
    second_clerk,
)
from tests.factories import DAI

SUBJECT = f"xinzhou-2024/{DAI}"


def test_a_sheet_is_kept_mark_by_mark_with_who_entered_it_and_when(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)

    enter_marks(panel, FIRST, [row(one), absent(other)], actor=cast.dai, at=at(7, 4, 15))

    assert sheets_of(panel, FIRST) == {one: dict(enumerate(EVEN, start=1)), other: {}}
    assert sheets_of(panel, SECOND) == {}
    assert set(ScoreSheet.objects.values_list("entry", "entered_by__username", "entered_at")) == {
        (1, "dai", at(7, 4, 15))
    }


def test_entering_writes_one_entry_with_a_fingerprint_that_the_order_of_rows_does_not_change(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    before = entry_count()

    enter_marks(panel, FIRST, [row(one), absent(other)], actor=cast.dai, at=at(7, 4))
    first = last_entry(SUBJECT)
    enter_marks(panel, SECOND, [absent(other), row(one)], actor=second_clerk(), at=at(7, 4))
    second = last_entry(SUBJECT)

    assert entry_count() == before + 2
    assert (first["action"], first["clause"]) == ("enter_marks", "D0 三(三)")
    assert (first["inputs"]["entry"], second["inputs"]["entry"]) == (1, 2)
    assert {**first["inputs"], "entry": 2} == second["inputs"]
    assert first["inputs"]["sheets"] == 2
    assert re.fullmatch("[0-9a-f]{64}", first["inputs"]["fingerprint"])


def test_a_sheet_entered_again_before_the_sign_off_is_replaced_and_no_other(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one), row(other)])

    enter_marks(panel, FIRST, [absent(one)], actor=cast.dai, at=at(7, 4))

    even = dict(enumerate(EVEN, start=1))
    assert sheets_of(panel, FIRST) == {one: {}, other: even}
    assert sheets_of(panel, SECOND) == {one: even, other: even}
    assert Mark.objects.count() == 15


@pytest.mark.parametrize(("entry", "other"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_the_same_official_enters_no_sheet_both_times(
    season: Season, cast: Officials, entry: ScoreSheet.Entry, other: ScoreSheet.Entry
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    enter_marks(panel, entry, [row(case)], actor=cast.dai, at=at(7, 4))

    with pytest.raises(SameClerk, match=f"报名{case}的评分表另一次也由您录入"):
        enter_marks(panel, other, [row(case)], actor=cast.dai, at=at(7, 4))

    assert sheets_of(panel, other) == {}


def test_two_officials_may_share_the_sheets_between_them(season: Season, cast: Officials) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    clerk = second_clerk()

    for case, first, second in ((one, cast.dai, clerk), (other, clerk, cast.dai)):
        enter_marks(panel, FIRST, [row(case)], actor=first, at=at(7, 4))
        enter_marks(panel, SECOND, [row(case)], actor=second, at=at(7, 4))

    assert differences_of(panel) == ()


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ((8000, 8000, 8000, 8000, 10001), "考官5的评分不在0至100分之间"),
        ((8000, -1, 8000, 8000, 8000), "考官2的评分不在0至100分之间"),
        ((8000, 8000, None, 8000, 8000), "考官3没有评分"),
        ((8000, 8000, 8000, 8000), "有4栏评分，本组考官5名"),
        ((8000,) * 6, "有6栏评分，本组考官5名"),
    ],
)
def test_a_sheet_with_a_wrong_or_missing_mark_is_refused_with_all_rows(
    season: Season, cast: Officials, marks: tuple[int | None, ...], sentence: str
) -> None:
    panel, (good, bad) = drawn_panel(season, cast)
    before = entry_count()

    with pytest.raises(SheetRefused, match=f"报名{bad}{sentence}"):
        enter_marks(panel, FIRST, [row(good), row(bad, *marks)], actor=cast.dai, at=at(7, 4))

    assert (ScoreSheet.objects.count(), entry_count()) == (0, before)


def test_nothing_and_the_full_mark_are_marks(season: Season, cast: Officials) -> None:
    panel, (case, _) = drawn_panel(season, cast)

    enter_marks(panel, FIRST, [row(case, 0, 10000, 0, 0, 0)], actor=cast.dai, at=at(7, 4))

    assert sheets_of(panel, FIRST) == {case: {1: 0, 2: 10000, 3: 0, 4: 0, 5: 0}}


def test_a_case_twice_on_a_sheet_or_not_before_this_panel_is_refused(
    season: Season, cast: Officials
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    (late,) = listed(season, 1)

    with pytest.raises(SheetRefused, match=f"报名{case}在成绩表中出现两次"):
        enter_marks(panel, FIRST, [row(case), absent(case)], actor=cast.dai, at=at(7, 4))
    with pytest.raises(UnknownCase, match=f"报名{late.case_number}不在本组面见次序中"):
        enter_marks(panel, FIRST, [row(late.case_number)], actor=cast.dai, at=at(7, 4))

    assert ScoreSheet.objects.count() == 0


def test_the_cell_of_a_recused_examiner_must_be_empty(season: Season, cast: Officials) -> None:
    panel, (related, other) = drawn_panel(season, cast)
    relate(panel, 2, related, cast.dai)

    with pytest.raises(SheetRefused, match=f"报名{related}考官2应当回避或不需替补，评分应为空白"):
        enter_marks(panel, FIRST, [row(related), row(other)], actor=cast.dai, at=at(7, 4))
    enter_marks(
        panel,
        FIRST,
        [row(related, 8000, None, 8200, 8300, 8400), row(other)],
        actor=cast.dai,
        at=at(7, 4),
    )

    assert sheets_of(panel, FIRST)[related] == {1: 8000, 3: 8200, 4: 8300, 5: 8400}


def test_too_few_examiners_stop_the_entry_until_a_substitute_marks_in_their_place(
    season: Season, cast: Officials
) -> None:
    panel, (case, other) = drawn_panel(season, cast)
    for number in (1, 2, 3):
        relate(panel, number, case, cast.dai)

    with pytest.raises(TooFewExaminers, match="增补替补考官后再评分"):
        enter_both(panel, cast, [row(other)])
    add_substitute(panel, Seat("样本替补", "社区"), actor=cast.dai, at=at(7, 3))
    marks = (None, None, None, 8000, 8100, 9000)
    enter_both(panel, cast, [row(case, *marks), row(other, *EVEN, None)])

    assert sheets_of(panel, FIRST)[case] == {4: 8000, 5: 8100, 6: 9000}
    assert sheets_of(panel, FIRST) == sheets_of(panel, SECOND)


def test_differences_are_listed_with_what_only_one_entry_has(
    season: Season, cast: Officials
) -> None:
    panel, cases = drawn_panel(season, cast, people=3)
    one, two, three = sorted(cases)
    enter_marks(panel, FIRST, [row(one), row(two), absent(three)], actor=cast.dai, at=at(7, 4))
    wrong = row(one, 8000, 8100, 8020, 8300, 8400)
    enter_marks(panel, SECOND, [wrong, absent(two)], actor=second_clerk(), at=at(7, 4))

    assert differences_of(panel) == (
        Difference(one, 3, 8200, 8020),
        Difference(two, None, Presence.PRESENT, Presence.ABSENT),
        Difference(three, None, Presence.ABSENT, Presence.MISSING),
    )
