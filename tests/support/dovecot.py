"""A throwaway IMAP server for tests: its own configuration, certificate and mails, gone afterwards."""

from __future__ import annotations

import datetime as dt
import grp
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "shegong@office.example", "yangben"
OTHER_USER, OTHER_PASSWORD = "dangan@office.example", "样本 口令"
START_LIMIT_SECONDS = 30

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = {host}
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:~/Maildir
disable_plaintext_auth = yes
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={internal} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class NoServer(Exception):
    """Dovecot is not on this machine or does not start; the message holds its own words."""


@dataclass(frozen=True)
class ImapServer:
    """A running server: where it listens, whom it can be trusted by, and where its mails lie."""

    port: int
    certificate: Path
    maildir: Path

    def folder(self, name: str = "") -> Path:
        """Return the Maildir of a folder, by its name on disk; "" is INBOX."""
        folder = self.maildir / f".{name}" if name else self.maildir
        if not folder.exists():
            for part in ("cur", "new", "tmp"):
                (folder / part).mkdir(parents=True)
            hand_over(self.maildir)
        return folder

    def deliver(self, content: bytes, *, name: str, folder: str = "") -> None:
        """Put a mail into a folder as a delivery agent does: written aside, then moved in whole."""
        place = self.folder(folder)
        (place / "tmp" / name).write_bytes(content)
        hand_over(place / "tmp" / name)
        (place / "tmp" / name).rename(place / "new" / name)

    def empty(self) -> None:
        """Throw all mails and folders away, so that the next reader finds a new mailbox."""
        shutil.rmtree(self.maildir)
        self.folder()

    def files(self) -> dict[str, bytes]:
        """Return every mail of the server, by the path that also tells its flags."""
        return {
            str(path.relative_to(self.maildir)): path.read_bytes()
            for part in ("new", "cur")
            for path in sorted(self.maildir.glob(f"**/{part}/*"))
        }


@contextmanager
def throwaway_imap() -> Iterator[ImapServer]:
    """Start a server with an empty mailbox for any user, and remove it whatever happens.

    Raises NoServer.
    """
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise NoServer("no IMAP server on this machine: apt-get install dovecot-imapd")
    # Not the test runner's folder: the mails' owner could not reach it, nor a socket bear its name.
    folder = Path(tempfile.mkdtemp(prefix="linli-imap-", dir="/tmp"))
    server = None
    try:
        found = prepared(folder)
        server = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", program, "-F", "-c", str(folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until_ready(server, port=found.port, log=folder / "log")
        yield found
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def prepared(folder: Path) -> ImapServer:
    """Write configuration and certificate, and make the mailbox."""
    folder.chmod(0o755)
    port = free_port()
    internal, login, group = users()
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            host=HOST,
            port=port,
            internal=internal,
            login=login,
            group=group,
        )
    )
    (folder / "users").write_text(
        f"{USER}:{{PLAIN}}{PASSWORD}\n{OTHER_USER}:{{PLAIN}}{OTHER_PASSWORD}\n"
    )
    write_certificate(folder)
    (folder / "home").mkdir()
    server = ImapServer(port, folder / "certificate.pem", folder / "home" / "Maildir")
    server.folder()
    hand_over(folder / "home")
    return server


def users() -> tuple[str, str, str]:
    """Return who owns the mails, who answers strangers, and the group: Debian's, or oneself if not root."""
    if os.geteuid() == 0:
        return "dovecot", "dovenull", "dovecot"
    own = pwd.getpwuid(os.geteuid())
    return own.pw_name, own.pw_name, grp.getgrgid(own.pw_gid).gr_name


def hand_over(folder: Path) -> None:
    """Give files to the user that the server reads them as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "dovecot", "dovecot")


def write_certificate(folder: Path) -> None:
    """Make a key and a certificate that the key itself signs, for the address of this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.office.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: subprocess.Popen[bytes], *, port: int, log: Path) -> None:
    """Wait until the server takes a connection.

    Raises NoServer.
    """
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    words = log.read_text(errors="replace").strip() if log.exists() else "no word from it"
    raise NoServer(f"Dovecot did not start: {words}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and the processes it started, whoever is still connected."""
    # A farewell takes Dovecot seconds, and its data are thrown away anyhow.
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
