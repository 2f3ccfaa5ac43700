"""What waits is sent once by each channel, again after a failure, and never twice.

Real servers of this machine stand for mail server and gateway; a port where nobody listens for one
that is down.
"""

import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notifications.actions import store_message
from linli.apps.notifications.models import Attachment, Delivery, Message
from linli.apps.notifications.sending import MOST_ATTEMPTS, PAUSES, retry_failed, send
from linli.apps.notifications.tasks import sweep
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.apps.sent import NOW, PATIENCE, down, standing, work_at
from tests.apps.told import addressed, backfill, qualify, work
from tests.factories import make_application
from tests.support.mail_sink import MailSink
from tests.support.sms_gateway import SmsGateway

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("gateway")]


def reserve(season: Season, **fields: str) -> Application:
    return addressed(season, state=State.RESERVE, **fields)


def test_a_message_goes_to_the_address_and_the_number_of_the_person(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    one = reserve(season, email="zhang@sample.example", phone="138-0000-0001")
    backfill(cast, one)

    work()

    (mail,) = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "zhang@sample.example",
        "linli@xinzhou.example",
        "递补入围体检",
    )
    assert mail.get_content().strip() == Message.objects.get().body
    (sms,) = gateway.messages
    assert (sms["phone"], sms["text"]) == ("13800000001", Message.objects.get().short)
    assert standing() == [("email", "sent", 1, ""), ("sms", "sent", 1, "")]


def test_the_address_is_the_one_at_the_time_of_sending(
    season: Season, cast: Officials, server: MailSink
) -> None:
    one = addressed(season, email="former@sample.example")
    qualify(cast, one)
    Person.objects.filter(pk=one.person_id).update(email="present@sample.example")

    work()

    assert [mail["To"] for mail in server.mails] == ["present@sample.example"]


def test_without_an_address_on_the_form_mail_goes_to_the_accounts_verified_one(
    season: Season, cast: Officials, server: MailSink
) -> None:
    account = User.objects.create(username="applicant-1", password="!")
    EmailAddress.objects.create(user=account, email="new@sample.example", verified=False)
    EmailAddress.objects.create(user=account, email="second@sample.example", verified=True)
    EmailAddress.objects.create(
        user=account, email="first@sample.example", verified=True, primary=True
    )
    one = make_application(season)
    Person.objects.filter(pk=one.person_id).update(account=account)
    qualify(cast, Application.objects.get(pk=one.pk))

    work()

    assert [mail["To"] for mail in server.mails] == ["first@sample.example"]


def test_an_address_that_nobody_verified_is_not_written_to(
    season: Season, cast: Officials, server: MailSink
) -> None:
    account = User.objects.create(username="applicant-1", password="!")
    EmailAddress.objects.create(
        user=account, email="someone@sample.example", verified=False, primary=True
    )
    one = make_application(season)
    Person.objects.filter(pk=one.person_id).update(account=account)
    qualify(cast, Application.objects.get(pk=one.pk))

    work()

    assert (server.mails, standing()) == ([], [("email", "unaddressed", 1, "")])


@pytest.mark.parametrize(("early_by", "sent"), [(1, 0), (0, 1), (-1, 1)])
def test_a_delivery_is_not_sent_before_it_is_due_however_it_was_queued(
    season: Season, cast: Officials, server: MailSink, early_by: int, sent: int
) -> None:
    qualify(cast, addressed(season))
    Delivery.objects.update(due_at=NOW)

    send(Delivery.objects.get().pk, now=NOW - timedelta(seconds=early_by))

    assert len(server.mails) == sent


