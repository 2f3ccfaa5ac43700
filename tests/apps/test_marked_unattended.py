"""Marks of people whom nobody recorded at the door are signed through the page only with a reason."""

from __future__ import annotations

import pytest

from linli.apps.applications.models import Application
from linli.apps.interviews.door import check_in
from linli.apps.interviews.models import SignOff
from linli.apps.interviews.signing import (
    MarkedUnattended,
    fingerprint_of,
    marked_unattended,
    results_to_sign,
    sign_off,
)
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.apps.sample_panel import absent, drawn_panel, enter_both, row

WHY = "当日网络中断，按纸质签到表核对"


def come(case: str, cast: Officials) -> None:
    one = Application.objects.get(case_number=case)
    check_in(one, [], showed_slip=True, actor=cast.dai, at=at(7, 4, 8))


@pytest.mark.parametrize("reason", ["", " \n"])
def test_marks_without_attendance_are_not_signed_without_a_reason(
    season: Season, cast: Officials, reason: str
) -> None:
    panel, (came, missing) = drawn_panel(season, cast)
    panel.refresh_from_db()
    enter_both(panel, cast, [row(came), row(missing)])
    come(came, cast)

    with pytest.raises(MarkedUnattended, match=f"1名面见人员有评分而没有登记到场：报名{missing}；"):
        sign_off(
            panel,
            actor=cast.dai,
            at=at(7, 4, 17),
            shown=fingerprint_of(panel),
            unattended_reason=reason,
        )

    assert SignOff.objects.count() == 0


def test_the_ledger_keeps_how_many_and_why(season: Season, cast: Officials) -> None:
    panel, (came, missing) = drawn_panel(season, cast)
    panel.refresh_from_db()
    enter_both(panel, cast, [row(came), row(missing)])
    come(came, cast)
    assert marked_unattended(panel, results_to_sign(panel, at=at(7, 4))) == (missing,)

    shown = fingerprint_of(panel)
    sign_off(panel, actor=cast.dai, at=at(7, 4, 17), shown=shown, unattended_reason=f" {WHY}")

    assert entries_of(panel.subject)[-1]["inputs"] == {
        "panel": 1,
        "sheets": 2,
        "fingerprint": shown,
        "unattended": 1,
        "unattended_reason": WHY,
    }


def test_everybody_recorded_at_the_door_or_absent_needs_nothing(
    season: Season, cast: Officials
) -> None:
    panel, (came, away) = drawn_panel(season, cast)
    panel.refresh_from_db()
    enter_both(panel, cast, [row(came), absent(away)])
    come(came, cast)

    shown = fingerprint_of(panel)
    sign_off(panel, actor=cast.dai, at=at(7, 4, 17), shown=shown)

    inputs = entries_of(panel.subject)[-1]["inputs"]
    assert inputs == {"panel": 1, "sheets": 2, "fingerprint": shown}
