"""A page with the two file inputs and their dialogs, served with the site's own policy for contents, and pictures for it."""

from __future__ import annotations

import base64
import io
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import numpy as np
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

Point = tuple[float, float]
Open = Callable[..., Page]

WIDTHS = {360: 640, 1440: 900}

PAGE = """{% extends "design/base.html" %}{% block title %}图片{% endblock %}
{% block head %}{% include "portal/pictures/head.html" only %}{% endblock %}
{% block content %}<h1>图片</h1><form class="stacked" method="post">
<div class="field"><label class="form-label" for="photo">照片</label><input class="form-control" type="file" id="photo"
  accept="image/*" data-picture="portrait" data-ratio="25:35" data-min="295x413"></div>
<div class="field"><label class="form-label" for="papers">材料</label><input class="form-control" type="file" id="papers"
  accept="image/*,application/pdf" data-picture="paper" multiple></div></form>
{% include "portal/pictures/portrait.html" only %}{% include "portal/pictures/paper.html" only %}{% endblock %}"""


@dataclass(frozen=True)
class Sent:
    """A file that an input holds, as it would be sent."""

    name: str
    media_type: str
    content: bytes

    @property
    def picture(self) -> Image.Image:
        """Return it opened."""
        return Image.open(io.BytesIO(self.content))


@contextmanager
def served() -> Iterator[str]:
    """Serve the page on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # (http.server's name)
        path = self.path.partition("?")[0]
        found = finders.find(path.removeprefix(settings.STATIC_URL)) if path != "/" else None
        if path != "/" and not found:
            return self.send_error(404)
        body = (
            Path(str(found)).read_bytes()
            if found
            else engines["django"].from_string(PAGE).render().encode()
        )
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _policy())
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output quiet."""


def _policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def chosen(page: Page, where: str, *files: FilePayload | Path) -> None:
    """Choose files as somebody would, and note each ``picture-ready`` that follows."""
    page.evaluate(
        "window.ready ??= (addEventListener('picture-ready', (event) =>"
        " window.ready.push([event.target.id, event.detail.note])), [])"
    )
    page.set_input_files(where, cast("list[FilePayload]", list(files)))


def ready(page: Page) -> list[list[str]]:
    """Return what was told to be ready: input and note."""
    found: list[list[str]] = page.evaluate("window.ready ?? []")
    return found


def sent(page: Page, where: str) -> list[Sent]:
    """Return the files that an input holds."""
    files = page.eval_on_selector(
        where,
        """async (input) => Promise.all([...input.files].map((file) => new Promise((done) => {
            const reader = new FileReader();
            reader.onload = () => done([file.name, file.type, reader.result.split(',')[1]]);
            reader.readAsDataURL(file);
        })))""",
    )
    return [Sent(name, kind, base64.b64decode(content or "")) for name, kind, content in files]


def payload(
    picture: Image.Image, name: str = "张样本.jpg", exif: Image.Exif | None = None
) -> FilePayload:
    """Return a picture as a file to choose, named as people name theirs."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=95, **({"exif": exif} if exif else {}))
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def quarters(width: int, height: int) -> Image.Image:
    """Return a picture of four fields: red and green above, blue and yellow below."""
    picture = Image.new("RGB", (width, height), "red")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width / 2, 0, width, height / 2), fill="lime")
    draw.rectangle((0, height / 2, width / 2, height), fill="blue")
    draw.rectangle((width / 2, height / 2, width, height), fill="yellow")
    return picture


def noisy(folder: Path, width: int, height: int) -> Path:
    """Write a photo that is full of detail, as large a file as photos get."""
    base = np.random.default_rng(20240601).normal(0, 25, (height, width, 3))
    ground = np.linspace(60, 190, width)[None, :, None]
    path = folder / "张样本.jpg"
    Image.fromarray(np.clip(base + ground, 0, 255).astype("uint8")).save(path, quality=92)
    return path


#: Where the marks of a made page stand, as shares of its width and height, by colour.
MARKS = {"red": (0.2, 0.15), "green": (0.8, 0.15), "blue": (0.8, 0.85), "black": (0.2, 0.85)}


def made_page(width: int = 1000, height: int = 1414) -> Image.Image:
    """Return a white page with a mark of its own colour near each corner and lines of print."""
    page = Image.new("RGB", (width, height), (240, 240, 236))
    draw = ImageDraw.Draw(page)
    for line in range(8):
        y = height * (0.3 + 0.06 * line)
        draw.rectangle((width * 0.15, y, width * 0.85, y + height * 0.015), fill=(70, 70, 70))
    for colour, (x, y) in MARKS.items():
        x, y, half = x * width, y * height, width * 0.04
        draw.rectangle((x - half, y - half, x + half, y + half), fill=colour)
    return page


def on_table(
    page: Image.Image, corners: list[Point], size: tuple[int, int], table: Any = (74, 52, 38)
) -> Image.Image:
    """Return a photo of a page whose corners (clockwise from the top left) lie there on a table."""
    width, height = page.size
    flat = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    numbers = tuple(np.linalg.solve(np.array(rows), np.array(values)))
    photo = Image.new("RGB", size, table) if isinstance(table, tuple) else table.copy()
    laid = page.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    )
    photo.paste(laid, mask=mask)
    return photo


def portrait(page: Page) -> Locator:
    """Return the dialog of the portrait once it shows the picture."""
    dialog = page.get_by_role("dialog", name="裁剪照片")
    expect(dialog).to_have_attribute("data-state", "ready")
    return dialog


def paper(page: Page) -> Locator:
    """Return the dialog of a paper once it shows the picture."""
    dialog = page.get_by_role("dialog", name="拉直图片")
    expect(dialog).to_have_attribute("data-state", "ready")
    return dialog


def use(dialog: Locator, name: str = "使用这张") -> None:
    """Press a button of a dialog."""
    dialog.get_by_role("button", name=name).click()


def result(page: Page, where: str) -> Sent:
    """Return the one file that an input holds once the dialogs are done."""
    expect(page.locator("dialog[open]")).to_have_count(0)
    (file,) = sent(page, where)
    return file


def colour(picture: Image.Image, x: float, y: float) -> str:
    """Name the colour at a place given as shares of width and height."""
    named = {
        "red": (255, 0, 0), "lime": (0, 255, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
        "yellow": (255, 255, 0), "black": (0, 0, 0), "white": (240, 240, 236), "table": (74, 52, 38),
    }  # fmt: skip
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    at = pixels[round(y * (picture.height - 1)), round(x * (picture.width - 1))]
    return min(named, key=lambda name: int(np.abs(at - named[name]).sum()))


def four(picture: Image.Image) -> list[str]:
    """Name the colours near the corners, clockwise from the top left."""
    return [
        colour(picture, x, y) for x, y in ((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95))
    ]


def dragged(page: Page, start: tuple[float, float], right: float, down: float) -> None:
    """Drag from a place by CSS pixels."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + right, start[1] + down, steps=4)
    page.mouse.up()


def middle(locator: Locator) -> tuple[float, float]:
    """Return the middle of an element on the screen."""
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stage_size(dialog: Locator) -> tuple[float, float]:
    """Return width and height of the ground on which the picture lies."""
    box = dialog.locator('[data-part="stage"]').bounding_box()
    assert box
    return box["width"], box["height"]
