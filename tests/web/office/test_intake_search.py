"""Looking for a mail: by number in the address, by what is personal only in what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.apps.accounts.models import Office
from linli.apps.intake.models import Mail
from linli.apps.seasons.models import Season
from tests.factories import CITY, make_official
from tests.web.office.made_intake import BASE

pytestmark = pytest.mark.usefixtures("kept_files")

INTAKE = f"{BASE}/intake/"


def found(answer: Any) -> list[str]:
    return [Mail.objects.get(pk=row.key).file for row in answer.context["page"].rows]


@pytest.mark.parametrize(("number", "files"), [("00002", ["2.eml"]), ("x", []), ("99999", [])])
def test_a_case_number_finds_the_mails_of_the_case(
    as_city: Client, desk: Season, number: str, files: list[str]
) -> None:
    assert found(as_city.get(INTAKE, {"number": number})) == files


def test_a_mail_is_found_by_its_number(as_city: Client, desk: Season) -> None:
    key = Mail.objects.get(file="3.eml").pk

    assert "3.eml" in found(as_city.get(INTAKE, {"number": str(key)}))


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("2.EML@mail", ["2.eml"]),
        ("补交", ["3.eml"]),
        ("张样本", ["1.eml", "2.eml"]),
        ("没有此人", []),
        ("%%", []),
    ],
)
def test_sender_subject_and_name_are_looked_for_without_standing_in_the_address(
    as_city: Client, desk: Season, words: str, files: list[str]
) -> None:
    answer = as_city.post(INTAKE, {"words": words})

    assert found(answer) == files
    assert 'method="get"' in answer.content.decode() and "?words" not in answer.content.decode()


@pytest.mark.parametrize(("words", "said"), [("", "填写要查找的"), ("张", "至少填写2个字")])
def test_a_search_for_hardly_anything_finds_nothing_and_says_why(
    as_city: Client, desk: Season, words: str, said: str
) -> None:
    answer = as_city.post(INTAKE, {"words": words})

    assert (found(answer), said in answer.content.decode()) == ([], True)


def test_words_in_the_address_narrow_nothing(as_city: Client, desk: Season) -> None:
    assert len(found(as_city.get(INTAKE, {"words": "补交"}))) == 3


def test_name_and_sender_are_masked_in_the_list(as_city: Client, desk: Season) -> None:
    answer = as_city.get(INTAKE)

    rows = [(row.name, row.sender) for row in answer.context["page"].rows]
    assert rows == [
        ("张*本", "1***@mail.example"),
        ("张*本", "2***@mail.example"),
        ("", "3***@mail.example"),
    ]
    assert not any(word in answer.content.decode() for word in ("张样本", "1.eml@"))


def test_a_county_finds_its_own_cases_alone(as_dai: Client, desk: Season) -> None:
    assert found(as_dai.post(INTAKE, {"words": "mail.example"})) == ["1.eml"]


@pytest.mark.parametrize("office", [Office.FINANCE, Office.AUDITOR])
def test_offices_that_open_no_mail_see_no_sender_and_look_for_nobody(
    client: Client, desk: Season, office: Office
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    shown = client.get(INTAKE).content.decode()

    assert ("mail.example" in shown, "张*本" in shown, 'name="words"' in shown) == (False,) * 3
    assert client.post(INTAKE, {"words": "张样本"}).status_code == 403
