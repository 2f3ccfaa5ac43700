"""A season that was opened by mistake is withdrawn while nobody has taken it up, and stays on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.saved_filters import save_filter
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.models import PublicNotice
from linli.apps.places.models import Division
from linli.apps.seasons.actions import advance, open_season
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.seasons.publishing import record_publication
from linli.apps.seasons.withdrawing import (
    SeasonEnded,
    SeasonTakenUp,
    UnexplainedWithdrawal,
    Withdrawal,
    withdraw_season,
    withdrawals_of,
)
from linli.apps.seasons.withdrawn import SeasonWithdrawn
from linli.policies import get_pack
from tests.apps.applicants import applicant
from tests.apps.cast import Officials, at
from tests.factories import DAI, make_application

WHEN = at(6, 3)


def withdraw(season: Season, actor: User, reason: str = "重复开启") -> None:
    withdraw_season(season, reason=reason, actor=actor, at=WHEN)


def ask(season: Season) -> Enquiry:
    category = next(iter(Enquiry.Category))
    return ask_enquiry(season, category=category, question="样本问题", code="7KQM3XWPV2HT", at=WHEN)


def publish(season: Season, actor: User) -> None:
    record_publication(season, channel="市政府网站", published_at=WHEN, actor=actor, at=WHEN)


def test_a_withdrawn_season_stays_on_record_with_who_when_and_why(
    season: Season, cast: Officials
) -> None:
    withdraw(season, cast.city, " 重复开启 ")

    assert Season.objects.get().withdrawn_at == WHEN
    assert list(Season.objects.standing()) == []
    assert withdrawals_of([season]) == {season.code: Withdrawal("city", WHEN, "重复开启")}
    assert entries_of(season.code)[-1] == {
        "sequence": 2,
        "at": "2024-06-03T10:00:00+08:00",
        "actor": "city",
        "action": "withdraw_season",
        "subject": "xinzhou-2024",
        "clause": "D0 一",
        "reason": "重复开启",
        "rule": "xinzhou-2024@2024-06-07",
        "inputs": {"stage": "registration"},
        "rehearsal": False,
    }


def test_another_season_is_opened_in_its_place_under_a_number_of_its_own(
    season: Season, cast: Officials
) -> None:
    withdraw(season, cast.city)

    opened = open_season(get_pack("xinzhou-2024"), actor=cast.city, at=WHEN, seed="样本")

    assert opened.code == "xinzhou-2024-2"
    assert list(Season.objects.standing()) == [opened]


HANGING: dict[str, tuple[Callable[[Season, Officials], object], str]] = {
    "application": (lambda season, cast: make_application(season), "报名1"),
    "draft": (lambda season, cast: draft_of(season, applicant()), "报名草稿1"),
    "enquiry": (lambda season, cast: ask(season), "咨询1"),
    "publication": (lambda season, cast: publish(season, cast.city), "发布记录1"),
    "mail": (
        lambda season, cast: season.mails.create(
            file="001.eml", digest="0" * 64, received_at=WHEN, kind="other"
        ),
        "来件1",
    ),
    "list": (
        lambda season, cast: PublicNotice.objects.create(
            season=season,
            county=Division.objects.get(code=DAI),
            posted_on=WHEN.date(),
            last_day=WHEN.date(),
            working_days=3,
            rows=[],
        ),
        "公示1",
    ),
}


@pytest.mark.parametrize("what", HANGING)
def test_a_season_that_somebody_has_taken_up_is_not_withdrawn(
    season: Season, cast: Officials, what: str
) -> None:
    hang, told = HANGING[what]
    hang(season, cast)

    with pytest.raises(SeasonTakenUp) as refused:
        withdraw(season, cast.city)

    assert f"招募季xinzhou-2024已有{told}条，不能撤销" in refused.value.sentence()
    assert Season.objects.standing().count() == 1


def test_each_row_that_hangs_on_a_season_is_counted(season: Season, cast: Officials) -> None:
    make_application(season)
    make_application(season)
    ask(season)

    with pytest.raises(SeasonTakenUp) as refused:
        withdraw(season, cast.city)

    assert refused.value.sentence() == (
        "招募季xinzhou-2024已有报名2条、咨询1条，不能撤销；依据：D0 一；"
        "处理办法：继续按阶段办理；重复开启的，撤销还没有人报名的那一季。"
    )


def test_a_filter_that_an_official_saved_stands_against_nothing(
    season: Season, cast: Officials
) -> None:
    save_filter(season, "样本", {"proposal": "pass"}, actor=cast.dai)

    withdraw(season, cast.city)

    assert Season.objects.standing().count() == 0


def test_a_draft_of_another_season_stands_against_nothing(season: Season, cast: Officials) -> None:
    other = open_season(
        get_pack("xinzhou-2024"), actor=cast.city, at=WHEN, seed="样本", is_another=True
    )
    make_application(season)

    withdraw(other, cast.city)

    assert list(Season.objects.standing()) == [season]


@pytest.mark.parametrize(("stage", "is_over"), [(Stage.REPORTING, False), (Stage.CLOSED, True)])
def test_a_season_that_ended_is_not_withdrawn(
    season: Season, cast: Officials, stage: Stage, is_over: bool
) -> None:
    Season.objects.update(stage=stage)
    season.refresh_from_db()

    if is_over:
        with pytest.raises(SeasonEnded):
            withdraw(season, cast.city)
    else:
        withdraw(season, cast.city)

    assert Season.objects.standing().exists() == is_over


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_season_is_not_withdrawn_without_a_reason(
    season: Season, cast: Officials, reason: str
) -> None:
    with pytest.raises(UnexplainedWithdrawal):
        withdraw(season, cast.city, reason)

    assert Season.objects.standing().exists()


@pytest.mark.parametrize("who", ["dai", "datong"])
def test_nobody_but_the_city_of_the_season_withdraws_it(
    season: Season, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted, match="撤销开启的招募季|不属于|管辖范围"):
        withdraw(season, getattr(cast, who))

    assert Season.objects.standing().exists()


def test_a_season_is_withdrawn_once(season: Season, cast: Officials) -> None:
    withdraw(season, cast.city)

    with pytest.raises(SeasonWithdrawn, match="已经撤销"):
        withdraw(season, cast.city)

    assert [one["action"] for one in entries_of(season.code)] == ["open_season", "withdraw_season"]


LATE: dict[str, Callable[[Season, Officials], object]] = {
    "a draft": lambda season, cast: draft_of(season, applicant()),
    "an enquiry": lambda season, cast: ask(season),
    "a publication": lambda season, cast: publish(season, cast.city),
    "the next stage": lambda season, cast: advance(
        season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=WHEN, reason="样本"
    ),
}


@pytest.mark.parametrize("what", LATE)
def test_whoever_still_holds_a_withdrawn_season_in_hand_is_refused(
    season: Season, cast: Officials, what: str
) -> None:
    in_hand = Season.objects.get()
    withdraw(season, cast.city)

    with pytest.raises(SeasonWithdrawn, match="招募季xinzhou-2024已经撤销"):
        LATE[what](in_hand, cast)

    assert (Draft.objects.count(), Enquiry.objects.count(), in_hand.publications.count()) == (
        0,
        0,
        0,
    )


def test_a_withdrawn_rehearsal_leaves_the_real_season(
    season: Season, rehearsal: Season, cast: Officials
) -> None:
    withdraw(rehearsal, cast.city)

    assert list(Season.objects.standing()) == [season]
