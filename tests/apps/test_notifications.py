"""Messages to applicants: stored with the change, sent once, kept and tried again when sending fails.

Django's in-memory mail box stands for the mail server; a closed port stands for one that is down.
"""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connections, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import Change, WrongState, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.notifications.actions import send
from linli.apps.notifications.models import Message
from linli.apps.notifications.tasks import MOST_ATTEMPTS, sweep
from linli.apps.notifications.wording import WORDING
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.factories import make_application

NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
PATIENCE = timedelta(minutes=10)


def addressed(season: Season, *, state: State = State.ROUTED, email: str = "") -> Application:
    one = make_application(season, state=state, proposal="pass")
    address = email or f"person-{one.pk}@sample.example"
    Person.objects.filter(pk=one.person_id).update(email=address)
    return Application.objects.select_related("person", "season__city").get(pk=one.pk)


def qualify(cast: Officials, *cases: Application) -> None:
    change_states([Change(one, Act.QUALIFY, cast.dai, at(6, 20)) for one in cases])


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


def server_down(settings: Settings) -> None:
    """Point the sending at a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def server_up(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def statuses() -> list[tuple[str, int]]:
    return list(Message.objects.values_list("status", "attempts"))


def test_a_message_is_stored_and_queued_with_the_change_it_tells_of(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    one = addressed(season)

    qualify(cast, one)

    message = Message.objects.get()
    assert (message.application, message.status, message.attempts) == (one, "waiting", 0)
    assert message.subject == "资格审查通过"
    assert message.body == f"您的报名（编号{one.case_number}）已通过资格审查。"
    assert DBTaskResult.objects.count() == 1
    assert mailoutbox == []


def test_a_refusal_is_told_with_its_reason_its_clause_and_where_to_object(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)

    decide([Ruling(one, "fail", "毕业院校不在省内")], actor=cast.dai, at=at(6, 20))

    assert Message.objects.get().body == (
        f"您的报名（编号{one.case_number}）未通过资格审查。理由：毕业院校不在省内。"
        "依据：D0 三(二)。如有异议，可向受理单位提出。"
    )


def test_a_change_that_is_undone_leaves_neither_message_nor_task(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)

    with pytest.raises(RuntimeError), transaction.atomic():
        qualify(cast, one)
        raise RuntimeError

    assert (Message.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_change_that_is_refused_tells_nobody(season: Season, cast: Officials) -> None:
    cases = [addressed(season), addressed(season, state=State.WITHDRAWN)]

    with pytest.raises(WrongState):
        qualify(cast, *cases)

    assert Message.objects.count() == 0


def test_a_person_without_an_address_is_told_nothing_by_mail(
    season: Season, cast: Officials
) -> None:
    qualify(cast, make_application(season), addressed(season))

    assert Message.objects.count() == 1


def test_an_act_without_wording_sends_no_message(season: Season, cast: Officials) -> None:
    one = addressed(season, state=State.PLACED)

    change_states([Change(one, Act.PASS_MEDICAL, cast.dai, at(7, 8))])

    assert (Act.PASS_MEDICAL in WORDING, Message.objects.count()) == (False, 0)


def test_no_message_names_a_person_or_shows_a_number_of_theirs(
    season: Season, cast: Officials
) -> None:
    shown = "".join(subject + body for subject, body in WORDING.values())

    fields = {part.split("}")[0] for part in shown.split("{")[1:]}
    assert fields <= {"number", "reason", "clause"}


@pytest.mark.django_db(transaction=True)
def test_the_messages_of_a_rehearsal_are_kept_marked_and_never_sent(
    rehearsal: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, addressed(rehearsal))

    work()
    send(Message.objects.get().pk)
    freed = sweep(now=NOW, patience=PATIENCE)

    message = Message.objects.get()
    assert (message.subject, message.status) == ("【演练】资格审查通过", "rehearsed")
    assert (mailoutbox, DBTaskResult.objects.count(), freed) == ([], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_a_waiting_message_to_the_address_of_the_person(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "linli@xinzhou.example"
    qualify(cast, addressed(season, email="zhang@sample.example"))

    work()

    (sent,) = mailoutbox
    assert (sent.to, sent.subject, sent.from_email) == (
        ["zhang@sample.example"],
        "资格审查通过",
        "linli@xinzhou.example",
    )
    assert statuses() == [("sent", 1)]


@pytest.mark.django_db(transaction=True)
def test_a_message_already_sent_is_left_alone_however_often_it_is_queued(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, addressed(season))
    work()

    for _ in range(3):
        send(Message.objects.get().pk)

    assert (len(mailoutbox), statuses()) == (1, [("sent", 1)])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_send_each_message_once(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, *[addressed(season) for _ in range(12)])
    barrier = Barrier(2)

    def worker(name: str) -> None:
        try:
            barrier.wait()
            work(name)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(worker, ("one", "two")))

    assert sorted(sent.to[0] for sent in mailoutbox) == sorted(
        Person.objects.exclude(email="").values_list("email", flat=True)
    )
    assert statuses() == [("sent", 1)] * 12


@pytest.mark.django_db(transaction=True)
def test_several_senders_of_one_message_send_it_once(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, addressed(season))
    number = Message.objects.get().pk
    barrier = Barrier(4)

    def sender(_: int) -> None:
        try:
            barrier.wait()
            send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sender, range(4)))

    assert (len(mailoutbox), statuses()) == (1, [("sent", 1)])


@pytest.mark.django_db(transaction=True)
def test_a_message_that_could_not_be_sent_is_kept_and_the_failure_is_not_hidden(
    season: Season, cast: Officials, settings: Settings
) -> None:
    qualify(cast, addressed(season))
    server_down(settings)

    work()

    task = DBTaskResult.objects.get()
    assert (statuses(), task.status) == ([("failed", 1)], TaskResultStatus.FAILED)
    assert task.exception_class_path == "builtins.ConnectionRefusedError"


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_queues_failed_messages_again_until_they_are_out(
    season: Season,
    cast: Officials,
    settings: Settings,
    mailoutbox: list[EmailMessage],
) -> None:
    qualify(cast, addressed(season))
    server_down(settings)
    work()
    server_up(settings)

    freed = sweep(now=NOW, patience=PATIENCE)
    work()

    assert (freed, len(mailoutbox), statuses()) == (1, 1, [("sent", 2)])
    assert sweep(now=NOW, patience=PATIENCE) == 0


@pytest.mark.django_db(transaction=True)
def test_after_five_attempts_a_message_waits_for_a_person(
    season: Season, cast: Officials, settings: Settings
) -> None:
    qualify(cast, addressed(season))
    server_down(settings)
    work()

    freed = []
    for _ in range(MOST_ATTEMPTS + 1):
        freed.append(sweep(now=NOW, patience=PATIENCE))
        work()

    assert (MOST_ATTEMPTS, freed) == (5, [1, 1, 1, 1, 0, 0])
    assert statuses() == [("failed", 5)]


def left_running(started_at: datetime) -> DBTaskResult:
    """Leave the one task as a worker that was killed leaves it."""
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started_at)
    return DBTaskResult.objects.get()


@pytest.mark.parametrize(
    ("age", "freed", "status"),
    [
        (PATIENCE - timedelta(seconds=1), 0, TaskResultStatus.RUNNING),
        (PATIENCE, 0, TaskResultStatus.RUNNING),
        (PATIENCE + timedelta(seconds=1), 1, TaskResultStatus.READY),
    ],
)
def test_a_task_left_running_by_a_killed_worker_is_freed_after_the_patience_is_over(
    season: Season, cast: Officials, age: timedelta, freed: int, status: TaskResultStatus
) -> None:
    qualify(cast, addressed(season))
    left_running(NOW - age)

    count = sweep(now=NOW, patience=PATIENCE)

    assert (count, DBTaskResult.objects.get().status) == (freed, status)


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_worker_died_before_sending_is_sent_after_the_sweep(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, addressed(season))
    left_running(NOW - timedelta(hours=1))
    work()
    assert mailoutbox == []

    sweep(now=NOW, patience=PATIENCE)
    work()

    assert (len(mailoutbox), statuses()) == (1, [("sent", 1)])


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_worker_died_while_sending_is_not_sent_again_and_stays_visible(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    qualify(cast, addressed(season))
    left_running(NOW - timedelta(hours=1))
    Message.objects.update(status=Message.Status.SENDING, attempts=1)

    sweep(now=NOW, patience=PATIENCE)
    work()

    assert (mailoutbox, statuses()) == ([], [("sending", 1)])


def test_one_change_never_makes_two_messages(season: Season, cast: Officials) -> None:
    one = addressed(season)
    qualify(cast, one)
    Application.objects.filter(pk=one.pk).update(state=State.ROUTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        qualify(cast, Application.objects.select_related("person").get(pk=one.pk))

    assert Message.objects.count() == 1


def test_the_same_act_at_another_time_is_told_again(season: Season, cast: Officials) -> None:
    one = addressed(season)
    qualify(cast, one)
    Application.objects.filter(pk=one.pk).update(state=State.ROUTED)

    change_states([Change(Application.objects.get(pk=one.pk), Act.QUALIFY, cast.dai, at(6, 21))])

    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "act", "who", "subject", "told"),
    [
        (
            State.QUALIFIED,
            Act.LEAVE_OFF_INTERVIEW,
            "dai",
            "未进入面见复审",
            "未进入面见复审。理由：样本理由。依据：D0 三(二)。如有异议，可向受理单位提出。",
        ),
        (
            State.PLACED,
            Act.REVOKE,
            "dai",
            "取消招募资格",
            "的招募资格已取消。理由：样本理由。依据：D0 二4。如有异议，可向受理单位提出。",
        ),
        (
            State.INTERVIEWED,
            Act.LEAVE_UNPLACED,
            "city",
            "未能入围体检",
            "未能入围体检。理由：样本理由。依据：D0 附件2。感谢您报名。",
        ),
        (
            State.PLACED,
            Act.FAIL_MEDICAL,
            "dai",
            "体检未通过",
            "的体检结论为不合格，不进入下一环节。依据：D0 三(四)。如有异议，可向受理单位提出。",
        ),
    ],
)
def test_who_drops_out_is_told_why_and_by_which_clause(
    season: Season, cast: Officials, state: State, act: Act, who: str, subject: str, told: str
) -> None:
    one = addressed(season, state=state)

    change_states([Change(one, act, getattr(cast, who), at(7, 8), reason="样本理由")])

    message = Message.objects.get()
    assert (message.subject, message.body) == (subject, f"您（报名编号{one.case_number}）{told}")


def test_a_withdrawal_is_confirmed_so_that_a_false_one_comes_to_light(
    season: Season, cast: Officials
) -> None:
    one = addressed(season, state=State.FORMAL)

    change_states([Change(one, Act.WITHDRAW, cast.dai, at(7, 18), reason="本人来电")])

    message = Message.objects.get()
    assert (message.subject, message.body) == (
        "报名已撤回",
        f"您的报名（编号{one.case_number}）已撤回。如非本人意愿，请尽快与受理单位联系。",
    )
