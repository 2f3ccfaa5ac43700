"""A minimal browser on asyncio: keep-alive, cookies, redirects, hidden fields, files.

It shares two cores with what it measures, so it does no more than a load needs: HTTP/1.1 with
lengths or chunks, to one server, one request at a time on each connection.
"""

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

#: Longer than this nobody waits for a page.
PATIENCE_SECONDS = 30.0
_MOST_REDIRECTS = 5
_BOUNDARY = "----linli-deadline-7d1f"
_REDIRECTS = frozenset({301, 302, 303})


class NoAnswer(Exception):
    """The server could not be reached, cut the connection, or kept silent; the message says which."""


class NotHttp(ValueError):
    """What came is no answer of HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line and the headers of an answer, names in lower case, in order."""

    status: int
    headers: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """Return the first header of a name, ``""`` where there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def keeps_alive(self) -> bool:
        """Tell whether the connection takes another request."""
        return self.first("connection").lower() != "close"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered: ``url`` is the path that was asked for, after redirects."""

    url: str
    head: Head
    body: bytes = field(repr=False)

    @property
    def status(self) -> int:
        """Return the status of the answer."""
        return self.head.status

    @property
    def page(self) -> bytes:
        """Return the body as the server wrote it."""
        if self.head.first("content-encoding") == "gzip":
            return zlib.decompress(self.body, wbits=31)
        return self.body


def parse_head(raw: bytes) -> Head:
    """Read first line and headers, without the blank line after them. Raises ``NotHttp``."""
    first, *lines = raw.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/1.") or not words[1].isdecimal():
        raise NotHttp(f"no first line of an answer: {first[:40]!r}")
    pairs = (line.partition(":") for line in lines)
    return Head(int(words[1]), tuple((name.lower(), value.strip()) for name, _, value in pairs))


def taken_body(head: Head, raw: bytes) -> bytes | None:
    """Return the whole body at the beginning of ``raw``, ``None`` while some is missing.

    Raises ``NotHttp`` for an answer that tells no length.
    """
    if head.status in (204, 304) or head.status < 200:
        return b""
    if head.first("transfer-encoding").lower() == "chunked":
        return _unchunked(raw)
    length = head.first("content-length")
    if not length.isdecimal():
        raise NotHttp("an answer without a length")
    return raw[: int(length)] if len(raw) >= int(length) else None


def _unchunked(raw: bytes) -> bytes | None:
    parts: list[bytes] = []
    place = 0
    while True:
        end = raw.find(b"\r\n", place)
        if end < 0:
            return None
        size = int(raw[place:end].split(b";")[0], 16)
        place = end + 2
        if len(raw) < place + size + 2:
            return None
        if not size:
            return b"".join(parts)
        parts.append(raw[place : place + size])
        place += size + 2


def hidden_value(page: bytes, name: str) -> str:
    """Return the value of the first hidden field of a name, ``""`` where the page has none."""
    place = page.find(f'name="{name}"'.encode())
    if place < 0:
        return ""
    start, end = page.rfind(b"<input", 0, place), page.find(b">", place)
    _, found, rest = page[start:end].partition(b'value="')
    return rest.partition(b'"')[0].decode() if found else ""


def multipart(fields: Mapping[str, str], file: tuple[str, bytes]) -> tuple[str, bytes]:
    """Return content type and body of a form with one JPEG, as a browser sends it."""
    name, content = file
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    opening = (
        f"--{_BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    whole = [
        "".join(parts).encode(),
        opening.encode(),
        content,
        f"\r\n--{_BOUNDARY}--\r\n".encode(),
    ]
    return f"multipart/form-data; boundary={_BOUNDARY}", b"".join(whole)


