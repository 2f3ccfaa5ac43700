"""A mailbox on a real IMAP server: read whole and once, without a trace, and refused in plain words.

Source: D0 三(一)1, 三(一)2.
"""

import datetime as dt
import os
import socket
import threading
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from linli.apps.intake.imap import mailbox_at
from linli.apps.intake.imap_session import (
    CA_VARIABLE,
    PASSWORD_VARIABLE,
    AddressRefused,
    CertificateRefused,
    FolderRefused,
    ImapAddress,
    ImapRefused,
    LoginRefused,
    PasswordMissing,
    ServerUnreachable,
    imap_address,
)
from linli.core.intake.headers import BEIJING
from linli.core.intake.mailbox import MailLeftOut, MailSource
from tests.support.dovecot import (
    HOST,
    OTHER_PASSWORD,
    OTHER_USER,
    PASSWORD,
    USER,
    ImapServer,
    throwaway_imap,
)

#: 报名邮箱 in the modified UTF-7 of RFC 3501.
FOLDER_ON_DISK = "&YqVUDZCue7E-"


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    with throwaway_imap() as server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> ImapServer:
    running.empty()
    return running


def made(number: int, *, size: int = 0) -> bytes:
    lines = b"\xd1\xf9\xb1\xbe >From .\r\n" * (size // 14)
    return b"Subject: %d\r\n\r\nFrom here\r\n.\r\n" % number + lines


def filled(server: ImapServer, count: int, **more: int) -> dict[str, bytes]:
    mails = {f"{number:06d}": made(number, **more) for number in range(1, count + 1)}
    for name, content in mails.items():
        server.deliver(content, name=f"{name}.made")
    return mails


@contextmanager
def opened(
    server: ImapServer,
    folder: str = "",
    *,
    user: str = USER,
    port: int | None = None,
    largest: int = 1_000_000,
    **environment: str,
) -> Iterator[MailSource]:
    known = {PASSWORD_VARIABLE: PASSWORD, CA_VARIABLE: str(server.certificate)}
    address = f"imaps://{user}@{HOST}:{port or server.port}{folder}"
    with mailbox_at(
        address, environment=known | environment, largest=largest, pauses=(0, 0, 0)
    ) as found:
        yield found


def read(found: MailSource) -> dict[str, bytes]:
    return {mail.name.rpartition(".")[2]: mail.read() for mail in found}


def test_every_mail_is_read_once_byte_for_byte_and_nothing_on_the_server_changes(
    server: ImapServer,
) -> None:
    mails = filled(server, 45)
    before = server.files()

    with opened(server) as found:
        listed = list(found)
        assert (len(found), len({mail.name for mail in listed})) == (45, 45)
        assert read(found) == mails
        assert found.changed() == frozenset()

    assert server.files() == before
    assert all(path.startswith("new/") for path in before)


def test_mail_is_named_alike_at_every_reading(server: ImapServer) -> None:
    filled(server, 2)
    with opened(server) as first, opened(server) as second:
        names = [mail.name for mail in first]

        assert [mail.name for mail in second] == names
    assert [name.partition("#")[0] for name in names] == ["INBOX", "INBOX"]


def test_server_tells_when_it_received_a_mail(server: ImapServer) -> None:
    server.deliver(made(1), name="1.made")
    stamp = dt.datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
    os.utime(server.maildir / "new" / "1.made", (stamp.timestamp(), stamp.timestamp()))

    with opened(server) as found:
        assert [mail.stamped_at for mail in found] == [stamp]


@pytest.mark.parametrize("folder", ["/报名邮箱", "/" + quote("报名邮箱"), "/报名邮箱/"])
def test_folder_with_a_chinese_name_is_found(server: ImapServer, folder: str) -> None:
    server.deliver(made(1), name="1.made", folder=FOLDER_ON_DISK)

    with opened(server, folder) as found:
        assert [(mail.name[:5], mail.read()) for mail in found] == [("报名邮箱#", made(1))]


def test_user_with_a_chinese_password_is_let_in(server: ImapServer) -> None:
    filled(server, 1)

    with opened(server, user=quote(OTHER_USER), **{PASSWORD_VARIABLE: OTHER_PASSWORD}) as found:
        assert len(found) == 1


def test_mail_that_arrives_while_reading_is_left_for_the_next_time(server: ImapServer) -> None:
    mails = filled(server, 25)

    with opened(server) as found:
        reading = iter(found)
        first = next(reading).read()
        server.deliver(made(99), name="999.made")
        rest = [mail.read() for mail in reading]
    with opened(server) as again:
        later = [mail.read() for mail in again]

    assert [first, *rest] == list(mails.values())
    assert later == [*mails.values(), made(99)]


def test_mail_that_is_taken_away_while_reading_is_left_out_and_the_rest_is_read(
    server: ImapServer,
) -> None:
    filled(server, 25)
    with opened(server) as found:
        listed = list(found)
        listed[0].read()
        for path in (server.maildir / "new").glob("000024.*"):
            path.unlink()

        with pytest.raises(MailLeftOut) as left:
            listed[23].read()

        assert left.value.what == "邮件在读取之前已被移走，或者服务器没有给出，未读取"
        assert listed[24].read() == made(25)


def test_mail_that_the_server_cannot_read_does_not_end_the_reading(server: ImapServer) -> None:
    mails = list(filled(server, 25).values())
    with opened(server) as found:
        listed = list(found)
        (locked,) = (server.maildir / "new").glob("000003.*")
        locked.chmod(0)

        with pytest.raises(MailLeftOut):
            listed[2].read()
        rest = [mail.read() for mail in listed if mail is not listed[2]]

    assert rest == mails[:2] + mails[3:]


def test_mail_over_the_limit_is_listed_but_not_fetched(server: ImapServer) -> None:
    server.deliver(b"x" * 100, name="1.made")
    server.deliver(b"x" * 101, name="2.made")

    with opened(server, largest=100) as found:
        assert [(mail.size, mail.is_too_large, len(mail.read())) for mail in found] == [
            (100, False, 100),
            (101, True, 0),
        ]


def test_memory_holds_a_few_mails_at_a_time(server: ImapServer) -> None:
    filled(server, 40, size=900_000)
    tracemalloc.start()
    try:
        with opened(server) as found:
            sizes = [len(mail.read()) for mail in found]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (len(sizes), sum(sizes) > 35_000_000, peak < 20_000_000) == (40, True, True)


@pytest.mark.parametrize(
    ("changes", "refusal", "what"),
    [
        ({"folder": "/nowhere"}, FolderRefused, "邮箱里没有这个文件夹，或者无权读取"),
        ({"folder": "/报名邮箱"}, FolderRefused, "邮箱的这个文件夹里没有邮件"),
        ({PASSWORD_VARIABLE: "wrong"}, LoginRefused, "邮件服务器拒绝登录"),
        ({PASSWORD_VARIABLE: "错"}, LoginRefused, "邮件服务器拒绝登录"),
        ({"user": "nobody"}, LoginRefused, "邮件服务器拒绝登录"),
        ({PASSWORD_VARIABLE: ""}, PasswordMissing, "没有给出邮箱密码"),
        ({CA_VARIABLE: ""}, CertificateRefused, "邮件服务器的证书不可信，未连接"),
        ({CA_VARIABLE: "nowhere.pem"}, CertificateRefused, "受信任的证书文件无法读取"),
        ({"port": 9}, ServerUnreachable, "连不上邮件服务器"),
    ],
)
def test_mailbox_that_cannot_be_read_is_refused_in_plain_words(
    server: ImapServer, changes: dict[str, str], refusal: type[ImapRefused], what: str
) -> None:
    server.folder(FOLDER_ON_DISK)

    with pytest.raises(refusal) as refused, opened(server, **changes):  # type: ignore[arg-type]
        pass

    assert refused.value.what.startswith(what)
    assert refused.value.mend
    assert not {PASSWORD, USER, "wrong"} & set(refused.value.sentence().split())


def test_certificate_for_another_host_is_refused(server: ImapServer) -> None:
    environment = {PASSWORD_VARIABLE: PASSWORD, CA_VARIABLE: str(server.certificate)}
    address = f"imaps://{USER}@localhost:{server.port}"

    with pytest.raises(CertificateRefused), mailbox_at(address, environment=environment):
        pass


class Relay:
    """A line to the server that is cut after some bytes, connection by connection."""

    def __init__(
        self, server: ImapServer, cuts: Sequence[int], *, connections: int = 1_000
    ) -> None:
        self._target = server.port
        self._cuts = list(cuts)
        self._connections = connections
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._lines: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone would not wake the thread that waits for a caller.
        self.hang_up()
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.close()

    def _serve(self) -> None:
        with suppress(OSError):
            for _ in range(self._connections):
                near, _ = self._listener.accept()
                far = socket.create_connection((HOST, self._target))
                self._lines += [near, far]
                limit = self._cuts.pop(0) if self._cuts else 1 << 40
                for source, sink, most in ((near, far, 1 << 40), (far, near, limit)):
                    thread = threading.Thread(target=self._carry, args=(source, sink, most))
                    self._threads.append(thread)
                    thread.start()

        self._listener.close()

    def hang_up(self) -> None:
        """Cut every line."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _carry(self, source: socket.socket, sink: socket.socket, limit: int) -> None:
        with suppress(OSError):
            while limit > 0 and (block := source.recv(min(limit, 65_536))):
                sink.sendall(block)
                limit -= len(block)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("cuts", [[60_000, 20_000, 500, 90_000], [12_000] * 60])
def test_reading_goes_on_after_the_connection_was_lost(server: ImapServer, cuts: list[int]) -> None:
    mails = filled(server, 25, size=5_000)
    with Relay(server, cuts) as relay, opened(server, port=relay.port) as found:
        assert read(found) == mails


def test_reading_ends_with_a_refusal_when_the_server_is_gone(server: ImapServer) -> None:
    filled(server, 45, size=5_000)
    with Relay(server, [], connections=1) as relay, opened(server, port=relay.port) as found:
        next(iter(found)).read()
        relay.hang_up()
        with pytest.raises(ServerUnreachable) as refused:
            list(found)[30].read()

    assert refused.value.sentence() == (
        "与邮件服务器的连接中断，未能重新连上；处理办法：请核对主机名、端口和网络后再次运行；服务器上的邮件没有任何改变。"
    )


def test_reading_ends_with_a_refusal_when_no_mail_comes_through(server: ImapServer) -> None:
    filled(server, 5, size=20_000)
    left = 0
    with (
        Relay(server, [12_000] * 60) as relay,
        pytest.raises(ServerUnreachable) as refused,
        opened(server, port=relay.port) as found,
    ):
        for mail in found:
            try:
                mail.read()
            except MailLeftOut:
                left += 1

    assert (left, refused.value.what) == (2, "与邮件服务器的连接反复中断")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("imaps://a@mail.example", ("mail.example", 993, "a", "INBOX")),
        ("imaps://a@mail.example:1993/", ("mail.example", 1993, "a", "INBOX")),
        ("imaps://a%40b.example@mail.example/x", ("mail.example", 993, "a@b.example", "x")),
        ("imaps://a@b.example@mail.example/x", ("mail.example", 993, "a@b.example", "x")),
        ("IMAPS://a@mail.example/INBOX/%E6%8A%A5%E5%90%8D", ("mail.example", 993, "a", "INBOX/报名")),
        ("imaps://a@mail.example/报名 2024", ("mail.example", 993, "a", "报名 2024")),
    ],
)  # fmt: skip
def test_address_names_server_user_and_folder(
    text: str, address: tuple[str, int, str, str]
) -> None:
    assert imap_address(text) == ImapAddress(*address)


@pytest.mark.parametrize(
    "text",
    [
        "imap://a@mail.example/x",
        "imaps://mail.example/x",
        "imaps://a:secret@mail.example/x",
        "imaps://a@/x",
        "imaps://a@mail.example:99999/x",
        "imaps://a@mail.example/x?y",
        "imaps://a@mail.example/x#y",
        "imaps://a@mail.example/x%0D%0ALOGOUT",
        "imaps://[a@mail.example",
    ],
)
def test_address_that_is_none_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        imap_address(text)

    assert "secret" not in refused.value.sentence()
    assert refused.value.mend


def test_folder_on_disk_is_opened_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"one")

    with mailbox_at(str(tmp_path), environment={}) as found:
        assert [(mail.name, mail.read()) for mail in found] == [("a.eml", b"one")]
