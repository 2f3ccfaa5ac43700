"""The line to an IMAP server: TLS only, read-only, opened anew when it is lost.

Example of an address: ``imaps://shegong%40office.example@mail.office.example/报名邮箱``
"""

import datetime as dt
import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import MailBox

from linli.core.intake.headers import stamp
from linli.core.intake.mailbox import MailLeftOut
from linli.core.refusal import Refusal

PASSWORD_VARIABLE = "LINLI_IMAP_PASSWORD"
CA_VARIABLE = "LINLI_IMAP_CA"
#: Seconds to wait before each new attempt after the line was lost.
PAUSES = (1.0, 4.0, 15.0)

_PORT = 993
_TIMEOUT_SECONDS = 60
# Over one mail that it cannot read a server may hang up; over several in a row the fault is the line's.
_MOST_UNANSWERED = 3
_LOST = (imaplib.IMAP4.error, OSError)

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_STAMP = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')


class ImapRefused(Refusal):
    """The mailbox on the server cannot be read; each subclass says why."""


class AddressRefused(ImapRefused):
    """The address is not one of a mailbox over TLS."""


class PasswordMissing(ImapRefused):
    """No password was given."""


class CertificateRefused(ImapRefused):
    """The server's certificate is not trusted, or the file of the trusted one cannot be read."""


class LoginRefused(ImapRefused):
    """The server does not know the user or the password."""


class FolderRefused(ImapRefused):
    """There is no such folder, or it was made anew while it was read."""


class ServerUnreachable(ImapRefused):
    """The server cannot be reached, or the connection was lost again and again."""


@dataclass(frozen=True, slots=True)
class ImapAddress:
    """Where a mailbox is: the server, the user and the folder by its Chinese or other name."""

    host: str
    port: int
    user: str = field(repr=False)
    folder: str


def imap_address(text: str) -> ImapAddress:
    """Read ``imaps://user@host[:port][/folder]``; user and folder may be URL-quoted, the folder is INBOX if none is named.

    Raises ``AddressRefused``.
    """
    try:
        parts = urlsplit(text)
        port = parts.port or _PORT
    except ValueError:
        raise _no_address("端口或者主机名有误") from None
    if parts.scheme.lower() != "imaps":
        raise _no_address("只支持加密连接（imaps）")
    if parts.password is not None:
        raise _no_address("地址里不得写密码，以免留在命令记录中")
    if not parts.hostname or not parts.username or parts.query or parts.fragment:
        raise _no_address("缺少用户名或者主机名，或者含有未转写的 ?、#")
    user, folder = unquote(parts.username), unquote(parts.path.strip("/")) or "INBOX"
    if not (user + folder).isprintable():
        raise _no_address("用户名或者文件夹名含有控制字符")
    return ImapAddress(parts.hostname, port, user, folder)


def _no_address(why: str) -> AddressRefused:
    return AddressRefused(
        f"邮箱地址无法使用：{why}",
        mend=f"请写成 imaps://用户名@主机/文件夹，密码放在环境变量 {PASSWORD_VARIABLE} 中",
    )


@dataclass(frozen=True, slots=True)
class ListedItem:
    """What the server lists of a mail: number, size in bytes, when it received it."""

    uid: int
    size: int
    stamped_at: dt.datetime | None


class _Unanswered(Exception):
    """The line was lost each time that this was asked for."""