class _Line(asyncio.Protocol):
    """One connection: a request at a time, its answer into a future."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.is_open = False
        self._waiting: asyncio.Future[tuple[Head, bytes]] | None = None
        self._came = bytearray()
        self._head: Head | None = None
        self._body_from = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.is_open = transport, True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(NoAnswer("cut"))

    def data_received(self, data: bytes) -> None:
        self._came += data
        if self._waiting is None or self._waiting.done():
            return
        try:
            whole = self._whole_answer()
        except ValueError as error:
            self._waiting.set_exception(NotHttp(str(error)))
            return
        if whole is not None:
            self._waiting.set_result(whole)

    def _whole_answer(self) -> tuple[Head, bytes] | None:
        if self._head is None:
            end = self._came.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._head, self._body_from = parse_head(bytes(self._came[:end])), end + 4
        body = taken_body(self._head, bytes(self._came[self._body_from :]))
        return None if body is None else (self._head, body)

    async def ask(self, request: bytes) -> tuple[Head, bytes]:
        """Send a request and return its answer. Raises ``NoAnswer`` and ``NotHttp``."""
        assert self.transport is not None, "the connection was made"
        self._came.clear()
        self._head = None
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        try:
            head, body = await asyncio.wait_for(self._waiting, PATIENCE_SECONDS)
        except TimeoutError:
            self.close()
            raise NoAnswer("silent") from None
        if not head.keeps_alive:
            self.close()
        return head, body

    def close(self) -> None:
        """Let go of the connection."""
        self.is_open = False
        if self.transport:
            self.transport.close()


class Browser:
    """One applicant's browser: a connection, cookies, the address that it is seen from."""

    def __init__(self, port: int, *, network_address: str) -> None:
        self._port, self._line = port, _Line()
        self._cookies: dict[str, str] = {}
        self._own = (
            f"Host: 127.0.0.1:{port}\r\nUser-Agent: linli-deadline\r\nAccept: text/html\r\n"
            f"Accept-Encoding: gzip\r\nX-Forwarded-For: {network_address}\r\n"
        )

    async def get(self, url: str) -> Answer:
        """Open a page, wherever it leads. Raises ``NoAnswer`` and ``NotHttp``."""
        return await self._followed(await self._ask("GET", url))

    async def post(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Send a form and open the page that it leads to. Raises as ``get`` does."""
        body = urlencode(fields).encode()
        return await self._post(url, "application/x-www-form-urlencoded", body)

    async def send_file(self, url: str, fields: Mapping[str, str], content: bytes) -> Answer:
        """Send a form with a file and open the page that it leads to. Raises as ``get`` does."""
        return await self._post(url, *multipart(fields, ("file", content)))

    async def _post(self, url: str, media_type: str, body: bytes) -> Answer:
        return await self._followed(await self._ask("POST", url, media_type, body))

    async def _followed(self, answer: Answer) -> Answer:
        for _ in range(_MOST_REDIRECTS):
            if answer.status not in _REDIRECTS:
                return answer
            place = urlsplit(answer.head.first("location"))
            # Relative places do not occur here; a fragment stays in the browser.
            answer = await self._ask("GET", place.path + (f"?{place.query}" if place.query else ""))
        raise NotHttp("redirected in a circle")

    async def _ask(self, method: str, url: str, media_type: str = "", body: bytes = b"") -> Answer:
        if not self._line.is_open:
            self._line = await self._connected()
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        lines = [f"{method} {url} HTTP/1.1\r\n{self._own}"]
        if cookies:
            lines.append(f"Cookie: {cookies}\r\n")
        if media_type:
            lines.append(
                f"Origin: http://127.0.0.1:{self._port}\r\nContent-Type: {media_type}\r\n"
                f"Content-Length: {len(body)}\r\n"
            )
        head, came = await self._line.ask("".join(lines).encode() + b"\r\n" + body)
        self._keep_cookies(head)
        return Answer(url, head, came)

    async def _connected(self) -> _Line:
        try:
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(_Line, "127.0.0.1", self._port)
        except OSError:
            raise NoAnswer("refused") from None
        return line

    def _keep_cookies(self, head: Head) -> None:
        for name, value in head.headers:
            if name == "set-cookie":
                pair, _, details = value.partition(";")
                key, _, text = pair.partition("=")
                if "max-age=0" in details.lower():
                    self._cookies.pop(key.strip(), None)
                else:
                    self._cookies[key.strip()] = text.strip()

    def close(self) -> None:
        """Close the browser."""
        self._line.close()
