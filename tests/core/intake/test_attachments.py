"""Attachments: archives one level deep, bombs refused, damage and danger named.

Source: D0 三(一)3.
"""

import random
import struct
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.problems import ProblemCode, suspicious
from linli.core.intake.attachments import Attachment, open_attachment
from linli.core.intake.mail import ReadMail, read_mail
from linli.core.intake.tnef import TnefError, tnef_attachments
from linli.core.intake.unpacking_budget import UnpackingBudget
from tests.core.documents import made_old_word as old
from tests.core.intake import made_form
from tests.core.intake import made_mail as made

UNREADABLE, SUSPICIOUS = ProblemCode.ATTACHMENT_UNREADABLE, ProblemCode.ATTACHMENT_SUSPICIOUS
UNSUPPORTED = ProblemCode.UNSUPPORTED_CARRIER


def opened(name: str, content: bytes) -> list[Attachment]:
    return list(open_attachment(name, content, budget=UnpackingBudget()))


def found_codes(name: str, content: bytes) -> list[tuple[str, list[ProblemCode]]]:
    return [(item.name, [p.code for p in item.problems]) for item in opened(name, content)]


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("a.jpg", made.SMALL_JPEG, []),
        ("a.jpg", b"", [UNREADABLE]),
        ("a.jpg", made.SMALL_JPEG[:-2], [UNREADABLE]),
        ("a.jpg", made.SMALL_JPEG + b"more that a phone appends", []),
        ("a.jpg", b"hello, no picture", [UNREADABLE]),
        ("a.jpg", b"MZ\x90\x00" + bytes(60), [SUSPICIOUS]),
        ("报名表.doc.exe", b"x", [SUSPICIOUS]),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), [UNREADABLE]),
        ("a.pdf", made.SMALL_PDF, []),
        ("a.pdf", made.SMALL_PDF[:-8], [UNREADABLE]),
        ("a.pdf", b"hello", [UNREADABLE]),
    ],
)
def test_file_that_cannot_be_opened_says_why(
    name: str, content: bytes, codes: list[ProblemCode]
) -> None:
    assert found_codes(name, content) == [(name, codes)]


def test_preview_inside_a_cut_off_photo_does_not_make_it_whole() -> None:
    preview = b"\xff\xd8\xff\xda\x00\x02x\xff\xd9"
    segment = b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview
    photo = b"\xff\xd8" + segment + b"\xff\xda\x00\x04\x00\x00half a picture"

    assert found_codes("a.jpg", photo) == [("a.jpg", [UNREADABLE])]


def test_members_of_an_archive_are_attachments_of_their_own() -> None:
    content = made.archive(
        {"演练甲/身份证正面.jpg": made.SMALL_JPEG, "学籍报告.pdf": made.SMALL_PDF}
    )

    found = [(item.name, item.content) for item in opened("材料.zip", content)]

    assert found == [
        ("材料.zip", b""),
        ("材料.zip/演练甲/身份证正面.jpg", made.SMALL_JPEG),
        ("材料.zip/学籍报告.pdf", made.SMALL_PDF),
    ]


# The GBK bytes of 学位证 are valid UTF-8 as well.
@pytest.mark.parametrize("name", ["身份证反面.jpg", "学位证.jpg", "a.jpg"])
def test_member_name_in_gbk_is_read(name: str) -> None:
    content = made.gbk_archive(name, made.SMALL_JPEG)

    assert [item.name for item in opened("a.zip", content)] == ["a.zip", f"a.zip/{name}"]


def test_archive_in_an_archive_is_opened_one_level_deep() -> None:
    third = made.archive({"c.pdf": made.SMALL_PDF})
    second = made.archive({"b.pdf": made.SMALL_PDF, "3.zip": third})

    found = found_codes("1.zip", made.archive({"2.zip": second}))

    assert found == [
        ("1.zip", []),
        ("1.zip/2.zip", []),
        ("1.zip/2.zip/b.pdf", []),
        ("1.zip/2.zip/3.zip", [UNSUPPORTED]),
    ]


def test_word_file_is_no_archive_to_be_opened() -> None:
    content = made_form.form()

    assert [(item.name, item.content) for item in opened("a.docx", content)] == [
        ("a.docx", content)
    ]


