"""Who is let in where: every address of the site asked by everybody, as docs/reference/access.md has it.

Whom a part of the site may let in at all stands in ``expected_access``, written by hand: the table is
generated, and would take a hole as it takes a permission. Nobody is shown a link that refuses.
``REFRESH_DOCS=1 .venv/bin/python -m pytest -m long tests/web/test_access_matrix.py`` writes it anew;
each line that changes is a permission that changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from linli.apps.accounts.models import User
from tests.apps.cast import at
from tests.docs.test_reference import kept
from tests.web.expected_access import EXPECTED, part_of
from tests.web.world import World, make_world

HEAD = """# Who is let in where

Generated from the address table by `tests/web/test_access_matrix.py`: every address, asked with GET and with POST by everybody, in a season whose case 00001 of 代县 is the applicant's own. A form was sent blank, so a page that would act refuses what is missing.

○ let in (shown, done, or refused for what is missing in the form), 登 asked to sign in, × not permitted and told why, 无 nothing there for this person, · a method that the address does not know.
"""
_KEPT_OUT = {302: "登", 403: "×", 404: "无", 405: "·"}


def pages() -> Iterator[tuple[str, str, set[str]]]:
    """Yield every address: the name of its page, how it is written, what it is made of."""
    yield from _pages(get_resolver(), "", ())


def _pages(
    resolver: URLResolver, before: str, spaces: tuple[str, ...]
) -> Iterator[tuple[str, str, set[str]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _pages(one, before + str(one.pattern), inner)
        elif isinstance(one, URLPattern) and one.name:
            yield (
                ":".join((*spaces, one.name)),
                before + str(one.pattern),
                set(one.pattern.converters),
            )


def asked(address: str, method: str, who: User | None) -> str:
    """Ask for an address, and return what became of it; nothing of it stays."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if who is not None:
            client.force_login(who)
        answer = client.generic(method, address)
        transaction.set_rollback(True)
    return _sign(answer, address)


def _sign(answer: HttpResponseBase, address: str) -> str:
    assert answer.status_code < 500, f"{address} fails"
    if answer.status_code == 302 and "next=" not in answer.headers["Location"]:
        return "○"
    return _KEPT_OUT.get(answer.status_code, "○")


Signs = Mapping[tuple[str, str], tuple[str, ...]]


def all_asked(world: World) -> Signs:
    """Return the signs of everybody, by address and method."""
    return {
        (pattern, method): tuple(
            asked(reverse(page, kwargs=world.arguments(page, names)), method, who)
            for who in world.people.values()
        )
        for page, pattern, names in pages()
        for method in ("GET", "POST")
    }


def let_in(world: World, signs: Signs) -> dict[str, tuple[str, str]]:
    """Return by part of the site who may read anything there, and who may act."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"GET": set(), "POST": set()})
    for (pattern, method), row in signs.items():
        names = {name for name, sign in zip(world.people, row, strict=True) if sign == "○"}
        found[part_of(pattern)][method] |= names
    order = list(world.people)
    return {
        part: (
            " ".join(name for name in order if name in row["GET"]),
            " ".join(name for name in order if name in row["POST"]),
        )
        for part, row in found.items()
    }


def refusing_links(world: World) -> list[tuple[str, str, str]]:
    """Return who is shown a link of the office on which page that then refuses; one link per page's name."""
    return [
        (name, page, link)
        for name, who in world.people.items()
        if who is not None and who.is_official
        for page, link in _refused_to(who, world)
    ]


def _refused_to(who: User, world: World) -> Iterator[tuple[str, str]]:
    client, followed = Client(raise_request_exception=False), set()
    client.force_login(who)
    for page, _, names in pages():
        if not page.startswith("office:"):
            continue
        answer = client.get(reverse(page, kwargs=world.arguments(page, names)))
        if answer.status_code != 200 or answer.streaming:
            continue
        for link in re.findall(rb'href="(/office/[^"#?]*)', answer.content):
            name = resolve(link.decode()).url_name
            if name not in followed:
                followed.add(name)
                if client.get(link.decode()).status_code == 403:
                    yield page, link.decode()


@pytest.mark.long
@pytest.mark.django_db
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(kept_files: None) -> None:
    with time_machine.travel(at(6, 5), tick=False):
        world = make_world()
    with time_machine.travel(at(7, 16), tick=False):
        signs = all_asked(world)
        links = refusing_links(world)
    head = [f"| 地址 | | {' | '.join(world.people)} |", f"|---|---|{'---|' * len(world.people)}"]
    lines = [
        f"| `/{pattern}` | {method} | {' | '.join(row)} |"
        for (pattern, method), row in signs.items()
        if set(row) != {"·"}
    ]
    table = "\n".join([HEAD, *head, *lines, ""])
    told = kept("access.md", table)

    assert let_in(world, signs) == EXPECTED
    assert links == []
    assert table == told