class ImapSession:
    """One connection to the server, opened anew a few times when it is lost."""

    def __init__(
        self, address: ImapAddress, environment: Mapping[str, str], pauses: Sequence[float]
    ) -> None:
        self.address = address
        self.validity = ""
        self._password = environment.get(PASSWORD_VARIABLE, "")
        if not self._password:
            raise PasswordMissing(
                "没有给出邮箱密码", mend=f"请把密码或者授权码放在环境变量 {PASSWORD_VARIABLE} 中"
            )
        self._trust = _trust(environment.get(CA_VARIABLE, ""))
        self._pauses = pauses
        self._unanswered = 0
        self._box: MailBox | None = None
        try:
            self._box = self._opened()
        except _LOST as error:
            raise _unreachable("连不上邮件服务器") from error

    def listed(self) -> list[ListedItem]:
        """Return number, size and time of receipt of every mail, in order of number."""
        try:
            answer = self._fetched("1:*", "(UID RFC822.SIZE INTERNALDATE)", self._pauses)
        except _Unanswered as error:
            raise _unreachable("与邮件服务器的连接反复中断") from error
        items = (_listed_item(line) for line in answer if isinstance(line, bytes))
        found = {item.uid: item for item in items if item is not None}
        return [found[uid] for uid in sorted(found)]

    def contents(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Try once to get some mails, by number; those that the server did not give are missing."""
        try:
            answer = self._fetched(",".join(map(str, uids)), "(UID BODY.PEEK[])", ())
        except _Unanswered:
            return {}
        return dict(_contents(answer))

    def content(self, uid: int) -> bytes:
        """Return one mail. Raises ``MailLeftOut``, and ``ServerUnreachable`` after several such mails."""
        try:
            answer = self._fetched(str(uid), "(UID BODY.PEEK[])", self._pauses)
        except _Unanswered as error:
            self._unanswered += 1
            if self._unanswered >= _MOST_UNANSWERED:
                raise _unreachable("与邮件服务器的连接反复中断") from error
            answer = []
        else:
            self._unanswered = 0
        content = dict(_contents(answer)).get(uid)
        if content is None:
            raise MailLeftOut("邮件在读取之前已被移走，或者服务器没有给出，未读取")
        return content

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        if self._box is not None:
            with suppress(ImapToolsError, *_LOST):
                self._box.logout()
        self._drop()

    def _drop(self) -> None:
        if self._box is not None:
            _hang_up(self._box)
        self._box = None

    def _fetched(self, uids: str, items: str, pauses: Sequence[float]) -> list[object]:
        for pause in (*pauses, None):
            try:
                self._box = self._box or self._opened()
                return list(self._box.client.uid("FETCH", uids, items)[1])
            except _LOST as error:
                is_open = self._box is not None
                self._drop()
                if pause is not None:
                    time.sleep(pause)
                elif pauses and not is_open:
                    raise _unreachable("与邮件服务器的连接中断，未能重新连上") from error
        raise _Unanswered

    def _opened(self) -> MailBox:
        try:
            box = MailBox(
                self.address.host,
                self.address.port,
                timeout=_TIMEOUT_SECONDS,
                ssl_context=self._trust,
            )
        except ssl.SSLCertVerificationError as error:
            raise CertificateRefused(
                "邮件服务器的证书不可信，未连接",
                mend=f"请核对主机名；单位自签的证书请由管理员交来，其文件名放在环境变量 {CA_VARIABLE} 中",
            ) from error
        try:
            self._enter(box)
        except BaseException:
            _hang_up(box)
            raise
        return box

    def _enter(self, box: MailBox) -> None:
        self._log_in(box)
        if "ID" in box.client.capabilities:
            # NetEase's servers show no folder to a program that does not say what it is.
            box.client.xatom("ID", '("name" "linli")')
        try:
            box.folder.set(self.address.folder, readonly=True)
        except (MailboxFolderSelectError, imaplib.IMAP4.readonly) as error:
            raise FolderRefused(
                "邮箱里没有这个文件夹，或者无权读取",
                mend="请核对文件夹名；下级文件夹写全名，如 INBOX/报名",
            ) from error
        validity = _validity(box)
        if self.validity and validity != self.validity:
            raise FolderRefused(
                "读取过程中邮箱文件夹被重建，已读的邮件可能不再对应", mend="请重新读取整个邮箱"
            )
        self.validity = validity

    def _log_in(self, box: MailBox) -> None:
        ascii_only = (self.address.user + self._password).isascii()
        log_in = box.login if ascii_only else box.login_utf8
        try:
            log_in(self.address.user, self._password, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except (MailboxLoginError, imaplib.IMAP4.error):
            # The server's own words may repeat the user.
            raise LoginRefused(
                "邮件服务器拒绝登录：用户名、密码不对，未开通 IMAP，或者登录过于频繁",
                mend="请核对用户名；QQ、网易等邮箱须在网页上开通 IMAP，并用授权码代替密码",
            ) from None


def _hang_up(box: MailBox) -> None:
    # A farewell on a lost line would wait for an answer that does not come.
    with suppress(OSError):
        box.client.shutdown()


def _trust(certificate_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificate_file or None)
    except (OSError, ValueError) as error:
        raise CertificateRefused(
            "受信任的证书文件无法读取", mend=f"请核对环境变量 {CA_VARIABLE} 所指的 PEM 文件"
        ) from error


def _unreachable(what: str) -> ServerUnreachable:
    return ServerUnreachable(
        what, mend="请核对主机名、端口和网络后再次运行；服务器上的邮件没有任何改变"
    )


def _validity(box: MailBox) -> str:
    values = box.client.response("UIDVALIDITY")[1]
    return values[-1].decode("ascii", "replace") if values and values[-1] else "0"


def _listed_item(line: bytes) -> ListedItem | None:
    """Read one line of the list; ``None`` for a line that tells only a change of flags."""
    uid, size, received = _UID.search(line), _SIZE.search(line), _STAMP.search(line)
    if not (uid and size):
        return None
    stamped_at = stamp(received[1].decode("ascii", "replace")) if received else None
    return ListedItem(int(uid[1]), int(size[1]), stamped_at)


def _contents(answer: Sequence[object]) -> Iterator[tuple[int, bytes]]:
    for number, item in enumerate(answer):
        if isinstance(item, tuple):
            # The mail's number stands before its bytes or after them, as the server likes.
            after = answer[number + 1] if number + 1 < len(answer) else b""
            uid = _UID.search(item[0] + b" " + (after if isinstance(after, bytes) else b""))
            if uid:
                yield int(uid[1]), item[1]
