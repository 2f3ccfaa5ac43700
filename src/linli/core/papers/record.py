"""A paper as a record fit for JSON, as an application keeps it, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper, PaperValues

_VALUES = frozenset(one.name for one in fields(PaperValues))


def paper_to_record(paper: Paper) -> dict[str, Any]:
    """Return a paper as plain data; a value that it does not say is left out."""
    return {
        "kinds": [kind.value for kind in paper.kinds],
        "sure": paper.sure,
        "values": {
            name: value for name, value in asdict(paper.values).items() if value is not None
        },
        "doubtful": list(paper.doubtful),
    }


def paper_from_record(record: Mapping[str, Any]) -> Paper:
    """Return the paper of a record; what a record holds besides, such as its place, is passed over.

    Raises ``ValueError`` for a kind that there is not.
    """
    values = record.get("values") or {}
    return Paper(
        kinds=tuple([MaterialKind(kind) for kind in record.get("kinds") or ()]),
        sure=float(record.get("sure", 0)),
        values=PaperValues(**{name: values[name] for name in values if name in _VALUES}),
        doubtful=tuple(record.get("doubtful") or ()),
    )
