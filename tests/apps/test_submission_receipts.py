"""The receipt of a submission on the site: number, time, what is still conditional."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django_tasks_db.models import DBTaskResult

from linli.apps.notifications.models import Delivery, Message
from linli.apps.notifications.receipts import store_receipt
from linli.apps.notifications.tasks import URGENT
from linli.apps.seasons.extending import extend_stage
from linli.apps.seasons.models import Season, Stage
from tests.apps.applicants import applicant, give
from tests.apps.cast import FULL_MATERIALS, Officials, at, make_draft, open_one, receive
from tests.factories import BEIJING

SUBMITTED = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
PENDING_RECORD = "尚未提供《教育部学历证书电子注册备案表》，不影响报名，学信网可查询后补交（依据：通知三(一)6(3)）"
PENDING_DIPLOMA = (
    "尚未取得毕业证，须在2024-07-05前（含当日）取得，否则取消招募资格（依据：通知二4）"
)


def receipt(season: Season, cast: Officials, **materials: int) -> Message:
    (one,) = receive(season, cast.city, make_draft(materials=FULL_MATERIALS | materials))
    return store_receipt(one, at=SUBMITTED)


def test_the_receipt_tells_number_time_and_until_when_it_may_be_changed(
    season: Season, cast: Officials
) -> None:
    message = receipt(season, cast, education_record=1)

    assert (message.subject, message.stored_at, message.attachment) == (
        "报名已提交",
        SUBMITTED,
        "filled_form",
    )
    assert message.body == (
        "您的报名已提交。\n"
        "报名编号：00001\n"
        "提交时间：2024年6月14日23时59分59秒\n"
        "\n"
        "报名截止时间为2024年6月14日24时，此前可以登录网站修改或者撤回。\n"
        "填好的报名登记表可以登录网站，在“我的报名”里下载。"
    )
    assert message.short == "您的报名已提交，报名编号00001。报名截止前可登录网站修改或者撤回。"


@pytest.mark.parametrize(
    ("verified", "is_rehearsal", "told"),
    [
        (True, False, "填好的报名登记表随邮件发送，也可以登录网站，在“我的报名”里下载。"),
        (False, False, "填好的报名登记表可以登录网站，在“我的报名”里下载。"),
        (True, True, "填好的报名登记表可以登录网站，在“我的报名”里下载。"),
    ],
)
def test_the_receipt_speaks_of_the_mail_where_it_goes_to_a_proven_address(
    cast: Officials, verified: bool, is_rehearsal: bool, told: str
) -> None:
    season = open_one(cast.city, is_rehearsal=is_rehearsal)
    account = applicant()
    EmailAddress.objects.create(user=account, email="sample@mail.example", verified=verified)
    (one,) = receive(season, cast.city)
    give(one, account)

    assert store_receipt(one, at=SUBMITTED).body.split("\n")[-1] == told


@pytest.mark.parametrize(
    ("materials", "conditions"),
    [
        ({"diploma": 0, "enrollment_report": 1, "education_record": 1}, [f"1. {PENDING_DIPLOMA}"]),
        ({"diploma": 1}, [f"1. {PENDING_RECORD}"]),
        (
            {"diploma": 0, "enrollment_report": 1},
            [f"1. {PENDING_DIPLOMA}", f"2. {PENDING_RECORD}"],
        ),
    ],
)
def test_what_is_still_conditional_is_numbered_with_its_clauses(
    season: Season, cast: Officials, materials: dict[str, int], conditions: list[str]
) -> None:
    lines = receipt(season, cast, **materials).body.split("\n")

    assert lines[3:-2] == ["以下事项不影响报名，但须留意：", *conditions, ""]


def test_a_receipt_goes_by_both_channels_before_what_can_wait(
    season: Season, cast: Officials
) -> None:
    receipt(season, cast)

    assert list(Delivery.objects.values_list("channel", "status")) == [
        ("email", "waiting"),
        ("sms", "waiting"),
    ]
    assert set(DBTaskResult.objects.values_list("priority", "queue_name")) == {(URGENT, "default")}
    assert URGENT > 0


def test_a_submission_has_one_receipt_and_a_later_one_its_own(
    season: Season, cast: Officials
) -> None:
    (one,) = receive(season, cast.city)

    first = [store_receipt(one, at=at(6, 3)) for _ in range(2)]
    later = store_receipt(one, at=at(6, 3) + timedelta(seconds=1))

    assert (first[0] == first[1], first[0] == later, Message.objects.count()) == (True, False, 2)


@pytest.mark.parametrize(("extended_to", "told"), [(None, "6月14日"), (15, "6月15日")])
def test_the_receipt_tells_the_deadline_as_it_stands(
    season: Season, cast: Officials, extended_to: int | None, told: str
) -> None:
    if extended_to:
        extend_stage(
            season,
            Stage.REGISTRATION,
            date(2024, 6, extended_to),
            reason="样本",
            actor=cast.city,
            at=at(6, 3),
        )

    assert f"报名截止时间为2024年{told}24时" in receipt(season, cast).body


def test_the_receipt_of_a_rehearsal_stays_on_the_site(rehearsal: Season, cast: Officials) -> None:
    message = receipt(rehearsal, cast)

    assert message.subject == "【演练】报名已提交"
    assert set(Delivery.objects.values_list("status", flat=True)) == {"rehearsed"}
