"""The environment read into values, each typed, or the start is stopped with what is wrong of it.

Every function raises ``ImproperlyConfigured``. The names stand in the table of ``linli.settings``.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from django.core.exceptions import ImproperlyConfigured

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def flag(name: str) -> bool:
    """Return a setting that is ``true`` or ``false``, false if it is not set."""
    text = os.environ.get(name, "false")
    if text not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}")
    return text == "true"


def count(name: str, default: str = "0") -> int:
    """Return a setting that is a whole number."""
    text = os.environ.get(name, default)
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a number, not {text!r}")
    return int(text)


def choice(name: str, *choices: str) -> str:
    """Return one of the choices, the first if nothing is set."""
    text = os.environ.get(name) or choices[0]
    if text not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {text!r}")
    return text


def needed(name: str, beside: str) -> str:
    """Return a value that another setting asks for; it goes into headers, so ASCII in one line."""
    text = os.environ.get(name, "")
    if not (text and text.isascii() and text.isprintable()):
        raise ImproperlyConfigured(f"{name} is needed with {beside}, as one line of plain ASCII")
    return text


def _smtp_port(tls: str) -> int:
    text = os.environ.get("LINLI_SMTP_PORT") or {"ssl": "465", "starttls": "587", "none": "25"}[tls]
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ImproperlyConfigured(f"LINLI_SMTP_PORT must be from 1 to 65535, not {text!r}")
    return int(text)


def smtp() -> dict[str, Any]:
    """Return Django's settings for a mail server; forms travel in mails, so never open ones."""
    tls = choice("LINLI_SMTP_TLS", "ssl", "starttls", "none")
    host = needed("LINLI_SMTP_HOST", "LINLI_MAIL=smtp")
    if tls == "none" and host not in _LOOPBACK:
        raise ImproperlyConfigured("LINLI_SMTP_TLS=none is for a mail server on this machine alone")
    user, password = (os.environ.get(f"LINLI_SMTP_{name}", "") for name in ("USER", "PASSWORD"))
    if bool(user) != bool(password):
        raise ImproperlyConfigured("LINLI_SMTP_USER and LINLI_SMTP_PASSWORD go together")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": _smtp_port(tls),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": tls == "ssl",
        "EMAIL_USE_TLS": tls == "starttls",
        # Whoever signs in waits for it.
        "EMAIL_TIMEOUT": 8,
    }


def sms_gateway() -> str:
    """Return the address of the gateway: https, or http on this machine, without a password in it."""
    text = needed("LINLI_SMS_URL", "LINLI_SMS=http")
    try:
        url = urlsplit(text)
        is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
        is_plain = bool(url.hostname) and url.username is None and url.port != 0
    except ValueError:
        is_safe = is_plain = False
    if not (is_safe and is_plain):
        raise ImproperlyConfigured(
            "LINLI_SMS_URL must be an https address, or http on this machine, without a password"
        )
    return text


def signing_roots() -> tuple[bytes, ...]:
    """Return the certificates that signatures are trusted by, DER."""
    file = os.environ.get("LINLI_SIGNING_CA", "")
    if not file:
        return ()
    try:
        found = load_pem_x509_certificates(Path(file).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured("LINLI_SIGNING_CA must be a file of PEM certificates") from error
    return tuple(one.public_bytes(Encoding.DER) for one in found)


def secret_key(folder: Path) -> str:
    """Return the configured key, or one made at first start and readable by its owner only."""
    configured = os.environ.get("LINLI_SECRET_KEY", "")
    if configured:
        return configured
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii")


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings for the database: SQLite in the folder, or what DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'linli.sqlite3'}"
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        folder.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
        return config
    # Compiling a query of a page takes longer than running it.
    config["OPTIONS"] = {"options": "-c jit=off", **config.get("OPTIONS", {})}
    if os.environ.get("LINLI_SERVING") == "true":
        # A pool hides a wrong database name behind a time-out, so commands go without one.
        config["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
    return config
