"""Linli's one settings file. Every value comes from the environment, typed, or stops the start.

What an operator decides is here; what a document decides is in ``linli.policies``.

=======================  ==================================================================
``LINLI_DATA``           folder for database, files and papers; default ``var`` here
``DATABASE_URL``         ``sqlite:///…`` or ``postgres://…``; default SQLite in ``LINLI_DATA``
``LINLI_SECRET_KEY``     key of sessions; without it one is made and kept in ``LINLI_DATA``
``LINLI_ALLOWED_HOSTS``  names the site answers to, by commas; default loopback only
``LINLI_DEBUG``          ``true`` or ``false`` (default)
``LINLI_HTTPS``          ``true`` where a proxy serves HTTPS; default ``false``
``LINLI_PROXIES``        how many proxies stand before the site, each adding the address that
                         it was asked from; default ``0``. Limits by address need it
``LINLI_MAIL``           ``files`` (default) writes outgoing mails down, ``smtp`` sends them
``LINLI_MAIL_FOLDER``    folder where outgoing mails are written; default in ``LINLI_DATA``
``LINLI_MAIL_SENDER``    address that mails come from; default an example address
``LINLI_SMTP_HOST``      mail server that takes outgoing mails; needed with ``smtp``
``LINLI_SMTP_PORT``      its port; default 465, 587 or 25, by ``LINLI_SMTP_TLS``
``LINLI_SMTP_USER``      user name there; without one nobody signs in
``LINLI_SMTP_PASSWORD``  password there; goes with the user name
``LINLI_SMTP_TLS``       ``ssl`` (default), ``starttls``, or ``none`` to this machine alone
``LINLI_SMS``            ``console`` (default) writes short messages down, ``http`` sends them
``LINLI_SMS_CODES``      codes that go out as short messages within an hour at most; default
                         ``2000``
``LINLI_SMS_URL``        gateway of short messages, https; needed with ``http``
``LINLI_SMS_TOKEN``      what the gateway knows this installation by; needed with ``http``
``LINLI_IMAP_PASSWORD``  password of the mailbox that ``linli intake imaps://…`` reads
``LINLI_IMAP_CA``        file of the certificate to trust where a mail server has its own
``LINLI_SIGNING_CA``     file of the certificates (PEM) to trust in what signed an agreement's
                         PDF; without one none is trusted
``LINLI_SERVING``        set to ``true`` by the server itself: PostgreSQL gets a pool
=======================  ==================================================================
"""

import os
import re
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from linli.environment import (
    choice,
    count,
    database,
    flag,
    needed,
    secret_key,
    signing_roots,
    sms_gateway,
    smtp,
)

PACKAGE = Path(__file__).resolve().parent
#: The names of the table above; another one that begins alike is a slip that stops the start.
KNOWN = frozenset(re.findall(r"^``(LINLI_\w+)``", __doc__ or "", flags=re.MULTILINE))

_unknown = sorted(name for name in os.environ if name.startswith("LINLI_") and name not in KNOWN)
if _unknown:
    raise ImproperlyConfigured(
        f"unknown settings: {', '.join(_unknown)}; known: {', '.join(sorted(KNOWN))}"
    )

DATA = Path(os.environ.get("LINLI_DATA", "var")).resolve()
FILES = DATA / "files"
ASSETS = PACKAGE / "assets"

