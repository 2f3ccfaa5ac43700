"""The gateway of short messages of the deadline benchmark: it takes codes and hands them to the applicants."""

import asyncio
import json
import re

_CODE = re.compile(r"验证码(\d{6})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
#: Longer than this no code is on its way any more: the page that asked for it has been answered.
LATEST_SECONDS = 5.0


class Gateway:
    """Keeps the last code of each number until it is asked for."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._came = asyncio.Condition()

    async def listen(self, port: int) -> asyncio.Server:
        """Open the port and return the server that keeps it open."""
        return await asyncio.start_server(self._take, "127.0.0.1", port, backlog=200)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            message = json.loads(await reader.readexactly(int(length[1]) if length else 0))
            code = _CODE.search(message["text"])
            if code:
                async with self._came:
                    self._codes[message["phone"]] = code[1]
                    self._came.notify_all()
            writer.write(_TAKEN)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            # The server was killed while it sent; the applicant asks for another code.
            pass
        finally:
            writer.close()

    async def code_of(self, phone: str) -> str | None:
        """Return the last code sent to a number, once; ``None`` if none comes."""
        async with self._came:
            try:
                async with asyncio.timeout(LATEST_SECONDS):
                    await self._came.wait_for(lambda: phone in self._codes)
            except TimeoutError:
                return None
            return self._codes.pop(phone)
