"""A mail whose reading a limit ended, read again because a person asked: told anew, and never by itself."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.handling import handle_mail
from linli.apps.intake.known import RegisteredReadings
from linli.apps.intake.models import Mail
from linli.apps.intake.registering import register_mailbox
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.models import Season
from linli.core.intake.attachment_facts import ReadingTerms
from linli.core.intake.facts import facts_of
from linli.core.intake.mail import read_mail
from linli.core.intake.sent import MailFacts
from linli.core.intake.sorting import MailKind
from tests.apps.cast import Officials, at
from tests.core.intake import made_form
from tests.core.intake.made_mail import SMALL_JPEG, mail, named, word

KILLED = "读取超过60秒，已中止，须由人工打开"
PLAIN = "读取用时过长，已中止；图片和扫描件未读取，须由人工查看"
CONTENT = mail(
    named("报名登记表.docx", made_form.form()),
    named("毕业证.jpg", SMALL_JPEG),
    sender=b"a@mail.example",
    subject=word("社区助理报名"),
)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def whole(season: Season) -> MailFacts:
    """Return what is read of the mail if nothing ends the reading."""
    terms = ReadingTerms(gazetteer("14"), made_form.TITLE)
    return facts_of(read_mail("m.eml", CONTENT), terms)


def registered(season: Season, cast: Officials, read: MailFacts) -> list[Application]:
    return register_mailbox(season, {read.file: read}, actor=cast.city, at=at(6, 15))


def nothing_read() -> MailFacts:
    return MailFacts(file="m.eml", digest=DIGEST, unread=KILLED)


def without_pictures(whole: MailFacts) -> MailFacts:
    """Return the facts of a try that left the pictures out."""
    form, picture = whole.attachments
    return replace(whole, attachments=(form, replace(picture, papers=())), unread=PLAIN)


def row() -> Mapping[str, object]:
    stored = Mail.objects.get()
    return {
        "kind": stored.kind,
        "reason": stored.reason,
        "aside": stored.is_set_aside,
        "case": bool(stored.application),
        "received": stored.received_at is not None,
    }


def test_a_mail_of_which_nothing_was_read_becomes_an_application(
    season: Season, cast: Officials, whole: MailFacts
) -> None:
    assert registered(season, cast, nothing_read()) == []
    assert row() == {
        "kind": "set_aside", "reason": KILLED, "aside": True, "case": False, "received": False,
    }  # fmt: skip

    (case,) = registered(season, cast, whole)

    assert case.person.name == "演练甲"
    assert row() == {
        "kind": "application", "reason": "报名邮件", "aside": False, "case": True, "received": True,
    }  # fmt: skip


def test_a_second_try_that_breaks_off_as_well_changes_nothing(
    season: Season, cast: Officials
) -> None:
    registered(season, cast, nothing_read())
    before = row()

    assert registered(season, cast, nothing_read()) == []
    assert row() == before


def test_what_a_person_made_of_the_mail_meanwhile_stays(
    season: Season, cast: Officials, whole: MailFacts
) -> None:
    registered(season, cast, nothing_read())
    handle_mail(
        Mail.objects.get(), kind=MailKind.INQUIRY, note="已电话答复", application=None,
        actor=cast.city, at=at(6, 15, 9),
    )  # fmt: skip

    registered(season, cast, whole)

    stored = Mail.objects.get()
    assert (stored.kind, stored.handling_note, stored.application) == (
        "inquiry",
        "已电话答复",
        None,
    )
    assert stored.reading["unread"] == ""


def test_a_decided_case_is_left_alone_and_the_mail_laid_aside(
    season: Season, cast: Officials, whole: MailFacts
) -> None:
    (case,) = registered(season, cast, without_pictures(whole))
    Application.objects.update(state=State.QUALIFIED)

    assert registered(season, cast, whole) == []

    case.refresh_from_db()
    assert case.materials == {}
    assert row()["aside"] is True
    assert "该报名已有资格审查决定" in str(row()["reason"])


@pytest.mark.parametrize(("again", "is_known"), [(False, True), (True, False)])
def test_only_who_asks_has_a_mail_read_again(
    season: Season, cast: Officials, tmp_path: Path, *, again: bool, is_known: bool
) -> None:
    registered(season, cast, nothing_read())

    with RegisteredReadings(season, tmp_path / "read", version="1", again=again) as record:
        assert (record.get("m.eml", DIGEST) is not None) is is_known


@pytest.mark.parametrize("again", [False, True])
def test_what_was_read_whole_is_never_read_again(
    season: Season, cast: Officials, whole: MailFacts, tmp_path: Path, *, again: bool
) -> None:
    registered(season, cast, whole)

    with RegisteredReadings(season, tmp_path / "read", version="1", again=again) as record:
        assert record.get("m.eml", DIGEST) is not None
