"""Messages to applicants: stored with the change they tell of, once, each with a delivery per channel."""

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import Change, WrongState, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.models import Draft
from linli.apps.intake.letters import send_letter
from linli.apps.notifications.actions import mark_read, store_message
from linli.apps.notifications.models import LONGEST_SHORT, Delivery, Message
from linli.apps.notifications.queries import delivery_counts, messages_of, unread_count
from linli.apps.notifications.tasks import URGENT
from linli.apps.notifications.wording import (
    LETTER_SHORT,
    RECEIPT_SHORT,
    RIGHT_ANSWERED_SHORT,
    WORDING,
)
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.apps.told import addressed, qualify


def applicant(username: str = "applicant-1", **fields: object) -> User:
    return User.objects.create(username=username, password="!", **fields)


def deliveries() -> list[tuple[str, str, int]]:
    return list(Delivery.objects.values_list("channel", "status", "attempts"))


def test_a_message_is_stored_and_queued_with_the_change_it_tells_of(
    season: Season, cast: Officials, mailoutbox: list[EmailMessage]
) -> None:
    one = addressed(season)

    qualify(cast, one)

    message = Message.objects.get()
    assert (message.application, message.stored_at, message.read_at) == (one, at(6, 20), None)
    assert message.subject == "资格审查通过"
    assert message.body == f"您的报名（编号{one.case_number}）已通过资格审查。"
    assert deliveries() == [("email", "waiting", 0)]
    assert DBTaskResult.objects.count() == 1
    assert mailoutbox == []


def test_an_act_that_cannot_wait_goes_by_short_message_too(season: Season, cast: Officials) -> None:
    one = addressed(season, state=State.RESERVE)

    change_states([Change(one, Act.BACKFILL, cast.dai, at(7, 8))])

    assert Message.objects.get().short == (
        f"您（报名编号{one.case_number}）已递补入围体检，请登录网站答复，并查看时间地点。"
    )
    assert deliveries() == [("email", "waiting", 0), ("sms", "waiting", 0)]
    assert DBTaskResult.objects.count() == 2


def test_a_released_letter_is_a_message_with_its_own_text_and_a_short_one(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)

    send_letter(
        one, subject="请补正", body="请补交身份证反面的照片。", actor=cast.dai, at=at(6, 20)
    )

    message = Message.objects.get()
    assert (message.subject, message.body, message.stored_at) == (
        "请补正",
        "请补交身份证反面的照片。",
        at(6, 20),
    )
    assert message.short == LETTER_SHORT.format(number=one.case_number)


def test_a_refusal_is_told_with_its_reason_its_clause_and_where_to_object(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)

    decide([Ruling(one, "fail", "毕业院校不在省内")], actor=cast.dai, at=at(6, 20))

    assert Message.objects.get().body == (
        f"您的报名（编号{one.case_number}）未通过资格审查。理由：毕业院校不在省内。"
        "依据：通知三(二)。如有异议，可向受理单位提出。"
    )


def test_a_supplement_is_asked_for_sentence_by_sentence_until_the_last_day_of_the_review(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)
    reason = "没有填写工作意向地区（D0 附件2）；没有签名。请签名（手写）（D0 附件2）；请重新提交"

    decide([Ruling(one, "supplement", reason)], actor=cast.dai, at=at(6, 20))

    assert Message.objects.get().body == (
        f"您的报名（编号{one.case_number}）需要补正：\n"
        "1. 没有填写工作意向地区（通知附件2）。\n"
        "2. 没有签名。请签名（手写）（通知附件2）。\n"
        "3. 请重新提交。\n"
        "请在2024年6月25日24时前把材料发到报名邮箱，或者交到受理窗口，逾期不能再补。"
    )


def test_whoever_applied_on_the_site_is_sent_to_the_site_for_the_supplement(
    season: Season, cast: Officials
) -> None:
    one = addressed(season)
    Draft.objects.create(season=season, account=applicant(), application=one)

    decide([Ruling(one, "supplement", "请签名。")], actor=cast.dai, at=at(6, 20))

    assert Message.objects.get().body.split("\n")[1:] == [
        "1. 请签名。",
        "请在2024年6月25日24时前登录网站改好并重新提交，逾期不能再补。",
    ]


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


def test_an_act_without_wording_sends_no_message(season: Season, cast: Officials) -> None:
    one = addressed(season, state=State.PLACED)

    change_states([Change(one, Act.PASS_MEDICAL, cast.dai, at(7, 8))])

    assert (Act.PASS_MEDICAL in WORDING, Message.objects.count()) == (False, 0)


def test_no_message_names_a_person_or_shows_a_number_of_theirs() -> None:
    shown = "".join(words.subject + words.body for words in WORDING.values())

    fields = {part.split("}")[0] for part in shown.split("{")[1:]}
    assert fields <= {"number", "reason", "clause", "last", "answer", "where"}


