"""The frame of the pages and what the components show of what they are given."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from linli.apps.accounts.models import User
from linli.web.design.badges import GOOD, Badge
from tests.factories import CITY, make_official, make_season

pytestmark = pytest.mark.django_db


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def applicant() -> User:
    return User.objects.create_user("样本报名人")


def frame(user: User | AnonymousUser, **context: Any) -> str:
    return render_to_string("portal/base.html", context, request=asked_by(user))


def words(text: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", text.partition("</head>")[2] or text).split()


def test_somebody_unknown_is_offered_to_sign_in() -> None:
    assert words(frame(AnonymousUser()))[:4] == ["跳到正文", "邻里", "Linli", "登录"]


def test_applicant_finds_the_own_application_and_the_way_out() -> None:
    assert words(frame(applicant()))[:5] == ["跳到正文", "邻里", "Linli", "我的报名", "退出"]


def test_official_finds_the_way_back_to_the_office() -> None:
    official = make_official("city", division=CITY)

    assert words(frame(official))[:4] == ["跳到正文", "邻里", "Linli", "工作台"]


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_page_of_a_season_is_marked_if_it_is_a_rehearsal(is_rehearsal: bool) -> None:
    text = frame(AnonymousUser(), season=make_season(is_rehearsal=is_rehearsal))

    assert ("演练" in words(text), "<title>【演练】" in text, "is-rehearsal" in text) == (
        (is_rehearsal,) * 3
    )


@pytest.mark.parametrize(("by", "way"), [("applicant", "返回首页"), ("official", "返回招募季")])
def test_page_that_is_not_there_leads_everybody_home(client: Client, by: str, way: str) -> None:
    client.force_login(applicant() if by == "applicant" else make_official("city", division=CITY))

    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert way in response.content.decode()


class Questions(forms.Form):
    county = forms.ChoiceField(label="县", choices=[("1", "样本县")])
    name = forms.CharField(label="姓名", widget=forms.TextInput(attrs={"class": "fit"}))
    transfer = forms.ChoiceField(
        label="调剂", choices=[("yes", "服从")], widget=forms.RadioSelect, help_text="名额已满时"
    )
    pledge = forms.BooleanField(label="承诺", help_text="请核对")


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("county", '<select name="county" class="form-select" id="id_county">'),
        ("name", '<input type="text" name="name" class="form-control fit" required id="id_name">'),
        (
            "transfer",
            '<fieldset id="id_transfer" tabindex="-1" aria-describedby="id_transfer_helptext">',
        ),
        (
            "pledge",
            '<input type="checkbox" name="pledge" required aria-describedby="id_pledge_helptext" '
            'id="id_pledge"><label for="id_pledge">承诺</label>',
        ),
    ],
)
def test_a_field_is_laid_out_after_its_sort(name: str, markup: str) -> None:
    text = render_to_string("design/field.html", {"field": Questions()[name]})

    assert markup in text


def test_only_a_field_that_may_stay_empty_is_marked() -> None:
    field = Questions()["name"]

    marked = [
        words(render_to_string("design/field.html", {"field": field, "optional": optional}))
        for optional in (True, False)
    ]

    assert marked == [["姓名", "（选填）"], ["姓名"]]


def test_errors_of_the_whole_form_stand_before_those_of_fields() -> None:
    form = Questions({"name": "样本", "county": "1", "transfer": "yes"})
    form.add_error(None, "报名已截止")

    text = render_to_string("design/error_list.html", {"form": form})

    assert re.findall(r"<li>(.*?)</li>", text) == [
        "报名已截止",
        '<a href="#id_pledge">承诺：这个字段是必填项。</a>',
    ]


def test_form_without_errors_shows_no_list() -> None:
    assert words(render_to_string("design/error_list.html", {"form": Questions()})) == []


def test_clause_leads_to_its_place_and_tells_the_number_of_the_document() -> None:
    context = {"clause": "D0 二4", "href": "/policy/", "season": make_season()}

    text = render_to_string("design/clause.html", context)

    assert text == (
        '<a class="clause" href="/policy/#D0-二4" title="忻社发〔2024〕3号 二4">通知二4</a>'
    )


def test_clause_of_no_document_of_the_pack_is_its_own_hint() -> None:
    context = {"clause": "X9 二4", "href": "/policy/", "season": make_season()}

    assert 'title="X9 二4"' in render_to_string("design/clause.html", context)


def test_clause_without_a_page_is_no_link() -> None:
    text = render_to_string("design/clause.html", {"clause": "D0 二4"})

    assert text == '<span class="clause">D0 二4</span>'


def test_outcome_leaves_out_what_it_was_not_given() -> None:
    outcome = {"tone": "good", "title": "已提交", "happened": "收到报名。", "next": "等待审查。"}

    text = render_to_string("design/outcome.html", {"outcome": outcome})

    assert words(text) == ["已提交", "办理情况", "收到报名。", "下一步", "等待审查。"]


def test_file_is_taken_out_only_where_there_is_an_address_for_it() -> None:
    file = {"name": "毕业证", "size": "1 MB", "badge": Badge("已读取", GOOD)}

    texts = [
        words(render_to_string("design/file_card.html", {"file": file | more}))
        for more in ({}, {"remove": "/x/", "format": "PDF"})
    ]

    assert texts == [
        ["文件", "毕业证", "1", "MB", "已读取"],
        ["PDF", "毕业证", "1", "MB", "已读取", "删除", "毕业证"],
    ]
