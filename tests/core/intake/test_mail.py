"""Reading one mail as Chinese mail programs write them, whole, broken or hostile.

Source: D0 三(一)1, 三(一)2.
"""

import base64
import datetime as dt
import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.problems import ProblemCode
from linli.core.intake.headers import BEIJING
from linli.core.intake.hints import hints_of
from linli.core.intake.html_text import html_to_text
from linli.core.intake.mail import MailFault, read_mail, too_large_mail
from tests.core.intake import made_mail as made

NAME = "演练甲报名表.docx"
UNREADABLE = ProblemCode.ATTACHMENT_UNREADABLE


def names(content: bytes) -> list[str]:
    return [item.name for item in read_mail("a.eml", content).attachments]


def test_mail_tells_sender_subject_text_and_attachment() -> None:
    content = made.mail(
        made.text_part("您好，报名材料见附件。"),
        made.named("身份证正面.jpg", made.SMALL_JPEG),
        sender=b'"' + made.word("演练甲") + b'" <Yan@Mail.example>',
        subject=made.word("报名-演练甲"),
        headers=[b"Message-ID: <1@mail.example>", b"In-Reply-To: <0@mail.example>"],
    )

    found = read_mail("a.eml", content)

    assert (found.file, found.digest) == ("a.eml", hashlib.sha256(content).hexdigest())
    assert (found.sender, found.sender_name, found.subject) == (
        "yan@mail.example",
        "演练甲",
        "报名-演练甲",
    )
    assert (found.text, found.message_id, found.references) == (
        "您好，报名材料见附件。",
        "<1@mail.example>",
        ("<0@mail.example>",),
    )
    assert [(item.name, item.content) for item in found.attachments] == [
        ("身份证正面.jpg", made.SMALL_JPEG)
    ]
    assert (found.problems, found.faults) == ((), ())


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("Fri, 14 Jun 2024 23:59:59 +0800 (CST)", (2024, 6, 14, 23, 59, 59)),
        ("Fri, 14 Jun 2024 15:59:59 +0000", (2024, 6, 14, 23, 59, 59)),
        ("Fri, 14 Jun 2024 16:00:00 GMT", (2024, 6, 15, 0, 0, 0)),
        ("Fri, 14 Jun 2024 16:00:00 -0000", (2024, 6, 15, 0, 0, 0)),
        ("Fri, 14 Jun 2024 12:00:00 -0400 (EDT)", (2024, 6, 15, 0, 0, 0)),
    ],
)
def test_time_of_receipt_is_the_topmost_stamp_in_beijing_time(
    stamp: str, expected: tuple[int, ...]
) -> None:
    found = read_mail("a.eml", made.mail(made.text_part("x"), received=stamp))

    assert found.received_at == dt.datetime(*expected, tzinfo=BEIJING)  # type: ignore[misc, arg-type]
    assert found.received_at.utcoffset() == dt.timedelta(hours=8)


@pytest.mark.parametrize(
    "stamp", [None, "", "yesterday", "Fri, 14 Jun 2024 23:59:59", "Fri, 14 Jun 2024 23:59:59 CST"]
)
def test_mail_without_a_sure_time_of_receipt_is_faulty(stamp: str | None) -> None:
    found = read_mail("a.eml", made.mail(made.text_part("x"), received=stamp))

    assert (found.received_at, found.faults) == (None, (MailFault.NO_RECEIVED_TIME,))


@pytest.mark.parametrize(
    "header",
    [
        b'attachment; filename="' + made.word(NAME) + b'"',
        b'attachment; filename="' + made.word(NAME, charset="gb2312", codec="gbk") + b'"',
        b"attachment; filename*=UTF-8''" + "".join(f"%{b:02X}" for b in NAME.encode()).encode(),
        b"attachment; filename*=GBK''" + "".join(f"%{b:02X}" for b in NAME.encode("gbk")).encode(),
        b"attachment; filename*0*=UTF-8''" + "".join(f"%{b:02X}" for b in NAME.encode()[:7]).encode()
        + b";\n filename*1*=" + "".join(f"%{b:02X}" for b in NAME.encode()[7:]).encode(),
        b'attachment; filename="' + NAME.encode() + b'"',
        b'attachment; filename="' + NAME.encode("gbk") + b'"',
        b'attachment; filename="' + made.word(NAME[:3]) + b"\n " + made.word(NAME[3:]) + b'"',
    ],
    ids=["2047 utf-8", "2047 gbk", "2231 utf-8", "2231 gbk", "2231 continued", "raw utf-8", "raw gbk", "two words"],
)  # fmt: skip
def test_file_name_is_read_in_every_encoding(header: bytes) -> None:
    assert names(made.mail(made.part(b"made up", name_header=header))) == [NAME]


