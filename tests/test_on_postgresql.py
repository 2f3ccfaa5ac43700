"""What holds on SQLite holds on PostgreSQL: the tests of the apps once more, on a throwaway server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.benchmarks.throwaway_postgres import throwaway_server

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.long
def test_every_test_of_the_apps_passes_on_postgresql_too(tmp_path: Path) -> None:
    with throwaway_server() as server:
        environment = os.environ | {"DATABASE_URL": server.url, "LINLI_DATA": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/apps", "-p", "no:cacheprovider"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stdout[-4000:]
