"""The picture that an official sees: the page that was sent, or the place on it, from the kept mail."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from linli.apps.intake.keeping import MailNotKept
from linli.apps.intake.models import Mail
from linli.apps.intake.showing import SMALL, NothingToShow, picture
from tests.apps.made_desk import PLACES, digest_of, paper_file, sent
from tests.apps.made_desk import picture as made_picture

WHOLE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
# The page as it lies in a picture that was taken upside down.
TURNED = [[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]]
DRAWN = made_picture(places=tuple(PLACES.values()))
BOX = [0.2, 0.1, 0.45, 0.15]


@pytest.fixture
def mail(kept_files: None) -> Mail:
    """A kept mail with one picture and one text."""
    facts = sent("1.eml", {"a.png": DRAWN, "b.txt": b"no picture"}, paper_file(DRAWN))
    return Mail(file=facts.file, digest=facts.digest)


def at(content: bytes = DRAWN, **more: Any) -> dict[str, Any]:
    return {"digest": digest_of(content), "page": 0, "inner": 0, "frame": WHOLE, **more}


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_page_is_shown_whole(mail: Mail) -> None:
    shown = opened(picture(mail, at()))

    assert (shown.format, shown.size) == ("JPEG", (620, 877))


def test_a_small_picture_fits_where_many_stand(mail: Mail) -> None:
    assert max(opened(picture(mail, at(), longest=SMALL)).size) == SMALL


def test_a_place_is_shown_with_what_stands_around_it(mail: Mail) -> None:
    shown = opened(picture(mail, at(), BOX))

    width, height = shown.size
    assert abs(width - 267) <= 1 and abs(height - 62) <= 2
    # The frame that was drawn around the place lies inside the picture.
    grey = shown.convert("L")
    dark = [x for x in range(width) if grey.crop((x, 0, x + 1, height)).getextrema()[0] < 90]
    assert dark[0] > 0 and dark[-1] < width - 1


def test_a_page_that_lay_upside_down_is_shown_upright(mail: Mail) -> None:
    upright, turned = picture(mail, at()), picture(mail, at(frame=TURNED))

    top = opened(upright).convert("L").getpixel((130, 90))
    bottom = opened(turned).convert("L").rotate(180).getpixel((130, 90))
    assert isinstance(top, int) and isinstance(bottom, int)
    assert abs(top - bottom) < 40


@pytest.mark.parametrize(
    "place",
    [
        at(b"another file"),
        at(b"no picture"),
        at(page=1),
        at(inner=1),
    ],
)
def test_what_is_not_there_is_refused_with_what_to_do(mail: Mail, place: dict[str, Any]) -> None:
    with pytest.raises(NothingToShow, match="打开来件原文查看"):
        picture(mail, place)


def test_a_mail_whose_bytes_are_gone_is_refused(mail: Mail, tmp_path: Path) -> None:
    (tmp_path / "files" / "mails" / mail.digest[:2] / f"{mail.digest}.eml").unlink()

    # Asked for as no other test does: what was drawn before is remembered.
    with pytest.raises(MailNotKept):
        picture(mail, at(frame=[[0.0, 0.0], [0.9, 0.0], [0.9, 0.9], [0.0, 0.9]]))
