"""The public notice: what it shows, how long it hangs, who stands after it."""

import json
from datetime import UTC, date, datetime

import pytest

from linli.apps.applications.change import NotPermitted
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.actions import (
    LineNotFit,
    NobodyToPropose,
    NotOnTheList,
    PeriodStillOpen,
    confirm_recruits,
    fingerprint,
    publish_list,
)
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from linli.core.record import canonical_json, sm3_hex
from linli.core.workdays import MissingYear
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of, states_of
from tests.apps.made_notice import NAMES, confirmed, object_to
from tests.factories import DAI, YUANPING, make_application

LATE = "递补人选体检合格较晚"


@pytest.fixture(autouse=True)
def holiday_table(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def passed(season: Season) -> list[Application]:
    return [make_application(season, state=State.MEDICAL_PASSED, name=name) for name in NAMES]


@pytest.fixture
def notice(season: Season, cast: Officials, passed: list[Application]) -> PublicNotice:
    return publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))


def test_a_list_shows_masked_name_school_major_and_county_and_nothing_else(
    notice: PublicNotice,
) -> None:
    assert notice.rows == [
        {
            "number": number,
            "name": name,
            "school": "忻州师范学院",
            "major": "社会工作",
            "county": "代县",
        }
        for number, name in enumerate(("张*本", "欧**本", "李*"), start=1)
    ]


def test_nothing_personal_of_the_forms_is_found_anywhere_in_a_list(
    notice: PublicNotice, passed: list[Application]
) -> None:
    text = json.dumps(notice.rows, ensure_ascii=False)

    shown = {"school", "major"}
    secrets = {
        str(value)
        for one in passed
        for field, value in one.form.items()
        if field not in shown and isinstance(value, str)
    }
    assert {secret for secret in secrets if secret in text} == set()


def test_whoever_has_the_list_can_compute_its_fingerprint_again(notice: PublicNotice) -> None:
    stored = PublicNotice.objects.get(pk=notice.pk)

    assert stored.fingerprint == fingerprint(stored.rows)
    assert stored.fingerprint == sm3_hex(canonical_json({"rows": stored.rows}).encode())
    assert fingerprint([{**stored.rows[0], "name": "王*"}, *stored.rows[1:]]) != stored.fingerprint


def test_a_list_posted_on_12_july_2024_hangs_three_working_days_until_17_july(
    notice: PublicNotice, season: Season
) -> None:
    entry = entries_of(f"{season.code}/{DAI}")[-1]

    assert (notice.posted_on, notice.working_days, notice.last_day) == (
        date(2024, 7, 12),
        3,
        date(2024, 7, 17),
    )
    assert (entry["action"], entry["rule"], entry["inputs"]) == (
        "publish_list",
        "xinzhou-2024@2024-06-07:notice_working_days",
        {
            "number": 1,
            "posted_on": "2024-07-12",
            "last_day": "2024-07-17",
            "people": 3,
            "fingerprint": notice.fingerprint,
        },
    )


@pytest.mark.parametrize(
    ("posted", "last_day"),
    [
        (at(7, 13), date(2024, 7, 17)),
        (at(7, 15), date(2024, 7, 18)),
        (at(9, 13), date(2024, 9, 19)),
        (at(9, 27), date(2024, 10, 8)),
        (datetime(2024, 7, 11, 16, 0, tzinfo=UTC), date(2024, 7, 17)),
        (datetime(2024, 7, 12, 15, 59, tzinfo=UTC), date(2024, 7, 17)),
    ],
    ids=["Saturday", "Monday", "over Mid-Autumn", "over National Day", "midnight", "evening"],
)
def test_the_last_day_follows_the_holiday_table_and_the_day_in_beijing(
    season: Season, cast: Officials, posted: datetime, last_day: date
) -> None:
    make_application(season, state=State.MEDICAL_PASSED)

    notice = publish_list(season, DAI, actor=cast.dai, at=posted, reason=LATE)

    assert notice.last_day == last_day


def test_a_year_without_a_holiday_table_stops_the_notice(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.MEDICAL_PASSED)

    with pytest.raises(MissingYear, match="节假日表缺少2050年"):
        publish_list(season, DAI, actor=cast.dai, at=datetime(2050, 7, 12, tzinfo=UTC), reason=LATE)

    assert (state_of(one), PublicNotice.objects.count()) == (State.MEDICAL_PASSED, 0)


def test_a_county_publishes_its_own_who_passed_and_nobody_else(
    season: Season, cast: Officials
) -> None:
    own = make_application(season, state=State.MEDICAL_PASSED)
    others = [
        make_application(season, county=YUANPING, state=State.MEDICAL_PASSED),
        make_application(season, state=State.MEDICAL_FAILED),
    ]

    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12))

    assert len(notice.rows) == 1
    assert states_of([own, *others]) == [
        State.PROPOSED,
        State.MEDICAL_PASSED,
        State.MEDICAL_FAILED,
    ]
    assert last_entry(own.subject)["reason"] == "公示3个工作日，至2024年7月17日24时止"


