"""Linli's one settings file. Every value comes from the environment, typed, or stops the start.

What an operator decides is here; what a document decides is in ``linli.policies``.

=======================  ==================================================================
``LINLI_DATA``           folder for database, files and papers; default ``var`` here
``DATABASE_URL``         ``sqlite:///…`` or ``postgres://…``; default SQLite in ``LINLI_DATA``
``LINLI_SECRET_KEY``     key of sessions; without it one is made and kept in ``LINLI_DATA``
``LINLI_ALLOWED_HOSTS``  names the site answers to, by commas; default loopback only
``LINLI_DEBUG``          ``true`` or ``false`` (default)
``LINLI_HTTPS``          ``true`` where a proxy serves HTTPS; default ``false``
``LINLI_MAIL_FOLDER``    folder where outgoing mails are written; default in ``LINLI_DATA``
``LINLI_MAIL_SENDER``    address that mails come from; default an example address
``LINLI_IMAP_PASSWORD``  password of the mailbox that ``linli intake imaps://…`` reads
``LINLI_IMAP_CA``        file of the certificate to trust where a mail server has its own
``LINLI_SERVING``        set to ``true`` by the server itself: PostgreSQL gets a pool
=======================  ==================================================================
"""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
KNOWN = {
    "LINLI_DATA",
    "LINLI_SECRET_KEY",
    "LINLI_ALLOWED_HOSTS",
    "LINLI_DEBUG",
    "LINLI_HTTPS",
    "LINLI_MAIL_FOLDER",
    "LINLI_MAIL_SENDER",
    "LINLI_IMAP_PASSWORD",
    "LINLI_IMAP_CA",
    "LINLI_SERVING",
}


def _flag(name: str) -> bool:
    text = os.environ.get(name, "false")
    if text not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}")
    return text == "true"


def _secret_key(folder: Path) -> str:
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


def _database(folder: Path) -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'linli.sqlite3'}"
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        folder.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    elif os.environ.get("LINLI_SERVING") == "true":
        # A pool hides a wrong database name behind a time-out, so commands go without one.
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
    return config


_unknown = sorted(name for name in os.environ if name.startswith("LINLI_") and name not in KNOWN)
if _unknown:
    raise ImproperlyConfigured(
        f"unknown settings: {', '.join(_unknown)}; known: {', '.join(sorted(KNOWN))}"
    )

DATA = Path(os.environ.get("LINLI_DATA", "var")).resolve()
FILES = DATA / "files"
ASSETS = PACKAGE / "assets"

DEBUG = _flag("LINLI_DEBUG")
SECRET_KEY = _secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("LINLI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "linli.apps.holidays",
    "linli.apps.places",
    "linli.apps.accounts",
    "linli.apps.ledger",
    "linli.apps.people",
    "linli.apps.seasons",
    "linli.apps.applications",
    "linli.apps.intake",
    "linli.apps.selection",
    "linli.apps.interviews",
    "linli.apps.notices",
    "linli.apps.agreements",
    "linli.apps.workforce",
    "linli.apps.pay",
    "linli.apps.reports",
    "linli.apps.notifications",
    "linli.web.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "linli.web.urls"
WSGI_APPLICATION = "linli.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": _database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# One language: LocaleMiddleware would turn the pages English for an English browser.
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = (
    [("vendor", ASSETS / "static" / "vendor")] if (ASSETS / "static" / "vendor").is_dir() else []
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ.get("LINLI_MAIL_FOLDER", str(DATA / "outgoing-mail"))
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_SENDER", "linli@localhost.example")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("LINLI_HTTPS")
if _flag("LINLI_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is refused or not there is an answer, not a fault: it has no trace to be read.
    "loggers": {"django.request": {"level": "ERROR"}},
}
