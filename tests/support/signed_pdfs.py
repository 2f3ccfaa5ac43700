"""PDFs with digital signatures, their certificates made here: real keys, made-up offices."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import asn1crypto.keys
import asn1crypto.x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter, copy_into_new_writer
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.support.own_loop import run_apart

STREET_NAME = "样本街道办事处"
FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)


def blank_pdf() -> bytes:
    """Return a PDF of one blank page."""
    writer = PdfFileWriter()
    content = RawContent(b"", box=BoxConstraints(width=595, height=842))
    stream = content.as_form_xobject()
    writer.insert_page(PageObject(contents=writer.add_object(stream), media_box=(0, 0, 595, 842)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _name(common: str, organisation: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def _certificate(
    subject: x509.Name, key: Any, issuer: x509.Name, issuer_key: Any, *, until: datetime, ca: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca,
                content_commitment=not ca,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=ca,
                crl_sign=ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    return builder.sign(issuer_key, hashes.SHA256())


@cache
def _root() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("样本根证书", "样本电子认证机构")
    far = datetime(2044, 1, 1, tzinfo=UTC)
    return _certificate(name, key, name, key, until=far, ca=True), key


def root_der() -> bytes:
    """Return the certificate that has signed all others, DER."""
    return _root()[0].public_bytes(Encoding.DER)


def root_pem() -> bytes:
    """Return the certificate that has signed all others, PEM."""
    return _root()[0].public_bytes(Encoding.PEM)


def signer(
    organisation: str = STREET_NAME, *, person: str = "王样本", until: datetime = UNTIL
) -> signers.SimpleSigner:
    """Return somebody who signs, certified until a day."""
    root, root_key = _root()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(
        _name(person, organisation), key, root.subject, root_key, until=until, ca=False
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        asn1crypto.x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1crypto.keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore(),
    )


def sign(content: bytes, by: signers.SimpleSigner | None = None, *, field: str = "甲方") -> bytes:
    """Return a PDF with a further signature."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    meta = signers.PdfSignatureMetadata(field_name=field)
    signed: Any = run_apart(signers.async_sign_pdf(writer, meta, by or signer()))
    found: bytes = signed.getvalue()
    return found


def updated(content: bytes) -> bytes:
    """Return a PDF to which something was added after it had been signed."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.prev.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_a_changed_byte(content: bytes) -> bytes:
    """Return a PDF of whose first page one figure was changed in place."""
    place = content.index(b"595")
    return content[:place] + b"596" + content[place + 3 :]


def locked(content: bytes, password: str) -> bytes:
    """Return a PDF that a password locks."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(content)))
    writer.encrypt(owner_pass="owner-sample", user_pass=password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_unknown_digest(content: bytes) -> bytes:
    """Return a signed PDF that says it was digested in a way that nobody here calculates."""
    sha256, unknown = b"608648016503040201", b"60864801650304027f"
    assert sha256 in content
    return content.replace(sha256, unknown)
