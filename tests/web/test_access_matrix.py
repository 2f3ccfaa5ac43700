"""Who is let in where: every address of the site asked by everybody, as docs/reference/access.md has it.

``REFRESH_DOCS=1 .venv/bin/python -m pytest -m long tests/web/test_access_matrix.py`` writes it anew;
each line that changes is a permission that changed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.apps.accounts.models import User
from tests.apps.cast import at
from tests.docs.test_reference import kept
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


def line(world: World, page: str, pattern: str, names: set[str], method: str) -> str:
    """Return the line of an address for one method, blank if the address does not know that."""
    address = reverse(page, kwargs=world.arguments(page, names))
    signs = [asked(address, method, who) for who in world.people.values()]
    return f"| `/{pattern}` | {method} | {' | '.join(signs)} |" if set(signs) != {"·"} else ""


@pytest.mark.long
@pytest.mark.django_db
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(kept_files: None) -> None:
    with time_machine.travel(at(6, 5), tick=False):
        world = make_world()
    with time_machine.travel(at(7, 16), tick=False):
        lines = [
            line(world, page, pattern, names, method)
            for page, pattern, names in pages()
            for method in ("GET", "POST")
        ]
    head = [f"| 地址 | | {' | '.join(world.people)} |", f"|---|---|{'---|' * len(world.people)}"]
    table = "\n".join([HEAD, *head, *filter(None, lines), ""])

    assert table == kept("access.md", table)
