"""Objections to people on a list: whom one holds back, how it is answered, what is kept of it."""

import json

import pytest

from linli.apps.applications.change import NotPermitted, ReasonMissing
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.actions import (
    NotOnTheList,
    ObjectionClosed,
    answer_objection,
    publish_list,
)
from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, state_of, states_of
from tests.apps.made_notice import NAMES, confirmed, object_to
from tests.factories import DAI, YUANPING, make_application


@pytest.fixture(autouse=True)
def holiday_table(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def passed(season: Season) -> list[Application]:
    return [make_application(season, state=State.MEDICAL_PASSED, name=name) for name in NAMES]


@pytest.fixture
def notice(season: Season, cast: Officials, passed: list[Application]) -> PublicNotice:
    return publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))


def test_an_open_objection_holds_back_the_one_it_is_about_and_nobody_else(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    object_to(notice, passed[1], cast)

    confirmed(notice, cast, at(7, 18, 8))

    assert states_of(passed) == [State.FORMAL, State.PROPOSED, State.FORMAL]


def test_after_a_dismissed_objection_the_person_is_confirmed_like_the_others(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    objection = object_to(notice, passed[1], cast)
    confirmed(notice, cast, at(7, 18, 8))

    answer_objection(
        objection, is_upheld=False, result="经查不属实", actor=cast.dai, at=at(7, 18, 9)
    )

    assert confirmed(notice, cast, at(7, 18, 10)) == [passed[1].case_number]
    assert states_of(passed) == [State.FORMAL] * 3


def test_of_two_objections_the_open_one_still_holds_back(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    first, _ = object_to(notice, passed[0], cast), object_to(notice, passed[0], cast)
    answer_objection(first, is_upheld=False, result="不属实", actor=cast.dai, at=at(7, 16))

    confirmed(notice, cast, at(7, 18))

    assert states_of(passed) == [State.PROPOSED, State.FORMAL, State.FORMAL]


def test_an_upheld_objection_takes_the_person_off_the_list_for_good(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    objection = object_to(notice, passed[1], cast)

    answer_objection(
        objection,
        is_upheld=True,
        result="经查属实",
        told="毕业时间不符",
        actor=cast.dai,
        at=at(7, 16),
    )

    confirmed(notice, cast, at(7, 18))
    stored = Objection.objects.get()
    assert states_of(passed) == [State.FORMAL, State.OBJECTION_UPHELD, State.FORMAL]
    assert (stored.status, stored.result) == ("upheld", "经查属实")


def test_an_objection_is_answered_once(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    objection = object_to(notice, passed[1], cast)
    answer_objection(objection, is_upheld=False, result="不属实", actor=cast.dai, at=at(7, 16))

    with pytest.raises(ObjectionClosed, match="已有核查结果"):
        answer_objection(objection, is_upheld=True, result="属实", actor=cast.dai, at=at(7, 16))

    assert state_of(passed[1]) is State.PROPOSED


@pytest.mark.parametrize("is_upheld", [True, False])
@pytest.mark.parametrize("result", ["", " \u3000\n"])
def test_an_objection_is_not_answered_without_a_result(
    notice: PublicNotice,
    cast: Officials,
    passed: list[Application],
    is_upheld: bool,
    result: str,
) -> None:
    objection = object_to(notice, passed[0], cast)

    with pytest.raises(ReasonMissing, match=f"报名{passed[0].case_number}：答复异议必须写明"):
        answer_objection(
            objection, is_upheld=is_upheld, result=result, actor=cast.dai, at=at(7, 16)
        )

    assert Objection.objects.get().status == "open"


def test_an_objection_answered_by_another_meanwhile_is_not_answered_again(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    objection = object_to(notice, passed[0], cast)
    stale = Objection.objects.get(pk=objection.pk)
    answer_objection(
        objection, is_upheld=True, result="属实", told="不符", actor=cast.dai, at=at(7, 16)
    )

    with pytest.raises(ObjectionClosed):
        answer_objection(stale, is_upheld=False, result="不属实", actor=cast.dai, at=at(7, 16))

    assert list(Objection.objects.values_list("status", "result")) == [("upheld", "属实")]


def test_an_objection_to_someone_confirmed_meanwhile_is_refused_on_an_outdated_copy(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    stale = Application.objects.get(pk=passed[0].pk)
    confirmed(notice, cast, at(7, 18))

    with pytest.raises(NotOnTheList, match=stale.case_number):
        take_objection(
            notice,
            stale,
            Statement("样本"),
            way=Objection.Way.TELEPHONE,
            actor=cast.dai,
            at=at(7, 18, 9),
        )

    assert (stale.state, Objection.objects.count()) == (State.PROPOSED, 0)


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_the_ledger_keeps_that_an_objection_came_and_not_what_it_says(
    notice: PublicNotice, cast: Officials, passed: list[Application], is_anonymous: bool
) -> None:
    objection = object_to(notice, passed[1], cast, is_anonymous=is_anonymous)
    answer_objection(objection, is_upheld=False, result="经查不属实", actor=cast.dai, at=at(7, 16))

    entries = entries_of(passed[1].subject)[-2:]
    assert [(entry["action"], entry["reason"], entry["inputs"]) for entry in entries] == [
        (
            "take_objection",
            "收到异议，暂缓确定",
            {"objection": objection.pk, "anonymous": is_anonymous},
        ),
        (
            "answer_objection",
            "异议不成立",
            {"objection": objection.pk, "anonymous": is_anonymous},
        ),
    ]
    assert "毕业时间" not in json.dumps(entries, ensure_ascii=False)


def test_an_objection_of_nobody_that_an_official_takes_down_keeps_nothing_of_who_raised_it(
    notice: PublicNotice, passed: list[Application], cast: Officials
) -> None:
    kept = object_to(notice, passed[0], cast)

    assert (kept.objector, kept.contact, kept.evidence, kept.receipt) == ("", "", "", None)


def test_an_objection_to_someone_who_is_not_on_the_list_is_refused(
    notice: PublicNotice, season: Season, cast: Officials
) -> None:
    others = [
        make_application(season, county=YUANPING, state=State.PROPOSED),
        make_application(season, state=State.RESERVE),
    ]

    for one in others:
        with pytest.raises(NotOnTheList, match=f"报名{one.case_number}不在这份公示的名单上"):
            object_to(notice, one, cast)

    assert Objection.objects.count() == 0


@pytest.mark.parametrize("who", ["yuanping", "city", "auditor"])
def test_objections_are_taken_and_answered_by_the_county_of_the_list_alone(
    notice: PublicNotice, cast: Officials, passed: list[Application], who: str
) -> None:
    stranger = getattr(cast, who)
    objection = object_to(notice, passed[0], cast)

    with pytest.raises(NotPermitted):
        answer_objection(objection, is_upheld=False, result="不属实", actor=stranger, at=at(7, 16))
    with pytest.raises(NotPermitted):
        take_objection(
            notice,
            Application.objects.get(pk=passed[1].pk),
            Statement("样本"),
            way=Objection.Way.TELEPHONE,
            actor=stranger,
            at=at(7, 16),
        )

    assert list(Objection.objects.values_list("status", flat=True)) == ["open"]
