"""The county upholds an objection on its page: the person's own reason stands beside the finding."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.notices.models import Objection
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import at, state_of
from tests.web.portal.mine import made_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def test_upholding_asks_for_the_reason_that_the_person_is_given(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    case = made_cases.objected(season, applicant(), dai_official)
    address = f"/office/seasons/{season.code}/objections/{Objection.objects.get().pk}/"

    with time_machine.travel(at(7, 16), tick=False):
        refused = as_dai.post(address, {"is_upheld": "yes", "result": "属实"})
        before = state_of(case)
        as_dai.post(address, {"is_upheld": "yes", "result": "属实", "told": "毕业时间不符"})

    assert (refused.status_code, before) == (422, State.PROPOSED)
    assert refused.content.decode().count("请写明告知本人的理由") == 2
    assert state_of(case) is State.OBJECTION_UPHELD
    assert "理由：毕业时间不符。" in Message.objects.get().body
