"""The task list says of each part how far it is, and a page that was overtaken says by what."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.uploading import remove_upload
from linli.apps.seasons.models import Season
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge
from linli.web.portal.apply.presenting import sheet_of, tasks_of
from tests.factories import make_season
from tests.support.portal import APPLYING, fields, filled_draft

pytestmark = pytest.mark.django_db
PARTS = ("个人信息", "学业", "工作意向", "简历和奖惩", "照片", "报名材料")


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


def badges(draft: Draft) -> dict[str, Badge]:
    draft.refresh_from_db()
    return {task.label: task.badge for task in tasks_of(sheet_of(draft, at=APPLYING))}


def test_nothing_is_filled_in_at_first(season: Season, applicant: User) -> None:
    unfilled, unsent = Badge("未填写", QUIET), Badge("未上传", WAITING)

    assert badges(draft_of(season, applicant)) == dict(
        zip(PARTS, [unfilled] * 4 + [unsent, Badge("未备齐", WAITING)], strict=True)
    )


def test_everything_is_there_at_last(season: Season, applicant: User) -> None:
    filled = Badge("已填好", GOOD)

    assert badges(filled_draft(season, applicant)) == dict(
        zip(PARTS, [filled] * 4 + [Badge("已上传", GOOD), Badge("已备齐", GOOD)], strict=True)
    )


def test_what_is_blank_and_what_is_wrong_are_told_apart(season: Season, applicant: User) -> None:
    draft = filled_draft(season, applicant)

    save_fields(draft, {"name": "", "address": ""}, base=draft.revision, at=APPLYING)
    blank = badges(draft)["个人信息"]
    save_fields(draft, {"phone": "138"}, base=draft.revision, at=APPLYING)

    assert (blank, badges(draft)["个人信息"]) == (
        Badge("还差2项", WAITING),
        Badge("1项要更正", BAD),
    )


def test_accepted_transfer_without_a_place_keeps_its_part_open(
    season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant, transfer_1="")

    assert badges(draft)["工作意向"] == Badge("还差1项", WAITING)


def test_paper_that_is_taken_out_is_missed(season: Season, applicant: User) -> None:
    draft = filled_draft(season, applicant)

    remove_upload(draft, draft.uploads.get(kind="diploma").pk, at=APPLYING)

    assert badges(draft)["报名材料"] == Badge("未备齐", WAITING)


def test_page_that_was_overtaken_stays_open_also_when_the_rest_is_left_for_later(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = draft_of(season, applicant)
    save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)

    with time_machine.travel(APPLYING, tick=False):
        response = as_applicant.post(
            "/apply/xinzhou-2024/form/person/",
            {**fields(), "name": "样本乙", "base": "0", "later": "1"},
        )

    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {
        "name": ["这一项刚才在另一处改成了“样本甲”。请选定要保留的内容，再保存一次"]
    }
