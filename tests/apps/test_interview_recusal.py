"""Who has a declared relation with a candidate does not mark, in whatever panel they sit."""

from dataclasses import replace

import pytest

from linli.apps.applications.states import State
from linli.apps.interviews.models import Panel, Relation
from linli.apps.interviews.permissions import SignedOff
from linli.apps.interviews.preparing import (
    AlreadyDeclared,
    NotInCounty,
    Seat,
    add_substitute,
    declare_relation,
    draw_order,
    set_up_panels,
)
from linli.apps.interviews.queries import markers_of, recused_of
from linli.apps.interviews.signing import sign_off
from linli.apps.seasons.models import Season
from linli.core.placement.panels import RelationKind, TooFewExaminers
from tests.apps.cast import Officials, at, entry_count, last_entry
from tests.apps.sample_panel import (
    drawn_panel,
    enter_both,
    examiner,
    listed,
    panel_of,
    relate,
    row,
    seats,
)
from tests.factories import DAI, YUANPING, make_application

SUBJECT = f"xinzhou-2024/{DAI}"


def number_of(panel: Panel, name: str) -> int:
    return panel.examiners.get(name=name).number


def test_a_declared_relation_recuses_the_examiner_from_that_candidate_alone(
    season: Season, cast: Officials
) -> None:
    panel, (related, other) = drawn_panel(season, cast)

    relate(panel, 2, related, cast.dai)

    assert recused_of(panel) == {related: frozenset({2})}
    assert markers_of(panel, least=3) == {related: (1, 3, 4, 5), other: (1, 2, 3, 4, 5)}


def test_a_relation_keeps_the_examiner_away_in_a_further_panel_too(
    season: Season, cast: Officials
) -> None:
    first, _ = drawn_panel(season, cast)
    late, other = (one.case_number for one in listed(season, 2))
    name = relate(first, 2, late, cast.dai).examiner.name
    people = [
        replace(one, name=f" 样本 考官{one.name[-1]}\u3000" if one.name == name else one.name)
        for one in seats()
    ]

    (further,) = set_up_panels(season, DAI, people, actor=cast.dai, at=at(6, 27))
    before = recused_of(further)
    draw_order(season, DAI, actor=cast.dai, at=at(6, 27))

    away = {late: frozenset({number_of(further, f"样本 考官{name[-1]}")})}
    assert (before, recused_of(further), recused_of(first)) == (away, away, {})
    assert {len(numbers) for numbers in markers_of(further, least=3).values()} == {4, 5}
    assert len(markers_of(further, least=3)[other]) == 5


def test_a_relation_told_in_a_further_panel_holds_in_the_first(
    season: Season, cast: Officials
) -> None:
    first, (case, _) = drawn_panel(season, cast)
    further = panel_of(season, cast.dai)

    relate(further, 3, case, cast.dai)

    name = further.examiners.get(number=3).name
    assert recused_of(first) == {case: frozenset({number_of(first, name)})}


