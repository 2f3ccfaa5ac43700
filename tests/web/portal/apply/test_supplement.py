"""Whoever is asked for a supplement reads on the form's pages what is asked for, and until when."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision
from linli.apps.applications.states import State
from linli.apps.drafts.saving import save_fields
from linli.apps.seasons.models import Season
from tests.factories import BEIJING, make_season
from tests.support.portal import APPLYING, submitted_case

pytestmark = pytest.mark.django_db
HOME = "/apply/xinzhou-2024/"
IN_REGISTRATION = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
IN_REVIEW = datetime(2024, 6, 25, 23, 59, 59, tzinfo=BEIJING)
TOO_LATE = datetime(2024, 6, 26, tzinfo=BEIJING)


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


@pytest.fixture
def case(season: Season, applicant: User) -> Application:
    case = submitted_case(season, applicant)
    Application.objects.filter(pk=case.pk).update(state=State.SUPPLEMENT_REQUESTED)
    Decision.objects.create(
        application=case,
        outcome=Decision.Outcome.SUPPLEMENT,
        reason="请签名（D0 附件2）；请核对专业（D0 附件2）",
        decided_by=applicant,
        decided_at=APPLYING,
    )
    return case


def page(client: Client, address: str, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        return client.get(HOME + address).content.decode()


@pytest.mark.parametrize("address", ["", "review/"])
def test_what_is_asked_for_stands_on_top_with_the_last_day(
    as_applicant: Client, case: Application, address: str
) -> None:
    shown = page(as_applicant, address, IN_REVIEW)

    assert "<li>请签名（通知附件2）。</li><li>请核对专业（通知附件2）。</li>" in shown
    assert "请补正材料，2024年6月25日24时前提交" in shown
    assert shown.index("请签名") < shown.index("个人信息</a>" if not address else "<dl")


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (IN_REGISTRATION, "报名截止前提交的，截止前还可以再改，改完要再提交一次。"),
        (IN_REVIEW, "提交后转回审查，不能再改，除非工作人员再次要求补正。"),
    ],
)
def test_the_page_says_what_a_submission_then_means(
    as_applicant: Client, case: Application, at: datetime, then: str
) -> None:
    shown = page(as_applicant, "", at)

    assert f"逾期不能再补。{then}" in shown
    assert "补正到2024年6月25日24时截止。" in shown
    assert "截止以前还可以修改" not in shown


def test_unsubmitted_changes_are_told_beside_what_is_asked_for(
    as_applicant: Client, case: Application
) -> None:
    draft = case.draft
    save_fields(draft, {"address": "样本市样本路2号"}, base=draft.revision, at=APPLYING)

    shown = page(as_applicant, "", IN_REVIEW)

    assert ["有改动还没有提交" in shown, "请补正材料" in shown] == [True, True]


@pytest.mark.parametrize("address", ["", "review/"])
def test_after_the_review_nothing_is_asked_for_any_more(
    as_applicant: Client, case: Application, address: str
) -> None:
    shown = page(as_applicant, address, TOO_LATE)

    assert ["补正的内容不能再提交" in shown, "请签名" in shown] == [True, False]


def test_whoever_is_asked_for_nothing_reads_until_when_changes_are_possible(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    submitted_case(season, applicant)

    shown = page(as_applicant, "", IN_REGISTRATION)

    assert ["截止以前还可以修改" in shown, "补正" in shown] == [True, False]


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_receipt_of_a_rehearsal_says_that_notices_stay_on_the_site(
    as_applicant: Client, season: Season, applicant: User, is_rehearsal: bool
) -> None:
    submitted_case(season, applicant)
    Season.objects.filter(pk=season.pk).update(is_rehearsal=is_rehearsal)

    shown = page(as_applicant, "receipt/", IN_REGISTRATION)

    assert ("演练招募季的通知只显示在本站，不发邮件和短信" in shown) is is_rehearsal
