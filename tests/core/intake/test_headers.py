"""Headers as mail programs in China write them, right and wrong.

Source: D0 三(一)2.
"""

import base64
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.intake.headers import BEIJING, base64_bytes, decode_bytes, stamp
from linli.core.intake.mail import MailFault, read_mail
from tests.core.intake import made_mail as made

SUBJECT = "社区助理报名-演练镕䶮"
UTF, GB = SUBJECT.encode(), SUBJECT.encode("gb18030")
NAME = "演练镕-毕业证.jpg"
UTF_NAME, GB_NAME = NAME.encode(), NAME.encode("gbk")


def b64(content: bytes) -> bytes:
    return base64.b64encode(content)


def quoted(content: bytes) -> bytes:
    return b"".join(b"=%02X" % byte for byte in content)


def escaped(content: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in content)


@pytest.mark.parametrize(
    "written",
    [
        b"=?utf-8?Q?" + quoted(UTF) + b"?=",
        b"=?gb2312?q?" + quoted(GB) + b"?=",
        b"=?utf-8?Q?" + quoted(UTF[:7]) + b"?=\n =?utf-8?Q?" + quoted(UTF[7:]) + b"?=",
        b"=?GB2312?B?" + b64(GB[:5]) + b"?=\n\t=?gb2312?B?" + b64(GB[5:9]) + b"?= =?GB2312?B?" + b64(GB[9:]) + b"?=",
        b"=?GBK?B?" + b64(GB[:5]) + b"?= =?gb18030?B?" + b64(GB[5:]) + b"?=",
        b"=?utf-8?B?" + b64(UTF[:7]) + b"?==?utf-8?B?" + b64(UTF[7:]) + b"?=",
        b"=?utf-8*zh-CN?B?" + b64(UTF) + b"?=",
        b"=?utf-8?B?" + b64(GB) + b"?=",
        b"=?gbk?B?" + b64(UTF) + b"?=",
        b"=?us-ascii?B?" + b64(UTF) + b"?=",
        b"=?iso-8859-1?B?" + b64(GB) + b"?=",
        b"=?windows-1252?Q?" + quoted(GB) + b"?=",
        b"=?unknown-8bit?B?" + b64(GB) + b"?=",
        b"=?no-such-charset?B?" + b64(GB) + b"?=",
        b"=??B?" + b64(UTF) + b"?=",
        b"=?utf-8?B?" + b64(UTF).rstrip(b"="),
        b"=?utf-8?B?" + b64(UTF)[:8] + b" " + b64(UTF)[8:] + b"?=",
        b"=?utf-8?B?" + b64(b"=?utf-8?B?" + b64(UTF) + b"?=") + b"?=",
        b"=?utf-8?Q?" + UTF + b"?=",
        UTF,
        GB,
    ],
)  # fmt: skip
def test_subject_is_read_however_it_is_encoded_and_labelled(written: bytes) -> None:
    found = read_mail("a.eml", made.mail(made.text_part("x"), subject=written))

    assert found.subject == SUBJECT


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("hz-gb-2312", "hz", "社区助理报名"),
        ("big5", "big5hkscs", "社區助理報名碁"),
        ("utf-7", "utf-7", "社区助理"),
        ("utf-16", "utf-16", "社区助理"),
        ("iso-2022-jp", "iso-2022-jp", "報名"),
        ("utf-8", "utf-8", "Müller é Ω"),
        ("iso-8859-1", "iso-8859-1", "Müller café"),
        ("", "gbk", "学位证"),
        ("", "utf-8", "报名"),
    ],
)
def test_bytes_are_decoded_as_their_label_or_their_looks_say(
    charset: str, codec: str, text: str
) -> None:
    assert decode_bytes(text.encode(codec), charset) == text


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "", "iso-8859-1"])
def test_one_spoilt_byte_spoils_one_character(charset: str) -> None:
    content = "老师您好，我报名社区助理，请查收附件。".encode()

    found = decode_bytes(content[:6] + b"\xff" + content[6:], charset)

    assert found.replace("\ufffd", "") == "老师您好，我报名社区助理，请查收附件。"


@given(
    st.text(st.sampled_from("老师您好我报名参加社区助理招募请查收材料"), min_size=4, max_size=40)
)
def test_everyday_chinese_is_told_from_its_bytes_alone(text: str) -> None:
    assert [decode_bytes(text.encode(codec), label) for codec in ("utf-8", "gb18030") for label in (None, "gb2312", "latin1")] == [text] * 6  # fmt: skip


@given(
    st.binary(max_size=200), st.sampled_from([None, "", "gbk", "utf-8", "utf-7", "latin1", "x\x00"])
)
def test_no_bytes_make_the_decoder_fail(content: bytes, charset: str | None) -> None:
    assert isinstance(decode_bytes(content, charset), str)


def attached(header: bytes, kind: bytes = b"application/octet-stream") -> list[str]:
    content = made.mail(made.part(b"made up", name_header=b"attachment; " + header, kind=kind))
    return [item.name for item in read_mail("a.eml", content).attachments]


