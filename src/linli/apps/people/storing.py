"""Fit what strangers wrote into the database: a hostile mail must not keep the others out.

PostgreSQL takes neither NUL nor half a surrogate pair, and no more than a column holds;
SQLite takes almost anything, so that only a check here treats both alike.
"""

import re
from typing import Any

from django.db import models

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def storable(value: Any) -> Any:
    """Return text, or JSON-like data, with U+FFFD for every character that no database stores."""
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def fitted(model: type[models.Model], **texts: str) -> dict[str, str]:
    """Return texts storable and cut to the length of their columns in ``model``."""
    lengths = {name: getattr(model._meta.get_field(name), "max_length", None) for name in texts}
    return {name: storable(text)[: lengths[name]] for name, text in texts.items()}
