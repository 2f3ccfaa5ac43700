"""What failed in the background is tried again, and a submission whose task is lost is taken over all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.applications.models import Application
from linli.apps.drafts import taking_over
from linli.apps.drafts.models import Draft
from linli.apps.drafts.sweeping import MOST_TASKS
from linli.apps.notifications.tasks import MOST_TRIES, given_up, sweep
from linli.apps.notifications.working import PATIENCE, SweepingWorker
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.support.portal import APPLYING, NAME, submitted_case
from tests.support.read_papers import tell_as_declared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_files")]
TAKE_OVER = DBTaskResult.objects.filter(task_path__endswith=".take_over")
SECOND = timedelta(seconds=1)


@pytest.fixture
def case(season: Season) -> Application:
    """A case that was submitted, with files that have been read."""
    made = submitted_case(season, applicant())
    tell_as_declared(Draft.objects.get())
    return made


def work() -> None:
    SweepingWorker(["reading"]).run()


def is_laid_in(case: Application) -> bool:
    case.refresh_from_db()
    return case.mails.count() == 1 and case.proposal == "pass"


def break_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let no file be read; return what mends that."""

    def full(upload: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(taking_over, "read", full)
    return monkeypatch.undo


def swept(at: datetime) -> int:
    return sweep(now=at, patience=PATIENCE)


def test_failed_take_over_is_done_once_what_was_broken_is_mended(
    case: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = break_down(monkeypatch)
    work()
    mend()
    failed_at = TAKE_OVER.get().finished_at

    too_early = swept(failed_at + 2 * PATIENCE)
    in_time = swept(failed_at + 2 * PATIENCE + SECOND)
    work()

    assert (too_early, in_time, is_laid_in(case)) == (0, 1, True)
    assert Draft.objects.get().laid_in_at == APPLYING


def test_pause_doubles_and_the_tries_end_and_are_counted(case: Application) -> None:
    task = TAKE_OVER.get()
    now = timezone.now()
    rows = DBTaskResult.objects.filter(pk=task.pk)
    DBTaskResult.objects.exclude(pk=task.pk).delete()

    def pause_after(tries: int) -> timedelta:
        rows.update(status=TaskResultStatus.FAILED, worker_ids=["worker"] * tries, finished_at=now)
        assert given_up() == (tries >= MOST_TRIES)
        pauses = (PATIENCE * 2**doublings for doublings in range(12))
        return next((one for one in pauses if swept(now + one + SECOND)), timedelta(0))

    assert [pause_after(tries) / PATIENCE for tries in (1, 2, MOST_TRIES - 1, MOST_TRIES)] == [
        2,
        4,
        2 ** (MOST_TRIES - 1),
        0,
    ]


def test_submission_whose_task_is_lost_is_taken_over_after_a_while(case: Application) -> None:
    DBTaskResult.objects.all().delete()

    assert swept(APPLYING + PATIENCE) == 0
    assert swept(APPLYING + PATIENCE + SECOND) == 1
    assert swept(APPLYING + PATIENCE + 2 * SECOND) == 0
    work()

    assert is_laid_in(case)
    assert swept(APPLYING + 3 * PATIENCE) == 0


def test_submission_that_no_task_can_take_over_is_not_queued_for_ever(case: Application) -> None:
    queued = [swept(APPLYING + PATIENCE + SECOND)]
    for _ in range(MOST_TASKS):
        TAKE_OVER.update(status=TaskResultStatus.SUCCESSFUL)
        queued.append(swept(APPLYING + PATIENCE + SECOND))

    assert sum(queued) == MOST_TASKS - 1
    assert TAKE_OVER.count() == MOST_TASKS


def test_submission_that_came_after_the_taking_over_counts_as_a_new_one(
    case: Application,
) -> None:
    work()
    DBTaskResult.objects.all().delete()
    Draft.objects.update(submitted_at=APPLYING + SECOND)

    assert swept(APPLYING + 2 * PATIENCE) == 1
    assert Draft.objects.get().fields["name"] == NAME
