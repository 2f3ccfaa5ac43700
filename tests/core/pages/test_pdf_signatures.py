"""What a PDF's digital signatures are worth: checked offline, by certificates made here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from linli.core.pages.pdf_signatures import (
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
