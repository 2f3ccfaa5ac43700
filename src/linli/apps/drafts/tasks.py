"""Background work on files and on what was submitted: nobody at the screen waits for it.

Both take seconds, so they stand in a queue of their own.
"""

from django.utils import timezone
from django_tasks import task

READING = "reading"
#: What was submitted goes before files that are only being put together.
_BEFORE_READING = 50


@task(queue_name=READING)
def read_upload(upload_id: int) -> None:
    """Read one file."""
    from linli.apps.drafts.file_reading import read  # noqa: PLC0415 (models load after the tasks)

    read(upload_id)


@task(queue_name=READING, priority=_BEFORE_READING)
def take_over(application_id: int) -> None:
    """Lay what was submitted into the case, and hold it against the notice."""
    from linli.apps.drafts.taking_over import take_over_application  # noqa: PLC0415 (models load after the tasks)

    take_over_application(application_id, at=timezone.now())
