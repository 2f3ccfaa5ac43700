"""A sheet of paper to draw on, measured in millimetres from its upper left corner."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from linli.rehearsal.papers.faces import Face, Faces, Font

Colour = tuple[int, int, int]
INK: Colour = (28, 28, 32)
RED: Colour = (200, 30, 40)
MM_PER_INCH = 25.4
# These never begin a line.
CLOSING = "，。、；：）》”’！？,.;:)"
MARK = "样本"


class Sheet:
    """A picture of ``size`` millimetres at ``dpi`` dots per inch, with a pen that writes Chinese."""

    def __init__(
        self,
        size: tuple[float, float],
        *,
        dpi: int,
        faces: Faces,
        ground: Colour = (255, 255, 255),
    ) -> None:
        self.size = size
        self.faces = faces
        self._scale = dpi / MM_PER_INCH
        self.image = Image.new("RGB", (self.px(size[0]), self.px(size[1])), ground)
        self.image.info["dpi"] = (dpi, dpi)
        self.pen = ImageDraw.Draw(self.image)

    def px(self, mm: float) -> int:
        """Return millimetres as whole pixels."""
        return round(mm * self._scale)

    def points(self, *mm: float) -> tuple[int, ...]:
        """Return several millimetres as pixels, in their order."""
        return tuple(self.px(value) for value in mm)

    def font(self, face: Face, size: float) -> Font:
        """Return a face whose square is ``size`` millimetres high."""
        return self.faces.sized(face, self.px(size))

    def width_of(self, words: str, *, size: float, face: Face) -> float:
        """Return how many millimetres ``words`` take on one line."""
        return float(self.pen.textlength(words, self.font(face, size))) / self._scale

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float,
        face: Face = Face.SANS,
        fill: Colour = INK,
        anchor: str = "lm",
        gap: float = 0,
    ) -> float:
        """Write one line at a point; return where it ends. ``gap`` spreads the letters."""
        font = self.font(face, size)
        if not gap:
            self.pen.text((self.px(x), self.px(y)), words, fill=fill, font=font, anchor=anchor)
            return x + self.width_of(words, size=size, face=face)
        whole = sum(self.width_of(one, size=size, face=face) + gap for one in words) - gap
        at = x - {"m": whole / 2, "r": whole}.get(anchor[0], 0)
        for letter in words:
            place = (self.px(at), self.px(y))
            self.pen.text(place, letter, fill=fill, font=font, anchor="l" + anchor[1])
            at += self.width_of(letter, size=size, face=face) + gap
        return at - gap

    def paragraph(
        self,
        x: float,
        y: float,
        words: str,
        *,
        width: float,
        size: float,
        leading: float,
        face: Face = Face.SERIF,
        fill: Colour = INK,
        indent: float = 0,
    ) -> float:
        """Write words wrapped to a width; return the height of the line after the last.

        ``leading`` is the distance of two lines in sizes of a letter.
        """
        first = x + indent
        for line in wrapped(self, words, width=width, size=size, face=face, indent=indent):
            self.text(first, y, line, size=size, face=face, fill=fill)
            first = x
            y += size * leading
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        outline: Colour | None = INK,
        thick: float = 0.25,
        fill: Colour | None = None,
    ) -> None:
        """Draw a rectangle."""
        corners = self.points(x, y, x + width, y + height)
        self.pen.rectangle(corners, outline=outline, width=max(self.px(thick), 1), fill=fill)

    def line(
        self,
        points: Sequence[float],
        *,
        fill: Colour = INK,
        thick: float = 0.25,
        joint: bool = True,
    ) -> None:
        """Draw a line through points given as x, y, x, y, and so on."""
        curve = "curve" if joint else None
        width = max(self.px(thick), 1)
        self.pen.line(self.points(*points), fill=fill, width=width, joint=curve)

    def paste(self, picture: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """Put a picture onto the sheet, scaled to a box."""
        size = (max(self.px(width), 1), max(self.px(height), 1))
        self.image.paste(picture.resize(size, Image.Resampling.LANCZOS), (self.px(x), self.px(y)))

    def mark(self, x: float, y: float, *, size: float = 2.6, fill: Colour = RED) -> None:
        """Put the small boxed word 样本 with its right lower corner at a point."""
        width = self.width_of(MARK, size=size, face=Face.SANS) + size * 0.5
        self.box(x - width, y - size * 1.35, width, size * 1.35, outline=fill, thick=0.2)
        self.text(x - width / 2, y - size * 0.68, MARK, size=size, fill=fill, anchor="mm")


def wrapped(
    sheet: Sheet, words: str, *, width: float, size: float, face: Face, indent: float = 0
) -> list[str]:
    """Return words cut into lines; a line break in the words is kept, no line begins with 。"""
    lines: list[str] = []
    for part in words.split("\n"):
        line, left = "", width - indent
        for letter in part:
            is_full = sheet.width_of(line + letter, size=size, face=face) > left
            if is_full and letter not in CLOSING and line:
                lines.append(line)
                line, left = "", width
            line += letter
        lines.append(line)
        indent = 0
    return lines
