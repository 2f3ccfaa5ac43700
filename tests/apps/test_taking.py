"""What a season has read already: by its bytes, whatever the name, and only by today's reader."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.apps.intake.handling import handle_mail
from linli.apps.intake.known import RegisteredReadings
from linli.apps.intake.models import Mail
from linli.apps.intake.reading import Limits, Reading, Stop, reason_of
from linli.apps.intake.registering import register_mailbox
from linli.apps.intake.taking import take_in
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.intake.facts_record import READING_VERSION, to_record
from linli.core.intake.mailbox import FileMailbox
from linli.core.intake.sent import MailFacts
from linli.core.intake.sorting import MailKind
from tests.apps.cast import Officials, at

FIRST, SECOND, NEW = (hashlib.sha256(text).hexdigest() for text in (b"first", b"second", b"new"))


@pytest.fixture
def known(season: Season, cast: Officials, tmp_path: Path) -> Iterator[RegisteredReadings]:
    """Two mails of one name, of which the first could not be read."""
    for digest, unread in ((FIRST, "邮件过大，未读取"), (SECOND, "")):
        facts = {"m.eml": MailFacts(file="m.eml", digest=digest, unread=unread)}
        register_mailbox(season, facts, actor=cast.city, at=at(6, 15))
    with RegisteredReadings(season, tmp_path / "read", version="1") as record:
        yield record


def test_a_registered_mail_is_found_by_its_bytes_under_every_name(
    known: RegisteredReadings,
) -> None:
    files = sorted(Mail.objects.values_list("file", flat=True))
    assert files == [f"{SECOND[:12]}@m.eml", "m.eml"]

    for name in ("m.eml", "copy.eml"):
        facts = MailFacts(file=name, digest=SECOND)
        assert known.get(name, SECOND) == Reading(name, SECOND, to_record(facts))


def test_why_a_mail_was_not_read_is_still_known(known: RegisteredReadings) -> None:
    found = known.get("m.eml", FIRST)

    assert found is not None
    assert found.reason == "邮件过大，未读取"


def test_what_is_registered_is_not_written_down_and_what_is_new_is(
    known: RegisteredReadings,
) -> None:
    new = Reading("m.eml", NEW, to_record(MailFacts(file="m.eml", digest=NEW)))
    assert (known.get("m.eml", NEW), known.holds(new)) == (None, False)

    known.add(new)

    assert (known.get("m.eml", NEW), known.holds(new)) == (new, True)
    assert known.holds(Reading("copy.eml", SECOND))


@pytest.mark.parametrize("version", [READING_VERSION - 1, READING_VERSION + 1, None])
def test_a_mail_that_another_version_read_is_read_again_and_written_down(
    known: RegisteredReadings, version: int | None
) -> None:
    mail = Mail.objects.get(digest=FIRST)
    mail.reading["version"] = version
    mail.save()
    read = Reading("m.eml", FIRST, to_record(MailFacts(file="m.eml", digest=FIRST)))

    assert (known.get("m.eml", FIRST), known.holds(read)) == (None, False)
    known.add(read)
    assert known.get("m.eml", FIRST) == read


def test_what_a_stopped_run_read_anew_prevails_over_a_reading_that_a_limit_had_ended(
    known: RegisteredReadings,
) -> None:
    whole = Reading("m.eml", FIRST, to_record(MailFacts(file="m.eml", digest=FIRST)))
    other = Reading("m.eml", SECOND, to_record(MailFacts(file="m.eml", digest=SECOND, text="x")))
    known.add(whole)
    known.add(other)

    assert known.get("m.eml", FIRST) == whole
    assert known.get("m.eml", SECOND) == Reading(
        "m.eml", SECOND, to_record(MailFacts(file="m.eml", digest=SECOND))
    )


KILLED = reason_of(Stop.TIME, Limits(), has_facts=False)
TOO_LARGE = reason_of(Stop.TOO_LARGE, Limits(), has_facts=False)


@pytest.mark.parametrize(
    ("unread", "is_handled", "count"),
    [(KILLED, False, 1), (KILLED, True, 0), (TOO_LARGE, False, 0)],
)
def test_mails_that_wait_and_could_be_read_again_are_counted_as_unread(
    season: Season, cast: Officials, unread: str, *, is_handled: bool, count: int
) -> None:
    facts = {"m.eml": MailFacts(file="m.eml", digest=FIRST, unread=unread)}
    register_mailbox(season, facts, actor=cast.city, at=at(6, 15))
    if is_handled:
        handle_mail(
            Mail.objects.get(), kind=MailKind.INQUIRY, note="已电话答复", application=None,
            actor=cast.city, at=at(6, 15, 9),
        )  # fmt: skip

    taken = take_in(
        FileMailbox([]), season, actor=cast.city, at=at(6, 16), progress=lambda *_: iter(())
    )

    assert taken.unread == count


def test_who_may_not_register_a_mailbox_does_not_read_it_either(
    season: Season, cast: Officials
) -> None:
    with pytest.raises(NotPermitted, match="由市委社会工作部办理"):
        take_in(FileMailbox([]), season, actor=cast.dai, at=at(6, 15), progress=lambda *_: iter(()))
