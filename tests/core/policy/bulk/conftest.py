"""The three engines, each started once."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from linli.core.policy import Edition
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.polars_engine import PolarsEngine
from linli.core.policy.bulk.spark_engine import SparkEngine
from tests.core.policy.bulk.operations_pack import operations_edition

# Many plans that run once each: what makes Java fast in the long run only costs time here.
_JAVA_FOR_TESTS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkEngine]:
    os.environ.setdefault("SPARK_SUBMIT_OPTS", _JAVA_FOR_TESTS)
    engine = SparkEngine()
    yield engine
    engine.session.stop()


@pytest.fixture(scope="session", params=["duckdb", "polars", "spark"])
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "spark":
        return request.getfixturevalue("spark")
    return {"duckdb": DuckdbEngine, "polars": PolarsEngine}[request.param]()


@pytest.fixture(scope="session")
def operations(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return operations_edition(tmp_path_factory.mktemp("operations"))
