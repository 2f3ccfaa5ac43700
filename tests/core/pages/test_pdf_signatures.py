"""What a PDF's digital signatures are worth: checked offline, by certificates made here."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from linli.core.pages.pdf_signatures import (
    MOST_SIGNATURES,
    PdfSignature,
    SignatureFinding,
    SignatureReport,
    check_signatures,
)
from tests.support.signed_pdfs import (
    STREET_NAME,
    UNTIL,
    blank_pdf,
    locked,
    root_der,
    sign,
    signer,
    updated,
    with_a_changed_byte,
    with_unknown_digest,
)

AT = datetime(2024, 7, 18, tzinfo=UTC)


def found(content: bytes, *, at: datetime = AT) -> SignatureFinding:
    return check_signatures(content, roots=(root_der(),), at=at).finding


def test_signature_of_a_trusted_certificate_is_trusted_and_names_the_organisation() -> None:
    report = check_signatures(sign(blank_pdf()), roots=(root_der(),), at=AT)

    (one,) = report.signatures
    assert one.signed_at is not None
    assert report == SignatureReport(
        SignatureFinding.TRUSTED,
        (PdfSignature(STREET_NAME, one.signed_at, SignatureFinding.TRUSTED),),
    )


def test_certificate_that_nobody_listed_is_untrusted() -> None:
    report = check_signatures(sign(blank_pdf()), roots=(), at=AT)

    assert report.finding is SignatureFinding.UNTRUSTED


@pytest.mark.parametrize(
    ("moment", "finding", "expired"),
    [
        (UNTIL - timedelta(seconds=1), SignatureFinding.TRUSTED, False),
        (UNTIL, SignatureFinding.TRUSTED, False),
        (UNTIL + timedelta(days=1), SignatureFinding.UNTRUSTED, True),
    ],
)
def test_certificate_is_good_until_its_last_moment(
    moment: datetime, finding: SignatureFinding, expired: bool
) -> None:
    report = check_signatures(sign(blank_pdf()), roots=(root_der(),), at=moment)

    assert (report.finding, report.signatures[0].is_expired) == (finding, expired)


def test_two_parties_sign_one_after_the_other_and_a_person_is_not_named() -> None:
    content = sign(sign(blank_pdf()), signer("", person="张样本"), field="乙方")

    report = check_signatures(content, roots=(root_der(),), at=AT)

    assert report.finding is SignatureFinding.TRUSTED
    assert [one.organisation for one in report.signatures] == [STREET_NAME, ""]
    assert "张样本" not in repr(report)


def test_one_untrusted_party_makes_the_paper_untrusted() -> None:
    late = signer(until=AT - timedelta(days=1))

    assert found(sign(sign(blank_pdf()), late, field="乙方")) is SignatureFinding.UNTRUSTED


@pytest.mark.parametrize(
    "change",
    [
        with_a_changed_byte,
        updated,
        lambda content: sign(updated(content), field="乙方"),
        lambda content: content[: content.rindex(b"/ByteRange") + 200],
    ],
    ids=["changed-byte", "update-after", "update-between", "cut-off"],
)
def test_file_changed_after_the_signing_is_altered(change: Callable[[bytes], bytes]) -> None:
    assert found(change(sign(blank_pdf()))) is SignatureFinding.ALTERED


def test_way_of_signing_that_is_not_known_here_is_not_called_altered() -> None:
    assert found(with_unknown_digest(sign(blank_pdf()))) is SignatureFinding.UNCHECKED


@pytest.mark.parametrize(
    "content", [blank_pdf(), locked(blank_pdf(), ""), locked(blank_pdf(), "secret"), b"", b"no PDF"]
)
def test_file_without_a_signature_is_unsigned(content: bytes) -> None:
    assert found(content) is SignatureFinding.UNSIGNED


def test_nothing_of_a_certificate_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        check_signatures(sign(blank_pdf()), roots=(), at=AT)
        check_signatures(updated(sign(blank_pdf())), roots=(root_der(),), at=UNTIL)

    assert [one.getMessage() for one in caplog.records if one.name.startswith("pyhanko")] == []


def with_damaged_stream(content: bytes) -> bytes:
    """Return a PDF whose last table of objects can no longer be unpacked."""
    place = content.rindex(b"stream", 0, content.rindex(b"endstream")) + 10
    return content[:place] + b"\xff\xff" + content[place + 2 :]


@pytest.mark.parametrize(
    "damage",
    [
        with_damaged_stream,
        lambda content: content.replace(b"/Index [ 0 1 ", b"/Index [ 9 1 "),
        lambda content: content.replace(b"/FlateDecode", b"/FlateDecodX"),
        lambda content: content.replace(b"/Index [ 0 1 ", b"/Index [ 0 99999999999 "),
        lambda content: content.replace(b"/Size 7\n/Index", b"/Size 99999999999\n/Xndex"),
    ],
    ids=["stream", "order-of-objects", "filter", "most-objects-of-a-table", "most-objects"],
)
def test_signed_file_that_cannot_be_read_any_more_is_altered(
    damage: Callable[[bytes], bytes],
) -> None:
    content = sign(blank_pdf())

    assert damage(content) != content
    assert found(damage(content)) is SignatureFinding.ALTERED


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Return a PDF with some bytes set, figures lengthened, pieces cut out or doubled."""
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(made))
        way = rng.random()
        if way < 0.6:
            made[place] = rng.randrange(256)
        elif way < 0.8:
            figure = next((at for at in range(place, len(made)) if 48 <= made[at] < 58), place)
            made[figure : figure + 1] = b"9" * rng.randrange(1, 25)
        elif way < 0.9:
            del made[place : place + rng.randrange(1, 50)]
        else:
            made[place:place] = made[place : place + rng.randrange(1, 60)]
    return bytes(made)


def raised_by_damages(seed: int, count: int) -> list[tuple[int, str]]:
    rng = random.Random(seed)
    sources = (sign(sign(blank_pdf()), signer(""), field="乙方"), locked(blank_pdf(), ""))
    raised = []
    for number in range(count):
        try:
            found(damaged(rng.choice(sources), rng))
        except Exception as error:
            raised.append((number, repr(error)))
    return raised


def test_no_damage_is_raised() -> None:
    assert raised_by_damages(seed=1, count=200) == []


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2, 12))
def test_no_damage_of_very_many_is_raised(seed: int) -> None:
    assert raised_by_damages(seed, count=2000) == []


@pytest.mark.parametrize(
    ("count", "finding"),
    [
        (MOST_SIGNATURES - 1, SignatureFinding.TRUSTED),
        (MOST_SIGNATURES, SignatureFinding.TRUSTED),
        (MOST_SIGNATURES + 1, SignatureFinding.TOO_MANY),
    ],
)
def test_file_with_more_signatures_than_are_checked_is_not_called_altered(
    count: int, finding: SignatureFinding
) -> None:
    content, by = blank_pdf(), signer()
    for number in range(count):
        content = sign(content, by, field=f"签名{number}")

    assert found(content) is finding
