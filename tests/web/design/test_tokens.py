"""The style sheet: contrast of its colours, names that exist, rules that something uses, weight of a page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

WEB = Path(apps.get_app_config("design").path).parent
SHEET = (WEB / "design" / "static" / "design" / "design.css").read_text(encoding="utf-8")
#: Text and the ground it stands on.
PAIRS = [
    *(("ink", ground) for ground in ("paper", "ground", "shade", "quiet-soft", "accent-soft")),
    *(("ink", f"{tone}-soft") for tone in ("good", "bad", "waiting")),
    *(("ink-2", ground) for ground in ("paper", "ground", "shade", "quiet-soft", "accent-soft")),
    *(("accent", ground) for ground in ("paper", "ground", "shade", "accent-soft")),
    *(("accent-strong", ground) for ground in ("paper", "accent-soft")),
    *(
        (tone, ground)
        for tone in ("good", "bad", "waiting")
        for ground in ("paper", f"{tone}-soft")
    ),
    *(("paper", ground) for ground in ("accent", "accent-strong", "good", "bad", "waiting")),
    ("rehearsal-ink", "rehearsal"),
]
#: Edges by which a control or the focus is seen, and the ground beside them.
EDGES = [(edge, ground) for edge in ("edge", "focus") for ground in ("paper", "ground")]
PAGE_LIMIT = 100_000


def tokens_in(text: str) -> dict[str, str]:
    return dict(re.findall(r"--linli-([\w-]+): (#[0-9a-f]{6});", text))


NORMAL = tokens_in(SHEET.partition("/* base */")[0])
STRONG = NORMAL | tokens_in(SHEET.partition("prefers-contrast: more")[2].partition("@media")[0])


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(tokens: dict[str, str], pair: tuple[str, str]) -> float:
    low, high = sorted(luminance(tokens[one]) for one in pair)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_of_21() -> None:
    assert contrast({"a": "#000000", "b": "#ffffff"}, ("a", "b")) == pytest.approx(21)


def test_text_is_readable_on_every_ground_it_stands_on() -> None:
    low = {pair: round(contrast(NORMAL, pair), 2) for pair in PAIRS if contrast(NORMAL, pair) < 4.5}

    assert low == {}


def test_edges_and_focus_are_seen() -> None:
    low = {pair: round(contrast(NORMAL, pair), 2) for pair in EDGES if contrast(NORMAL, pair) < 3}

    assert low == {}


def test_text_reaches_7_where_more_contrast_is_wished() -> None:
    low = {pair: round(contrast(STRONG, pair), 2) for pair in PAIRS if contrast(STRONG, pair) < 7}

    assert low == {}


def test_page_on_design_tells_the_measured_contrasts() -> None:
    page = (WEB.parents[2] / "docs" / "design.md").read_text(encoding="utf-8")

    told = re.findall(r"^\| `([\w-]+)` \| `(#\w{6})` \| ([\d.]+) \| ([\d.]+) \|", page, flags=re.M)

    on_paper = [
        (name, NORMAL[name], *(f"{contrast(one, (name, 'paper')):.1f}" for one in (NORMAL, STRONG)))
        for name in (
            "ink",
            "ink-2",
            "accent",
            "accent-strong",
            "good",
            "waiting",
            "bad",
            "edge",
            "focus",
        )
    ]
    assert told == on_paper


def test_every_token_that_a_sheet_uses_exists() -> None:
    used = {
        name
        for sheet in WEB.rglob("*.css")
        for name in re.findall(r"var\(--linli-([\w-]+)", sheet.read_text(encoding="utf-8"))
    }

    assert used - set(re.findall(r"--linli-([\w-]+):", SHEET)) == set()


def test_every_class_of_the_sheet_is_used_by_a_page() -> None:
    pages = "".join(
        file.read_text(encoding="utf-8")
        for pattern in ("*.html", "*.py", "*.js")
        for file in WEB.rglob(pattern)
    )
    bare = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", SHEET, flags=re.S)

    unused = {
        name
        for name in re.findall(r"\.([a-z][\w-]*)", bare)
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", pages)
        and f"{name.rpartition('-')[0]}-{{{{" not in pages
    }

    assert unused == set()


def test_frame_of_a_public_page_weighs_less_than_100_kb_on_the_way() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page = render_to_string("portal/base.html", request=request)

    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    found = [finders.find(file) for file in files]
    weights = [len(gzip.compress(Path(str(file)).read_bytes())) for file in found]

    assert "vendor/tabler.min.css" in files
    assert sum(weights) + len(gzip.compress(page.encode())) < PAGE_LIMIT