def test_a_county_cannot_publish_the_list_of_another(
    season: Season, cast: Officials, passed: list[Application]
) -> None:
    before = entry_count()

    with pytest.raises(NotPermitted):
        publish_list(season, DAI, actor=cast.yuanping, at=at(7, 12))

    assert (PublicNotice.objects.count(), entry_count()) == (0, before)


def test_a_list_with_nobody_on_it_is_refused_and_takes_no_number(
    season: Season, cast: Officials, notice: PublicNotice
) -> None:
    with pytest.raises(NobodyToPropose, match="没有体检合格而未公示的人选"):
        publish_list(season, DAI, actor=cast.dai, at=at(7, 15))

    assert list(PublicNotice.objects.values_list("number", flat=True)) == [1]


def second_list(season: Season, cast: Officials) -> tuple[Application, PublicNotice]:
    """Publish a further list with one person who passed the medical check after a backfill."""
    late = make_application(season, state=State.MEDICAL_PASSED, name="赵样本")
    return late, publish_list(season, DAI, actor=cast.dai, at=at(7, 16, 9))


def test_who_passes_after_a_backfill_is_proposed_on_a_second_list(
    season: Season, cast: Officials, notice: PublicNotice, passed: list[Application]
) -> None:
    late, second = second_list(season, cast)

    assert (notice.number, second.number, str(second)) == (1, 2, "代县公示2")
    assert [row["name"] for row in second.rows] == ["赵*本"]
    assert [
        list(one.listings.values_list("application_id", "position")) for one in (notice, second)
    ] == [[(one.pk, place) for place, one in enumerate(passed, start=1)], [(late.pk, 1)]]


def test_the_end_of_a_list_confirms_its_own_people_and_nobody_of_a_later_list(
    season: Season, cast: Officials, notice: PublicNotice, passed: list[Application]
) -> None:
    late, second = second_list(season, cast)

    confirmed(notice, cast, at(7, 18))

    assert states_of([*passed, late]) == [*[State.FORMAL] * 3, State.PROPOSED]
    assert (second.last_day, confirmed(second, cast, at(7, 20))) == (
        date(2024, 7, 19),
        [late.case_number],
    )


def test_an_objection_is_taken_on_the_list_that_names_the_person_and_on_no_other(
    season: Season, cast: Officials, notice: PublicNotice
) -> None:
    late, second = second_list(season, cast)

    with pytest.raises(NotOnTheList, match=late.case_number):
        object_to(notice, late, cast)
    object_to(second, late, cast, moment=at(7, 16))

    assert list(Objection.objects.values_list("notice_id", flat=True)) == [second.pk]


@pytest.mark.parametrize("field", ["school", "major"])
def test_a_line_with_an_id_or_telephone_number_is_not_published_and_freezes_nothing(
    season: Season, cast: Officials, field: str
) -> None:
    one = make_application(season, state=State.MEDICAL_PASSED)
    Application.objects.filter(pk=one.pk).update(form={**one.form, field: "样本138 0000 0001"})

    with pytest.raises(LineNotFit, match=f"报名{one.case_number}的.*不能公示"):
        publish_list(season, DAI, actor=cast.dai, at=at(7, 12))

    assert (state_of(one), PublicNotice.objects.count()) == (State.MEDICAL_PASSED, 0)


@pytest.mark.parametrize("who", ["city", "auditor", "finance", "dai_street"])
def test_no_office_but_the_county_publishes_even_where_nobody_would_be_listed(
    season: Season, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted, match="“发布公示”由县（市、区）委社会工作部办理"):
        publish_list(season, DAI, actor=getattr(cast, who), at=at(7, 12))


@pytest.mark.parametrize(
    "moment",
    [
        at(7, 12, 12),
        at(7, 16, 23, 59),
        at(7, 17, 0),
        at(7, 17, 23, 59, 59),
        datetime(2024, 7, 17, 15, 59, 59, tzinfo=UTC),
    ],
)
def test_nobody_is_confirmed_before_24_00_of_the_last_day(
    notice: PublicNotice, cast: Officials, passed: list[Application], moment: datetime
) -> None:
    with pytest.raises(PeriodStillOpen, match=r"公示至2024年7月17日24时止.*D0 三\(五\)"):
        confirm_recruits(notice, actor=cast.dai, at=moment)

    assert states_of(passed) == [State.PROPOSED] * 3


@pytest.mark.parametrize(
    "moment", [at(7, 18, 0), at(7, 18, 0, 0, 1), datetime(2024, 7, 17, 16, 0, tzinfo=UTC)]
)
def test_from_the_first_second_of_18_july_in_beijing_all_are_confirmed(
    notice: PublicNotice, cast: Officials, passed: list[Application], moment: datetime
) -> None:
    numbers = confirmed(notice, cast, moment)

    assert numbers == [one.case_number for one in passed]
    assert states_of(passed) == [State.FORMAL] * 3


def test_a_county_cannot_confirm_the_recruits_of_another(
    notice: PublicNotice, cast: Officials, passed: list[Application]
) -> None:
    with pytest.raises(NotPermitted):
        confirm_recruits(notice, actor=cast.yuanping, at=at(7, 18))

    assert states_of(passed) == [State.PROPOSED] * 3
