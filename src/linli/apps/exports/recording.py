"""What the ledger says of exports: which list, narrowed how, how many rows, why; never what stood there."""

from datetime import datetime

from linli.apps.exports.models import Export
from linli.apps.ledger.actions import Event, record

#: 个人信息保护法: access to personal data is by authority and on record.
CLAUSE = "个人信息保护法 第五十一条"


def record_export(export: Export, action: str, *, at: datetime) -> None:
    """Append to the ledger that a list was made or its file taken."""
    event = Event(
        at=at,
        actor=export.by.username,
        action=action,
        subject=export.season.code,
        clause=CLAUSE,
        reason=export.reason,
        inputs={
            "export": export.pk,
            "list": export.list_name,
            "filters": export.filters,
            "is_full": export.is_full,
            "rows": export.rows,
            "digest": export.digest,
        },
        rehearsal=export.season.is_rehearsal,
    )
    record([event])
