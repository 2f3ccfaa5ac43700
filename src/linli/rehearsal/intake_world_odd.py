"""Attachments of the intake world that cannot be opened, and those that look dangerous.

Nothing in them can run or be fetched.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

from linli.rehearsal import hostile
from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.papers.picture_pdf import picture_pdf
from linli.rehearsal.word_form_maker import MARK
from linli.rehearsal.word_xml import cell, paragraph, row, run, table, word_file
from linli.rehearsal.zip_bytes import zip_bytes

FLAG_OFFSETS = {b"PK\x03\x04": 6, b"PK\x01\x02": 8}
ENCRYPTED = 1
LEVELS_OF_ENTITIES = 12


class Odd(StrEnum):
    """What is odd about an extra attachment."""

    LOCKED_ZIP = "zip with a password"
    LOCKED_PDF = "PDF with a password"
    LOCKED_WORD = "Word file with a password"
    EMPTY = "no bytes"
    CUT_OFF = "picture cut off"
    CUT_OFF_WORD = "Word file cut off"
    LINK = "download link only"
    PROGRAM = "executable"
    BOMB = "archive bomb"
    TRAVERSAL = "member names that climb"
    INFLATED = "inflated XML"
    MACROS = "macros in another file"


UNREADABLE = frozenset(
    {
        Odd.LOCKED_ZIP,
        Odd.LOCKED_PDF,
        Odd.LOCKED_WORD,
        Odd.EMPTY,
        Odd.CUT_OFF,
        Odd.CUT_OFF_WORD,
        Odd.LINK,
    }
)
SUSPICIOUS = frozenset(Odd) - UNREADABLE
LINK_WORDS = (
    "\n从QQ邮箱发来的超大附件\n获奖证书.zip (126.41MB, 2024年07月08日 16:41 到期)\n"
    "进入下载页面：http://mail.example/cgi-bin/ftnExs_download?k=0&code=0",
    "\n我用夸克网盘分享了「荣誉证书」，链接：https://pan.example/s/0\n提取码：0000",
    "\n云附件：实习证明.rar 下载地址 https://cowtransfer.example/s/0 有效期7天",
)


def locked_zip(members: list[tuple[str, bytes]]) -> bytes:
    """Return an archive whose members say that they need a password."""
    packed = bytearray(zip_bytes(members))
    for signature, offset in FLAG_OFFSETS.items():
        at = packed.find(signature)
        while at >= 0:
            packed[at + offset] |= ENCRYPTED
            at = packed.find(signature, at + 1)
    return bytes(packed)


def odd_file(odd: Odd, picture: bytes, dice: Dice) -> WorldFile | None:
    """Return the attachment, ``None`` for a link, which stands in the text. ``picture`` is a JPEG."""
    make = _MAKES.get(odd)
    return make(picture, dice) if make else None


def _simple_word(text: str) -> bytes:
    rows = [row(cell(paragraph(run(text)), width=2400), cell(width=7200), height=600)]
    body = table(rows, (2400, 7200)) + paragraph()
    return word_file(body, header=paragraph(run(MARK)), application="WPS Office")


def _inflated_word() -> bytes:
    """Return a Word file whose entities grow tenfold at each level."""
    entities = ['<!ENTITY a0 "样本样本样本">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, LEVELS_OF_ENTITIES)]
    head = f"<!DOCTYPE w [{''.join(entities)}]>\n<w:document".encode()
    use = f"&a{LEVELS_OF_ENTITIES - 1};".encode()
    with ZipFile(BytesIO(_simple_word("自荐信"))) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return zip_bytes(
        (
            name,
            content.replace(b"<w:document", head, 1).replace("自荐信".encode(), use)
            if name == "word/document.xml"
            else content,
        )
        for name, content in members
    )


_Make = Callable[[bytes, Dice], WorldFile]
_MAKES: Mapping[Odd, _Make] = MappingProxyType(
    {
        Odd.LOCKED_ZIP: lambda picture, _: WorldFile(
            "获奖证书.zip", locked_zip([("荣誉证书.jpg", picture)])
        ),
        Odd.LOCKED_PDF: lambda picture, _: WorldFile(
            "获奖证书.pdf", picture_pdf([picture], is_locked=True)
        ),
        Odd.LOCKED_WORD: lambda *_: WorldFile(
            "自荐材料.docx", hostile.password_protected_office_file()
        ),
        Odd.EMPTY: lambda _, dice: WorldFile(
            dice.pick(("荣誉证书.jpg", "补充材料.pdf", "无标题.zip")), b""
        ),
        Odd.CUT_OFF: lambda picture, _: WorldFile("荣誉证书.jpg", picture[: len(picture) // 4]),
        Odd.CUT_OFF_WORD: lambda *_: WorldFile(
            "个人简历.docx", hostile.cut_off(_simple_word("个人简历"))
        ),
        Odd.PROGRAM: lambda _, dice: WorldFile(
            dice.pick(("双击查看.exe", "报名照片.jpg.exe", "打开.bat", "证书.scr")),
            hostile.SAMPLE_NOTE,
        ),
        Odd.BOMB: lambda *_: WorldFile("照片.zip", hostile.zip_bomb()),
        Odd.TRAVERSAL: lambda *_: WorldFile("备份.zip", hostile.zip_with_path_traversal()),
        Odd.INFLATED: lambda *_: WorldFile("自荐信.docx", _inflated_word()),
        Odd.MACROS: lambda *_: WorldFile(
            "个人简历.docm", hostile.with_macro_part(_simple_word("个人简历"))
        ),
    }
)
