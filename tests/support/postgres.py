"""Run a command against a throwaway PostgreSQL server.

Example: python -m tests.support.postgres -- .venv/bin/linli demo --no-serve --out /tmp/x
runs a command with DATABASE_URL naming a fresh server.
"""

from __future__ import annotations

import os
import subprocess
import sys

from linli.benchmarks.throwaway_postgres import throwaway_server


def main(arguments: list[str]) -> int:
    """Run a command against a throwaway server and return its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    with throwaway_server() as server:
        return subprocess.run(
            command, check=False, env=os.environ | {"DATABASE_URL": server.url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
