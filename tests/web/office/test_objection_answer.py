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

UPHELD = {"is_upheld": "yes", "result": "属实", "told": "毕业时间不符", "knows": "on"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def test_upholding_asks_for_the_reason_that_the_person_is_given(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    case = made_cases.objected(season, applicant(), dai_official)
    address = f"/office/seasons/{season.code}/objections/{Objection.objects.get().pk}/"

    with time_machine.travel(at(7, 16), tick=False):
        refused = as_dai.post(address, {"is_upheld": "yes", "result": "属实", "knows": "on"})
        before = state_of(case)
        as_dai.post(address, UPHELD)

    assert (refused.status_code, before) == (422, State.PROPOSED)
    assert refused.content.decode().count("请写明告知本人的理由") == 2
    assert state_of(case) is State.OBJECTION_UPHELD
    assert "理由：毕业时间不符。" in Message.objects.get().body


def test_upholding_asks_for_a_tick_that_names_who_is_struck_off_and_what_follows(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    case = made_cases.objected(season, applicant(), dai_official)
    address = f"/office/seasons/{season.code}/objections/{Objection.objects.get().pk}/"
    consequence = (
        f"我知道报名{case.case_number}（李*本）从公示名单上除名、不再招募，"
        "随后要对代县公示另发一份更正公示，空出的名额由本县递补候选递补"
    )

    with time_machine.travel(at(7, 16), tick=False):
        refused = as_dai.post(address, {**UPHELD, "knows": ""})
        before = (state_of(case), Objection.objects.get().status)
        done = as_dai.post(address, UPHELD, follow=True).content.decode()

    text = refused.content.decode()
    assert (refused.status_code, before) == (422, (State.PROPOSED, Objection.Status.OPEN))
    assert (consequence in text, "请核对除名的人选后勾选" in text) == (True, True)
    assert state_of(case) is State.OBJECTION_UPHELD
    assert "该人选已经除名，代县公示的名单还没有更正" in done
    assert f"/office/seasons/{season.code}/notice/1/correct/" in done


def test_dismissing_needs_no_tick(as_dai: Client, season: Season, dai_official: User) -> None:
    case = made_cases.objected(season, applicant(), dai_official)
    address = f"/office/seasons/{season.code}/objections/{Objection.objects.get().pk}/"

    with time_machine.travel(at(7, 16), tick=False):
        done = as_dai.post(address, {"is_upheld": "no", "result": "不属实"}, follow=True)

    assert (Objection.objects.get().status, state_of(case)) == ("dismissed", State.PROPOSED)
    assert "还没有更正" not in done.content.decode()


def test_nobody_is_struck_off_twice_and_so_nothing_is_to_be_ticked(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    case = made_cases.objected(season, applicant(), dai_official)
    type(case).objects.filter(pk=case.pk).update(state=State.WITHDRAWN)
    address = f"/office/seasons/{season.code}/objections/{Objection.objects.get().pk}/"

    with time_machine.travel(at(7, 16), tick=False):
        shown = as_dai.get(address).content.decode()
        as_dai.post(address, {**UPHELD, "knows": ""})

    assert "我知道" not in shown
    assert Objection.objects.get().status == "upheld"
