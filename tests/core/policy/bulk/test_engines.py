"""The engines that are optional extras say what to install where they are missing."""

import os
import subprocess
import sys

import pytest

# A process of its own, that finds no package from here on.
_PROGRAM = """
import sys
from linli.core.policy.bulk.errors import EngineMissing
from linli.core.policy.bulk.polars_engine import PolarsEngine
from linli.core.policy.bulk.spark_engine import SparkEngine
sys.path.clear()
try:
    {engine}()
except EngineMissing as refusal:
    print(refusal.mend)
"""

MENDS = {
    "PolarsEngine": "运行 pip install 'linli[polars]'，或改用 duckdb",
    "SparkEngine": "运行 pip install 'linli[spark]'，并安装 Java 17（openjdk-17-jre-headless），或改用 duckdb",
}


@pytest.mark.parametrize("engine", MENDS)
def test_engine_that_is_not_installed_says_what_to_install(engine: str) -> None:
    program = [sys.executable, "-X", "utf8", "-c", _PROGRAM.format(engine=engine)]

    # Spark starts meanwhile and sets variables: the process gets a copy of its own.
    told = subprocess.run(
        program, env=dict(os.environ), capture_output=True, check=True, encoding="utf-8"
    ).stdout

    assert told.strip() == MENDS[engine]
