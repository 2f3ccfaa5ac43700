"""Officials' accounts by workbook on the pages: tried, problems back, made, each link shown once."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.intake.keeping import WORKBOOKS, NotKept
from linli.apps.ledger.queries import entries_of
from tests.factories import CITY, DAI, make_official

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("kept_files", "dai_official"),
]
PAGE, TEMPLATE = "/office/people/workbook/", "/office/people/workbook/template.xlsx"
HEADERS = ("用户名", "姓名", "单位类别", "区划代码", "依据")
LETTER = "市委社会工作部5月20日来函"
NEW = "样本-密码-2024-长"


@pytest.fixture
def as_system(client: Client) -> Client:
    client.force_login(make_official("system", division=CITY, office=Office.SYSTEM))
    return client


def workbook(*usernames: str) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADERS)
    for number, name in enumerate(usernames, start=1):
        page.write_row(number, 0, (name, "张样本", "县（市、区）委社会工作部", DAI, LETTER))
    book.close()
    return file.getvalue()


def sent(client: Client, content: bytes) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", content)})


def table(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def links(answer: Any) -> list[str]:
    return re.findall(r"http://testserver(/office/password/first/[^<]+)", answer.content.decode())


def test_accounts_are_tried_then_made_and_each_owner_sets_a_password_once(
    as_system: Client,
) -> None:
    tried = sent(as_system, workbook("zhang", "wang"))
    before = User.objects.filter(awaits_grant=True).count()
    made = as_system.post(PAGE, dict(tried.context["fields"]))
    first, second = links(made)

    owner = Client()
    owner.post(owner.get(first).headers["Location"], {"new_password1": NEW, "new_password2": NEW})

    assert (before, links(tried)) == (0, [])
    assert list(
        User.objects.filter(awaits_grant=True)
        .order_by("username")
        .values_list("username", "is_active")
    ) == [("wang", False), ("zhang", False)]
    assert User.objects.get(username="zhang").check_password(NEW)
    assert not User.objects.get(username="wang").has_usable_password()
    assert second != first


def test_links_are_shown_once_and_stand_in_no_record(as_system: Client) -> None:
    tried = sent(as_system, workbook("zhang"))
    made = as_system.post(PAGE, dict(tried.context["fields"]))
    (link,) = links(made)

    again = as_system.post(PAGE, dict(tried.context["fields"]))

    assert "no-store" in made.headers["Cache-Control"]
    assert (again.status_code, links(again)) == (422, [])
    with pytest.raises(NotKept):
        WORKBOOKS.kept(dict(tried.context["fields"])["digest"])
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(entries_of("official/zhang"))


def test_wrong_rows_come_back_as_a_workbook(as_system: Client) -> None:
    tried = sent(as_system, workbook("张三", "wang"))

    returned = table(as_system.get(tried.context["problems"]).content)

    assert 'name="digest"' not in tried.content.decode()
    assert [row[:2] for row in returned[2:]] == [["张三", "张样本"]]


def test_template_is_reached_from_the_page_of_people(as_system: Client) -> None:
    assert f'href="{PAGE}"' in as_system.get("/office/people/").content.decode()
    assert f'href="{TEMPLATE}"' in as_system.get(PAGE).content.decode()
    assert table(as_system.get(TEMPLATE).content)[1] == list(HEADERS)


@pytest.mark.parametrize("address", [PAGE, TEMPLATE, f"{PAGE}{'0' * 64}/problems.xlsx"])
@pytest.mark.parametrize("office", [*ADMINISTRATORS[1:], Office.CITY])
def test_nobody_but_the_system_administrator_opens_it(
    client: Client, office: Office, address: str
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    assert client.get(address).status_code == 403
