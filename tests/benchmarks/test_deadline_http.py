"""The minimal browser of the last hour's benchmark: answers, cookies, redirects, hidden fields, files."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable

import pytest

from linli.benchmarks.deadline_gateway import Gateway
from linli.benchmarks.deadline_http import (
    Answer,
    Browser,
    Head,
    NoAnswer,
    NotHttp,
    hidden_value,
    multipart,
    parse_head,
    taken_body,
)
from tests.support.own_loop import run_apart


def head(status: int = 200, **headers: str) -> Head:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Head(status, pairs)


def test_first_line_and_headers_are_read_with_names_in_lower_case() -> None:
    raw = b"HTTP/1.1 302 Found\r\nLocation: /a/\r\nSet-Cookie: a=1\r\nSet-Cookie:b=2"

    found = parse_head(raw)

    assert found == Head(302, (("location", "/a/"), ("set-cookie", "a=1"), ("set-cookie", "b=2")))
    assert (found.first("set-cookie"), found.first("none")) == ("a=1", "")


@pytest.mark.parametrize("raw", [b"SSH-2.0 200", b"HTTP/1.1", b"HTTP/1.1 OK fine"])
def test_what_is_no_answer_of_http_is_refused(raw: bytes) -> None:
    with pytest.raises(NotHttp):
        parse_head(raw)


@pytest.mark.parametrize(
    ("answered", "raw", "body"),
    [
        (head(content_length="3"), b"ab", None),
        (head(content_length="3"), b"abc", b"abc"),
        (head(content_length="3"), b"abcd", b"abc"),
        (head(content_length="0"), b"", b""),
        (head(204), b"", b""),
        (head(304), b"", b""),
        (head(transfer_encoding="chunked"), b"3\r\nabc\r\n", None),
        (head(transfer_encoding="chunked"), b"3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n", None),
        (
            head(transfer_encoding="chunked"),
            b"3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n",
            b"abc0123456789",
        ),
    ],
)
def test_body_is_whole_when_its_length_or_its_last_chunk_has_come(
    answered: Head, raw: bytes, body: bytes | None
) -> None:
    assert taken_body(answered, raw) == body


def test_answer_without_a_length_is_refused() -> None:
    with pytest.raises(NotHttp):
        taken_body(head(), b"abc")


def test_packed_page_is_unpacked() -> None:
    packed = Answer("/", head(content_encoding="gzip"), gzip.compress(b"page"))

    assert (packed.page, Answer("/", head(), b"page").page) == (b"page", b"page")


def test_hidden_field_is_found_in_whatever_order_its_attributes_stand() -> None:
    page = b'<input value="a" name="login"><input value="7" type="hidden" name="revision" id="x">'

    assert (hidden_value(page, "revision"), hidden_value(page, "login")) == ("7", "a")
    assert hidden_value(page, "csrfmiddlewaretoken") == ""


def test_form_with_a_file_is_written_part_by_part() -> None:
    media_type, body = multipart({"kind": "photo"}, ("file", b"\xff\xd8"))

    boundary = media_type.partition("boundary=")[2].encode()
    assert body == (
        b'--%b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto\r\n'
        b'--%b\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--%b--\r\n" % (boundary, boundary, boundary)
    )


Talk = Callable[[Browser, list[str]], Awaitable[None]]


def talk(
    answers: list[bytes], conversation: Talk, *, connections: list[str] | None = None
) -> list[str]:
    """Let a browser talk to a server that answers so; return the heads of what it was asked."""
    asked: list[str] = []
    waiting = iter(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if connections is not None:
            connections.append("opened")
        try:
            while True:
                said = (await reader.readuntil(b"\r\n\r\n")).decode()
                asked.append(said)
                length = said.lower().partition("content-length: ")[2].partition("\r")[0]
                await reader.readexactly(int(length or 0))
                told = next(waiting)
                if not told:
                    break
                # In two pieces, as a network brings them.
                writer.write(told[:20])
                await writer.drain()
                await asyncio.sleep(0.001)
                writer.write(told[20:])
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        browser = Browser(server.sockets[0].getsockname()[1], network_address="10.0.0.7")
        try:
            await conversation(browser, asked)
        finally:
            browser.close()
            server.close()

    run_apart(run())
    return asked


PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n%b\r\npage"


def test_form_leads_to_the_page_it_is_redirected_to_with_the_cookies_it_was_given() -> None:
    answers = [
        PAGE % b"Set-Cookie: csrftoken=abc; Path=/\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /next/?a=1#part\r\nContent-Length: 0\r\n"
        b"Set-Cookie: sessionid=xyz; HttpOnly\r\nSet-Cookie: csrftoken=; Max-Age=0\r\n\r\n",
        PAGE % b"",
    ]

    async def conversation(browser: Browser, asked: list[str]) -> None:
        await browser.get("/first/")
        answer = await browser.post("/form/", {"name": "样本", "x": "1"})
        assert (answer.url, answer.status, answer.page) == ("/next/?a=1", 200, b"page")

    first, form, after = talk(answers, conversation)

    assert first.startswith("GET /first/ HTTP/1.1\r\n")
    assert ("X-Forwarded-For: 10.0.0.7" in first, "Cookie" in first) == (True, False)
    assert form.startswith("POST /form/ HTTP/1.1\r\n")
    assert ("Cookie: csrftoken=abc\r\n" in form, "Origin: http://127.0.0.1:" in form) == (
        True,
        True,
    )
    assert after.startswith("GET /next/?a=1 HTTP/1.1\r\n")
    assert "Cookie: sessionid=xyz\r\n" in after


def test_connection_that_was_closed_is_opened_anew() -> None:
    answers = [PAGE % b"Connection: close\r\n", PAGE % b""]

    async def conversation(browser: Browser, asked: list[str]) -> None:
        assert [(await browser.get("/")).status for _ in range(2)] == [200, 200]

    connections: list[str] = []
    asked = talk(answers, conversation, connections=connections)

    assert (len(asked), connections) == (2, ["opened", "opened"])


def test_cut_and_refused_connections_are_told_apart() -> None:
    async def conversation(browser: Browser, asked: list[str]) -> None:
        with pytest.raises(NoAnswer, match="cut"):
            await browser.get("/")

    talk([b""], conversation)

    with pytest.raises(NoAnswer, match="refused"):
        run_apart(Browser(1, network_address="10.0.0.7").get("/"))


def test_gateway_gives_out_the_last_code_of_a_number_once() -> None:
    async def run() -> list[str | None]:
        gateway = Gateway()
        server = await gateway.listen(0)
        port = server.sockets[0].getsockname()[1]
        for code in ("111111", "222222"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            body = f'{{"phone": "15400000001", "text": "验证码{code}，15分钟内有效"}}'.encode()
            writer.write(b"POST /send HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            writer.close()
        found = await gateway.code_of("15400000001")
        server.close()
        return [found, gateway._codes.get("15400000001")]

    assert run_apart(run()) == ["222222", None]
