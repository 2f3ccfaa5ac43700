"""The one Spark session of this process, on this machine alone. An optional extra, with Java 17."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from linli.core.policy.bulk.errors import EngineMissing

_JAVA = "java-17-openjdk-*"
_JAVA_FOLDER = Path("/usr/lib/jvm")
_LOGGING = Path(__file__).with_name("spark_log4j2.properties")
_SETTINGS = {
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "false",
    # Groups and ranks of one machine: no more parts than it can work on, and no plan made twice.
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.maxPlanStringLength": "1000",
}


def spark_session() -> Any:
    """Return the session, started on the first call and kept. Raises ``EngineMissing``."""
    if find_spec("pyspark") is None or not _has_java():
        raise EngineMissing(
            "Spark 或 Java 17", "spark", "，并安装 Java 17（openjdk-17-jre-headless）"
        )
    from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra, and slow to load)

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[*]").appName("linli")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _has_java() -> bool:
    """Find Java 17 for Spark, unless the environment names a Java."""
    if "JAVA_HOME" not in os.environ:
        found = sorted(_JAVA_FOLDER.glob(_JAVA))
        if found:
            os.environ["JAVA_HOME"] = str(found[0])
    return "JAVA_HOME" in os.environ or shutil.which("java") is not None
