"""Cases whose people can be told something, an act that tells them, and the work that sends it."""

from __future__ import annotations

from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.factories import make_application


def addressed(
    season: Season, *, state: State = State.ROUTED, email: str = "", phone: str = "13800000001"
) -> Application:
    """Return a case whose person has an address and a mobile number."""
    one = make_application(season, state=state, proposal="pass")
    address = email or f"person-{one.pk}@sample.example"
    Person.objects.filter(pk=one.person_id).update(email=address, phone=phone)
    return Application.objects.select_related("person", "season__city").get(pk=one.pk)


def qualify(cast: Officials, *cases: Application) -> None:
    """Do an act that people are told of by mail."""
    change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])


def backfill(cast: Officials, *cases: Application) -> None:
    """Do an act that people are told of by mail and by short message."""
    change_states([Change(one, Act.BACKFILL, cast.dai, at(7, 8)) for one in cases])


def work(name: str = "worker") -> None:
    """Do all waiting work as ``linli worker --once`` does."""
    QueueWorker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    ).run()
