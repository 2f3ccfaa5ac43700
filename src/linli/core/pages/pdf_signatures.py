"""Check the digital signatures of a PDF offline: is it as it was signed, and is the signer known.

Nothing is fetched: no revocation lists, no missing certificates. Source: 电子签名法 第十三条.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import DisallowedAlgorithmError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# Words of every signature, never packed; a locked file of the newest sort has the first as well.
_OF_A_SIGNATURE = (b"/ByteRange", b"/SubFilter")
#: An agreement has a signature of each party, and a seal; each more is checked at some cost.
MOST_SIGNATURES = 12
# Others, those of SM2 certificates among them, are not calculated here: that is no change of the file.
_DIGESTS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_UNKNOWN_WAYS = (DisallowedAlgorithmError, UnsupportedAlgorithm, NotImplementedError)
# What pyHanko lets through of bytes that are no longer what a signer wrote.
_BROKEN = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    zlib.error,
)
# So many objects no file of this size has; pyHanko would count to the last of them, for hours.
_TOO_MANY_OBJECTS = re.compile(rb"/Index\s*\[[^\]]*\d{7}|/Size\s+\d{8}")
_KEPT_BY_LATER = (
    ModificationLevel.NONE,
    ModificationLevel.LTA_UPDATES,
    ModificationLevel.FORM_FILLING,
)


class SignatureFinding(StrEnum):
    """What the check of a file's signatures comes to."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    UNCHECKED = "unchecked"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature: the organisation of its certificate, ``""`` for a person's, and when it says it was made."""

    organisation: str
    signed_at: datetime | None
    finding: SignatureFinding
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """All signatures in the order of signing, and what they come to together."""

    finding: SignatureFinding
    signatures: tuple[PdfSignature, ...] = ()


def check_signatures(content: bytes, *, roots: Iterable[bytes], at: datetime) -> SignatureReport:
    """Return what the signatures of a PDF are worth at a moment.

    ``roots`` are the certificates to trust, DER. The last signature must cover the whole file, and
    what came after an earlier one may only be a further signature. One altered makes the file
    altered, one untrusted makes it untrusted. More than ``MOST_SIGNATURES`` are not checked at all. Bytes that cannot be read are altered where a
    signature stands in them, else unsigned. Raises nothing for bad bytes.
    """
    is_signed = all(word in content for word in _OF_A_SIGNATURE)
    unread = SignatureFinding.ALTERED if is_signed else SignatureFinding.UNSIGNED
    try:
        found = _signatures_in(content)
        if not found:
            return SignatureReport(unread)
        if len(found) > MOST_SIGNATURES:
            return SignatureReport(SignatureFinding.TOO_MANY)
        trusted = [x509.Certificate.load(one) for one in roots]
        last = len(found) - 1
        checked = [
            _checked(one, trusted, at, is_last=position == last)
            for position, one in enumerate(found)
        ]
    except _BROKEN:
        return SignatureReport(unread)
    return SignatureReport(_together([one.finding for one in checked]), tuple(checked))


def _signatures_in(content: bytes) -> list[EmbeddedPdfSignature]:
    if _TOO_MANY_OBJECTS.search(content):
        raise PdfReadError("more objects than a file can hold")
    reader = PdfFileReader(BytesIO(content), strict=False)
    if reader.encrypted:
        # A file that anybody may open is locked with no password at all.
        reader.decrypt("")
    return list(reader.embedded_regular_signatures)


def _together(findings: Sequence[SignatureFinding]) -> SignatureFinding:
    worst_first = (
        SignatureFinding.ALTERED,
        SignatureFinding.UNCHECKED,
        SignatureFinding.UNTRUSTED,
    )
    return next((one for one in worst_first if one in findings), SignatureFinding.TRUSTED)


def _checked(
    signature: EmbeddedPdfSignature,
    roots: Sequence[x509.Certificate],
    at: datetime,
    *,
    is_last: bool,
) -> PdfSignature:
    certificate = signature.signer_cert
    finding = SignatureFinding.UNCHECKED
    if _is_known(signature):
        context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
        with suppress(*_UNKNOWN_WAYS):
            finding = _finding(validate_pdf_signature(signature, context), is_last)
    return PdfSignature(
        _organisation(certificate),
        signature.self_reported_timestamp,
        finding,
        is_expired=certificate.not_valid_after < at,
    )


def _is_known(signature: EmbeddedPdfSignature) -> bool:
    try:
        signature.signer_info["signature_algorithm"].signature_algo  # noqa: B018
    except ValueError:
        return False
    return signature.md_algorithm in _DIGESTS


def _finding(status: PdfSignatureStatus, is_last: bool) -> SignatureFinding:
    if not (status.intact and status.valid and _covers(status, is_last)):
        return SignatureFinding.ALTERED
    return SignatureFinding.TRUSTED if status.trusted else SignatureFinding.UNTRUSTED


def _covers(status: PdfSignatureStatus, is_last: bool) -> bool:
    """Tell whether nothing but signatures and their proofs came after a signature."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
        return False
    kept = _KEPT_BY_LATER[:2] if is_last else _KEPT_BY_LATER
    return status.modification_level in kept


def _organisation(certificate: x509.Certificate) -> str:
    """Return the organisation named in a certificate; a person's own name is left in it."""
    name = certificate.subject.native.get("organization_name", "")
    return name if isinstance(name, str) else "、".join(name)
