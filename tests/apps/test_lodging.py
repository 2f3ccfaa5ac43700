"""Objections that anybody makes on the site: in time, once, held against one person, read by code."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest
from django.db import IntegrityError, transaction

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.models import Entry
from linli.apps.notices.actions import (
    NotOnTheList,
    answer_objection,
    confirm_recruits,
    publish_list,
)
from linli.apps.notices.correcting import Correction, correct_list
from linli.apps.notices.lodging import (
    CROWD,
    ContentMissing,
    NameMissing,
    PeriodOver,
    Statement,
    lodge_objection,
    objection_of_code,
)
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.core.record import FormUsed, code_digest
from tests.apps.cast import Officials, at, entry_count, last_entry, open_one, state_of
from tests.factories import DAI, make_application

CODE, OTHER_CODE = "7KQM3XWPV2HT", "8KQM3XWPV2HT"
NAMED = Statement("样本内容：毕业时间不实", "样本线索", "孙样本", "sun@sample.example")


@pytest.fixture(autouse=True)
def holiday_table(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def proposed(season: Season) -> list[Application]:
    return [
        make_application(season, state=State.MEDICAL_PASSED, name=name)
        for name in ("张样本", "李样本")
    ]


@pytest.fixture
def notice(season: Season, cast: Officials, proposed: list[Application]) -> PublicNotice:
    return publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))


def lodge(
    notice: PublicNotice,
    position: int = 2,
    statement: Statement = NAMED,
    *,
    code: str = CODE,
    moment: datetime | None = None,
) -> Objection:
    return lodge_objection(notice, position, statement, code=code, at=moment or at(7, 15))


def test_a_named_objection_is_kept_against_the_person_of_its_line(
    notice: PublicNotice, proposed: list[Application]
) -> None:
    kept = Objection.objects.get(pk=lodge(notice).pk)

    assert (kept.application, kept.status, kept.received_at) == (proposed[1], "open", at(7, 15))
    assert (kept.content, kept.evidence, kept.objector, kept.contact, kept.is_anonymous) == (
        *("样本内容：毕业时间不实", "样本线索", "孙样本", "sun@sample.example"),
        False,
    )
    assert kept.receipt == code_digest(CODE)


def test_an_objection_without_a_name_is_anonymous(notice: PublicNotice) -> None:
    assert lodge(notice, statement=Statement("样本内容")).is_anonymous is True


def test_the_ledger_keeps_that_it_came_against_which_case_and_nothing_of_what_it_says(
    notice: PublicNotice, proposed: list[Application]
) -> None:
    kept = lodge(notice)

    entry = last_entry(proposed[1].subject)
    assert (entry["actor"], entry["action"], entry["clause"], entry["inputs"]) == (
        "public",
        "lodge_objection",
        "D0 三(五)",
        {"objection": kept.pk, "anonymous": False},
    )
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert [word for word in ("样本内容", "样本线索", "孙样本", CODE) if word in bodies] == []


def lodge_many(notice: PublicNotice, count: int, moment: datetime) -> list[bool]:
    """Lodge objections with codes of their own; return which of them are marked as a crowd."""
    letters = "ABCDEFGHJKMNPQRSTUVWXYZ"
    codes = (f"222222222{a}{b}{int(moment.hour) % 8 + 2}" for a in letters for b in letters)
    return [
        lodge(notice, statement=Statement("样本内容"), code=code, moment=moment).is_crowded
        for code in islice(codes, count)
    ]


def test_of_very_many_within_an_hour_none_is_refused_and_those_beyond_a_hundred_are_marked(
    notice: PublicNotice, cast: Officials, proposed: list[Application]
) -> None:
    marked = lodge_many(notice, CROWD + 1, at(7, 15, 10))

    assert (CROWD, marked) == (100, [False] * 100 + [True])
    assert lodge(notice, code=OTHER_CODE, moment=at(7, 15, 11)).is_crowded is False
    confirmed = confirm_recruits(notice, actor=cast.dai, at=at(7, 18))
    assert [one.pk for one in confirmed] == [proposed[0].pk]


def test_what_an_official_took_down_and_what_another_list_got_are_no_part_of_a_crowd(
    season: Season, notice: PublicNotice, cast: Officials, proposed: list[Application]
) -> None:
    lodge_many(notice, CROWD - 1, at(7, 15, 10))
    taken = take_objection(
        notice,
        proposed[0],
        Statement("样本内容"),
        way=Objection.Way.TELEPHONE,
        actor=cast.dai,
        at=at(7, 15, 10),
    )
    make_application(season, state=State.MEDICAL_PASSED, name="王样本")
    another = publish_list(season, DAI, actor=cast.dai, at=at(7, 15, 9))

    assert taken.is_crowded is False
    assert lodge(another, 1, code=OTHER_CODE, moment=at(7, 15, 10)).is_crowded is False
    assert lodge(notice, moment=at(7, 15, 10)).is_crowded is False


def withdraw(one: Application) -> None:
    """Let a person withdraw whose objection is open, as the applicant does on the site."""
    account = User.objects.create_user("applicant-1")
    Person.objects.filter(pk=one.person_id).update(account=account)
    withdraw_own(Application.objects.get(pk=one.pk), account=account, at=at(7, 16))


@pytest.mark.parametrize("is_upheld", [True, False])
def test_an_objection_to_somebody_who_has_withdrawn_meanwhile_is_still_answered(
    notice: PublicNotice, cast: Officials, proposed: list[Application], is_upheld: bool
) -> None:
    kept = lodge(notice)
    withdraw(proposed[1])

    answer_objection(kept, is_upheld=is_upheld, result="核实", actor=cast.dai, at=at(7, 17))

    present = Objection.objects.get(pk=kept.pk)
    assert (present.status, present.result) == ("upheld" if is_upheld else "dismissed", "核实")
    assert state_of(proposed[1]) == State.WITHDRAWN


def test_a_second_objection_to_the_same_person_is_upheld_too(
    notice: PublicNotice, cast: Officials, proposed: list[Application]
) -> None:
    both = [lodge(notice), lodge(notice, code=OTHER_CODE)]

    for one in both:
        answer_objection(
            one, is_upheld=True, result="属实", told="不符", actor=cast.dai, at=at(7, 16)
        )

    assert list(Objection.objects.values_list("status", flat=True)) == ["upheld", "upheld"]
    assert state_of(proposed[1]) == State.OBJECTION_UPHELD


def test_an_open_objection_of_the_public_holds_back_its_person_alone(
    notice: PublicNotice, cast: Officials, proposed: list[Application]
) -> None:
    lodge(notice)

    confirmed = confirm_recruits(notice, actor=cast.dai, at=at(7, 18))

    assert [one.pk for one in confirmed] == [proposed[0].pk]


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [
        (datetime(2024, 7, 17, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2024, 7, 17, 16, 0, 0, tzinfo=UTC), False),
    ],
    ids=["last second of 17 July", "midnight"],
)
def test_the_period_ends_at_24_00_of_its_last_day_in_beijing(
    notice: PublicNotice, moment: datetime, is_in_time: bool
) -> None:
    assert notice.last_day == date(2024, 7, 17)

    if is_in_time:
        lodge(notice, moment=moment)
    else:
        with pytest.raises(PeriodOver, match="公示已于2024年7月17日24时结束"):
            lodge(notice, moment=moment)

    assert Objection.objects.count() == int(is_in_time)


def test_a_repeated_click_makes_one_objection_even_if_the_second_comes_after_the_period(
    notice: PublicNotice,
) -> None:
    first = lodge(notice)
    before = entry_count()

    again = lodge(notice, moment=at(7, 18))

    assert (again, Objection.objects.count(), entry_count()) == (first, 1, before)


def test_an_objection_sent_twice_is_kept_once_though_a_correction_shifted_the_lines(
    notice: PublicNotice, cast: Officials, proposed: list[Application]
) -> None:
    first = lodge(notice)
    Application.objects.filter(pk=proposed[0].pk).update(state=State.WITHDRAWN)
    correct_list(notice, Correction("有人撤回"), actor=cast.dai, at=at(7, 16))

    again = lodge(notice, moment=at(7, 16, 11))

    assert (again, Objection.objects.count()) == (first, 1)
    with pytest.raises(FormUsed, match="先前已经提交过一次"):
        lodge(notice, 1, moment=at(7, 16, 11))


@pytest.mark.parametrize(
    ("position", "statement"),
    [(1, NAMED), (2, Statement("另一内容", "样本线索", "孙样本", "sun@sample.example"))],
    ids=["another line", "other words"],
)
def test_something_else_from_a_form_that_was_sent_is_refused(
    notice: PublicNotice, position: int, statement: Statement
) -> None:
    lodge(notice)

    with pytest.raises(FormUsed, match="先前已经提交过一次"):
        lodge(notice, position, statement)

    assert Objection.objects.count() == 1


def test_an_objection_of_blanks_is_refused(notice: PublicNotice) -> None:
    with pytest.raises(ContentMissing, match="没有填写异议内容"):
        lodge(notice, statement=Statement(" 　"))


def test_an_anonymous_objection_leaves_no_way_to_reach_anybody(notice: PublicNotice) -> None:
    with pytest.raises(NameMissing, match="填写了联系方式而没有填写姓名"):
        lodge(notice, statement=Statement("样本内容", contact="sun@sample.example"))

    assert Objection.objects.count() == 0


def test_a_line_that_is_not_on_the_list_is_refused_without_a_case_number(
    notice: PublicNotice,
) -> None:
    with pytest.raises(NotOnTheList, match="名单第3行没有人选") as refused:
        lodge(notice, 3)

    assert "00" not in refused.value.sentence()


def test_who_has_left_the_list_is_not_objected_to_again(
    notice: PublicNotice, cast: Officials
) -> None:
    answer_objection(
        lodge(notice), is_upheld=True, result="属实", told="不符", actor=cast.dai, at=at(7, 16)
    )

    with pytest.raises(NotOnTheList, match="已不在公示中"):
        lodge(notice, code=OTHER_CODE, moment=at(7, 16))


def test_whoever_objected_finds_it_by_code_and_in_its_season_only(
    notice: PublicNotice, season: Season, cast: Officials
) -> None:
    kept = lodge(notice)
    another_season = open_one(cast.city)

    assert objection_of_code(season, CODE) == kept
    assert objection_of_code(season, OTHER_CODE) is None
    assert objection_of_code(another_season, CODE) is None


def test_the_database_refuses_an_anonymous_objection_with_a_name(notice: PublicNotice) -> None:
    kept = lodge(notice)

    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=kept.pk).update(is_anonymous=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=kept.pk).update(is_anonymous=True, objector="")