def test_locked_archive_is_named_and_its_members_are_left() -> None:
    assert found_codes("a.zip", made.locked_archive("a.jpg", made.SMALL_JPEG)) == [
        ("a.zip", [UNREADABLE])
    ]


def test_broken_archive_is_named_as_unreadable() -> None:
    content = made.archive({"a.jpg": made.SMALL_JPEG})

    assert found_codes("a.zip", content[:30]) == [("a.zip", [UNREADABLE])]


def test_bomb_is_refused_and_what_lies_beside_it_counts() -> None:
    content = made.archive({"data.bin": bytes(30 * 1024 * 1024), "a.pdf": made.SMALL_PDF})
    start = time.perf_counter()

    found = found_codes("a.zip", content)

    assert found == [("a.zip", []), ("a.zip/data.bin", [SUSPICIOUS]), ("a.zip/a.pdf", [])]
    assert time.perf_counter() - start < 5


def peak_bytes(content: bytes) -> tuple[ReadMail, int]:
    tracemalloc.start()
    try:
        return read_mail("a.eml", content), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_bombs_of_many_small_members_in_several_archives_take_little_memory() -> None:
    member = bytes(4 * 1024 * 1024 - 1)
    bomb = made.archive({f"{number}.bin": member for number in range(10)})
    content = made.mail(*[made.named(f"{number}.zip", bomb) for number in range(5)])

    found, peak = peak_bytes(content)

    assert peak < 20_000_000
    assert [[p.code for p in item.problems] for item in found.attachments if "/" in item.name] == [
        [SUSPICIOUS]
    ] * 50


@pytest.mark.parametrize(("left", "closed"), [(-1, ["2.zip/1.bin"]), (0, []), (1, [])])
def test_archives_of_a_mail_share_what_they_may_take_up_together(
    left: int, closed: list[str]
) -> None:
    # Shrinks about fortyfold: not enough to be a bomb.
    large = (random.Random(1).randbytes(2_048) + bytes(98_304)) * 10
    one = made.archive({f"{number}.bin": large for number in range(2)})
    budget = UnpackingBudget()
    assert budget.size == 150 * 1024 * 1024
    budget.size = 4 * len(large) + left

    found = [
        item for name in ("1.zip", "2.zip") for item in open_attachment(name, one, budget=budget)
    ]

    assert [item.name for item in found if item.problems] == closed
    assert {len(item.content) for item in found if item.name.endswith("bin")} - {0} == {len(large)}


def test_small_member_that_swells_is_still_opened() -> None:
    found = found_codes("a.zip", made.archive({"log.txt": bytes(1024 * 1024)}))

    assert found == [("a.zip", []), ("a.zip/log.txt", [])]


@pytest.mark.parametrize(
    ("over", "codes"), [(-1, []), (0, []), (1, [SUSPICIOUS])], ids=["below", "at", "above"]
)
def test_members_that_swell_are_refused_above_four_mebibytes_together(
    over: int, codes: list[ProblemCode]
) -> None:
    half = 2 * 1024 * 1024
    content = made.archive({"1.bin": bytes(half), "2.bin": bytes(half + over)})

    found = found_codes("a.zip", content)

    assert found == [("a.zip", []), ("a.zip/1.bin", codes), ("a.zip/2.bin", codes)]


def test_members_laid_over_each_other_are_refused() -> None:
    content = made.overlapping_archive(random.Random(1).randbytes(65_536), copies=200)

    found = opened("a.zip", content)

    assert {tuple(p.code for p in item.problems) for item in found[1:]} == {(SUSPICIOUS,)}


def test_files_of_all_archives_of_a_mail_are_counted_together() -> None:
    one = made.archive({f"{number}.txt": b"x" for number in range(200)})
    content = made.mail(made.named("1.zip", one), made.named("2.zip", one))

    found = read_mail("a.eml", content).attachments

    assert (len(found), [p.code for item in found for p in item.problems]) == (302, [SUSPICIOUS])


def test_member_that_leads_out_of_its_folder_is_flagged_and_its_file_counts() -> None:
    found = found_codes("a.zip", made.archive({"../../x/readme.txt": b"made up"}))

    assert found == [("a.zip", [SUSPICIOUS]), ("a.zip/../../x/readme.txt", [])]


