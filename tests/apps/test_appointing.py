"""A county says when and where people come; they read it in their notice, on their page, on their slip."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError

from linli.apps.applications.change import Change, NotPermitted, ReasonMissing, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.models import Message
from linli.apps.seasons.appointments import appointment_of, told
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.apps.selection.appointing import (
    AppointmentChanged,
    AppointmentOutside,
    Terms,
    appoint,
    coming,
    mark_of,
)
from linli.apps.selection.medical import record_medical
from tests.apps.cast import Officials, at, entry_count
from tests.factories import DAI, YUANPING, make_application

HALL = Terms(at(6, 28, 9), "代县样本中学1号楼", "带身份证原件")
LATER = Terms(at(6, 29, 9), "代县样本中学1号楼", "带身份证原件")
MORNING = Terms(at(7, 8, 7, 30), "代县样本医院一层")
LATE = Terms(at(7, 9, 7, 30), "代县样本医院一层")
BEFORE = at(6, 26, 8)


def interview_set(
    season: Season,
    cast: Officials,
    terms: Terms = HALL,
    *,
    reason: str = "",
    shown: str | None = None,
    moment: datetime = BEFORE,
) -> Appointment:
    return appoint(
        season, DAI, Stage.INTERVIEW, terms, reason=reason, shown=shown, actor=cast.dai, at=moment
    )


def bodies(one: Application) -> list[str]:
    return list(Message.objects.filter(application=one).values_list("body", flat=True))


def test_what_people_read_names_time_place_and_what_to_bring(
    season: Season, cast: Officials
) -> None:
    made = interview_set(season, cast)

    assert told(made) == ("时间：2024年6月28日09:00；地点：代县样本中学1号楼。带身份证原件。")
    assert told(appointment_of(season, YUANPING, Stage.INTERVIEW)) == (
        "时间地点由县（市、区）另行通知。"
    )


def test_whoever_is_listed_already_is_told_and_nobody_else(season: Season, cast: Officials) -> None:
    listed = make_application(season, state=State.INTERVIEW_LISTED)
    others = [
        make_application(season, state=State.QUALIFIED),
        make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED),
    ]

    interview_set(season, cast)

    assert bodies(listed) == [
        f"您（报名编号{listed.case_number}）：面见复审的时间和地点已确定。"
        "时间：2024年6月28日09:00；地点：代县样本中学1号楼。带身份证原件。"
    ]
    assert [bodies(one) for one in others] == [[], []]


def test_change_is_told_again_with_its_reason(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)
    interview_set(season, cast)

    interview_set(season, cast, LATER, reason="考点停电", moment=at(6, 27))

    assert bodies(one)[-1] == (
        f"您（报名编号{one.case_number}）：面见复审的时间和地点有更改。"
        "时间：2024年6月29日09:00；地点：代县样本中学1号楼。带身份证原件。更改原因：考点停电。"
    )
    assert Appointment.objects.get().starts_at == LATER.starts_at


def test_change_without_a_reason_changes_nothing(season: Season, cast: Officials) -> None:
    interview_set(season, cast)

    with pytest.raises(ReasonMissing, match="更改时间和地点必须写明原因"):
        interview_set(season, cast, LATER, reason=" \n")

    assert Appointment.objects.get().starts_at == HALL.starts_at


def test_same_terms_twice_are_one_and_nobody_is_told_twice(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)
    interview_set(season, cast)
    before = entry_count()

    interview_set(season, cast)

    assert (len(bodies(one)), entry_count()) == (1, before)


def test_change_of_what_another_changed_meanwhile_is_refused(
    season: Season, cast: Officials
) -> None:
    shown = mark_of(interview_set(season, cast))
    interview_set(season, cast, LATER, reason="考点停电")

    with pytest.raises(AppointmentChanged, match="已由他人更改"):
        interview_set(season, cast, Terms(at(6, 30, 9), "别处"), reason="另有安排", shown=shown)

    assert Appointment.objects.get().starts_at == LATER.starts_at


def test_two_that_set_it_first_at_once_do_not_overwrite_each_other(
    season: Season, cast: Officials
) -> None:
    shown = mark_of(None)
    interview_set(season, cast, shown=shown)

    with pytest.raises(AppointmentChanged):
        interview_set(season, cast, LATER, shown=shown)


@pytest.mark.parametrize(
    ("stage", "terms", "is_taken"),
    [
        (Stage.INTERVIEW, Terms(at(6, 25, 23, 59), "样本楼"), False),
        (Stage.INTERVIEW, Terms(at(6, 26, 0), "样本楼"), True),
        (Stage.INTERVIEW, Terms(at(7, 5, 23, 59), "样本楼"), True),
        (Stage.INTERVIEW, Terms(at(7, 6, 0), "样本楼"), False),
        (Stage.MEDICAL_CHECK, Terms(at(7, 5, 23, 59), "样本楼"), False),
        (Stage.MEDICAL_CHECK, Terms(at(7, 6, 0), "样本楼"), True),
        (Stage.MEDICAL_CHECK, Terms(at(7, 11, 23, 59), "样本楼"), True),
        (Stage.MEDICAL_CHECK, Terms(at(7, 12, 0), "样本楼"), False),
    ],
)
def test_day_is_one_of_the_stage_in_beijing(
    season: Season, cast: Officials, stage: Stage, terms: Terms, is_taken: bool
) -> None:
    try:
        appoint(season, DAI, stage, terms, actor=cast.dai, at=at(6, 20))
    except AppointmentOutside as refusal:
        assert "之内" in str(refusal)
        assert not is_taken

    assert Appointment.objects.exists() == is_taken


@pytest.mark.parametrize(("minute", "is_taken"), [(59, True), (0, False)])
def test_time_is_still_to_come(
    season: Season, cast: Officials, minute: int, is_taken: bool
) -> None:
    try:
        interview_set(season, cast, moment=at(6, 28, 8 if minute else 9, minute))
    except AppointmentOutside as refusal:
        assert "已经过去" in str(refusal)
        assert not is_taken

    assert Appointment.objects.exists() == is_taken


@pytest.mark.parametrize("who", ["city", "yuanping", "auditor", "dai_street"])
def test_nobody_but_the_county_sets_it(season: Season, cast: Officials, who: str) -> None:
    with pytest.raises(NotPermitted, match="确定面见复审的时间和地点|范围"):
        appoint(season, DAI, Stage.INTERVIEW, HALL, actor=getattr(cast, who), at=BEFORE)

    assert Appointment.objects.count() == 0


def test_nobody_is_appointed_to_a_stage_at_which_nobody_comes(season: Season) -> None:
    with pytest.raises(IntegrityError):
        Appointment.objects.create(
            season=season, county_id=DAI, stage="agreement", starts_at=BEFORE, place="样本楼"
        )


def test_ledger_keeps_what_was_set_before_and_why_it_changed(
    season: Season, cast: Officials
) -> None:
    interview_set(season, cast)
    interview_set(season, cast, LATER, reason="考点停电")

    entry = entries_of(f"{season.code}/{DAI}")[-1]
    assert (entry["action"], entry["clause"], entry["reason"]) == (
        "appoint",
        "D0 三(三)",
        "考点停电",
    )
    place = {"place": "代县样本中学1号楼", "notes": "带身份证原件"}
    assert entry["inputs"] == {
        "stage": "interview",
        "before": {"starts_at": "2024-06-28T09:00+08:00", **place},
        "after": {"starts_at": "2024-06-29T09:00+08:00", **place},
    }


def test_whoever_waits_for_a_second_check_is_not_called_to_the_first_again(
    season: Season, cast: Officials
) -> None:
    repeated, other = (make_application(season, state=State.PLACED) for _ in range(2))
    record_medical(
        {repeated: "recheck"},
        hospital="代县样本医院",
        checked_on=date(2024, 7, 8),
        actor=cast.dai,
        at=at(7, 8, 16),
    )

    appoint(season, DAI, Stage.MEDICAL_CHECK, LATE, actor=cast.dai, at=at(7, 8, 18))

    assert list(coming(season, DAI, Stage.MEDICAL_CHECK)) == [other]
    assert [len(bodies(one)) for one in (repeated, other)] == [1, 1]
    assert "代县样本医院一层" in bodies(other)[0]
    assert "代县样本医院一层" not in bodies(repeated)[0]


@pytest.mark.parametrize("is_set", [True, False])
@pytest.mark.parametrize(
    ("act", "origin", "stage", "terms", "opening"),
    [
        (Act.LIST_FOR_INTERVIEW, State.QUALIFIED, Stage.INTERVIEW, HALL,
         "已进入面见复审，请携带报名材料原件参加。"),
        (Act.BACKFILL, State.RESERVE, Stage.MEDICAL_CHECK, MORNING, "已递补入围体检。"),
    ],
)  # fmt: skip
def test_notice_by_which_people_are_called_says_when_and_where(
    season: Season,
    cast: Officials,
    act: Act,
    origin: State,
    stage: Stage,
    terms: Terms,
    opening: str,
    is_set: bool,
) -> None:
    one = make_application(season, state=origin)
    made = appoint(season, DAI, stage, terms, actor=cast.dai, at=BEFORE) if is_set else None

    change_states([Change(one, act, cast.dai, at(6, 27), reason="样本")])

    assert bodies(one) == [f"您（报名编号{one.case_number}）{opening}{told(made)}"]
