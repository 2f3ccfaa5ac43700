"""The page on which an applicant looks everything over, and what stands beside each file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.fields import SECTIONS
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.uploading import add_upload, remove_upload
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.core.papers.kinds import MaterialKind
from linli.web.design.badges import GOOD, QUIET, Badge
from linli.web.portal.apply.choices import places_of
from linli.web.portal.apply.presenting import file_card, sheet_of, written_lines
from tests.factories import CITY, make_city, make_season
from tests.support.portal import APPLYING, NAME, fields, filled_draft, paper
from tests.support.read_papers import paper_of, tell

pytestmark = pytest.mark.django_db
REVIEW = "/apply/xinzhou-2024/review/"
PERSON, WISH = SECTIONS[0], SECTIONS[2]
LOW_INCOME = "自称低保家庭毕业生，没有县（市、区）民政部门出具的材料"
VETERAN = "自称退役大学生士兵，入伍证明和退役证明不齐"


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


def lines(season: Season, account: User, section: Any, **changed: str) -> Mapping[str, str]:
    draft = draft_of(season, account)
    save_fields(draft, fields(**changed), base=None, at=APPLYING)
    draft.refresh_from_db()
    sheet = sheet_of(draft, at=APPLYING)
    return {label: text for _, label, text in written_lines(sheet, section)}


def test_birth_and_sex_stand_behind_the_number_that_they_come_from(
    season: Season, applicant: User
) -> None:
    shown = lines(season, applicant, PERSON)

    labels = list(shown)
    place = labels.index("身份证号")
    assert labels[place + 1 : place + 3] == ["出生年月（由身份证号得出）", "性别（由身份证号得出）"]
    assert (shown[labels[place + 1]], shown[labels[place + 2]]) == ("2001年1月", "男")


def test_a_wrong_number_says_nothing_of_birth_and_sex(season: Season, applicant: User) -> None:
    shown = lines(season, applicant, PERSON, id_number="990101200101159011")

    assert not [label for label in shown if "由身份证号得出" in label]


@pytest.mark.parametrize(("answer", "is_shown"), [("接受", True), ("不接受", False)])
def test_places_of_a_transfer_are_shown_to_whoever_accepts_one(
    season: Season, applicant: User, answer: str, is_shown: bool
) -> None:
    shown = lines(season, applicant, WISH, transfer=answer)

    assert ("忻州市原平市" in shown.values()) is is_shown


def test_what_may_follow_later_is_told_once_all_the_rest_is_there(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    with time_machine.travel(APPLYING, tick=False):
        empty = as_applicant.get(REVIEW).content.decode()
        draft = filled_draft(season, applicant)
        remove_upload(draft, draft.uploads.get(kind=MaterialKind.DIPLOMA).pk, at=APPLYING)
        add_upload(draft, MaterialKind.ENROLLMENT_REPORT, paper("学籍"), at=APPLYING)
        whole = as_applicant.get(REVIEW).content.decode()

    assert ("补齐以后才能提交" in empty, "不影响提交，审查时会看到" in empty) == (True, False)
    assert ("补齐以后才能提交" in whole, "不影响提交，审查时会看到" in whole) == (False, True)


@pytest.mark.parametrize(
    ("kinds", "sure", "badge"),
    [
        ((MaterialKind.DIPLOMA,), 0.99, Badge("已自动辨认", GOOD)),
        ((MaterialKind.DIPLOMA,), 0.2, Badge("已收到，由工作人员核对", QUIET)),
        ((), 0.2, Badge("已收到，由工作人员核对", QUIET)),
        (None, 0.0, Badge("已收到，稍后自动辨认", QUIET)),
    ],
)
def test_a_file_counts_as_recognised_only_where_its_page_says_what_it_is(
    season: Season,
    applicant: User,
    kinds: tuple[MaterialKind, ...] | None,
    sure: float,
    badge: Badge,
) -> None:
    draft = filled_draft(season, applicant)
    upload = draft.uploads.get(kind=MaterialKind.DIPLOMA)
    if kinds is not None:
        tell(upload, paper_of(*kinds, sure=sure))

    card = file_card(sheet_of(draft, at=APPLYING), upload)

    assert card.badge == badge


def test_the_city_that_recruits_stands_first_among_the_places() -> None:
    make_city()
    Division.objects.create(code="1401", name="太原市", level=Division.Level.CITY, parent_id="14")
    places_of.cache_clear()

    cities = [city for city, _ in places_of(CITY)]
    places_of.cache_clear()

    assert cities == ["忻州市", "太原市"]


@pytest.mark.parametrize(
    ("resume", "asked"),
    [
        ("2020年至2024年在忻州师范学院学习（样本）", set()),
        ("本人系低保家庭毕业生。", {LOW_INCOME}),
        ("2020年应征入伍，退役大学生士兵", {VETERAN}),
        ("2020年应征入伍，退役大学生士兵；本人系低保家庭毕业生。", {LOW_INCOME, VETERAN}),
    ],
)
def test_who_claims_a_preference_is_asked_for_its_proof_and_may_submit_without(
    as_applicant: Client, season: Season, applicant: User, resume: str, asked: set[str]
) -> None:
    filled_draft(season, applicant, resume=resume)

    with time_machine.travel(APPLYING, tick=False):
        answer = as_applicant.get(REVIEW)

    text = answer.content.decode()
    assert {one for one in (LOW_INCOME, VETERAN) if one in text} == asked
    assert answer.context["to_mend"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"signed_name": NAME}, "请阅读后勾选"),
        ({"pledged": "on", "signed_name": ""}, "承诺栏的签名与姓名不一致"),
        ({"pledged": "on", "signed_name": "样本乙"}, "承诺栏的签名与姓名不一致"),
        ({"pledged": "on", "signed_name": NAME}, ""),
    ],
)
def test_nothing_is_submitted_before_the_pledge_is_ticked_and_signed(
    as_applicant: Client, season: Season, applicant: User, given: dict[str, str], said: str
) -> None:
    draft = filled_draft(season, applicant)

    with time_machine.travel(APPLYING, tick=False):
        answer = as_applicant.post(REVIEW, {"revision": draft.revision, **given})

    assert answer.status_code == (422 if said else 302)
    assert said in answer.content.decode()
    assert list(Application.objects.values_list("form__pledge_date", flat=True)) == (
        [] if said else ["2024-06-03"]
    )
