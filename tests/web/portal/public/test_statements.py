"""What the statements say is what the program does: what is kept, who is counted, what needs a script."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from linli.apps.rights.models import RightsRequest
from linli.web.portal.public.answer_views import SHOWN_FOR
from linli.web.portal.public.statements import HELD, RIGHTS

#: What holds no word of any person: the season, its places and days.
OF_NOBODY = {
    *("holidays.CalendarDay", "holidays.CalendarYear", "notices.Posting", "places.Division"),
    *("seasons.Appointment", "seasons.Publication", "seasons.Quota", "seasons.Season"),
    "seasons.StageWindow",
}


def page_of(client: Client, address: str) -> str:
    return re.sub("<[^>]+>", "", client.get(address).content.decode())


def test_every_model_that_keeps_something_of_somebody_stands_in_the_statement_once() -> None:
    own = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("linli.") and not model._meta.proxy
    }
    named = Counter(model for one in HELD for model in one.models)

    assert set(named) == own - OF_NOBODY
    assert set(named.values()) == {1}


def test_what_hangs_on_an_application_or_a_person_is_said_to_be_of_applicants() -> None:
    roots = {"people.Person", "applications.Application", "drafts.Draft"}
    of_somebody = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        and any(
            field.remote_field.model._meta.label in roots
            for field in model._meta.concrete_fields
            if field.remote_field is not None
        )
    }
    told = {model for one in HELD if one.of_applicants for model in one.models}

    # An objection is about an applicant and of whoever objects: the applicant must not read it.
    assert of_somebody - told == {"notices.Objection"}


def test_limits_by_address_are_said_where_there_are_any(client: Client) -> None:
    by_address = [rate for rate in settings.ACCOUNT_RATE_LIMITS.values() if "/ip" in rate]

    text = page_of(client, "/privacy/")

    assert (by_address != [], "按网络地址限制每分钟的次数" in text) == (True, True)
    assert "不按网络地址" not in text
    assert f"查询码（{SHOWN_FOR // 60}分钟）" in text


def test_the_way_to_a_right_is_one_that_exists() -> None:
    ways = {right.name: right.how for right in RIGHTS}

    assert "撤回同意" in RightsRequest.Kind.labels
    assert ways["撤回同意"].startswith("没有报名的，注销账号；已经报名的，登录后在“我的报名”申请")
    assert "停止其他处理" not in "".join(ways.values())


def test_who_reads_the_record_of_exports_is_told_with_the_audit_administrator() -> None:
    readers = {one.name: one.seen_by for one in HELD}

    assert "审计管理员（只看记录，看不到名单）" in readers["导出记录"]


def test_separate_consent_is_told_as_it_is_asked() -> None:
    grounds = {one.name: one.ground for one in HELD}

    assert "首次上传证件前单独询问（第二十九条）" in grounds["报名材料和照片"]
    assert "单独" not in grounds["账号"]


def test_no_statement_says_that_the_objected_to_learns_nothing() -> None:
    (objections,) = [one for one in HELD if one.name == "异议"]

    assert "不告知被反映人由谁提出" in objections.seen_by


def test_names_are_said_to_be_partly_hidden() -> None:
    (lists,) = [one for one in HELD if one.name == "公示名单"]

    assert lists.kept.startswith("隐去部分的姓名")


@pytest.mark.parametrize(
    "words",
    [
        "手写签名、通行密钥",
        "同一份名单可以在本站公示页读出，两处印有同样的指纹",
        "报名也可以到受理窗口",
    ],
)
def test_the_accessibility_statement_says_what_is_so(client: Client, words: str) -> None:
    text = page_of(client, "/accessibility/")

    assert words in text
    assert re.findall("以本站公示页为准|任何一步", text) == []
