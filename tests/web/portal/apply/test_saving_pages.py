"""What is saved while one types, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.notifications.models import Message
from linli.apps.notifications.receipts import store_receipt
from linli.apps.notifications.sending import email_of, phone_of
from linli.apps.seasons.models import Season
from tests.factories import BEIJING, make_season
from tests.support.portal import APPLYING, submitted_case

pytestmark = pytest.mark.django_db
HOME = "/apply/xinzhou-2024/"
SAVE, PERSON = f"{HOME}save/", f"{HOME}form/person/"
OVER = datetime(2024, 6, 18, 12, tzinfo=BEIJING)


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


@pytest.fixture(autouse=True)
def while_applying(as_applicant: Client) -> Iterator[None]:
    """Let the applicant have signed in before: a session lasts some hours."""
    with time_machine.travel(APPLYING, tick=False):
        yield


def test_saving_tells_what_another_page_wrote_meanwhile(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = draft_of(season, applicant)
    save_fields(draft, {"address": "样本市样本路1号"}, base=0, at=APPLYING)

    answer = as_applicant.post(SAVE, {"base": "0", "name": "样本甲"}).json()
    seen = as_applicant.post(SAVE, {"base": "2", "name": "样本乙"}).json()

    assert (answer["others"], answer["revision"]) == ({"address": "样本市样本路1号"}, 2)
    assert seen["others"] == {}


@pytest.mark.parametrize("base", ["9" * 5000, "9" * 50, "²", "-1", ""])
def test_revision_that_is_none_counts_as_none_seen(
    as_applicant: Client, season: Season, base: str
) -> None:
    as_applicant.post(SAVE, {"base": "0", "name": "样本甲"})

    answer = as_applicant.post(SAVE, {"base": base, "name": "样本乙"})
    page = as_applicant.post(PERSON, {"base": base, "name": "样本乙"})

    assert (answer.status_code, answer.json()["conflicts"]) == (200, {"name": "样本甲"})
    assert page.status_code in (200, 302, 422)


@pytest.mark.parametrize(
    ("moment", "posted", "title"),
    [
        (OVER, {"name": "样本甲"}, "没有保存"),
        (APPLYING, {"name": "样本甲", "phone": "1"}, "已保存，还有几项要更正"),
        (APPLYING, {"name": "样本甲", "base": "x"}, "没有保存"),
    ],
)
def test_section_says_whether_it_was_saved(
    as_applicant: Client, season: Season, moment: datetime, posted: dict[str, str], title: str
) -> None:
    with time_machine.travel(moment, tick=False):
        response = as_applicant.post(PERSON, {"base": "0", **posted})

    saved = Draft.objects.get().fields.get("name", "") != ""
    assert (response.context["title"], saved) == (title, title != "没有保存")
    assert title in response.content.decode()


def test_section_of_which_another_page_wrote_a_part_asks_to_choose(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    save_fields(draft_of(season, applicant), {"name": "样本甲"}, base=0, at=APPLYING)

    response = as_applicant.post(PERSON, {"base": "0", "name": "样本乙"})

    assert response.context["title"] == "有内容在另一处改过，请选定"


def test_refusals_cite_the_notice_and_no_code_of_ours(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    submitted_case(season, applicant)
    with time_machine.travel(OVER, tick=False):
        told = [
            as_applicant.post(SAVE, {"base": "0", "name": "样本甲"}).json()["refusal"],
            as_applicant.post(PERSON, {"base": "0", "name": "样本甲"}).content.decode(),
            as_applicant.post(
                f"{HOME}review/", {"revision": "0", "pledged": "on", "signed_name": "样本甲"}
            ).content.decode(),
        ]

    assert ["依据：通知三(一)2" in one for one in told] == [True] * 3
    # Tags go: a token in one of them may hold any two letters.
    assert ["D0" in strip_tags(one) for one in told] == [False] * 3


def test_after_the_end_nothing_says_that_changes_are_possible(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    submitted_case(season, applicant)
    during = [as_applicant.get(HOME + address).content.decode() for address in ("", "receipt/")]
    with time_machine.travel(OVER, tick=False):
        after = [as_applicant.get(HOME + address).content.decode() for address in ("", "receipt/")]

    assert ["可以修改" in page for page in (*during, *after)] == [True, True, False, False]


def test_receipt_of_a_supplement_says_that_the_registration_is_over(
    season: Season, applicant: User
) -> None:
    case = submitted_case(season, applicant)
    Application.objects.filter(pk=case.pk).update(state=State.SUPPLEMENT_REQUESTED)

    last = store_receipt(case, at=datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING))
    late = store_receipt(case, at=datetime(2024, 6, 15, tzinfo=BEIJING))

    assert "此前可以登录网站修改或者撤回" in last.body
    assert late.body.split("\n")[0] == "您补正的内容已提交。"
    assert ["修改" in text for text in (late.body, late.short)] == [False, False]


def test_receipt_goes_by_short_message_to_a_proven_number_alone(
    season: Season, applicant: User
) -> None:
    case = submitted_case(season, applicant, phone="13900000000")
    receipt = store_receipt(case, at=APPLYING)

    unproven = phone_of(receipt)
    User.objects.filter(pk=applicant.pk).update(is_phone_verified=True)
    proven = phone_of(Message.objects.get(pk=receipt.pk))

    assert (unproven, proven) == ("", applicant.phone)
    assert phone_of(Message(application=case)) == "13900000000"


def test_mail_goes_to_the_accounts_address_of_today(season: Season, applicant: User) -> None:
    case = submitted_case(season, applicant)
    case.person.email = "old@mail.example"

    before = email_of(Message(application=case))
    applicant.emailaddress_set.create(email="new@mail.example", verified=True, primary=True)
    applicant.emailaddress_set.create(email="stated@mail.example", verified=False)

    assert (before, email_of(Message(application=case))) == ("old@mail.example", "new@mail.example")


@pytest.mark.parametrize("hour", [0, 7, 8])
def test_pages_open_from_the_first_minute_of_the_registration(
    as_applicant: Client, season: Season, applicant: User, hour: int
) -> None:
    with time_machine.travel(
        datetime(2024, 6, 1, hour, tzinfo=BEIJING) + timedelta(minutes=1), tick=False
    ):
        as_applicant.force_login(applicant)
        pages = {
            address: as_applicant.get(HOME + address).status_code
            for address in ("", "form/person/", "photo/", "materials/", "review/")
        }

    assert set(pages.values()) == {200}
