"""The lists of medical checks and of notices tell each person's own days, and what was made public."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import publish_list
from linli.apps.notices.correcting import Correction, Fix, correct_list
from linli.apps.seasons.models import Season
from linli.apps.selection.medical import NOT_YET_KNOWN, Again, record_medical
from tests.apps.cast import Officials, at
from tests.factories import DAI, make_application

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2024, 7, 8), date(2024, 7, 10)
AGAIN = Again(SECOND, "忻州样本医院")


def cells(season: Season, cast: Officials, name: str, *headers: str) -> list[tuple[object, ...]]:
    """Return the cells under the headers, row by row, as a county takes the list in full."""
    wanted = CATALOGUE[name]
    places = [[one.header for one in wanted.columns].index(header) for header in headers]
    found = wanted.find(season, cast.dai, {})
    keys = list(found.values_list("pk", flat=True))
    chunks = wanted.rows(found, keys, is_full=True)
    return [tuple(row[place] for place in places) for chunk in chunks for row in chunk]


def checked(
    case: Application, conclusion: str, cast: Officials, day: date, again: Again = NOT_YET_KNOWN
) -> None:
    hospital = "代县样本医院" if day == FIRST else AGAIN.at
    moment = at(7, day.day, 18)
    record_medical(
        {case: conclusion},
        hospital=hospital,
        checked_on=day,
        again=again,
        actor=cast.dai,
        at=moment,
    )


def test_medical_list_tells_who_waits_for_a_second_check_and_when_it_is(
    season: Season, cast: Officials
) -> None:
    waits, known, again, passed, _ = (
        make_application(season, state=State.PLACED) for _ in range(5)
    )
    checked(waits, "recheck", cast, FIRST)
    checked(known, "recheck", cast, FIRST, AGAIN)
    checked(again, "recheck", cast, FIRST, AGAIN)
    checked(again, "fail", cast, SECOND)
    checked(passed, "pass", cast, FIRST)

    headers = ("报名编号", "体检日期", "体检医院", "复检日期", "复检医院", "结论")
    assert sorted(cells(season, cast, "medical", *headers)) == [
        ("00001", FIRST, "代县样本医院", None, None, "待复检"),
        ("00002", FIRST, "代县样本医院", SECOND, "忻州样本医院", "待复检"),
        ("00003", FIRST, "代县样本医院", SECOND, "忻州样本医院", "不合格"),
        ("00004", FIRST, "代县样本医院", None, None, "合格"),
        ("00005", None, None, None, None, None),
    ]


def test_list_of_notices_tells_what_was_posted_and_each_person_s_own_days(
    season: Season, cast: Officials
) -> None:
    fill_packaged_years()
    for name in ("张样本", "欧阳样本", "李样"):
        make_application(season, state=State.MEDICAL_PASSED, name=name)
    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))
    fix = Correction("第2行毕业院校有误", (Fix(2, school="山西师范大学"),))
    made = correct_list(notice, fix, actor=cast.dai, at=at(7, 16, 9))
    former = notice.rows[0]

    posted = (former["school"], former["major"], notice.posted_on, notice.last_day)
    anew = ("山西师范大学", former["major"], made.posted_on, made.last_day)
    headers = ("序号", "毕业院校", "专业", "张贴日期", "截止日期")
    assert notice.last_day < made.last_day
    assert cells(season, cast, "notices", *headers) == [
        (1, *posted),
        (2, *anew),
        (3, *posted),
    ]


def test_list_of_notices_keeps_what_was_posted_where_the_form_is_another_now(
    season: Season, cast: Officials
) -> None:
    fill_packaged_years()
    case = make_application(season, state=State.MEDICAL_PASSED)
    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))
    case.form = {**case.form, "school": "别的学校", "major": "别的专业"}
    case.save(update_fields=("form",))

    told = tuple(notice.rows[0][name] for name in ("school", "major"))

    assert cells(season, cast, "notices", "毕业院校", "专业") == [told]