def test_a_short_message_goes_out_as_one_and_bears_nothing_but_the_case_number() -> None:
    shorts = [words.short for words in WORDING.values() if words.short]
    shorts += [LETTER_SHORT, RECEIPT_SHORT, RIGHT_ANSWERED_SHORT]

    assert {part.split("}")[0] for one in shorts for part in one.split("{")[1:]} == {"number"}
    assert all("{number}" in one for one in shorts)
    assert LONGEST_SHORT == 70
    assert max(len(one.format(number="00001")) for one in shorts) <= LONGEST_SHORT


def test_who_must_act_or_drops_out_is_told_by_short_message() -> None:
    acts = {act for act, words in WORDING.items() if words.short}

    assert acts == {
        Act.REQUEST_SUPPLEMENT,
        Act.DISQUALIFY,
        Act.REOPEN,
        Act.LIST_FOR_INTERVIEW,
        Act.LEAVE_OFF_INTERVIEW,
        Act.RECORD_INTERVIEW_ABSENCE,
        Act.REVOKE,
        Act.PLACE,
        Act.RECORD_MEDICAL_ABSENCE,
        Act.DECLINE_MEDICAL,
        Act.BACKFILL,
        Act.RELEASE_RESERVE,
        Act.UPHOLD_OBJECTION,
        Act.CONFIRM,
        Act.FILE,
        Act.WITHDRAW,
    }


def test_a_message_of_a_rehearsal_is_marked_and_none_is_queued(
    rehearsal: Season, cast: Officials
) -> None:
    one = addressed(rehearsal, state=State.RESERVE)

    change_states([Change(one, Act.BACKFILL, cast.dai, at(7, 8))])

    assert Message.objects.get().subject == "【演练】递补入围体检"
    assert deliveries() == [("email", "rehearsed", 0), ("sms", "rehearsed", 0)]
    assert DBTaskResult.objects.count() == 0


def test_the_same_key_stores_one_message_and_queues_it_once(season: Season) -> None:
    one = addressed(season)

    stored = [
        store_message(application=one, key="样本:1", subject=subject, body="样本正文", at=at(6, 20))
        for subject in ("第一次", "第二次")
    ]

    assert stored[0] == stored[1]
    assert Message.objects.get().subject == "第一次"
    assert DBTaskResult.objects.count() == 1


def test_an_urgent_message_goes_before_the_others(season: Season) -> None:
    one = addressed(season)
    for key, is_urgent in (("甲", False), ("乙", True)):
        store_message(
            application=one, key=key, subject=key, body=key, at=at(6, 20), is_urgent=is_urgent
        )

    assert list(DBTaskResult.objects.values_list("priority", flat=True)) == [URGENT, 0]


def test_an_account_is_told_without_a_case(db: None) -> None:
    account = applicant()

    message = store_message(
        account=account, key="样本:2", subject="样本", body="样本正文", at=at(6, 20)
    )

    assert (message.account, message.application, list(messages_of(account))) == (
        account,
        None,
        [message],
    )


def test_a_rehearsals_account_is_told_on_the_site_alone(db: None) -> None:
    account = applicant(is_rehearsal=True)

    store_message(account=account, key="样本:2", subject="样本", body="正文", at=at(6, 20))

    assert (Message.objects.get().subject, deliveries()) == (
        "【演练】样本",
        [("email", "rehearsed", 0)],
    )


def test_a_message_is_to_a_case_or_to_an_account_never_to_both_or_neither(season: Season) -> None:
    one, account = addressed(season), applicant()

    for whom in ({}, {"application": one, "account": account}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(key="样本", subject="甲", body="乙", stored_at=at(6, 20), **whom)


def test_an_applicant_sees_the_own_messages_newest_first_and_nobody_elses(
    season: Season, cast: Officials
) -> None:
    own, other = applicant(), applicant("applicant-2")
    case, others = addressed(season), addressed(season)
    Person.objects.filter(pk=case.person_id).update(account=own)
    Person.objects.filter(pk=others.person_id).update(account=other)
    qualify(cast, case, others)
    store_message(account=own, key="样本:3", subject="后来", body="正文", at=at(6, 21))

    assert [one.subject for one in messages_of(own)] == ["后来", "资格审查通过"]
    assert (unread_count(own), unread_count(other)) == (2, 1)


def test_a_message_stays_as_first_read_and_only_its_own_account_reads_it(
    season: Season, cast: Officials
) -> None:
    own, other = applicant(), applicant("applicant-2")
    case = addressed(season)
    Person.objects.filter(pk=case.person_id).update(account=own)
    qualify(cast, case)
    number = Message.objects.get().pk

    mark_read(number, account=other, at=at(6, 21))
    unread = unread_count(own)
    mark_read(number, account=own, at=at(6, 22))
    mark_read(number, account=own, at=at(6, 23))

    assert (unread, unread_count(own), Message.objects.get().read_at) == (1, 0, at(6, 22))


def test_deliveries_of_a_season_are_counted_by_channel_and_status(
    season: Season, rehearsal: Season, cast: Officials
) -> None:
    qualify(cast, addressed(season), addressed(season), addressed(rehearsal))
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(status="failed")

    assert delivery_counts(season) == {("email", "failed"): 1, ("email", "waiting"): 1}


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
