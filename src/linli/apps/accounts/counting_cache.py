"""The table in which limits on signing in are counted, for all processes of the server together.

Django's own cache table counts its rows at every writing; thousands sign in within the last hour.
Here a writing is one statement, and rows that have expired are cleared away by the worker.
"""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

_SET = """
INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_ADD = f"{_SET} WHERE {{table}}.expires < %s"


class CountingCache(DatabaseCache):
    """Django's cache in a table, written by one statement."""

    _table: str

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store a value, whatever was there."""
        self._write(_SET, key, value, timeout, version)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store a value if the key is free or has expired; tell whether it was stored."""
        return self._write(_ADD, key, value, timeout, version, timezone.now()) > 0

    def clear_expired(self) -> int:
        """Take out what has expired; return how many rows."""
        connection = self._connection()
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            now = connection.ops.adapt_datetimefield_value(timezone.now())
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 (the table's name is ours)
            return int(cursor.rowcount)

    def _write(
        self, statement: str, key: str, value: Any, timeout: Any, version: int | None, *more: Any
    ) -> int:
        connection = self._connection()
        pickled = pickle.dumps(value, self.pickle_protocol)
        until = self.get_backend_timeout(timeout)
        expires = datetime.max if until is None else datetime.fromtimestamp(until, tz=UTC)
        times = [
            connection.ops.adapt_datetimefield_value(one.replace(microsecond=0))
            for one in (expires, *more)
        ]
        text = base64.b64encode(pickled).decode("latin1")
        with connection.cursor() as cursor:
            cursor.execute(
                statement.format(table=connection.ops.quote_name(self._table)),
                [self.make_and_validate_key(key, version=version), text, *times],
            )
            return int(cursor.rowcount)

    def _connection(self) -> Any:
        return connections[router.db_for_write(self.cache_model_class)]