def test_a_substitute_with_a_relation_on_record_does_not_mark(
    season: Season, cast: Officials
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    people = [Seat("样本考官９", "社区"), *seats()]
    (further,) = set_up_panels(season, DAI, people, actor=cast.dai, at=at(6, 27))
    relate(further, number_of(further, "样本考官９"), case, cast.dai)

    added = add_substitute(panel, Seat("样本考官9", "社区"), actor=cast.dai, at=at(6, 27))

    assert recused_of(panel) == {case: frozenset({added.number})}


def test_a_relation_of_one_county_is_not_laid_upon_a_namesake_of_another(
    season: Season, cast: Officials
) -> None:
    (one,) = listed(season, 1)
    relate(panel_of(season, cast.dai), 2, one.case_number, cast.dai)

    (other,) = set_up_panels(season, YUANPING, seats(), actor=cast.yuanping, at=at(6, 27))

    assert recused_of(other) == {}


def test_a_relation_of_another_season_is_none_of_this_one(
    season: Season, rehearsal: Season, cast: Officials
) -> None:
    (one,) = listed(rehearsal, 1)
    relate(panel_of(rehearsal, cast.dai), 2, one.case_number, cast.dai)

    assert recused_of(panel_of(season, cast.dai)) == {}


def test_a_candidate_who_went_to_another_county_declares_there_anew(
    season: Season, cast: Officials
) -> None:
    (one,) = listed(season, 1)
    relate(panel_of(season, cast.dai), 2, one.case_number, cast.dai)
    season.applications.update(county=YUANPING)
    (panel,) = set_up_panels(season, YUANPING, seats(), actor=cast.yuanping, at=at(6, 27))

    for number in range(1, 6):
        relate(panel, number, one.case_number, cast.yuanping)

    assert recused_of(panel) == {one.case_number: frozenset(range(1, 6))}


def test_a_relation_on_record_is_not_declared_again_for_another_seat(
    season: Season, cast: Officials
) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    name = relate(panel, 2, case, cast.dai).examiner.name
    further = panel_of(season, cast.dai)

    with pytest.raises(AlreadyDeclared, match=f"报名{case}与考官.的“亲属”关系已登记"):
        relate(further, number_of(further, name), case, cast.dai)

    assert Relation.objects.count() == 1


def test_no_relation_is_declared_where_the_scores_of_either_are_signed(
    season: Season, cast: Officials
) -> None:
    first, cases = drawn_panel(season, cast)
    (late,) = listed(season, 1)
    further = panel_of(season, cast.dai)
    draw_order(season, DAI, actor=cast.dai, at=at(6, 27))
    enter_both(first, cast, [row(case) for case in cases])
    sign_off(first, actor=cast.dai, at=at(7, 5))

    for panel, case in ((further, cases[0]), (first, late.case_number)):
        with pytest.raises(SignedOff, match="面见第1组的成绩已签字确认"):
            relate(panel, 2, case, cast.dai)

    assert Relation.objects.count() == 0


def test_a_relation_is_kept_with_kind_declarant_time_and_who_recorded_it(
    season: Season, cast: Officials
) -> None:
    panel, (case, _) = drawn_panel(season, cast)

    made = declare_relation(
        examiner(panel, 4),
        season.applications.get(case_number=case),
        RelationKind.SCHOOL,
        declarant=Relation.Declarant.CANDIDATE,
        actor=cast.dai,
        at=at(6, 27, 9),
    )

    kept = Relation.objects.get()
    assert kept == made
    assert (kept.kind, kept.declarant, kept.declared_at, kept.recorded_by, str(kept)) == (
        "school", "candidate", at(6, 27, 9), cast.dai, "师生或同校",
    )  # fmt: skip
    entry = last_entry(SUBJECT)
    assert (entry["action"], entry["inputs"]) == (
        "declare_relation",
        {"panel": 1, "case": case, "examiner": 4, "kind": "school", "declarant": "candidate"},
    )


def test_a_relation_on_record_is_not_declared_again(season: Season, cast: Officials) -> None:
    panel, (case, _) = drawn_panel(season, cast)
    relate(panel, 2, case, cast.dai)
    before = entry_count()

    with pytest.raises(AlreadyDeclared, match=f"报名{case}与考官2的“亲属”关系已登记"):
        relate(panel, 2, case, cast.dai)

    assert (Relation.objects.count(), entry_count()) == (1, before)


def test_a_relation_with_a_candidate_of_another_county_is_refused(
    season: Season, cast: Officials
) -> None:
    panel, _ = drawn_panel(season, cast)
    other = make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED)

    with pytest.raises(NotInCounty, match=f"报名{other.case_number}不在本县面见"):
        relate(panel, 1, other.case_number, cast.dai)

    assert Relation.objects.count() == 0


def test_recusal_that_leaves_too_few_asks_for_a_substitute_who_then_marks(
    season: Season, cast: Officials
) -> None:
    panel, (case, other) = drawn_panel(season, cast)
    for number in (1, 2, 3):
        relate(panel, number, case, cast.dai)

    with pytest.raises(TooFewExaminers, match=f"报名{case}回避后只有2名考官可以评分，少于3名"):
        markers_of(panel, least=3)
    added = add_substitute(panel, Seat("样本替补", "社区"), actor=cast.dai, at=at(6, 27))

    assert (added.number, added.is_substitute, added.is_head) == (6, True, False)
    assert markers_of(panel, least=3) == {case: (4, 5, 6), other: (1, 2, 3, 4, 5)}
    entry = last_entry(SUBJECT)
    assert (entry["action"], entry["inputs"]) == (
        "add_substitute",
        {"panel": 1, "examiner": 6, "body": "社区"},
    )