def test_file_name_split_inside_a_character_is_put_together() -> None:
    raw = NAME.encode("gbk")
    words = [b"=?gbk?B?" + base64.b64encode(piece) + b"?=" for piece in (raw[:3], raw[3:])]
    header = b'attachment; filename="' + b"\n ".join(words) + b'"'

    assert names(made.mail(made.part(b"made up", name_header=header))) == [NAME]


def test_file_name_only_in_the_content_type_counts() -> None:
    kind = b'application/octet-stream; name="' + made.word(NAME) + b'"'

    assert names(made.mail(made.part(b"made up", kind=kind))) == [NAME]


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("gbk", "gbk"),
        ("gb2312", "gbk"),
        ("gb18030", "gb18030"),
        ("x-unknown", "gbk"),
    ],
)
def test_body_keeps_characters_beyond_what_its_label_allows(label: str, codec: str) -> None:
    text = "镕 演练" if codec != "utf-8" else "䶮 演练"

    found = read_mail("a.eml", made.mail(made.text_part(text, charset=label, codec=codec)))

    assert found.text == text


def test_raw_gbk_subject_is_read() -> None:
    assert (
        read_mail(
            "a.eml", made.mail(made.text_part("x"), subject="报名-演练甲".encode("gbk"))
        ).subject
        == "报名-演练甲"
    )


def test_html_body_becomes_text_and_its_scripts_are_dropped() -> None:
    markup = "<style>p{}</style><div>老师您好，<br>我报名。</div><script>alert('样本')</script><img src='http://198.51.100.1/x'>"

    found = read_mail("a.eml", made.mail(made.text_part(markup, subtype="html")))

    assert found.text == "老师您好，\n我报名。"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<head><meta charset='gbk'><title>x</title><body>我报名", "我报名"),
        ("甲<!-- <b>乙</b> -->丙<!-- 丁", "甲丙"),
        ("<svg/>甲<svg><text>乙</text></svg>丙&amp;丁&#19968;", "甲丙&丁一"),
        ("<table><tr><td>姓名</td><td>王样本</td></tr></table>", "姓名\t王样本"),
        ("3 < 5 且 6 > 4", "3 < 5 且 6 > 4"),
        ("<SCRIPT>甲</script>乙", "乙"),
    ],
)
def test_html_shows_what_a_reader_would_see(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


def test_html_twin_of_the_plain_text_is_not_repeated() -> None:
    content = made.mail(
        made.text_part("我报名。"), made.text_part("<p>我报名。</p>", subtype="html")
    )

    assert read_mail("a.eml", content).text == "我报名。"


def test_attachments_of_a_forwarded_mail_count() -> None:
    inner = made.mail(
        made.text_part("我是演练甲。"), made.named(NAME, b"made up"), subject=made.word("报名")
    )
    content = made.mail(made.text_part("代为转发。"), b"Content-Type: message/rfc822\n\n" + inner)

    found = read_mail("a.eml", content)

    assert (found.is_forwarded, [item.name for item in found.attachments]) == (True, [NAME])
    assert found.text == "代为转发。\n报名\n我是演练甲。"


def test_forwarded_mail_that_was_attached_as_a_file_counts() -> None:
    inner = made.mail(made.named(NAME, b"made up"))

    assert names(made.mail(made.named("报名.eml", inner))) == [NAME]


def test_base64_forwarded_mail_is_opened_although_forbidden() -> None:
    inner = made.mail(made.named(NAME, b"made up"))
    head = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"

    assert names(made.mail(head + base64.encodebytes(inner))) == [NAME]


def test_big_attachment_that_was_only_linked_is_named_as_not_sent() -> None:
    text = "从QQ邮箱发来的超大附件\n样本材料.zip (86.5M, 2024年07月11日 20:54 到期)\n进入下载页面：https://mail.example/d"

    found = read_mail("a.eml", made.mail(made.text_part(text)))

    assert (found.unsent, [p.code for p in found.problems]) == (("样本材料.zip",), [UNREADABLE])


@pytest.mark.parametrize("text", ["附件不大，共3M", "我没有用网盘"])
def test_words_about_size_alone_are_no_missing_attachment(text: str) -> None:
    assert read_mail("a.eml", made.mail(made.text_part(text))).unsent == ()


@pytest.mark.parametrize(
    "header", [b"Auto-Submitted: auto-replied", b"X-Autoreply: yes", b"Return-Path: <>"]
)
def test_automatic_reply_is_known_by_its_headers(header: bytes) -> None:
    assert read_mail("a.eml", made.mail(made.text_part("x"), headers=[header])).is_automatic


def test_ordinary_mail_is_no_automatic_reply() -> None:
    content = made.mail(
        made.text_part("x"), headers=[b"Auto-Submitted: no", b"Return-Path: <yan@mail.example>"]
    )

    assert not read_mail("a.eml", content).is_automatic


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", (MailFault.EMPTY,)),
        (b"\r\n \n", (MailFault.EMPTY,)),
        (bytes(range(256)) * 4, (MailFault.BROKEN, MailFault.NO_RECEIVED_TIME)),
    ],
)
def test_mail_with_nothing_to_read_is_faulty(content: bytes, faults: tuple[MailFault, ...]) -> None:
    assert read_mail("a.eml", content).faults == faults