@pytest.mark.parametrize("name", ["转发.msg", "报名材料.doc", "照片.jpg", "附件"])
def test_mail_that_outlook_saved_is_named_as_what_it_is(name: str) -> None:
    saved = old.compound({"__properties_version1.0": b"x", "__substg1.0_0037001F": b"x"})

    (found,) = opened(name, saved)

    assert [problem.reason for problem in found.problems] == [
        "附件是Outlook邮件格式（.msg），本版本不能打开，"
        "须由人工用Outlook打开，或者请报名人把其中的附件直接发来"
    ]


@pytest.mark.parametrize(("entries", "reason"), [(20_000, "只读取了一部分"), (20_001, "未予打开")])
def test_directory_that_takes_long_to_read_is_not_read(entries: int, reason: str) -> None:
    first, *_ = opened("a.zip", made.archive({f"{number}": b"" for number in range(entries)}))

    assert first.problems == (suspicious(f"压缩包内文件过多，{reason}"),)


def test_program_in_an_archive_is_flagged_and_not_kept() -> None:
    found = opened("a.zip", made.archive({"run.bat": b"made up"}))

    assert [(item.content, [p.code for p in item.problems]) for item in found] == [
        (b"", []),
        (b"", [SUSPICIOUS]),
    ]


def test_archive_of_too_many_files_is_read_in_part() -> None:
    found = opened("a.zip", made.archive({f"{number}.txt": b"x" for number in range(301)}))

    assert (len(found), [p.code for p in found[0].problems]) == (301, [SUSPICIOUS])


def attribute(number: int, value: bytes) -> bytes:
    return (
        struct.pack("<BHHI", 2, number, 6, len(value))
        + value
        + struct.pack("<H", sum(value) % 65536)
    )


def package(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def test_attachments_of_winmail_dat_are_taken_out_under_their_long_names() -> None:
    long_name = "身份证正面.jpg".encode("utf-16-le") + b"\x00\x00"
    properties = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(long_name)) + long_name
    content = package(
        attribute(0x9002, bytes(14)),
        attribute(0x8010, b"A~1.JPG\x00"),
        attribute(0x800F, made.SMALL_JPEG),
        attribute(0x9005, properties),
        attribute(0x9002, bytes(14)),
        attribute(0x8010, "备案表.pdf".encode("gbk") + b"\x00"),
        attribute(0x800F, made.SMALL_PDF),
    )

    assert tnef_attachments(content) == (
        ("身份证正面.jpg", made.SMALL_JPEG),
        ("备案表.pdf", made.SMALL_PDF),
    )


@pytest.mark.parametrize(("files", "taken"), [(299, 299), (300, 300), (301, 300)])
def test_of_very_many_attachments_in_winmail_dat_the_first_are_taken(
    files: int, taken: int
) -> None:
    file = attribute(0x9002, b"") + attribute(0x8010, b"a.pdf\x00")
    content = made.mail(made.named("winmail.dat", package(file * files)))

    found = read_mail("a.eml", content).attachments

    assert [item.name for item in found][:taken] == ["a.pdf"] * taken
    assert [(item.name, item.content, item.problems) for item in found[taken:]] == [
        ("winmail.dat", b"", (suspicious("winmail.dat 内附件过多，只读取了一部分"),))
    ] * (files > taken)


@pytest.mark.parametrize(
    "content", [b"", b"no package", package(attribute(0x9002, bytes(14)))[:-3]]
)
def test_damaged_winmail_dat_says_so(content: bytes) -> None:
    with pytest.raises(TnefError):
        tnef_attachments(content)


GOOD = made.archive({"a.jpg": made.SMALL_JPEG, "b.zip": made.archive({"c.pdf": made.SMALL_PDF})})


@settings(max_examples=100, deadline=None)
@given(
    cut=st.integers(0, len(GOOD)),
    changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12),
)
def test_no_damage_to_an_archive_is_ever_raised(cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(GOOD)
    for position, value in changes:
        damaged[position] = value

    assert opened("a.zip", bytes(damaged))
    assert opened("a.zip", bytes(damaged[:cut]))
