"""Scores are signed when both entries agree and are whole; after it nothing changes."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.models import User
from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.states import State
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Examiner, Mark, Panel, Relation, SignOff
from linli.apps.interviews.permissions import SignedOff
from linli.apps.interviews.preparing import NothingToDraw, Seat, add_substitute, draw_order
from linli.apps.interviews.signing import (
    EntriesDiffer,
    NotDrawn,
    RecordedOtherwise,
    SheetsIncomplete,
    fingerprint_of,
    sign_off,
)
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.selection.models import Score
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of, withdraw
from tests.apps.sample_panel import (
    EVEN,
    FIRST,
    SECOND,
    absent,
    drawn_panel,
    enter_both,
    listed,
    panel_of,
    relate,
    row,
    second_clerk,
)
from tests.apps.test_carried_out import varied
from tests.factories import DAI

SUBJECT = f"xinzhou-2024/{DAI}"
Attempt = Callable[[Panel, str, Officials], object]


def signed(panel: Panel, actor: User) -> SignOff:
    return sign_off(panel, actor=actor, at=at(7, 4, 17))


def scores() -> dict[str, tuple[list[int], int]]:
    return {
        score.application.case_number: (score.marks, score.total)
        for score in Score.objects.select_related("application")
    }


def test_entries_that_differ_are_not_signed_and_the_first_differences_are_named(
    season: Season, cast: Officials
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    enter_marks(panel, FIRST, [row(case)], actor=cast.dai, at=at(7, 4))
    turned = row(case, *reversed(EVEN))
    enter_marks(panel, SECOND, [turned], actor=second_clerk(), at=at(7, 4))
    before = entry_count()

    with pytest.raises(EntriesDiffer) as refused:
        signed(panel, cast.dai)

    assert refused.value.what == (
        f"两次录入有4处不一致：报名{case}考官1第一次80.00分、第二次84.00分；"
        f"报名{case}考官2第一次81.00分、第二次83.00分；"
        f"报名{case}考官4第一次83.00分、第二次81.00分等"
    )
    assert (SignOff.objects.count(), Score.objects.count(), entry_count()) == (0, 0, before)


def test_a_candidate_without_a_sheet_stops_the_sign_off(season: Season, cast: Officials) -> None:
    panel, (case, missing) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(case)])

    with pytest.raises(SheetsIncomplete, match=f"1名面见人员没有评分表：报名{missing}；"):
        signed(panel, cast.dai)

    assert Score.objects.count() == 0


def test_a_relation_declared_after_the_entry_stops_the_sign_off_until_the_sheet_is_entered_again(
    season: Season, cast: Officials
) -> None:
    panel, (case, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(case), row(other)])
    relate(panel, 5, case, cast.dai)

    with pytest.raises(
        SheetsIncomplete, match=f"1名面见人员的评分与登记的回避关系不符：报名{case}"
    ):
        signed(panel, cast.dai)
    enter_both(panel, cast, [row(case, 8000, 8100, 8200, 8300, None)])
    signed(panel, cast.dai)

    assert scores() == {case: ([8000, 8100, 8200, 8300], 8150), other: (list(EVEN), 8200)}


def test_the_sign_off_records_totals_and_absences_with_the_fingerprint_of_the_sheets(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one, 8000, 8001, 8000, 8001, 8001), absent(other)])
    before = entry_count()

    made = signed(panel, cast.dai)

    assert scores() == {one: ([8000, 8001, 8000, 8001, 8001], 8001)}
    states = [state_of(season.applications.get(case_number=case)) for case in (one, other)]
    assert states == [State.INTERVIEWED, State.INTERVIEW_ABSENT]
    assert (made.signed_by, made.signed_at) == (cast.dai, at(7, 4, 17))
    assert made.fingerprint == fingerprint_of(Panel.objects.get(pk=panel.pk))
    entry = last_entry(SUBJECT)
    assert (entry["action"], entry["inputs"]) == (
        "sign_off_scores",
        {"panel": 1, "sheets": 2, "fingerprint": made.fingerprint},
    )
    assert entry_count() == before + 3


def test_a_changed_mark_no_longer_fits_the_signed_fingerprint(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one), absent(other)])
    made = signed(panel, cast.dai)

    Mark.objects.filter(sheet__entry=SECOND, examiner__number=3).update(hundredths=8201)

    assert fingerprint_of(Panel.objects.get(pk=panel.pk)) != made.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        lambda: Relation.objects.update(kind="home_town"),
        lambda: Examiner.objects.filter(number=5).update(name="样本考官六"),
        lambda: Examiner.objects.filter(number=5).update(body="另一单位"),
        lambda: Examiner.objects.filter(number=5).update(is_head=True),
        lambda: Examiner.objects.filter(number=5).update(is_substitute=True),
    ],
)
def test_the_fingerprint_covers_who_examined_and_which_relations_were_declared(
    season: Season, cast: Officials, change: Callable[[], int]
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    Examiner.objects.filter(number=1).update(is_head=False)
    relate(panel, 5, case, cast.dai)
    before = fingerprint_of(panel)

    change()

    assert fingerprint_of(panel) != before


def test_what_a_further_panel_declares_leaves_a_signed_fingerprint_as_it_was(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    (late,) = listed(season, 1)
    relate(panel, 4, late.case_number, cast.dai)
    enter_both(panel, cast, [row(one), row(other)])
    made = signed(panel, cast.dai)

    further = panel_of(season, cast.dai)
    relate(further, 1, late.case_number, cast.dai)
    draw_order(season, DAI, actor=cast.dai, at=at(7, 5))

    assert fingerprint_of(Panel.objects.get(pk=panel.pk)) == made.fingerprint


def test_the_marks_of_a_substitute_count_in_place_of_the_recused(
    season: Season, cast: Officials
) -> None:
    panel, (case, other) = drawn_panel(season, cast)
    for number in (1, 2, 3):
        relate(panel, number, case, cast.dai)
    add_substitute(panel, Seat("样本替补", "社区"), actor=cast.dai, at=at(7, 3))
    marks = (None, None, None, 8000, 8100, 9000)
    enter_both(panel, cast, [row(case, *marks), row(other, *EVEN, None)])

    signed(panel, cast.dai)

    assert scores() == {case: ([8000, 8100, 9000], 8367), other: (list(EVEN), 8200)}


def test_a_pack_that_drops_the_extremes_keeps_all_marks_and_tells_which_were_dropped(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = varied("drops_extremes", True)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    panel, (one, other) = drawn_panel(season, cast)
    marks = (9000, 7000, 9000, 8001, 8000)
    enter_both(panel, cast, [row(one, *marks), absent(other)])

    signed(panel, cast.dai)

    assert scores() == {one: (list(marks), 8334)}
    inputs = last_entry(f"xinzhou-2024/{one}")["inputs"]
    assert (inputs["marks"], inputs["dropped"], inputs["total"]) == (
        list(marks), [9000, 7000], 8334,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "total"),
    [(State.INTERVIEWED, None), (State.INTERVIEW_ABSENT, None), (State.PLACED, 9000)],
)
def test_a_result_that_came_by_another_way_stops_the_sign_off(
    season: Season, cast: Officials, state: State, total: int | None
) -> None:
    panel, (case, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(case), row(other)])
    season.applications.filter(case_number=other).update(state=state)
    if total:
        one = season.applications.get(case_number=other)
        Score.objects.create(application=one, marks=[total], total=total)
    before = entry_count()

    with pytest.raises(RecordedOtherwise, match=f"1名面见人员的成绩未经.*：报名{other}；"):
        signed(panel, cast.dai)

    assert (SignOff.objects.count(), entry_count()) == (0, before)


def test_who_withdrew_after_the_draw_needs_no_sheet_and_gets_no_score(
    season: Season, cast: Officials
) -> None:
    panel, (gone, case) = drawn_panel(season, cast)
    enter_marks(panel, FIRST, [row(gone)], actor=cast.dai, at=at(7, 4))
    withdraw(cast.city, season.applications.get(case_number=gone))
    enter_both(panel, cast, [row(case)])

    signed(panel, cast.dai)

    assert scores() == {case: (list(EVEN), 8200)}


def test_a_panel_that_has_not_drawn_its_order_has_nothing_to_sign(
    season: Season, cast: Officials
) -> None:
    panel = panel_of(season, cast.dai)

    with pytest.raises(NotDrawn, match="面见次序尚未抽签"):
        signed(panel, cast.dai)

    assert SignOff.objects.count() == 0


AFTERWARDS: dict[str, Attempt] = {
    "first entry": lambda panel, case, cast: enter_marks(
        panel, FIRST, [row(case)], actor=cast.dai, at=at(7, 5)
    ),
    "second entry": lambda panel, case, cast: enter_marks(
        panel, SECOND, [row(case)], actor=second_clerk(), at=at(7, 5)
    ),
    "relation": lambda panel, case, cast: relate(panel, 1, case, cast.dai),
    "substitute": lambda panel, case, cast: add_substitute(
        panel, Seat("样本替补", "社区"), actor=cast.dai, at=at(7, 5)
    ),
    "sign-off": lambda panel, case, cast: signed(panel, cast.dai),
    "draw": lambda panel, case, cast: draw_order(panel.season, DAI, actor=cast.dai, at=at(7, 5)),
}


@pytest.mark.parametrize("act", list(AFTERWARDS))
def test_after_the_sign_off_nothing_changes_any_more(
    season: Season, cast: Officials, act: str
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one), absent(other)])
    made = signed(panel, cast.dai)
    second_clerk()
    before = entry_count(), scores()

    with pytest.raises((SignedOff, NothingToDraw), match="不再更改|不重抽"):
        AFTERWARDS[act](panel, one, cast)

    assert (entry_count(), scores()) == before
    assert fingerprint_of(Panel.objects.get(pk=panel.pk)) == made.fingerprint


@pytest.mark.parametrize("who", ["yuanping", "city", "dai_street", "finance", "auditor"])
@pytest.mark.parametrize("act", ["enter", "sign"])
def test_sheets_are_entered_and_signed_by_the_countys_office_alone(
    season: Season, cast: Officials, act: str, who: str
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one), row(other)])
    actor, before = getattr(cast, who), entry_count()

    with pytest.raises(NotPermitted, match="请有权限的单位办理"):
        if act == "enter":
            enter_marks(panel, FIRST, [row(one)], actor=actor, at=at(7, 4))
        else:
            signed(panel, actor)

    assert entry_count() == before


def test_entry_and_sign_off_have_names_in_the_offices_words(
    season: Season, cast: Officials
) -> None:
    panel, (one, other) = drawn_panel(season, cast)
    enter_both(panel, cast, [row(one), row(other)])
    signed(panel, cast.dai)

    assert [OTHER_ACTS[entry["action"]] for entry in entries_of(SUBJECT)[2:]] == [
        "录入面见评分",
        "录入面见评分",
        "签字确认面见成绩",
    ]


def test_the_number_of_statements_does_not_grow_with_the_candidates(
    season: Season, cast: Officials
) -> None:
    counts = []
    for people in (2, 60):
        listed(season, people)
        panel = panel_of(season, cast.dai)
        with CaptureQueriesContext(connection) as seen:
            draw_order(season, DAI, actor=cast.dai, at=at(6, 26))
            cases = panel.turns.values_list("application__case_number", flat=True)
            enter_both(panel, cast, [row(case) for case in cases])
            signed(panel, cast.dai)
        counts.append(len(seen))

    assert counts[1] <= counts[0] + 2
