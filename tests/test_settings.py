"""Settings come from the environment, typed; what is malformed or unknown stops the start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import environment
from tests.support.signed_pdfs import root_der, root_pem

SMTP = {"LINLI_MAIL": "smtp", "LINLI_SMTP_HOST": "mail.office.example"}
SMS = {
    "LINLI_SMS": "http",
    "LINLI_SMS_URL": "https://sms.office.example/send",
    "LINLI_SMS_TOKEN": "sample-token",
}
NAMES = [
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "SMS_GATEWAY",
    "SMS_TOKEN",
]
ROOTS = "from django.conf import settings; print([one.hex() for one in settings.SIGNING_ROOTS])"
SHOW = (
    "import json; from django.conf import settings;"
    f"print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))"
)


def started(data: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own and print those of messages."""
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**environment(data), "DJANGO_SETTINGS_MODULE": "linli.settings", **values},
        capture_output=True,
        text=True,
        check=False,
    )


def shown(data: Path, **values: str) -> list[object]:
    """Return the settings of messages in the order of ``NAMES``, the back end by its module."""
    loaded = json.loads(started(data, **values).stdout)
    loaded["EMAIL_BACKEND"] = loaded["EMAIL_BACKEND"].split(".")[-2]
    return [loaded[name] for name in NAMES]


def test_without_settings_mails_and_short_messages_are_written_down(tmp_path: Path) -> None:
    assert shown(tmp_path) == ["filebased", "localhost", 25, "", "", False, False, None, ""]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, [465, "", "", True, False]),
        ({"LINLI_SMTP_TLS": "starttls"}, [587, "", "", False, True]),
        ({"LINLI_SMTP_PORT": "2525"}, [2525, "", "", True, False]),
        ({"LINLI_SMTP_PORT": "1"}, [1, "", "", True, False]),
        ({"LINLI_SMTP_PORT": "65535"}, [65535, "", "", True, False]),
        (
            {"LINLI_SMTP_USER": "sample", "LINLI_SMTP_PASSWORD": "样本"},
            [465, "sample", "样本", True, False],
        ),
    ],
)
def test_a_mail_server_is_spoken_to_under_encryption(
    tmp_path: Path, values: dict[str, str], found: list[object]
) -> None:
    assert shown(tmp_path, **SMTP, **values)[:7] == ["smtp", "mail.office.example", *found]


def test_a_site_behind_a_proxy_starts_once_it_knows_of_it(tmp_path: Path) -> None:
    assert started(tmp_path, LINLI_HTTPS="true", LINLI_PROXIES="1").returncode == 0


def test_a_mail_server_on_this_machine_may_be_spoken_to_openly(tmp_path: Path) -> None:
    values = {**SMTP, "LINLI_SMTP_HOST": "127.0.0.1", "LINLI_SMTP_TLS": "none"}

    assert shown(tmp_path, **values)[:7] == ["smtp", "127.0.0.1", 25, "", "", False, False]


@pytest.mark.parametrize(
    "url",
    [
        "https://sms.office.example/send",
        "http://127.0.0.1:8080/send",
        "http://localhost/send",
        "http://[::1]:8080/",
    ],
)
def test_a_gateway_is_reached_by_https_or_on_this_machine(tmp_path: Path, url: str) -> None:
    assert shown(tmp_path, **{**SMS, "LINLI_SMS_URL": url})[7:] == [url, "sample-token"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"LINLI_MAIL": "pigeon"}, "LINLI_MAIL must be one of files, smtp, not 'pigeon'"),
        ({"LINLI_MAIL": "smtp"}, "LINLI_SMTP_HOST is needed with LINLI_MAIL=smtp"),
        ({**SMTP, "LINLI_SMTP_TLS": "no"}, "LINLI_SMTP_TLS must be one of ssl, starttls, none"),
        ({**SMTP, "LINLI_SMTP_TLS": "none"}, "for a mail server on this machine alone"),
        ({"LINLI_HTTPS": "true"}, "LINLI_PROXIES says how many"),
        ({"LINLI_HTTPS": "true", "LINLI_PROXIES": "0"}, "LINLI_PROXIES says how many"),
        ({**SMTP, "LINLI_SMTP_PORT": "0"}, "LINLI_SMTP_PORT must be from 1 to 65535"),
        ({**SMTP, "LINLI_SMTP_PORT": "65536"}, "LINLI_SMTP_PORT must be from 1 to 65535"),
        ({**SMTP, "LINLI_SMTP_PORT": "smtp"}, "LINLI_SMTP_PORT must be from 1 to 65535"),
        ({**SMTP, "LINLI_SMTP_USER": "sample"}, "LINLI_SMTP_USER and LINLI_SMTP_PASSWORD go"),
        ({**SMTP, "LINLI_SMTP_PASSWORD": "x"}, "LINLI_SMTP_USER and LINLI_SMTP_PASSWORD go"),
        ({"LINLI_SMS": "smoke"}, "LINLI_SMS must be one of console, http, not 'smoke'"),
        ({**SMS, "LINLI_SMS_URL": ""}, "LINLI_SMS_URL is needed with LINLI_SMS=http"),
        ({**SMS, "LINLI_SMS_TOKEN": ""}, "LINLI_SMS_TOKEN is needed with LINLI_SMS=http"),
        ({**SMS, "LINLI_SMS_TOKEN": "a\nb"}, "LINLI_SMS_TOKEN is needed with LINLI_SMS=http"),
        ({**SMS, "LINLI_SMS_TOKEN": "口令"}, "LINLI_SMS_TOKEN is needed with LINLI_SMS=http"),
        ({"LINLI_SMS_GATE": "x"}, "unknown settings: LINLI_SMS_GATE"),
    ],
)
def test_a_setting_that_is_malformed_or_missing_stops_the_start(
    tmp_path: Path, values: dict[str, str], told: str
) -> None:
    answer = started(tmp_path, **values)

    assert (answer.returncode, told in answer.stderr) == (1, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.office.example/send",
        "http://127.0.0.1.office.example/",
        "ftp://127.0.0.1/",
        "https:///send",
        "https://user:pass@sms.office.example/",
        "https://sms.office.example:port/",
        "http://[::1/",
        "sms.office.example",
    ],
)
def test_a_gateway_that_is_reached_openly_or_with_a_password_in_its_address_stops_the_start(
    tmp_path: Path, url: str
) -> None:
    answer = started(tmp_path, **{**SMS, "LINLI_SMS_URL": url})

    assert answer.returncode == 1
    assert "LINLI_SMS_URL must be an https address" in answer.stderr


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_trusted_certificates_that_cannot_be_read_stop_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_bytes(content)

    done = started(tmp_path, LINLI_SIGNING_CA=str(file))

    assert done.returncode != 0
    assert "LINLI_SIGNING_CA must be a file of PEM certificates" in done.stderr


def test_trusted_certificates_are_read_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "roots.pem"
    file.write_bytes(root_pem())

    done = subprocess.run(
        [sys.executable, "-c", ROOTS],
        env={
            **environment(tmp_path),
            "DJANGO_SETTINGS_MODULE": "linli.settings",
            "LINLI_SIGNING_CA": str(file),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == str([root_der().hex()])