DEBUG = flag("LINLI_DEBUG")
SECRET_KEY = secret_key(DATA)
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
    # Before django-allauth, whose pages it words and draws anew.
    "linli.web.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "linli.apps.drafts",
    "linli.apps.enquiries",
    "linli.apps.selection",
    "linli.apps.interviews",
    "linli.apps.notices",
    "linli.apps.agreements",
    "linli.apps.workforce",
    "linli.apps.pay",
    "linli.apps.exports",
    "linli.apps.reports",
    "linli.apps.notifications",
    "linli.apps.rights",
    "linli.apps.dashboard",
    "linli.web.design",
    "linli.web.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.web.bodies.bounded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "linli.web.office.methods.explained",
    "allauth.account.middleware.AccountMiddleware",
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

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"linli.apps.accounts.passwords.{name}"}
    for name in ("LongEnough", "NotOnlyDigits", "NotCommon", "NotLikeTheUser")
]
# Applicants'; officials sign in at a page of their own (web.office.access).
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "portal:mine"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "linli.web.portal.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "linli.web.portal.account.forms.CodeForm",
    "confirm_login_code": "linli.web.portal.account.forms.CodeConfirmationForm",
    "login": "linli.web.portal.account.forms.PasswordForm",
    "set_password": "linli.web.portal.account.forms.NewPasswordForm",
    "change_password": "linli.web.portal.account.forms.ChangedPasswordForm",
    "add_email": "linli.web.portal.account.forms.OwnEmailForm",
    "change_phone": "linli.web.portal.account.forms.OwnPhoneForm",
    "verify_phone": "linli.web.portal.account.forms.PhoneConfirmationForm",
}
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone", "email", "password1"]
# Either will do, so neither is required: what the check warns of is what is wanted.
SILENCED_SYSTEM_CHECKS = ["account.W001"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Digits alone, for a phone's keypad.
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {
    "numeric": True,
    "length": 6,
    "dashed": False,
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
# A campus is one address: what guards an account counts by account, and an address may do much.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key",
    # Officials, by user name (apps.accounts.lockout).
    "office_sign_in": "5/15m/key",
    # By account and address; whoever asks elsewhere for a stranger's codes shuts out nobody for a day.
    "request_login_code_here": "3/m/key,15/d/key",
    "request_login_code": "300/m/ip,20/h/key",
    # Codes by short message of the whole site: what they cost has an end.
    "sms_codes": f"{count('LINLI_SMS_CODES', '2000')}/h/key",
    "verify_phone": "1/30s/key,15/d/key",
    "confirm_email": "1/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = count("LINLI_PROXIES")
if flag("LINLI_HTTPS") and not ALLAUTH_TRUSTED_PROXY_COUNT:
    # Everybody would come from the proxy's address, and share its limits.
    raise ImproperlyConfigured("LINLI_HTTPS=true means a proxy: LINLI_PROXIES says how many")
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}

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

SIGNING_ROOTS = signing_roots()

#: How long a server shows a season as it was read; tests and commands read it each time.
PUBLIC_SEASON_SECONDS = 1.0 if os.environ.get("LINLI_SERVING") == "true" else 0.0

# A dozen papers at once; one file alone may have less.
LARGEST_BODY = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 24

# Limits on signing in are counted here, for all processes of the server together.
CACHES = {
    "default": {
        "BACKEND": "linli.apps.accounts.counting_cache.CountingCache",
        "LOCATION": "linli_cache",
    }
}

# What takes long waits in queues of its own: codes and receipts never stand behind it.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "reading", "exports"],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ.get("LINLI_MAIL_FOLDER", str(DATA / "outgoing-mail"))
if choice("LINLI_MAIL", "files", "smtp") == "smtp":
    globals().update(smtp())
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_SENDER", "linli@localhost.example")
# No gateway: short messages are written into the folder.
SMS_GATEWAY: str | None = None
SMS_TOKEN = ""
SMS_FOLDER = DATA / "outgoing-sms"
if choice("LINLI_SMS", "console", "http") == "http":
    SMS_GATEWAY, SMS_TOKEN = sms_gateway(), needed("LINLI_SMS_TOKEN", "LINLI_SMS=http")

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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("LINLI_HTTPS")
if flag("LINLI_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is refused or not there is an answer, not a fault: it has no trace to be read.
    "loggers": {
        "django.request": {"level": "ERROR"},
        # What they tell of a certificate names the person who signed.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
