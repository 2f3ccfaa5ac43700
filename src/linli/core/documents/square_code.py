"""A square code that a camera reads (QR code, GB/T 18284-2000), as rows of modules and as a picture."""

from io import BytesIO

import segno


def modules_of(content: str) -> tuple[str, ...]:
    """Return the code's rows without its margin: ``1`` is dark, ``0`` is light.

    A quarter of it may be soiled or creased and it still reads.
    """
    return tuple("".join("1" if dark else "0" for dark in row) for row in _drawn(content).matrix)


def picture_of(content: str) -> bytes:
    """Return the code as PNG with its margin of four modules; the same text gives the same bytes."""
    picture = BytesIO()
    _drawn(content).save(picture, kind="png", scale=8)
    return picture.getvalue()


def _drawn(content: str) -> segno.QRCode:
    return segno.make(content, error="q", micro=False)
