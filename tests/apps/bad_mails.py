"""Mails that mean harm, each near the largest size that is read, and none with anything that runs.

An attack is a function that returns the bytes of a mail; ``MAILS`` names them.
"""

import base64
import io
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping

from linli.rehearsal.hostile import with_external_entity, with_macro_part, zip_bomb
from tests.core.intake import made_form
from tests.core.intake import made_mail as made

MEBIBYTE = 1 << 20
LARGEST = 48 * MEBIBYTE
MAIN = "word/document.xml"
RARE = random.Random(1)


def attached(name: str, content: bytes) -> bytes:
    """A mail with one attachment."""
    return made.mail(made.named(name, content))


def filled(head: bytes, unit: bytes, tail: bytes = b"", *, size: int = LARGEST) -> bytes:
    """One unit again and again up to a size."""
    return head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail


def deflated(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive that is pressed as hard as it goes; names may be there twice."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def zip_of_zips(levels: int) -> bytes:
    """Ten archives in an archive, and so on down to ten mebibytes of zeros."""
    content = deflated([("0.bin", bytes(10 * MEBIBYTE))])
    for _ in range(levels):
        content = deflated((f"{number}.zip", content) for number in range(10))
    return content


def hardly_swelling(size: int) -> bytes:
    """Bytes that shrink about sixtyfold, as no scan does and no bomb has to."""
    return b"".join(RARE.randbytes(100) + bytes(9_000) for _ in range(size // 9_100))


def zip_of_many(members: int) -> bytes:
    """An archive of very many empty files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(members):
            archive.writestr(zipfile.ZipInfo(f"{number:x}.jpg"), b"")
    return stream.getvalue()


def zip_within_itself(name: str = "a.zip") -> bytes:
    """An archive whose first member claims the bytes of the whole archive."""
    inner = deflated([("x", b"x")])
    return made.overlapping_archive(inner, copies=20_000)


def word_with(change: Callable[[bytes], bytes]) -> bytes:
    """A filled form whose main part was changed."""
    good = made_form.form()
    return made_form.with_part(good, MAIN, change(made_form.part_of(good)))


def with_doctype(declaration: bytes, reference: bytes) -> bytes:
    """A filled form that declares entities and refers to one."""

    def change(main: bytes) -> bytes:
        end = main.index(b"?>") + 2
        body = main[end:].replace("样本大学".encode(), reference, 1)
        return main[:end] + declaration + body

    return word_with(change)


def laughs(levels: int) -> bytes:
    """Entities that unfold tenfold at each level."""
    steps = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, levels))
    return b'<!DOCTYPE w [<!ENTITY a0 "lol">' + steps + b"]>"


def quadratic_laughs() -> bytes:
    """One long entity, used very often."""
    declaration = b'<!DOCTYPE w [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    return with_doctype(declaration, b"&a;" * 100_000)


def many_rows(rows: int) -> bytes:
    """A form with a table of very many rows behind it."""
    row = b"<w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>"
    return word_with(
        lambda main: main.replace(b"</w:body>", b"<w:tbl>" + row * rows + b"</w:tbl></w:body>")
    )


def nested_tables(depth: int) -> bytes:
    """Tables in tables."""
    opening, closing = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return word_with(
        lambda main: main.replace(b"</w:body>", opening * depth + closing * depth + b"</w:body>")
    )


def wide_cells() -> bytes:
    """A table whose cells claim to span two thousand million columns and rows."""
    cell = (
        b'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/><w:vMerge w:val="restart"/></w:tcPr>'
        b"<w:p/></w:tc>"
    )
    return word_with(
        lambda main: main.replace(
            b"</w:body>",
            b"<w:tbl>" + (b"<w:tr>" + cell * 40 + b"</w:tr>") * 200 + b"</w:tbl></w:body>",
        )
    )


def many_runs() -> bytes:
    """A name cut into very many runs."""
    return word_with(
        lambda main: main.replace(
            "演练甲".encode(),
            b"</w:t></w:r>" + b"<w:r><w:t>x</w:t></w:r>" * 300_000 + b"<w:r><w:t>",
            1,
        )
    )


def nested_multiparts(depth: int) -> bytes:
    """A part in a part in a part."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth)
    )
    tail = b"".join(b"\n--%d--\n" % n for n in reversed(range(depth)))
    return b"From: a@mail.example\n" + head + b"Content-Type: text/plain\n\nx" + tail


def many_parts(parts: int) -> bytes:
    """Very many small parts."""
    head = b'From: a@mail.example\nContent-Type: multipart/mixed; boundary="x"\n\n'
    return head + b"--x\nContent-Type: text/plain\n\na\n" * parts + b"--x--\n"


def many_boundaries() -> bytes:
    """Nested boundaries, each of which has to be looked for in every later line."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(90)
    )
    return filled(b"From: a@mail.example\n" + head, b"--a\n")


def lost_boundaries(depth: int) -> bytes:
    """Parts that name no boundary, each within the one before, around very many lines."""
    head = b"".join(b"Content-Type: multipart/mixed\n\n--%d\n" % n for n in range(depth))
    return b"From: a@b\n" + head + b"Content-Type: text/plain\n\n" + b"x\n" * 900_000


def parts_of_parameters(said: bytes, *, parts: int = 9_000) -> bytes:
    """Very many parts, each with one long header."""
    head = b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + (b"--x\nContent-Type: text/plain" + said + b"\n\n") * parts


def mails_within_mails(depth: int) -> bytes:
    """Forwarded again and again."""
    return b"Content-Type: message/rfc822\n\n" * depth + b"From: a@mail.example\n\nx"


def header(name: bytes, unit: bytes, tail: bytes = b"", *, size: int = LARGEST) -> bytes:
    """A mail with one endless header."""
    return filled(name + b": ", unit, tail + b"\n\nbody", size=size)


def html(unit: bytes, tail: bytes = b"") -> bytes:
    """A mail whose body is HTML of one unit again and again."""
    head = b"From: a@mail.example\nContent-Type: text/html; charset=utf-8\n\n"
    return filled(head, unit, tail)


def plain(unit: str) -> bytes:
    """A mail whose body is text of one unit again and again."""
    head = b"From: a@mail.example\nContent-Type: text/plain; charset=utf-8\n\n"
    return filled(head, unit.encode())


def subject(unit: str) -> bytes:
    """A mail whose subject, sender and file name are one unit again and again."""
    said = base64.b64encode((unit * 3_000).encode())
    word = b"=?utf-8?B?" + said + b"?="
    named = made.part(b"x", name_header=b'attachment; filename="' + word + b'"')
    return made.mail(made.text_part(unit * 20_000), named, sender=word + b" <a@b>", subject=word)


def tnef(unit: bytes) -> bytes:
    """A winmail.dat of very many attributes."""
    return attached("winmail.dat", filled(b"\x78\x9f\x3e\x22\x00\x00", unit, size=20 * MEBIBYTE))


_FIELD = "姓名：性别：民族：政治面貌：毕业院校：身份证号：工作意向地区："
_SPEECH = (
    "附件：报名表.docx (",
    "工作意向",
    "忻州市",
    "1" * 50,
    "撤回",
    "从网盘下载 12M ",
    "（" * 50,
)

MAILS: Mapping[str, Callable[[], bytes]] = {
    "zip bomb": lambda: attached("a.zip", zip_bomb()),
    "zip bomb of six levels": lambda: attached("a.zip", zip_of_zips(6)),
    "a hundred zip bombs": lambda: made.mail(*[made.named("a.zip", zip_bomb())] * 100),
    "zip of 100000 files": lambda: attached("a.zip", zip_of_many(100_000)),
    "zip of members over each other": lambda: attached("a.zip", zip_within_itself()),
    "zip of one gibibyte that hardly swells": lambda: attached(
        "a.zip",
        deflated((f"{n}.bin", hardly_swelling(10 * MEBIBYTE)) for n in range(110)),
    ),
    "zip with paths that climb": lambda: attached(
        "a.zip", deflated((f"{'../' * n}etc/x{n}.jpg", made.SMALL_JPEG) for n in range(1, 60))
    ),
    "zip that is bzip2 and lzma": lambda: attached("a.zip", _packed_otherwise()),
    "word with a billion laughs": lambda: attached("a.docx", with_doctype(laughs(12), b"&a11;")),
    "word with quadratic laughs": lambda: attached("a.docx", quadratic_laughs()),
    "word with an external entity": lambda: attached(
        "a.docx", with_external_entity(made_form.form())
    ),
    "word with macros": lambda: attached("a.docm", with_macro_part(made_form.form())),
    "word with a table of 200000 rows": lambda: attached("a.docx", many_rows(200_000)),
    "word with tables in tables": lambda: attached("a.docx", nested_tables(240)),
    "word with tables in tables beyond the parser": lambda: attached(
        "a.docx", nested_tables(50_000)
    ),
    "word with cells of huge spans": lambda: attached("a.docx", wide_cells()),
    "word with a name of 300000 runs": lambda: attached("a.docx", many_runs()),
    "word with 16 MB of one text": lambda: attached(
        "a.docx", word_with(lambda main: main.replace("演练甲".encode(), b"1" * (15 * MEBIBYTE), 1))
    ),
    "forty words of 3 MB": lambda: made.mail(
        *[made.named(f"{n}.docx", many_rows(35_000)) for n in range(40)]
    ),
    "archives of forty words of 3 MB": lambda: made.mail(
        *[
            made.named(
                f"{n}.zip", made.archive({f"{m}.docx": many_rows(35_000) for m in range(10)})
            )
            for n in range(4)
        ]
    ),
    "forty dense RTF files": lambda: made.mail(
        *[made.named(f"{n}.rtf", b"{\\rtf1 " + b"\\par " * 450_000 + b"}") for n in range(40)]
    ),
    "forty dense web pages": lambda: made.mail(
        *[made.named(f"{n}.htm", b"<html>" + b"<table><tr><td>x" * 60_000) for n in range(40)]
    ),
    "web archive of very many boundaries": lambda: attached("a.mht", _many_boundaries_saved()),
    "zip with a directory of 500000 entries": lambda: attached("a.zip", zip_of_many(500_000)),
    "50 MB of one header": lambda: header(b"Subject", b"a"),
    "50 MB of folded header": lambda: header(b"Subject", b"\n a"),
    "50 MB of encoded words": lambda: header(b"Subject", b"=?utf-8?B?5aeT?= "),
    "50 MB of broken encoded words": lambda: header(b"Subject", b"=?utf-8?B?"),
    "50 MB of Content-Type": lambda: header(b"Content-Type", b'; a*0*="x"'),
    "50 MB of RFC 2231 pieces": lambda: header(b"Content-Disposition", b"; filename*1=a"),
    "50 MB of quotes": lambda: header(b"Content-Type", b'text/plain; a="\\'),
    "50 MB of addresses": lambda: header(b"From", b"a@b,(("),
    "50 MB of references": lambda: header(b"References", b"<a@b>"),
    "50 MB of headers": lambda: filled(b"", b"Received: x\n", b"\nbody"),
    "a million lines of headers": lambda: b"Received: xxxxxxxxxxxxx\n" * 990_000 + b"\nbody",
    "a million lines of folded header": lambda: b"Subject: " + b"\n a" * 990_000 + b"\n\nbody",
    "a million lines of text": lambda: b"From: a@b\n\n" + b"QUJDQUJDQUJD\n" * 990_000,
    "one million headers of parameters": lambda: filled(
        b"", b"Content-Type: text/plain; a=b\n", b"\nbody", size=20 * MEBIBYTE
    ),
    "100000 parts": lambda: many_parts(100_000),
    "parts of 200 levels": lambda: nested_multiparts(200),
    "parts of 20000 levels": lambda: nested_multiparts(20_000),
    "parts of RFC 2231 pieces": lambda: parts_of_parameters(b"; filename*1=a" * 280),
    "parts of quotes": lambda: parts_of_parameters(b'; a="' + b';\\"' * 1_300),
    "parts of semicolons": lambda: parts_of_parameters(b'; a="' + b";" * 3_900),
    "parts of very many headers": lambda: many_parts(300).replace(
        b"\n\na", b"\n" + b"A: b\n" * 3_000 + b"\na"
    ),
    "blocks of a delivery report": lambda: (
        b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 400_000
    ),
    "ninety boundaries": many_boundaries,
    "twenty boundaries": lambda: nested_multiparts(20) + b"\n" + b"--a\n" * 950_000,
    "lost boundaries of 200 levels": lambda: lost_boundaries(200),
    "a lost boundary of blanks": lambda: filled(
        b"From: a@b\nContent-Type: multipart/mixed\n\n--", b" ", size=20 * MEBIBYTE
    ),
    "mails in mails of 20000 levels": lambda: mails_within_mails(20_000),
    "50 MB of base64": lambda: filled(
        b"From: a@b\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n", b"QUJD\n"
    ),
    "50 MB of no base64": lambda: filled(
        b"From: a@b\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n", b"=*\n"
    ),
    "50 MB of quoted-printable": lambda: filled(
        b"From: a@b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n",
        b"=3D",
    ),
    "50 MB of uuencode": lambda: filled(
        b"From: a@b\nContent-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n"
        b"begin 644 a\n",
        b"#86)C\n",
    ),
    "names that climb": lambda: made.mail(
        *[made.named("../" * n + "etc/passwd.jpg", made.SMALL_JPEG) for n in range(1, 60)]
    ),
    "html of scripts": lambda: html(b"<script>alert(1)</script><img src=x onerror=y>"),
    "html of open tags": lambda: html(b"<div><table><tr><td>"),
    "html of open comments": lambda: html(b"<!-- <"),
    "html of angle brackets": lambda: html(b"<"),
    "html of entities": lambda: html(b"&#x0;&lt;&notanentity"),
    "html of open scripts": lambda: html(b"<script><"),
    "html of the form's labels": lambda: html(f"<td>{_FIELD}".encode()),
    "html of tables in tables": lambda: html(b"<table><tr><td>", "姓名".encode()),
    "50 MB of text": lambda: plain("x"),
    "50 MB of blanks": lambda: plain(" \t"),
    "50 MB of the form's labels": lambda: plain(_FIELD),
    "winmail of empty attributes": lambda: tnef(b"\x02\x10\x80\x06\x00\0\0\0\0\0\0"),
    "winmail of attachments": lambda: tnef(
        b"\x02\x02\x90\x06\x00\0\0\0\0\0\0\x02\x0f\x80\x06\x00\x01\0\0\0x\0\0"
    ),
    **{
        f"50 MB of {unit[:8]!r}": (lambda unit=unit: plain(unit))  # type: ignore[misc]
        for unit in _SPEECH
    },
    **{
        f"subject of {unit[:8]!r}": (lambda unit=unit: subject(unit))  # type: ignore[misc]
        for unit in (*_SPEECH, "a", " ", "(", "身份证", ".docx", "2024年", "\u202e../")
    },
}


def _many_boundaries_saved() -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n"
    return head + many_boundaries()[:20_000_000]


def _packed_otherwise() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            archive.writestr(f"{way}.bin", bytes(40 * MEBIBYTE), way)
    return stream.getvalue()
