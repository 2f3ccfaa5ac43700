"""The three engines, each started once; Spark while tests of the other two run."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from linli.core.policy import Edition
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.polars_engine import PolarsEngine
from linli.core.policy.bulk.spark_engine import SparkEngine
from tests.core.policy.bulk.operations_pack import operations_edition

# Many plans that run once each: what makes Java fast in the long run only costs time here.
_JAVA_FOR_TESTS = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)


@pytest.fixture(scope="session", autouse=True)
def starting(request: pytest.FixtureRequest) -> Iterator[Future[SparkEngine] | None]:
    """Start Spark in the background if a test needs it: it takes a quarter of a minute."""
    if not any("spark" in item.nodeid for item in request.session.items):
        yield None
        return
    os.environ.setdefault("SPARK_SUBMIT_OPTS", _JAVA_FOR_TESTS)
    with ThreadPoolExecutor() as pool:
        started = pool.submit(_warm_engine)
        yield started
        started.result().session.stop()


def _warm_engine() -> SparkEngine:
    engine = SparkEngine()
    engine.session.sql("SELECT count(*) FROM VALUES (1), (2) AS t(n) WHERE n > 1").collect()
    return engine


@pytest.fixture(scope="session")
def spark(starting: Future[SparkEngine]) -> SparkEngine:
    return starting.result()


@pytest.fixture(
    scope="session", params=["duckdb", "polars", pytest.param("spark", marks=pytest.mark.long)]
)
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "spark":
        return request.getfixturevalue("spark")
    return {"duckdb": DuckdbEngine, "polars": PolarsEngine}[request.param]()


@pytest.fixture(scope="session")
def operations(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return operations_edition(tmp_path_factory.mktemp("operations"))
