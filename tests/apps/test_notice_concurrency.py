"""A list is corrected while its people are confirmed: each on a connection of its own."""

from __future__ import annotations

import time
from threading import Event

import pytest

from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices import correcting
from linli.apps.notices.actions import ListCorrected, confirm_recruits, publish_list
from linli.apps.notices.correcting import Correction, CorrectionPreview, Fix, correct_list
from linli.apps.notices.models import PublicNotice
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, states_of
from tests.apps.made_notice import NAMES
from tests.apps.test_placement_concurrency import at_once
from tests.factories import DAI, make_application

pytestmark = pytest.mark.django_db(transaction=True)
#: How long a correction takes, and the first day after the period of the list.
MOMENT, OVER = 1.0, at(7, 18, 9)


def test_whoever_is_being_given_a_new_period_is_not_confirmed_meanwhile(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_packaged_years()
    people = [make_application(season, state=State.MEDICAL_PASSED, name=name) for name in NAMES]
    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))
    again = PublicNotice.objects.select_related("season__city").get(pk=notice.pk)
    misread = Correction("第2行毕业院校登记有误", (Fix(2, school="山西师范大学"),))
    is_correcting, posted = Event(), correcting._posted

    def slowly(preview: CorrectionPreview) -> PublicNotice:
        is_correcting.set()
        time.sleep(MOMENT)
        return posted(preview)

    def confirm() -> object:
        is_correcting.wait()
        return confirm_recruits(again, actor=cast.dai, at=OVER)

    monkeypatch.setattr(correcting, "_posted", slowly)

    made, refused = at_once(lambda: correct_list(notice, misread, actor=cast.dai, at=OVER), confirm)

    assert isinstance(made, PublicNotice)
    assert isinstance(refused, ListCorrected)
    assert states_of(people) == [State.PROPOSED] * 3
