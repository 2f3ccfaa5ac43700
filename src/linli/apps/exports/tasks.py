"""Background work: long lists, in a queue of their own: they take minutes, and no file waits behind them."""

from django.utils import timezone
from django_tasks import task

EXPORTS = "exports"


@task(queue_name=EXPORTS)
def make(export_id: int) -> None:
    """Make the workbook of an export."""
    from linli.apps.exports.making import make_export  # noqa: PLC0415 (models load after the tasks)

    make_export(export_id, at=timezone.now())
