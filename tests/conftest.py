"""What every test may ask for: a real database on disk, a browser, and the few divisions that a test needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import settings

from tests.support.browser import launch_arguments

# Playwright's synchronous interface runs an event loop in this thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# How long an example takes says what else the machine does, not whether a law holds.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

#: Modules of few, long tests. Started last, one of them would run alone at the end.
LONGEST = (
    "tests/cli/test_season_commands.py",
    "tests/cli/test_office_commands.py",
    "tests/test_on_postgresql.py",
    "tests/benchmarks/test_deadline_bench.py",
    "tests/web/season/test_whole_season_in_chromium.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count what needs a browser among the long tests; put the longest first, so that all processes end together."""
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium; without one the browser tests fail and say what to install."""
    return dict(launch_arguments())


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand in for pytest-playwright's own fixture, which pytest 9 warns about."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, as a real site does: one in memory serialises no writers."""
    from django.db import connection  # noqa: PLC0415 (settings load first)

    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Forget the counted sign-ins too: their table is no model's, so emptying the database leaves it."""
    yield
    cache.clear()


@pytest.fixture
def kept_files(settings: Any, tmp_path: Path) -> None:
    """Keep the mails of a test in a folder of its own, ``files``."""
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def divisions(db: None) -> None:
    """山西省, 忻州市 and its counties, a street with two communities in 代县 and 原平市; 大同市, 河北省."""
    from linli.apps.places.models import Division  # noqa: PLC0415 (settings load first)
    from linli.policies import get_pack  # noqa: PLC0415 (settings load first)

    counties = get_pack("xinzhou-2024").inputs["county"].choices
    names = {"14": "山西省", "1409": "忻州市", "1402": "大同市", "13": "河北省", **counties}
    for county in ("140923", "140981"):
        names[f"{county}901"] = f"{counties[county]}样本第1街道"
        names[f"{county}901901"] = f"{counties[county]}样本第1社区"
        names[f"{county}901902"] = f"{counties[county]}样本第2社区"
    # A code of 2, 4, 6, 9 or 12 digits: province, city, county, street, community.
    above = {4: 2, 6: 4, 9: 6, 12: 9}
    Division.objects.bulk_create(
        Division(
            code=code,
            name=name,
            level=Division.Level([2, 4, 6, 9, 12].index(len(code)) + 1),
            parent_id=code[: above[len(code)]] if len(code) > 2 else None,
        )
        for code, name in names.items()
    )