def test_mail_cut_off_in_its_attachment_is_read_as_far_as_it_goes() -> None:
    content = made.mail(
        made.text_part("见附件"), made.named("身份证正面.jpg", made.SMALL_JPEG * 400)
    )

    found = read_mail("a.eml", content[: len(content) // 2])

    assert (found.text, [item.name for item in found.attachments]) == ("见附件", ["身份证正面.jpg"])


def test_mail_within_mail_without_end_is_no_crash() -> None:
    content = b"Content-Type: message/rfc822\n\n" * 3_000 + b"x"

    found = read_mail("a.eml", content)

    assert MailFault.BROKEN in found.faults


@pytest.mark.parametrize("filler", [" ", "<", "<!--", "&#", "\n", "=?gbk?B?", "(", "a.", "在"])
def test_mail_of_very_many_like_characters_takes_no_long_time(filler: str) -> None:
    long = filler * (300_000 // len(filler))
    content = made.mail(
        made.text_part(long, subtype="html"),
        made.text_part(long),
        subject=long.replace("\n", "\n ").encode(),
    )
    start = time.process_time()

    read = read_mail("a.eml", content)
    hints_of(subject=read.subject, text=read.text[:20_000], file_names=[long], sender_name=long)

    assert time.process_time() - start < 3


def test_mail_of_too_many_parts_is_read_in_part() -> None:
    found = read_mail("a.eml", made.mail(*[made.named("1.jpg", made.SMALL_JPEG)] * 400))

    assert (len(found.attachments), found.faults) == (299, (MailFault.TOO_MANY_PARTS,))


def test_too_large_mail_is_listed_with_its_reason() -> None:
    found = too_large_mail("a.eml", size=99)

    assert (found.file, [fault.sentence for fault in found.faults]) == (
        "a.eml",
        ["邮件过大，未读取，须由人工处理"],
    )


def test_what_is_shown_of_a_mail_holds_no_personal_data() -> None:
    content = made.mail(
        made.text_part("演练甲"), made.named(NAME, b"made up"), sender=b"yan@mail.example"
    )

    assert "演练" not in repr(read_mail("a.eml", content))
    assert "yan@" not in repr(read_mail("a.eml", content))


GOOD = made.mail(
    made.text_part("您好", charset="gb2312"),
    made.named("材料.zip", made.archive({"身份证正面.jpg": made.SMALL_JPEG})),
    b"Content-Type: message/rfc822\n\n" + made.mail(made.named(NAME, b"made up")),
    subject=made.word("报名"),
)


@settings(max_examples=100, deadline=None)
@given(
    cut=st.integers(0, len(GOOD)),
    changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=20),
)
def test_no_damage_to_a_mail_is_ever_raised(cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(GOOD)
    for position, value in changes:
        damaged[position] = value

    for content in (bytes(damaged), bytes(damaged[:cut])):
        found = read_mail("a.eml", content)
        assert found.digest == hashlib.sha256(content).hexdigest()
        assert found.received_at or found.faults


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=\"=_outer\"\n", b"Content-Type: text/html; charset=\xff\n", b"\n", b"--=_outer\n",
    b"--=_outer--\n", b"Content-Disposition: attachment; filename*=x'y'%zz\n", b"=?gbk?B?====?=\n", b"Subject: =?utf-16?Q?=FF?=\n",
    b"Received: ;;; \xc4\n", b"From: \"<<@,>\n", b"Content-Transfer-Encoding: x\n", b"Content-Type: message/rfc822\n",
    b"Content-Type: ;;=\n", b"<![CDATA[<!x", b"begin 644 x\n", b"Content-Transfer-Encoding: x-uuencode\n",
]), max_size=14))  # fmt: skip
def test_no_mixture_of_broken_lines_is_ever_raised(lines: list[bytes]) -> None:
    found = read_mail("a.eml", b"".join(lines))

    assert found.faults
