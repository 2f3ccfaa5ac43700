"""The parts of a mail as programs, phones and gateways put them together, whole or not.

Source: D0 三(一)1.
"""

import base64
import quopri
import time
from collections.abc import Callable

import pytest

from linli.core.documents.mime_parsing import weight
from linli.core.documents.problems import unsupported
from linli.core.intake.links import unsent_files
from linli.core.intake.mail import ReadMail, read_mail
from linli.core.intake.parts import Contents
from tests.core.intake import made_mail as made

WORDS = "老师您好，我报名社区助理，镕。"
HEAD = (
    b"Received: from a by b; Sat, 08 Jun 2024 10:00:00 +0800\n"
    b"From: a@mail.example\nSubject: x\nMIME-Version: 1.0\n"
)


def read(*lines: bytes) -> ReadMail:
    return read_mail("a.eml", HEAD + b"\n".join(lines))


def body(kind: bytes, encoding: bytes, content: bytes) -> ReadMail:
    return read(b"Content-Type: " + kind, b"Content-Transfer-Encoding: " + encoding, b"", content)


@pytest.mark.parametrize(
    ("kind", "encoding", "content"),
    [
        (b"text/plain", b"8bit", WORDS.encode("gbk")),
        (b"text/plain; charset=utf-8", b"8bit", WORDS.encode("gbk")),
        (b"text/plain; charset=gbk", b"8bit", WORDS.encode()),
        (b"text/plain; charset=iso-8859-1", b"8bit", WORDS.encode("gbk")),
        (b"text/plain; charset=us-ascii", b"7bit", WORDS.encode()),
        (b"text/plain; charset=utf-7", b"7bit", WORDS.encode("utf-7")),
        (b"text/plain; charset=utf-8", b"8bit", b"\xef\xbb\xbf" + WORDS.encode()),
        (b"text/plain; charset=utf-8", b"base64 ", base64.b64encode(WORDS.encode())),
        (b"text/plain; charset=utf-8", b'"BASE64"', base64.b64encode(WORDS.encode())),
        (b"text/plain; charset=utf-8", b"base64 (mime)", base64.b64encode(WORDS.encode())),
        (b"text/plain; charset=utf-8", b"base64", b"!! \n>".join(base64.b64encode(WORDS.encode())[i : i + 9] for i in range(0, 60, 9))),
        (b"text/plain; charset=utf-8", b"Quoted-Printable", quopri.encodestring(WORDS.encode()).lower()),
        (b"text/html", b"8bit", b"<meta charset=gbk><p>" + WORDS.encode("gbk") + b"</p>"),
    ],
)  # fmt: skip
def test_body_is_read_however_it_is_encoded_and_labelled(
    kind: bytes, encoding: bytes, content: bytes
) -> None:
    assert body(kind, encoding, content).text == WORDS


def test_body_without_any_mime_header_is_read() -> None:
    assert read(b"", WORDS.encode("gbk")).text == WORDS


def test_broken_quoted_printable_spoils_only_what_is_broken() -> None:
    content = quopri.encodestring(WORDS.encode()).replace(b"=B8=88", b"=B8=8", 1)

    assert body(b"text/plain; charset=utf-8", b"quoted-printable", content).text.endswith(WORDS[2:])


@pytest.mark.parametrize(
    ("more", "text"), [(b"", "老师 您好。\n我报名"), (b"; delsp=yes", "老师您好。\n我报名")]
)
def test_lines_that_were_broken_for_display_are_joined(more: bytes, text: str) -> None:
    kind = b"text/plain; charset=utf-8; format=flowed" + more

    assert body(kind, b"8bit", "老师 \n您好。\n我报名\n".encode()).text == text


PICTURE = base64.encodebytes(made.SMALL_JPEG)


@pytest.mark.parametrize(
    "kind", [b"multipart/mixed", b'multipart/mixed; boundary="other"', b"multipart/alternative; boundary="]
)  # fmt: skip
def test_multipart_with_no_or_a_wrong_boundary_is_read_by_the_one_it_uses(kind: bytes) -> None:
    found = read(
        b"Content-Type: " + kind, b"", b"--=_b 1", b"Content-Type: text/plain; charset=gbk", b"",
        WORDS.encode("gbk"), b"--=_b 1", b'Content-Type: image/jpeg; name="a.jpg"',
        b"Content-Transfer-Encoding: base64", b"", PICTURE + b"--=_b 1--",
    )  # fmt: skip

    assert (found.text, [(item.name, item.content) for item in found.attachments]) == (
        WORDS,
        [("a.jpg", made.SMALL_JPEG)],
    )


def test_blanks_behind_a_boundary_that_was_not_named_are_no_part_of_it() -> None:
    found = read(
        b"Content-Type: multipart/mixed", b"", b"--b \t ", b"Content-Type: text/plain; charset=utf-8",
        b"", WORDS.encode(), b"--b--",
    )  # fmt: skip

    assert found.text == WORDS


@pytest.mark.parametrize(
    "lost",
    [
        b"--" + b" " * 2_000_000,
        (b"--" + b" " * 198 + b"\n") * 20_000,
        b"--x\n" * 500_000,
    ],
    ids=["one long line", "long lines", "short lines"],
)  # fmt: skip
def test_no_search_for_a_lost_boundary_takes_long(lost: bytes) -> None:
    start = time.process_time()

    read(b"Content-Type: multipart/mixed", b"", lost)

    assert time.process_time() - start < 5


