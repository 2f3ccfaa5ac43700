"""Mails are parsed within bounds that no mail program comes near."""

import pytest

from linli.core.documents.mime_parsing import TooIntricate, parsed, weight

MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"


def is_refused(content: bytes) -> bool:
    try:
        parsed(content)
    except TooIntricate:
        return True
    return False


@pytest.mark.parametrize(
    ("end", "lines", "refused"),
    [
        (b"\r\n", 1_000_000, False),
        (b"\r\n", 1_000_001, True),
        (b"\n", 1_000_001, True),
        (b"\r", 1_000_001, True),
    ],
)
def test_a_mail_of_more_than_a_million_lines_is_refused(
    end: bytes, lines: int, refused: bool
) -> None:
    # A header that is not closed ends with the lines, and costs less than a body.
    assert is_refused(b"a: b" + (end + b" ") * (lines - 1) + end) == refused


@pytest.mark.parametrize(("words", "refused"), [(9_999, False), (10_000, False), (10_001, True)])
def test_each_line_is_compared_with_each_boundary_forty_million_times_at_most(
    words: int, refused: bool
) -> None:
    assert is_refused(b"BoundarY" * words + b"\n" * 4_000) == refused


@pytest.mark.parametrize(("parts", "refused"), [(9_998, False), (9_999, False), (10_000, True)])
def test_a_mail_and_its_parts_are_ten_thousand_at_most(parts: int, refused: bool) -> None:
    assert is_refused(MIXED + b"--x\n\n\n" * parts) == refused


def test_blocks_of_a_delivery_report_count_as_parts() -> None:
    assert is_refused(b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 10_000)


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("Subject", 19_999, 19_999),
        ("Subject", 20_000, 20_000),
        ("Subject", 20_001, 20_000),
        ("Content-Disposition", 3_999, 3_999),
        ("Content-Disposition", 4_000, 4_000),
        ("CONTENT-TYPE", 4_001, 4_000),
    ],
)
def test_a_header_is_cut_off_where_no_program_writes_on(name: str, written: int, kept: int) -> None:
    read = parsed(name.encode() + b": " + b"a" * written + b"\n\nb")

    assert (read[name], read.get_payload()) == ("a" * kept, "b")


@pytest.mark.parametrize(("written", "kept"), [(299, 299), (300, 300), (301, 300)])
def test_a_header_has_three_hundred_parameters_at_most(written: int, kept: int) -> None:
    said = "; ".join(f"a{number}=b" for number in range(written))

    assert len(parsed(f"Content-Type: {said}\n\n".encode()).get_params([])) == kept


@pytest.mark.parametrize(("written", "kept"), [(999, 999), (1_000, 1_000), (1_001, 1_000)])
def test_a_mail_keeps_a_thousand_headers(written: int, kept: int) -> None:
    read = parsed(b"Received: x\n" * written + b"\nbody")

    assert (len(read), read.get_payload()) == (kept, "body")


def test_a_line_weighs_fifty_bytes_more() -> None:
    assert [weight(content) for content in (b"", b"abc", b"a\nb\rc\r\n")] == [0, 3, 7 + 150]