def test_a_person_who_cannot_be_reached_is_told_on_the_site_alone(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    one = make_application(season, state=State.RESERVE)
    Person.objects.filter(pk=one.person_id).update(phone="0350-3030001")
    backfill(cast, Application.objects.get(pk=one.pk))

    work()

    assert (server.mails, gateway.messages) == ([], [])
    assert standing() == [("email", "unaddressed", 1, ""), ("sms", "unaddressed", 1, "")]


@pytest.mark.parametrize(("verified", "sent"), [(True, ["13800000009"]), (False, [])])
def test_an_account_is_told_at_its_number_once_that_is_verified(
    gateway: SmsGateway, verified: bool, sent: list[str]
) -> None:
    account = User.objects.create(
        username="applicant-1", password="!", phone="13800000009", is_phone_verified=verified
    )
    store_message(account=account, key="样本", subject="甲", body="乙", short="丙", at=at(6, 20))

    work()

    assert [one["phone"] for one in gateway.messages] == sent


def test_the_messages_of_a_rehearsal_are_never_sent(
    rehearsal: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    backfill(cast, reserve(rehearsal))

    work()
    for delivery in Delivery.objects.all():
        send(delivery.pk, now=NOW)
    freed = sweep(now=NOW, patience=PATIENCE)
    retried = retry_failed(now=NOW)
    work()

    assert (server.mails, gateway.messages, freed, retried) == ([], [], 0, 0)
    assert standing() == [("email", "rehearsed", 0, ""), ("sms", "rehearsed", 0, "")]


def test_what_is_sent_is_left_alone_however_often_it_is_queued(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    backfill(cast, reserve(season))
    work()

    for delivery in list(Delivery.objects.all()) * 3:
        send(delivery.pk, now=NOW)

    assert (len(server.mails), len(gateway.messages)) == (1, 1)


def together(count: int, act: Callable[[int], None]) -> None:
    """Run an act in several threads that begin at the same time."""
    barrier = Barrier(count)

    def begin(number: int) -> None:
        try:
            barrier.wait()
            act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(begin, range(count)))


def test_two_workers_at_the_same_time_send_each_message_once(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    cases = [reserve(season) for _ in range(6)]
    backfill(cast, *cases)

    together(2, lambda number: work(f"worker-{number}"))

    assert sorted(mail["To"] for mail in server.mails) == sorted(
        Person.objects.exclude(email="").values_list("email", flat=True)
    )
    assert len({one["id"] for one in gateway.messages}) == len(gateway.messages) == 6
    assert {(status, attempts) for _, status, attempts, _ in standing()} == {("sent", 1)}


def test_several_senders_of_one_message_send_it_once(
    season: Season, cast: Officials, server: MailSink
) -> None:
    qualify(cast, addressed(season))
    number = Delivery.objects.get().pk

    together(4, lambda _: send(number, now=NOW))

    assert (len(server.mails), standing()) == (1, [("email", "sent", 1, "")])


def test_servers_that_were_down_get_what_waited_when_they_are_up_again(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway, settings: Settings
) -> None:
    backfill(cast, reserve(season))
    down(settings)
    work_at(NOW)
    failed = standing()
    settings.EMAIL_PORT, settings.SMS_GATEWAY = server.port, gateway.url

    work_at(NOW + PAUSES[0] - timedelta(seconds=1))
    before = (len(server.mails), len(gateway.messages))
    work_at(NOW + PAUSES[0])

    assert failed == [
        ("email", "waiting", 1, "ConnectionRefusedError"),
        ("sms", "waiting", 1, "SmsDelayed"),
    ]
    assert (before, len(server.mails), len(gateway.messages)) == ((0, 0), 1, 1)
    assert standing() == [("email", "sent", 2, ""), ("sms", "sent", 2, "")]
    assert {task.status for task in DBTaskResult.objects.all()} == {TaskResultStatus.SUCCESSFUL}


def test_pauses_grow_and_after_the_last_attempt_a_delivery_waits_for_a_person(
    season: Season, cast: Officials, server: MailSink, settings: Settings
) -> None:
    qualify(cast, addressed(season))
    down(settings)
    moment, seen = NOW, []

    for pause in (*PAUSES, timedelta(days=30)):
        work_at(moment)
        seen += [Delivery.objects.values_list("status", "due_at", "attempts").get()]
        moment += pause
    work_at(moment)

    due = [NOW + sum(PAUSES[: number + 1], timedelta()) for number in range(len(PAUSES))]
    assert list(PAUSES) == sorted(set(PAUSES))
    assert seen == [
        *(("waiting", day, number) for number, day in enumerate(due, start=1)),
        ("failed", due[-1], MOST_ATTEMPTS),
    ]
    assert standing() == [("email", "failed", MOST_ATTEMPTS, "ConnectionRefusedError")]


def test_what_failed_is_tried_anew_when_a_person_says_so(
    season: Season, cast: Officials, server: MailSink
) -> None:
    qualify(cast, addressed(season), addressed(season), addressed(season))
    numbers = list(Delivery.objects.values_list("pk", flat=True))
    Delivery.objects.filter(pk=numbers[0]).update(status="failed", attempts=MOST_ATTEMPTS)
    Delivery.objects.filter(pk=numbers[1]).update(status="sending", attempts=1)
    Delivery.objects.filter(pk=numbers[2]).update(status="sent", attempts=1)

    retried = retry_failed(now=NOW)
    work()

    assert (retried, len(server.mails)) == (1, 1)
    assert [(status, attempts) for _, status, attempts, _ in standing()] == [
        ("sent", 1),
        ("sending", 1),
        ("sent", 1),
    ]


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ("550 no such user", "failed", "AddressRefused"),
        ("450 try later", "waiting", "SMTPRecipientsRefused"),
    ],
)
def test_an_address_that_the_mail_server_refuses_for_good_is_not_tried_again(
    season: Season, cast: Officials, server: MailSink, answer: str, status: str, error: str
) -> None:
    qualify(cast, addressed(season, email="nobody@sample.example"))
    server.answer_to_recipient = answer

    work()

    assert standing() == [("email", status, 1, error)]
    assert not any("nobody@" in one.traceback for one in DBTaskResult.objects.all())


def test_a_number_that_the_gateway_refuses_is_not_tried_again(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    backfill(cast, reserve(season))
    gateway.status = 422

    work()

    assert standing()[1] == ("sms", "failed", 1, "SmsRefused")


def test_mail_and_short_message_bear_the_same_number_when_a_lost_answer_sends_them_again(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    backfill(cast, reserve(season))
    server.loses_answers = gateway.loses_answers = True
    work_at(NOW)
    server.loses_answers = gateway.loses_answers = False

    work_at(NOW + PAUSES[0])

    assert [len({mail["Message-ID"] for mail in server.mails}), len(server.mails)] == [1, 2]
    assert [len({one["id"] for one in gateway.messages}), len(gateway.messages)] == [1, 2]


def test_two_messages_never_bear_the_same_number(
    season: Season, cast: Officials, server: MailSink, gateway: SmsGateway
) -> None:
    backfill(cast, reserve(season), reserve(season))

    work()

    assert len({mail["Message-ID"] for mail in server.mails}) == 2
    assert len({one["id"] for one in gateway.messages}) == 2


def test_a_fault_of_the_program_is_kept_as_failed_and_raised(
    season: Season, cast: Officials, server: MailSink
) -> None:
    store_message(
        application=addressed(season), key="样本", subject="两\n行", body="乙", at=at(6, 20)
    )

    work()

    assert standing() == [("email", "failed", 1, "BadHeaderError")]
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_a_mail_carries_the_filled_form_as_pdf_and_word(
    season: Season, cast: Officials, server: MailSink
) -> None:
    one = addressed(season)
    store_message(
        application=one,
        key="样本",
        subject="甲",
        body="乙",
        attachment=Attachment.FILLED_FORM,
        at=at(6, 20),
    )

    work()

    (mail,) = server.mails
    files = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert list(files) == [
        f"报名登记表-{one.case_number}.pdf",
        f"报名登记表-{one.case_number}.docx",
    ]
    assert [content[:4] for content in files.values() if isinstance(content, bytes)] == [
        b"%PDF",
        b"PK\x03\x04",
    ]


def test_a_form_that_cannot_be_made_yet_holds_its_mail_back_and_is_tried_again(
    season: Season, cast: Officials, server: MailSink
) -> None:
    one = addressed(season)
    Application.objects.filter(pk=one.pk).update(form={})
    store_message(
        application=one,
        key="样本",
        subject="甲",
        body="乙",
        attachment=Attachment.FILLED_FORM,
        at=at(6, 20),
    )

    work()

    assert (server.mails, standing()) == ([], [("email", "waiting", 1, "NoForm")])


def test_errors_of_a_mail_server_are_all_foreseen() -> None:
    """``send`` tries again after an ``OSError``: whatever a mail server does must be one."""
    assert issubclass(smtplib.SMTPException, OSError)
