import base64
import email
from email.message import Message

import pytest

from linli.core.intake.mail import read_mail
from linli.rehearsal.mail_variety import CLIENTS, Attachment, Client, content, header_text

SUBJECT = "王芳芳+代县社区助理报名+山西应用科技学院（社会工作专业）"
TEXT = "老师您好：\n不啰嗦了，材料见附件。"
LONG_NAME = "教育部学历证书电子注册备案表（扫描件）.jpg"
ALL_CLIENTS = pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS.keys())


def _mail(client: Client, *attachments: Attachment) -> bytes:
    body = content(TEXT, attachments, client, boundary="boundary")
    return b"Subject: " + header_text(SUBJECT, client) + b"\r\nMIME-Version: 1.0\r\n" + body


def _message(client: Client, *attachments: Attachment) -> Message:
    return email.message_from_bytes(_mail(client, *attachments))


@ALL_CLIENTS
def test_subject_text_and_attachment_read_back_from_every_client(client: Client) -> None:
    picture = Attachment(LONG_NAME, bytes(range(256)) * 3)

    read = read_mail("001.eml", _mail(client, picture))

    assert read.subject == SUBJECT
    assert "不啰嗦了，材料见附件。" in read.text
    assert [(one.name, one.content) for one in read.attachments] == [(LONG_NAME, picture.content)]


@ALL_CLIENTS
def test_the_same_mail_gives_the_same_bytes(client: Client) -> None:
    assert _mail(client) == _mail(client)


@ALL_CLIENTS
def test_an_ascii_subject_needs_no_encoding(client: Client) -> None:
    assert header_text("Fwd: report", client) == b"Fwd: report"


@ALL_CLIENTS
def test_lines_of_encoded_headers_keep_within_the_limit_of_mail(client: Client) -> None:
    lines = header_text(SUBJECT, client).split(b"\r\n ")

    # Q-encoding of Chinese needs three letters a byte and may run over; no one folds raw bytes.
    limit = 160 if client.name in ("desktop_utf8", "raw_gbk", "raw_utf8") else 75
    assert max(len(line) for line in lines) <= limit


def test_the_gb2312_label_covers_characters_that_gb2312_lacks() -> None:
    client = CLIENTS["desktop_gb2312"]

    with pytest.raises(UnicodeEncodeError):
        TEXT.encode("gb2312")

    assert client.label == "gb2312"
    assert b'charset="gb2312"' in _mail(client)


def test_a_careless_client_cuts_inside_characters() -> None:
    # One letter first, so that no cut of 31 bytes can fall between characters of three.
    subject = "A" + "报名材料" * 6
    lines = header_text(subject, CLIENTS["careless"]).split(b"\r\n ")

    pieces = [base64.b64decode(line.split(b"?")[3]) for line in lines]

    assert b"".join(pieces).decode() == subject
    assert pieces[1].decode(errors="replace") != pieces[1].decode(errors="ignore")


def test_raw_clients_put_eight_bit_bytes_into_headers() -> None:
    assert header_text("报名", CLIENTS["raw_gbk"]) == "报名".encode("gbk")
    assert header_text("报名", CLIENTS["raw_utf8"]) == "报名".encode()


def test_a_name_in_pieces_is_cut_between_characters_only() -> None:
    raw = _mail(CLIENTS["phone"], Attachment(LONG_NAME, b"x"))

    pieces = [
        line.strip().rstrip(b";").split(b"=", 1)[1]
        for line in raw.split(b"\r\n")
        if line.startswith(b"\tfilename*")
    ]

    assert len(pieces) > 2
    assert all(len(piece.split(b"%")[-1]) >= 2 for piece in pieces)


def test_a_web_client_sends_its_text_as_plain_and_as_html() -> None:
    kinds = [part.get_content_type() for part in _message(CLIENTS["web_gbk"]).walk()]

    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_a_mail_inside_a_mail_stays_a_mail() -> None:
    inner = Attachment("原邮件.eml", b"Subject: inner\r\n\r\ntext\r\n")

    (*_, nested, _) = _message(CLIENTS["desktop_utf8"], inner).walk()

    assert nested.get_content_type() == "message/rfc822"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("表.docm", "application/vnd.ms-word.document.macroEnabled.12"),
        ("照片.JPG", "image/jpeg"),
        ("没有后缀", "application/octet-stream"),
        ("领奖.docx.exe", "application/octet-stream"),
    ],
)
def test_the_type_of_an_attachment_follows_from_its_name(name: str, content_type: str) -> None:
    assert Attachment(name, b"").content_type == content_type
