"""A made-up pack of a city that lets two officials refuse: the notice's own, and one dated parameter."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import linli.policies
from linli.core.policy import Pack, load_pack
from linli.policies import get_pack

POLICIES = Path(linli.policies.__file__).parent
CLAUSE = "复核办法 二"
# As long as the tests run: a pack knows its folder.
_FOLDERS = TemporaryDirectory(prefix="packs")
_PACK = """\
[pack]
id = "asking-2024"
title = "样本市资格审查复核办法（样本）"
edition = "{edition}"
extends = "xinzhou-2024"

[documents."复核办法"]
number = "样本〔2024〕2号"
title = "样本市资格审查复核办法"
organs = ["样本市委社会工作部"]
issued = 2024-06-01
disclosure = "样本，不是公文"

[parameters.second_reader]
description = "须经第二人复核的审查决定"
unit = "texts"
clause = "{clause}"
values = [{{ from = {since}, value = [{outcomes}] }}]
"""


@cache
def asking_pack(*outcomes: str, since: date = date(2024, 6, 1)) -> Pack:
    """Return the notice's pack, extended by a parameter that asks for a second reader of outcomes."""
    folder = Path(_FOLDERS.name) / f"{since}-{'-'.join(outcomes)}"
    folder.mkdir()
    (folder / "xinzhou_2024").symlink_to(POLICIES / "xinzhou_2024")
    own = folder / "asking_2024"
    own.mkdir()
    text = _PACK.format(
        edition=get_pack("xinzhou-2024").edition,
        clause=CLAUSE,
        since=since.isoformat(),
        outcomes=", ".join(f'"{one}"' for one in outcomes),
    )
    (own / "pack.toml").write_text(text, encoding="utf-8")
    (own / "rules.py").write_text('"""No rules of its own."""\n', encoding="utf-8")
    return load_pack(own)


def let_ask(
    monkeypatch: pytest.MonkeyPatch, *outcomes: str, since: date = date(2024, 6, 1)
) -> None:
    """Let the seasons of a test go by the pack that asks."""
    pack = asking_pack(*outcomes, since=since)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
