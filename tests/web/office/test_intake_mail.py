"""The page of one mail: attachments that no picture shows, and the withdrawal that a person confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.seasons.models import Season
from linli.core.documents.problems import unreadable, unsupported
from linli.core.intake.sent import AttachmentFacts, MailFacts
from tests.apps.made_desk import (
    application_mail,
    digest_of,
    paper_file,
    registered,
    sent,
)
from tests.factories import CITY, YUANPING, make_official
from tests.web.office.made_intake import BASE, mail_at

pytestmark = pytest.mark.usefixtures("kept_files")

RICH_TEXT = (
    rb"{\rtf1\ansi {\trowd\cellx2000\cellx6000 Name\cell Sample\cell\row}"
    rb"{\trowd\cellx2000\cellx6000 School\cell <b>College</b>\cell\row}\pard Words below\par}"
)
LOCKED = b"%PDF-1.4 locked"


def plain_file(name: str, content: bytes, **more: Any) -> AttachmentFacts:
    return AttachmentFacts(name, digest_of(content), is_paper=True, **more)


@pytest.fixture
def desk(season: Season, city_official: User) -> Season:
    """A mail with a Word file, a locked PDF and a web page that is none."""
    contents = {"样本某的简历.rtf": RICH_TEXT, "毕业证.pdf": LOCKED, "样本.html": b"notes"}
    attachments = (
        plain_file("样本某的简历.rtf", RICH_TEXT),
        plain_file("毕业证.pdf", LOCKED, problems=(unreadable("文件设了密码"),)),
        plain_file("样本.html", b"notes", problems=(unreadable("文件损坏"),)),
    )
    registered(season, city_official, sent("1.eml", contents, *attachments))
    return season


def got(client: Client, file: str, path: str) -> HttpResponse:
    return client.get(f"{mail_at(file)}{path}")  # type: ignore[return-value]


def test_the_text_of_a_word_file_is_shown_as_its_table_and_its_lines(
    as_city: Client, desk: Season
) -> None:
    page = got(as_city, "1.eml", "files/0/words/")

    text = page.content.decode()
    words = page.context["words"]  # type: ignore[attr-defined]
    assert (words.tables, words.lines) == (
        ((("Name", "Sample"), ("School", "<b>College</b>")),),
        ("Words below",),
    )
    assert "&lt;b&gt;College" in text and "<b>College" not in text


@pytest.mark.parametrize("file", [1, 2, 9])
def test_what_holds_no_text_has_no_page_of_words(as_city: Client, desk: Season, file: int) -> None:
    assert got(as_city, "1.eml", f"files/{file}/words/").status_code == 404


@pytest.mark.parametrize(
    ("file", "content", "suffix"),
    [(0, RICH_TEXT, ".rtf"), (1, LOCKED, ".pdf"), (2, b"notes", ".bin")],
)
def test_an_attachment_is_handed_out_to_be_kept_under_a_name_that_says_nothing(
    as_city: Client, desk: Season, file: int, content: bytes, suffix: str
) -> None:
    page = got(as_city, "1.eml", f"files/{file}/file")

    name = f"xinzhou-2024-{Mail.objects.get().pk}-{file + 1}{suffix}"
    assert page.content == content
    assert (
        page["Content-Disposition"],
        page["Content-Type"],
        page["X-Content-Type-Options"],
        "no-store" in page["Cache-Control"],
    ) == (f'attachment; filename="{name}"', "application/octet-stream", "nosniff", True)


def test_a_locked_file_is_offered_for_download_and_not_as_a_broken_picture(
    as_city: Client, desk: Season
) -> None:
    page = got(as_city, "1.eml", "").content.decode()

    assert ("文件设了密码" in page, "不能在这里查看，请下载后打开" in page) == (True, True)
    assert (page.count('/file"'), page.count("/words/"), "/pages/" in page) == (3, 1, False)


def test_a_file_that_the_reader_left_alone_for_its_weight_is_not_laid_out_for_a_page(
    as_city: Client, season: Season, city_official: User
) -> None:
    heavy = unsupported("邮件中的Word文件过多或者过大，这一份未读取，须由人工阅读")
    facts = sent(
        "2.eml", {"简历.rtf": RICH_TEXT}, plain_file("简历.rtf", RICH_TEXT, problems=(heavy,))
    )
    registered(season, city_official, facts)

    page = got(as_city, "2.eml", "").content.decode()

    assert ("/words/" in page, "请下载后打开" in page) == (False, True)
    assert got(as_city, "2.eml", "files/0/words/").status_code == 404


def test_a_form_that_was_laid_out_has_words_though_a_picture_in_it_was_left_alone(
    as_city: Client, season: Season, city_official: User
) -> None:
    problem = unsupported("图片尺寸过大，须由人工打开")
    file = plain_file("登记表.rtf", RICH_TEXT, problems=(problem,), carrier="doc")
    registered(season, city_official, sent("2.eml", {"登记表.rtf": RICH_TEXT}, file))

    assert got(as_city, "2.eml", "files/0/words/").status_code == 200


def test_a_page_that_cannot_be_drawn_says_so_in_its_place(
    as_city: Client, season: Season, city_official: User
) -> None:
    facts = sent("2.eml", {"毕业证.pdf": LOCKED}, paper_file(LOCKED, name="毕业证.pdf"))
    registered(season, city_official, facts)

    shown = got(as_city, "2.eml", "files/0/pages/0.jpg")

    assert (shown.status_code, shown["Content-Type"]) == (404, "image/svg+xml")
    assert "这一页的图片无法打开" in "".join(shown.content.decode().split("</tspan>"))


def test_a_program_is_not_handed_out(as_city: Client, season: Season, city_official: User) -> None:
    program = b"MZ" + bytes(200)
    facts = sent("2.eml", {"样本.exe": program}, plain_file("样本.exe", program))
    registered(season, city_official, facts)

    page = got(as_city, "2.eml", "files/0/file")

    assert (page.status_code, "这个附件没有取出内容" in page.content.decode()) == (404, True)


@pytest.mark.parametrize("office", [Office.FINANCE, Office.AUDITOR])
def test_offices_that_open_no_mail_are_handed_no_attachment(
    client: Client, desk: Season, office: Office
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    answers = [got(client, "1.eml", f"files/0/{path}").status_code for path in ("file", "words/")]

    assert answers == [403, 403]


def test_a_county_is_handed_nothing_of_another_s(
    client: Client, desk: Season, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    answers = [got(client, "1.eml", f"files/0/{path}").status_code for path in ("file", "words/")]

    assert answers == [403, 403]


def leave(sender: str) -> MailFacts:
    text = "因个人原因，本人自愿放弃社区助理报名，申请撤回报名材料。"
    return replace(sent("2.eml", {}), subject="撤回报名", text=text, sender=sender)


@pytest.fixture
def leaving(season: Season, city_official: User) -> Application:
    (case,) = registered(
        season, city_official, application_mail("1.eml", {}), leave("1.eml@mail.example")
    )
    return case


def test_a_withdrawal_is_confirmed_beside_the_mail_that_asks_for_it(
    as_city: Client, leaving: Application
) -> None:
    shown = got(as_city, "2.eml", "").content.decode()
    answer = as_city.post(f"{mail_at('2.eml')}withdraw/")
    after = got(as_city, "2.eml", "").content.decode()

    leaving.refresh_from_db()
    assert ("自愿放弃社区助理报名" in shown, "确认撤回报名00001" in shown) == (True, True)
    assert (answer.status_code, leaving.state) == (302, State.WITHDRAWN)
    assert ("确认撤回报名00001" in after, "已处理" in after) == (False, True)


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("1.eml@mail.example", "发件地址与报名时所用的相同"),
        ("stranger@mail.example", "发件地址与报名时所用的不同"),
    ],
)
def test_the_page_says_whether_the_sender_is_the_one_who_applied(
    as_city: Client, leaving: Application, sender: str, said: str
) -> None:
    letter = Mail.objects.get(file="2.eml")
    Mail.objects.filter(pk=letter.pk).update(reading={**letter.reading, "sender": sender})

    assert said in got(as_city, "2.eml", "").content.decode()


def test_what_somebody_else_answered_meanwhile_is_said(
    as_city: Client, leaving: Application, city_official: User
) -> None:
    Mail.objects.filter(file="2.eml").update(handled_by=city_official)

    page = as_city.post(f"{mail_at('2.eml')}withdraw/")

    leaving.refresh_from_db()
    assert "这封来件已由他人处理" in page.content.decode()
    assert leaving.state == State.RECEIVED


def test_another_county_confirms_nothing(
    client: Client, leaving: Application, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    assert client.post(f"{mail_at('2.eml')}withdraw/").status_code == 403
    assert client.get(f"{BASE}/intake/").status_code == 200


def test_a_county_confirms_what_belongs_to_it(
    client: Client, leaving: Application, yuanping_official: User
) -> None:
    Application.objects.update(county_id=YUANPING, state=State.ROUTED)
    client.force_login(yuanping_official)

    client.post(f"{mail_at('2.eml')}withdraw/")

    leaving.refresh_from_db()
    assert leaving.state == State.WITHDRAWN
