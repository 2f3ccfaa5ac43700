"""Archives as people and phones pack them, and as somebody with bad intentions would.

Source: D0 三(一)3.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.problems import ProblemCode
from linli.core.intake.attachments import Attachment, open_attachment
from linli.core.intake.unpacking_budget import UnpackingBudget
from tests.core.intake import made_mail as made

UNREADABLE, SUSPICIOUS = ProblemCode.ATTACHMENT_UNREADABLE, ProblemCode.ATTACHMENT_SUSPICIOUS
UNSUPPORTED = ProblemCode.UNSUPPORTED_CARRIER
LOCKED, CUT = "压缩包设有密码，无法打开", "压缩包已损坏或不完整，无法打开"
VOLUME = "附件是分卷压缩包的一卷，无法单独打开"
FOR_A_PERSON = "附件是RAR或7z压缩包，本版本不能打开，须由人工打开"


def opened(name: str, content: bytes) -> list[Attachment]:
    return list(open_attachment(name, content, budget=UnpackingBudget()))


def found_codes(name: str, content: bytes) -> list[tuple[str, list[ProblemCode]]]:
    return [(item.name, [p.code for p in item.problems]) for item in opened(name, content)]


def reason(name: str, content: bytes) -> str:
    (item,) = opened(name, content)
    return "；".join(problem.reason for problem in item.problems)


def tar(*members: tuple[str | bytes, bytes, bytes], encoding: str = "utf-8") -> bytes:
    """A tar file of members: name, content, kind."""
    stream = io.BytesIO()
    with tarfile.open(
        fileobj=stream, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding
    ) as made_tar:
        for name, content, kind in members:
            info = tarfile.TarInfo(name if isinstance(name, str) else name.decode(encoding))
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(content) if kind == tarfile.REGTYPE else 0
            made_tar.addfile(info, io.BytesIO(content))
    return stream.getvalue()


FILE = tarfile.REGTYPE
TWO = tar(("演练/身份证正面.jpg", made.SMALL_JPEG, FILE), ("学籍报告.pdf", made.SMALL_PDF, FILE))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("材料.tar", TWO),
        ("材料.tar.gz", gzip.compress(TWO)),
        ("材料.tgz", gzip.compress(TWO)),
        ("材料.tar.bz2", bz2.compress(TWO)),
        ("材料.tar.xz", lzma.compress(TWO)),
        ("材料.zip", gzip.compress(TWO)),
    ],
)
def test_tar_is_opened_however_it_is_packed(name: str, content: bytes) -> None:
    assert [(item.name, item.content, item.problems) for item in opened(name, content)] == [
        (name, b"", ()),
        (f"{name}/演练/身份证正面.jpg", made.SMALL_JPEG, ()),
        (f"{name}/学籍报告.pdf", made.SMALL_PDF, ()),
    ]


def test_one_packed_file_bears_its_name_without_the_packing() -> None:
    found = [
        (item.name, item.content) for item in opened("报告.pdf.gz", gzip.compress(made.SMALL_PDF))
    ]

    assert found == [("报告.pdf.gz", b""), ("报告.pdf.gz/报告.pdf", made.SMALL_PDF)]


def test_name_in_a_tar_may_be_gbk() -> None:
    content = tar(("身份证反面.jpg", made.SMALL_JPEG, FILE), encoding="gbk")

    assert [item.name for item in opened("a.tar", content)] == ["a.tar", "a.tar/身份证反面.jpg"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_link_or_device_in_a_tar_is_named_and_what_lies_beside_it_counts(kind: bytes) -> None:
    content = tar(("a.jpg", b"", kind), ("b.pdf", made.SMALL_PDF, FILE))

    assert found_codes("a.tar", content) == [
        ("a.tar", []), ("a.tar/a.jpg", [SUSPICIOUS]), ("a.tar/b.pdf", []),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["../../a.pdf", "/etc/a.pdf", "C:\\x\\a.pdf"])
def test_name_in_a_tar_that_climbs_is_flagged_and_its_file_counts(name: str) -> None:
    found = found_codes("a.tgz", gzip.compress(tar((name, made.SMALL_PDF, FILE))))

    assert found == [("a.tgz", [SUSPICIOUS]), (f"a.tgz/{name}", [])]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_bomb_of_any_packing_is_refused(pack: object) -> None:
    start = time.process_time()

    found = found_codes("a.gz", pack(bytes(8 * 1024 * 1024)))  # type: ignore[operator]

    assert (found, time.process_time() - start < 5) == ([("a.gz", [SUSPICIOUS])], True)


@pytest.mark.parametrize("cut", [8, 30])
def test_packed_file_that_is_cut_off_says_so(cut: int) -> None:
    assert found_codes("a.tgz", gzip.compress(TWO)[:-cut]) == [("a.tgz", [UNREADABLE])]


def test_tar_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    content = tar(("a.pdf", made.SMALL_PDF, FILE), ("b.jpg", made.SMALL_JPEG * 40, FILE))

    found = [
        (item.name, [p.code for p in item.problems]) for item in opened("a.tar", content[:1_700])
    ]

    assert found[1] == ("a.tar/a.pdf", [])
    assert UNREADABLE in {code for _, codes in found for code in codes}


def test_archives_of_any_kind_share_what_a_mail_may_unpack() -> None:
    budget = UnpackingBudget()
    one = gzip.compress(tar(*[(f"{n}.txt", b"x", FILE) for n in range(200)]))

    found = [item for name in "12" for item in open_attachment(f"{name}.tgz", one, budget=budget)]

    assert (len(found), [p.code for item in found for p in item.problems]) == (302, [SUSPICIOUS])


def test_shadows_that_a_mac_or_windows_packs_are_passed_over() -> None:
    names = [
        "演练/毕业证.jpg",
        "__MACOSX/演练/._毕业证.jpg",
        "演练/.DS_Store",
        "Thumbs.db",
        "._a.jpg",
    ]
    content = made.archive(dict.fromkeys(names, made.SMALL_JPEG))
    shadowed = tar(("._a.jpg", b"shadow", FILE), ("a.jpg", made.SMALL_JPEG, FILE))

    assert found_codes("a.zip", content) == [("a.zip", []), ("a.zip/演练/毕业证.jpg", [])]
    assert found_codes("a.tar", shadowed) == [("a.tar", []), ("a.tar/a.jpg", [])]


def test_zip_that_was_written_as_a_stream_is_read() -> None:
    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, content: bytes) -> int:  # type: ignore[override]
            self.written += bytes(content)
            return len(content)

    stream = OneWay()
    with zipfile.ZipFile(stream, "w") as packed:  # type: ignore[call-overload]
        packed.writestr("毕业证.jpg", made.SMALL_JPEG)

    assert [item.content for item in opened("a.zip", stream.written)] == [b"", made.SMALL_JPEG]


def test_second_name_in_utf_8_is_preferred() -> None:
    raw = b"spoilt.jpg"
    path = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + "毕业证.jpg".encode()
    info = zipfile.ZipInfo(raw.decode())
    info.extra = struct.pack("<HH", 0x7075, len(path)) + path
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(info, made.SMALL_JPEG)

    assert [item.name for item in opened("a.zip", stream.getvalue())] == [
        "a.zip",
        "a.zip/毕业证.jpg",
    ]


def test_zip_locked_by_aes_is_named() -> None:
    content = bytearray(made.locked_archive("a.jpg", made.SMALL_JPEG))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.index(signature) + offset
        content[at : at + 2] = (99).to_bytes(2, "little")

    assert reason("a.zip", bytes(content)) == LOCKED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("材料.z01", b"PK\x07\x08PK\x03\x04" + bytes(40)),
        ("材料.zip", b"PK\x07\x08PK\x03\x04" + bytes(40)),
        ("材料.7z.001", b"anything"),
        ("材料.zip.002", b"anything"),
        ("材料.zip", b"PK\x03\x04" + bytes(60) + b"PK\x05\x06\x01\x00" + bytes(16)),
    ],
)
def test_one_volume_of_several_is_named(name: str, content: bytes) -> None:
    assert reason(name, content) == VOLUME


def number(value: int) -> bytes:
    """A number of variable length, as RAR 5 writes it."""
    low, high = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + number(high) if high else bytes([low])


def block(kind: int, body: bytes = b"", *, extra: bytes = b"", data: bytes = b"") -> bytes:
    flags = number(bool(extra) | bool(data) << 1)
    sizes = (number(len(extra)) if extra else b"") + (number(len(data)) if data else b"")
    header = number(kind) + flags + sizes + body + extra
    header = number(len(header)) + header
    return struct.pack("<I", zlib.crc32(header)) + header + data


LOCK = b"\x03\x01\x00\x00"
RAR_5 = b"Rar!\x1a\x07\x01\x00"
OPEN_RAR = RAR_5 + block(1, b"\x00") + block(2, b"body", data=b"packed" * 40) + block(5, b"\x00")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (OPEN_RAR, FOR_A_PERSON),
        (OPEN_RAR[:-20], CUT),
        (OPEN_RAR[:60] , CUT),
        (RAR_5 + bytes(40), CUT),
        (RAR_5 + block(4, bytes(20)) + bytes(99), LOCKED),
        (RAR_5 + block(1, b"\x00") + block(2, b"body", extra=LOCK, data=b"x") + block(5), LOCKED),
        (RAR_5 + block(1, b"\x01") + block(5), VOLUME),
    ],
    ids=["open", "no end", "cut", "zeros", "locked headers", "locked file", "volume"],
)  # fmt: skip
def test_rar_5_says_whether_a_person_could_open_it(content: bytes, why: str) -> None:
    assert reason("a.rar", content) == why


def old_block(kind: int, flags: int, body: bytes = b"", data: bytes = b"") -> bytes:
    sizes = struct.pack("<I", len(data)) if flags & 0x8000 else b""
    header = struct.pack("<BHH", kind, flags, 7 + len(sizes) + len(body)) + sizes + body
    return struct.pack("<H", zlib.crc32(header) & 0xFFFF) + header + data


RAR_4 = b"Rar!\x1a\x07\x00"
MAIN = old_block(0x73, 0, bytes(6))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (RAR_4 + MAIN + old_block(0x74, 0x8000, bytes(21), b"x" * 40) + old_block(0x7B, 0), FOR_A_PERSON),
        (RAR_4 + MAIN + old_block(0x74, 0x8000, bytes(21), b"x" * 40)[:-9], CUT),
        (RAR_4 + bytes(40), CUT),
        (RAR_4 + old_block(0x73, 0x80, bytes(6)) + bytes(40), LOCKED),
        (RAR_4 + MAIN + old_block(0x74, 0x8004, bytes(21), b"x" * 40), LOCKED),
        (RAR_4 + old_block(0x73, 0x01, bytes(6)), VOLUME),
    ],
    ids=["open", "cut", "zeros", "locked headers", "locked file", "volume"],
)  # fmt: skip
def test_rar_4_says_whether_a_person_could_open_it(content: bytes, why: str) -> None:
    assert reason("a.rar", content) == why


def seven_zip(header: bytes, packed: bytes = b"packed") -> bytes:
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return (
        b"7z\xbc\xaf\x27\x1c\x00\x04"
        + struct.pack("<I", zlib.crc32(start))
        + start
        + packed
        + header
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (seven_zip(b"\x01\x04\x06"), FOR_A_PERSON),
        (seven_zip(b"\x17\x06\x24\x06\xf1\x07\x01"), LOCKED),
        (seven_zip(b"\x01\x04\x06")[:-1], CUT),
        (b"7z\xbc\xaf\x27\x1c", CUT),
    ],
    ids=["open", "locked", "cut", "nothing"],
)
def test_7z_says_whether_a_person_could_open_it(content: bytes, why: str) -> None:
    assert reason("a.7z", content) == why


@settings(max_examples=80, deadline=None)
@given(
    whole=st.sampled_from([OPEN_RAR, RAR_4 + MAIN, seven_zip(b"x"), gzip.compress(TWO), TWO]),
    cut=st.integers(0, 400),
    changes=st.lists(st.tuples(st.integers(0, 399), st.integers(0, 255)), max_size=8),
)
def test_no_damage_to_an_archive_is_ever_raised(
    whole: bytes, cut: int, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(whole)
    for position, value in changes:
        damaged[position % len(damaged)] = value

    assert opened("a.rar", bytes(damaged))
    assert opened("a.rar", bytes(damaged[:cut]))
