"""Clauses as the public and applicants read them: 通知 with its place, never the pack's own letters."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.web.design.templatetags.design import told as told_clauses
from linli.web.portal.telling import told
from tests.factories import CITY, make_official, make_season

SEASON = "/seasons/xinzhou-2024/"


@pytest.fixture
def city_official(db: None) -> User:
    return make_official("city", division=CITY, office=Office.CITY)


@pytest.fixture
def season(city_official: User) -> Season:
    return make_season()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("D0 三(一)", "通知三(一)"),
        ("D0 附件2", "通知附件2"),
        ("D0 二1、二2 的思想品德", "通知二1、二2 的思想品德"),
        ("依据：D0 三(五)；D0 三(六)", "依据：通知三(五)；通知三(六)"),
        ("个人信息保护法 第六条", "个人信息保护法第六条"),
        ("劳社部发〔2008〕3号 二", "劳社部发〔2008〕3号二"),
        ("GD0 三", "GD0 三"),
        ("D4 18", "D4 18"),
        ("", ""),
    ],
)
def test_a_clause_is_told_by_the_name_that_the_public_knows(
    season: Season, text: str, shown: str
) -> None:
    assert told_clauses(text, season) == shown


def test_a_refusal_is_told_whole(season: Season) -> None:
    refusal = Refusal("公示已结束", why="D0 三(五)", mend="见D0 三(六)")

    assert told(refusal, season) == "公示已结束；依据：通知三(五)；处理办法：见通知三(六)。"


def test_another_document_goes_by_its_number(season: Season) -> None:
    season.pack_id, season.edition = "ningxia-example", "2024-12-27"

    first = next(iter(season.pack.documents))
    texts = [told_clauses(f"{code} 一", season) for code in season.pack.documents]

    assert (texts[0], first not in texts[0]) == ("通知一", True)
    assert [text for text in texts if re.search(r"D\d", text)] == []


@pytest.mark.parametrize(
    ("more", "shown"),
    [({}, "通知三(五)"), ({"coded": True}, "D0 三(五)")],
    ids=["public", "office"],
)
@pytest.mark.parametrize("href", ["", "/notice/"])
def test_the_component_tells_the_public_and_names_the_code_to_officials(
    season: Season, more: dict[str, bool], shown: str, href: str
) -> None:
    tag = render_to_string(
        "design/clause.html", {"clause": "D0 三(五)", "season": season, "href": href, **more}
    )

    assert re.sub("<[^>]+>", "", tag).strip() == shown


@pytest.mark.parametrize(
    "tail", ["", "notice/", "places/", "can-i-apply/", "lists/", "enquiries/", "answer/"]
)
def test_no_public_page_shows_the_letters_of_the_pack_or_calls_the_notice_otherwise(
    client: Client, season: Season, tail: str
) -> None:
    page = client.get(f"{SEASON}{tail}").content.decode()

    shown = re.sub("<[^>]+>", " ", page)
    assert re.findall(r"D0|公告|校验值", shown) == []


def test_officials_still_read_the_letters_of_the_pack(
    client: Client, season: Season, city_official: User
) -> None:
    client.force_login(city_official)

    page = client.get("/office/seasons/xinzhou-2024/").content.decode()

    assert ("D0 三(一)" in page, "通知三(一)" in page) == (True, False)
