"""The inbox and the own data: seen, copied, asked about, deleted; the office answers."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.models import Draft
from linli.apps.notifications.actions import store_message
from linli.apps.notifications.models import Message
from linli.apps.people.models import Person
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from linli.web.portal.public.statements import HELD
from tests.apps.applicants import own_application
from tests.apps.cast import at
from tests.support.portal import filled_draft, submitted_case
from tests.web.portal.mine import made_cases

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("kept_files", "in_july"),
]
REQUESTS = "/office/seasons/xinzhou-2024/requests/"


@pytest.fixture
def message(season: Season, mine: User) -> Message:
    return store_message(
        key="样本",
        subject="样本标题",
        body="样本正文",
        at=at(6, 20),
        application=own_application(season, mine),
    )


def test_message_is_unread_until_it_is_opened_and_counted_in_the_head(
    as_mine: Client, message: Message
) -> None:
    before = as_mine.get("/my/messages/").content.decode()
    head = as_mine.get("/my/").content.decode()
    opened = as_mine.get(f"/my/messages/{message.pk}/").content.decode()
    after = as_mine.get("/my/messages/").content.decode()

    assert '<span class="unread-mark">未读</span>' in before
    assert re.search(r'unread-count">1<span class="visually-hidden">条未读', head)
    assert "样本正文" in opened
    assert "未读" not in after
    message.refresh_from_db()
    assert message.read_at == at(7, 8)


def test_message_that_a_program_looks_for_stays_unread(as_mine: Client, message: Message) -> None:
    answer = as_mine.head(f"/my/messages/{message.pk}/")

    message.refresh_from_db()
    assert (answer.status_code, message.read_at) == (200, None)


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_message_of_a_rehearsal_says_that_it_stays_on_the_site(
    as_mine: Client, season: Season, mine: User, is_rehearsal: bool
) -> None:
    Season.objects.filter(pk=season.pk).update(is_rehearsal=is_rehearsal)
    case = own_application(Season.objects.get(pk=season.pk), mine)
    told = store_message(application=case, key="one", subject="样本", body="样本", at=at(6, 5))

    page = as_mine.get(f"/my/messages/{told.pk}/").content.decode()

    assert ("演练招募季的通知只显示在本站，不发邮件和短信" in page) is is_rehearsal


def test_clauses_of_a_message_are_told_by_the_names_that_applicants_know(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    made_cases.refused(season, mine, dai_official)
    told = Message.objects.get()

    page = as_mine.get(f"/my/messages/{told.pk}/").content.decode()

    assert "依据：通知三(二)。" in page
    assert "D0 " not in page


def test_message_of_another_is_not_found_and_stays_unread(
    as_stranger: Client, message: Message
) -> None:
    answer = as_stranger.get(f"/my/messages/{message.pk}/")

    message.refresh_from_db()
    assert (answer.status_code, message.read_at) == (404, None)
    assert "还没有消息" in as_stranger.get("/my/messages/").content.decode()


def test_copy_is_one_file_of_the_own_data(as_mine: Client, season: Season, mine: User) -> None:
    submitted_case(season, mine, at=at(6, 3))

    answer = as_mine.get("/my/data/my-data.zip")

    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    with ZipFile(BytesIO(answer.content)) as archive:
        assert "data.json" in archive.namelist()


def test_page_says_what_is_kept_why_and_how_long(
    as_mine: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine)

    page = as_mine.get("/my/data/").content.decode()

    shown = re.findall(r"<summary>(.*?)</summary>", page)
    assert shown == [one.name for one in HELD if one.of_applicants]
    for word in ("用途", "保存多久", "档案法"):
        assert word in page
    assert f"/my/xinzhou-2024/{case.case_number}/request/" in page


def test_page_shows_whatever_hangs_on_a_case_but_the_objections_to_it() -> None:
    related = {
        one.related_model._meta.label
        for model in (Application, Person, Worker)
        for one in model._meta.related_objects
    }

    shown = {label for one in HELD if one.of_applicants for label in one.models}

    assert related - shown == {"notices.Objection"}


def test_request_is_made_answered_by_the_city_and_read_by_the_applicant(
    as_mine: Client, as_city: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine)
    where = f"/my/xinzhou-2024/{case.case_number}/request/"

    chosen = as_mine.get(f"{where}?kind=explain").content.decode()
    blank = as_mine.post(where)
    done = as_mine.post(where, {"kind": "correct", "text": "专业应为法学"})
    asked = RightsRequest.objects.get()
    waiting = as_mine.get("/my/data/").content.decode()
    listed = as_city.get(REQUESTS).content.decode()
    empty = as_city.post(f"{REQUESTS}{asked.pk}/")
    as_city.post(f"{REQUESTS}{asked.pk}/", {"outcome": "granted", "text": "已更正为法学"})

    assert re.findall(r'value="(\w+)"[^>]* checked', chosen) == ["explain"]
    assert (blank.status_code, done["Location"], empty.status_code) == (422, "/my/data/", 422)
    assert "2024年8月7日前（含当日）答复" in chosen
    assert "2024年8月7日前（含当日）答复" in waiting
    assert f'<td data-label="报名编号">{case.case_number}</td>' in listed
    assert "2024-08-07" in listed
    told = as_mine.get("/my/data/").content.decode()
    assert "答复：同意" in told
    assert "已更正为法学" in told
    assert "个人信息申请已有答复" in as_mine.get("/my/messages/").content.decode()


def test_requests_are_the_citys_to_read(season: Season, dai_official: User, mine: User) -> None:
    client = Client()
    client.force_login(dai_official)

    assert client.get(REQUESTS).status_code == 403


def test_draft_is_deleted_only_by_its_owner_and_when_confirmed(
    as_mine: Client, as_stranger: Client, season: Season, mine: User
) -> None:
    filled_draft(season, mine, at=at(6, 3))
    where = "/my/data/drafts/xinzhou-2024/delete/"

    shown = as_mine.get(where).status_code
    stranger = as_stranger.post(where).status_code
    count = Draft.objects.count()
    as_mine.post(where)

    assert (shown, stranger, count, Draft.objects.count()) == (200, 404, 1, 0)


def test_submitted_form_and_account_with_a_case_are_not_deleted_by_a_click(
    as_mine: Client, season: Season, mine: User
) -> None:
    submitted_case(season, mine, at=at(6, 3))

    draft = as_mine.post("/my/data/drafts/xinzhou-2024/delete/")
    account = as_mine.post("/my/data/close/")

    assert (draft.status_code, account.status_code, Draft.objects.count()) == (409, 409, 1)
    assert "报名00001已经提交" in draft.content.decode()
    mine.refresh_from_db()
    assert mine.is_active


def test_closed_account_is_signed_out_and_signs_in_no_more(
    as_mine: Client, season: Season, mine: User
) -> None:
    answer = as_mine.post("/my/data/close/")

    mine.refresh_from_db()
    assert (answer["Location"], mine.is_active, mine.phone) == ("/", False, None)
    assert as_mine.get("/my/").status_code == 302
