"""Whoever loses the place by an objection is given a reason of their own, and is told."""

from __future__ import annotations

import pytest

from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import answer_objection, publish_list
from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Objection
from linli.apps.notices.taking import take_objection
from linli.apps.notifications.queries import messages_of
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import Officials, at, last_entry, state_of
from tests.factories import DAI

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(season: Season) -> Application:
    return own_application(season, applicant(), state=State.MEDICAL_PASSED)


@pytest.fixture
def objection(season: Season, case: Application, cast: Officials) -> Objection:
    fill_packaged_years()
    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12))
    return take_objection(
        notice,
        case,
        Statement("邻居张某反映"),
        way=Objection.Way.TELEPHONE,
        actor=cast.dai,
        at=at(7, 15),
    )


def test_person_reads_the_reason_for_them_and_nothing_that_may_show_who_objected(
    case: Application, objection: Objection, cast: Officials
) -> None:
    answer_objection(
        objection,
        is_upheld=True,
        result="张某反映属实",
        told="毕业时间与通知要求不符",
        actor=cast.dai,
        at=at(7, 16),
    )

    assert case.person.account is not None
    message = messages_of(case.person.account)[0]
    assert (state_of(case), message.subject) == (
        State.OBJECTION_UPHELD,
        "异议成立，不再列为人选",
    )
    assert "理由：毕业时间与通知要求不符。" in message.body
    assert "张某" not in message.body
    assert last_entry(case.subject)["reason"] == "毕业时间与通知要求不符"


def test_nobody_is_taken_off_the_list_without_a_reason_for_them(
    case: Application, objection: Objection, cast: Officials
) -> None:
    with pytest.raises(ReasonMissing):
        answer_objection(objection, is_upheld=True, result="属实", actor=cast.dai, at=at(7, 16))

    objection.refresh_from_db()
    assert (state_of(case), objection.status) == (State.PROPOSED, "open")