@pytest.mark.parametrize(
    "header",
    [
        b"filename*=''" + escaped(UTF_NAME),
        b"filename*=''" + escaped(GB_NAME),
        b"filename*=utf-8''" + escaped(GB_NAME),
        b"filename*0*=GB2312''" + escaped(GB_NAME[:5]) + b";\n filename*1*=" + escaped(GB_NAME[5:]),
        b"filename*1*=" + escaped(UTF_NAME[9:]) + b";\n filename*0*=utf-8''" + escaped(UTF_NAME[:9]),
        b'filename*0="' + UTF_NAME[:9] + b'";\n filename*1="' + UTF_NAME[9:] + b'"',
        b'filename*0="=?utf-8?B?' + b64(UTF_NAME)[:12] + b'";\n filename*1="' + b64(UTF_NAME)[12:] + b'?="',
        b'filename="____.jpg"; filename*=utf-8\'\'' + escaped(UTF_NAME),
        b"filename*=utf-8''" + escaped(UTF_NAME) + b'; filename="_.jpg"',
        b'filename*="' + made.word(NAME) + b'"',
        b'filename="' + escaped(UTF_NAME) + b'"',
        b'filename="' + escaped(GB_NAME) + b'"',
        b'filename="&#28436;&#32451;&#38229;-&#27605;&#19994;&#35777;.jpg"',
        b"filename=" + made.word(NAME),
        b"filename='" + UTF_NAME + b"'",
        b'filename="' + UTF_NAME,
    ],
)  # fmt: skip
def test_file_name_is_read_however_it_is_written(header: bytes) -> None:
    assert attached(header) == [NAME]


@pytest.mark.parametrize(
    "spoilt", [b"????.jpg", b"ATT00001.dat", b"=?utf-8?B?5ryU57uD6Z", b"noname", b"_.jpg"]
)
def test_of_two_names_that_differ_the_whole_one_counts(spoilt: bytes) -> None:
    kind = b'image/jpeg; name="' + made.word(NAME) + b'"'

    assert attached(b'filename="' + spoilt + b'"', kind) == [NAME]


def test_of_two_whole_names_the_disposition_s_counts() -> None:
    kind = b'image/jpeg; name="other.jpg"'

    assert attached(b'filename="' + made.word(NAME) + b'"', kind) == [NAME]


@pytest.mark.parametrize(
    "name", ['演练"样本".jpg', "演练;样本.jpg", "誠證乗.jpg", "100%.jpg", "a&b.jpg"]
)
def test_name_with_signs_of_its_own_is_kept(name: str) -> None:
    written = name.replace('"', '\\"').encode("gbk")

    assert attached(b'filename="' + written + b'"') == [name]


@pytest.mark.parametrize("cut", range(4))
def test_base64_is_decoded_up_to_where_it_ends(cut: int) -> None:
    content = bytes(range(60))
    letters = base64.b64encode(content).decode()

    found = base64_bytes(letters[: len(letters) - cut])

    assert content.startswith(found)
    assert len(found) == (len(letters) - cut) * 3 // 4


def test_base64_with_a_footer_or_junk_is_what_stands_before_and_between() -> None:
    assert base64_bytes("5oql\n5ZCN eA==\n--\nsent by a scanner") == "报名x".encode()


MOMENT = dt.datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 14 Jun 2024 23:59:59 +0800 (CST)",
        "Fri, 14 Jun 2024 23:59:59 CST (+0800)",
        "Fri, 14 Jun 2024 23:59:59 CST (GMT+8)",
        "Fri, 14 Jun 2024 23:59:59 +08:00",
        "Fri, 14 Jun 2024 23:59:59 GMT+0800 (中国标准时间)",
        "Fri, 14 Jun 2024 23:59:59 GMT+08:00",
        "Fri, 14 Jun 2024 23:59:59 UTC+8",
        "Fri,14 Jun 2024 23:59:59+0800",
        "14-Jun-2024 23:59:59 +0800",
        "Fri Jun 14 23:59:59 2024 +0800",
        "Fri, 14 Jun 2024 23:59:59.120 +0800",
        "2024-06-14 23:59:59 +0800",
        "2024-06-14T23:59:59+08:00",
        "2024-06-14T15:59:59Z",
        "Fri, 14 Jun 2024 15:59:59 Z",
        "Fri, 14 Jun 2024 11:59:59 -0400 (EDT)",
        "Fri, 14 Jun 2024 15:59:59 -0000",
    ],
)
def test_stamp_is_read_with_its_zone_in_any_writing(written: str) -> None:
    assert stamp(written) == MOMENT


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 14 Jun 2024 23:59:59 CST",
        "Fri Jun 14 23:59:59 CST 2024",
        "Fri, 14 Jun 2024 23:59:59",
        "Fri, 14 Jun 2024 11:59:59 PM +0800",
        "2024-06-14",
        "14-06-2024",
        "Fri, 14 Jun 2024 25:00:00 +0800",
        "",
    ],
)
def test_stamp_without_a_sure_instant_is_none(written: str) -> None:
    assert stamp(written) is None


@given(st.text("0123456789:-+ TZGMUCSJun,()年月日", max_size=40))
def test_no_words_make_the_reader_of_stamps_fail(written: str) -> None:
    found = stamp(written)

    assert found is None or found.utcoffset() == dt.timedelta(hours=8)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("Sat, 08 Jun 2024 10:00:00 +0800", dt.datetime(2024, 6, 8, 10, tzinfo=BEIJING)),
        (None, MOMENT),
        ("Sat, 08 Jun 2024 10:00:00 CST", MOMENT),
    ],
)
def test_mailbox_s_own_stamp_counts_where_the_mail_tells_no_sure_time(
    received: str | None, expected: dt.datetime
) -> None:
    content = made.mail(
        made.text_part("x"), received=received, headers=[b"Date: Mon, 03 Jun 2024 10:00:00 +0800"]
    )

    found = read_mail("a.eml", content, stamped_at=MOMENT.astimezone(dt.UTC))

    assert (found.received_at, found.faults) == (expected, ())
    assert found.received_at and found.received_at.utcoffset() == dt.timedelta(hours=8)


def test_date_of_the_sender_never_counts() -> None:
    content = made.mail(
        made.text_part("x"), received=None, headers=[b"Date: Mon, 03 Jun 2024 10:00:00 +0800"]
    )

    assert read_mail("a.eml", content).faults == (MailFault.NO_RECEIVED_TIME,)
