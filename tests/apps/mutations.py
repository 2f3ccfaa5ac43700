"""Good samples of everything that people send, and the same damaged at random, the same for a seed."""

import base64
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence

from linli.rehearsal.hostile import password_protected_office_file
from linli.rehearsal.pictures import draw_page
from tests.apps.bad_files import pages, saved, stream
from tests.core.intake import made_form
from tests.core.intake import made_mail as made

_LABELS = "".join(
    f"<tr><td>{label}</td><td>{said}</td></tr>" for label, said in made_form.PERSON.items()
)
HTML = f"<html><meta charset=utf-8><body><p>{made_form.TITLE}</p><table>{_LABELS}</table></body></html>"
RTF = (
    r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\trowd\cellx2000\cellx4000\intbl "
    r"\'d0\'d5\'c3\'fb\cell \u28436?\u32451?\cell\row\pard\par}"
)
EXTREMES = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x01",
)


def picture(kind: str, **options: object) -> bytes:
    """A small picture with a frame."""
    return saved(kind, (300, 200), **options)


def samples() -> Mapping[str, bytes]:
    """Good files by the name under which they are sent."""
    form = made_form.form()
    page = draw_page("毕业证书", ("姓名：演练甲",), font=None)
    mht = b"MIME-Version: 1.0\n" + made.text_part(HTML, subtype="html")
    return {
        "报名表.docx": form,
        "报名表.html": HTML.encode(),
        "报名表.mht": mht,
        "报名表.rtf": RTF.encode(),
        "报名表.doc": password_protected_office_file(),
        "报名表.pdf": pages(2, stream(b"BT /F 12 Tf 9 9 Td (sample) Tj ET")),
        "身份证.jpg": page,
        "毕业证.png": picture("PNG"),
        "学位证.tif": picture("TIFF", save_all=True),
        "户口.gif": picture("GIF"),
        "户口.bmp": picture("BMP"),
        "户口.webp": picture("WEBP"),
        "扫描.pdf": picture("PDF"),
        "材料.zip": made.archive({"甲/身份证.jpg": page, "甲/报名表.docx": form}),
        "转发.eml": made.mail(made.text_part("报名"), made.named("身份证.jpg", page)),
    }


def damaged(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Return bytes with one to four damages."""
    for _ in range(dice.randint(1, 4)):
        content = dice.choice(DAMAGES)(content, dice, others)
    return content


def _flipped(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(dice.choice((1, 3, 30))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut_off(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _with_hole(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _slice(content, dice)
    return content[:start] + content[end:]


def _doubled(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _slice(content, dice)
    return content[:end] + content[start:end] * dice.choice((1, 2, 50)) + content[end:]


def _spliced(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    other = dice.choice(others)
    start, end = _slice(other, dice)
    place = dice.randrange(len(content) + 1)
    return content[:place] + other[start:end] + content[place:]


def _extreme(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    # Most lengths and counts stand near the beginning.
    place = dice.randrange(min(len(content), dice.choice((64, 1_000, 1 << 20))) + 1)
    return content[:place] + dice.choice(EXTREMES) + content[place + 4 :]


def _inside(content: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Damage a member of an archive and pack it anew, so that its checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return _flipped(content, dice, others)
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        return _flipped(content, dice, others)
    if not members:
        return content
    name = dice.choice(sorted(members))
    members[name] = dice.choice(DAMAGES[:-1])(members[name], dice, others)
    return made.archive(members)


def _slice(content: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(content) + 1)
    return start, min(len(content), start + dice.choice((1, 20, 1_000, 30_000)))


DAMAGES: Sequence[Callable[[bytes, random.Random, Sequence[bytes]], bytes]] = (
    _flipped,
    _cut_off,
    _with_hole,
    _doubled,
    _spliced,
    _extreme,
    _inside,
)


def damaged_mails(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield mails by a name that tells the recipe: a damaged attachment, or a damaged mail."""
    good = samples()
    files = [*good.values()]
    for number in range(count):
        dice = random.Random(f"{seed} {number}")
        name = dice.choice(sorted(good))
        if dice.random() < 0.75:
            mail = made.mail(made.named(name, damaged(good[name], dice, files)))
        else:
            mail = damaged(made.mail(made.named(name, good[name])), dice, [*files, _HEADERS])
        yield f"{seed} {number} {name}", mail


_HEADERS = b"".join(
    (
        b"\nContent-Type: multipart/mixed; boundary==_outer\n\n",
        b"\nContent-Disposition: attachment; filename*0*=gbk''%d0; filename*1=\"x\"\n",
        b"\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n",
        b"\nContent-Type: message/rfc822\n\n",
        b"\nSubject: =?gb2312?B?" + base64.b64encode("报名".encode("gbk")) + b"?=\n",
    )
)