TOO_INTRICATE = unsupported("附件是邮件，结构过于庞杂，未读取，须由人工打开")


@pytest.mark.parametrize(
    "way",
    [
        lambda inner: made.part(inner, name_header=b'attachment; filename="a.eml"'),
        lambda inner: made.part(
            inner, kind=b"message/rfc822", name_header=b'attachment; filename="a.eml"'
        ),
    ],
    ids=["as a file", "encoded"],
)
def test_mail_in_a_mail_that_would_take_too_long_is_named(way: Callable[[bytes], bytes]) -> None:
    inner = made.mail(*[made.text_part("x")] * 10_000)

    (found,) = read_mail("a.eml", made.mail(way(inner))).attachments

    assert (found.name, found.content, found.problems) == ("a.eml", b"", (TOO_INTRICATE,))


def test_mails_in_a_mail_are_parsed_again_up_to_what_a_mail_may_hold() -> None:
    contents = Contents(left_to_parse=2 * weight(b"Subject: x\n\nx"))

    parsed = [contents.parsed_again(b"Subject: x\n\nx") for _ in range(3)]

    assert [one and one["Subject"] for one in parsed] == ["x", "x", None]


def test_multipart_whose_end_is_missing_is_read() -> None:
    found = read(
        b'Content-Type: multipart/mixed; boundary="b"', b"", b"--b",
        b"Content-Type: text/plain; charset=utf-8", b"", WORDS.encode(),
    )  # fmt: skip

    assert found.text == WORDS


def test_html_deep_inside_alternatives_is_read() -> None:
    inner = b'Content-Type: multipart/alternative; boundary="a"\n\n--a\n' + made.text_part(
        f"<p>{WORDS}</p>", charset="gb2312", codec="gbk", subtype="html"
    )
    found = read_mail(
        "a.eml",
        made.mail(b'Content-Type: multipart/related; boundary="r"\n\n--r\n' + inner + b"\n--a--\n--r--\n"),
    )  # fmt: skip

    assert found.text == WORDS


def test_picture_that_is_pasted_into_the_body_is_an_attachment() -> None:
    photo = made.SMALL_JPEG[:-2] + bytes(2_000) + b"\xff\xd9"
    markup = f'<p>身份证：<img src="data:image/jpeg;base64,{base64.b64encode(photo).decode()}"></p><p>{WORDS}</p>'

    found = read_mail("a.eml", made.mail(made.text_part(markup, subtype="html")))

    assert (found.text, [(item.name, item.content) for item in found.attachments]) == (
        f"身份证：\n{WORDS}",
        [("正文图片1.jpg", photo)],
    )


def test_shadow_that_a_mac_sends_beside_a_picture_is_passed_over() -> None:
    shadow = made.part(b"\x00\x05\x16\x07", name_header=b'attachment; filename="a.jpg"', kind=b"application/applefile")  # fmt: skip

    found = read_mail("a.eml", made.mail(shadow, made.named("a.jpg", made.SMALL_JPEG)))

    assert [(item.content, item.problems) for item in found.attachments] == [(made.SMALL_JPEG, ())]


def test_first_sender_of_a_forwarded_mail_is_named_in_the_text() -> None:
    inner = made.mail(made.text_part("我报名。"), sender=made.word("王样本") + b" <w@mail.example>", subject=b"x")  # fmt: skip

    found = read_mail("a.eml", made.mail(b"Content-Type: message/rfc822\n\n" + inner))

    assert found.text == "x\n原发件人：王样本\n我报名。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("从QQ邮箱发来的超大附件\n样本材料.zip (86.5M, 2024年07月11日 20:54 到期)\n进入下载页面：https://wx.mail.qq.com/ftn/download?func=3", ["样本材料.zip"]),
        ("从网易邮箱发来的云附件\n样本材料.rar(86.53M，2024-7-11 20:54 到期)\n下载", ["样本材料.rar"]),
        ("照片.jpg\n12.3M\n到期时间：2024年7月1日 文件中转站", ["照片.jpg"]),
        ("139邮箱超大附件：报名材料.zip 30.2MB 有效期至2024-06-20", ["报名材料.zip"]),
        ("通过百度网盘分享的文件：样本材料.zip\n链接：https://pan.baidu.com/s/1abcDEF\n提取码：ab12", ["样本材料.zip"]),
        ("https://pan.baidu.com/s/1abc", ["未命名的超大附件"]),
        ("我用夸克网盘分享了报名材料，链接：https://pan.quark.cn/s/abc", ["未命名的超大附件"]),
        ("材料在OneDrive：https://abc-my.sharepoint.com/:b:/g/personal/x", ["未命名的超大附件"]),
        ("我的报名材料已放网盘，提取码 8x2k", ["未命名的超大附件"]),
        ("附件不大，共3M", []),
        ("附件太大发不了，请问能发网盘链接吗？附件有30M", []),
        ("报名网址：https://www.example.gov.cn/x", []),
    ],
)  # fmt: skip
def test_files_behind_a_link_are_named_as_not_sent(text: str, names: list[str]) -> None:
    assert list(unsent_files(text)) == names


def test_link_behind_a_word_of_the_body_counts() -> None:
    markup = '<p>材料<a href="https://1drv.ms/u/s!abc">在这里</a></p>'

    found = read_mail("a.eml", made.mail(made.text_part(markup, subtype="html")))

    assert (found.text, found.unsent) == ("材料在这里", ("未命名的超大附件",))
