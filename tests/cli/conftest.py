"""One prepared data folder for the commands that only read."""

from pathlib import Path

import pytest

from tests.cli.program import linli


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an up-to-date database."""
    data = tmp_path_factory.mktemp("program") / "data"
    assert linli("prepare", data=data).status == 0
    return data
