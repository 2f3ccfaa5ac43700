"""A rehearsal's interviews run through panels: relations, a draw, two entries, the sign-off."""

import pytest
from django.conf import settings

from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.interviews.models import Panel, Relation, ScoreSheet
from linli.apps.interviews.queries import differences_of, recused_of
from linli.apps.interviews.signing import fingerprint_of
from linli.apps.places.actions import load_divisions
from linli.apps.selection.models import Score
from linli.rehearsal.runs import rehearsal_season
from linli.rehearsal.scores import EXAMINERS, make_interview_scores

SEED = 5


@pytest.mark.django_db
def test_scores_of_a_rehearsal_come_from_signed_panels_and_the_recused_do_not_mark() -> None:
    load_divisions(settings.ASSETS / "divisions")
    fill_packaged_years()

    season = rehearsal_season("xinzhou-2024", applicants=120, seed=SEED, say=lambda text: None)

    panels = list(Panel.objects.filter(season=season).select_related("sign_off", "season"))
    recused = {case for panel in panels for case in recused_of(panel)}
    scores = {
        score.application.case_number: score
        for score in Score.objects.select_related("application")
    }
    made = make_interview_scores(sorted(scores), seed=SEED, absent_share=0)
    as_made = {row.case_number: int(sum(row.scores) * 100) // EXAMINERS for row in made}
    assert panels
    assert all(panel.sign_off.fingerprint == fingerprint_of(panel) for panel in panels)
    assert [differences_of(panel) for panel in panels] == [()] * len(panels)
    assert {
        (sheet.entry, sheet.entered_by.username)
        for sheet in ScoreSheet.objects.filter(turn__panel=panels[0])
    } == {
        (1, f"rehearsal-{panels[0].county_id}"),
        (2, f"rehearsal-{panels[0].county_id}-2"),
    }
    assert 1 <= Relation.objects.count() <= len(scores) // 5
    assert {case for case, score in scores.items() if len(score.marks) != EXAMINERS} == (
        recused & set(scores)
    )
    for case in set(scores) - recused:
        assert scores[case].total == as_made[case]
