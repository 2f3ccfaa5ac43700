"""A county's interview list as it is posted: who stands on it, its day, what it tells."""

from __future__ import annotations

import json
from datetime import date

import pytest

from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.places.models import Division
from linli.apps.reports.interview_papers import interview_list_notice
from linli.apps.seasons.models import Quota, Season, Stage
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.appointing import Terms, appoint
from linli.apps.selection.listed import listed_people
from linli.apps.selection.shortlisting import list_for_interview
from linli.core.documents.interview_list import InterviewListRefused
from linli.core.documents.official import OfficialPaper, Paragraph, Table
from tests.apps.cast import Officials, at
from tests.factories import DAI, YUANPING, make_application

TERMS = Terms(at(6, 28, 9), "代县样本中学一楼", "携带黑色签字笔")


@pytest.fixture
def listed(season: Season, cast: Officials) -> list[Application]:
    """Three of 代县 listed on 25 June."""
    names = ("张样本", "欧阳样本", "李样")
    found = [make_application(season, state=State.QUALIFIED, name=name) for name in names]
    Quota.objects.filter(season=season, county_id=DAI).update(places=1)
    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25, 18))
    return [Application.objects.get(pk=one.pk) for one in found]


def paper_of(season: Season) -> OfficialPaper:
    return interview_list_notice(season, Division.objects.get(code=DAI))


def rows(season: Season) -> list[tuple[str, str]]:
    table = paper_of(season).annexes[0].blocks[0]
    assert isinstance(table, Table)
    return [(number, name) for _, number, name in table.rows]


def words(paper: OfficialPaper) -> str:
    return "".join(one.text for one in paper.blocks if isinstance(one, Paragraph))


def test_list_names_who_was_listed_masked_and_by_case_number(
    season: Season, listed: list[Application]
) -> None:
    make_application(season, state=State.NOT_INTERVIEW_LISTED)
    make_application(season, state=State.INTERVIEW_LISTED, county=YUANPING)

    numbers = [one.case_number for one in listed]

    assert rows(season) == list(zip(numbers, ("张*本", "欧**本", "李*"), strict=True))


def test_nothing_personal_of_the_forms_stands_in_the_paper(
    season: Season, listed: list[Application]
) -> None:
    text = json.dumps([*rows(season), words(paper_of(season))], ensure_ascii=False)

    # The major, 社会工作, is a part of the organ's name.
    values = [value for one in listed for key, value in one.form.items() if key != "major"]
    secrets = {str(value) for value in values if len(str(value)) > 3}
    secrets |= {one.person.name for one in listed if len(one.person.name) > 2}
    assert {secret for secret in secrets if secret in text} == set()


def test_who_withdraws_comes_off_and_who_went_on_stays(
    season: Season, cast: Officials, listed: list[Application]
) -> None:
    gone, absent, elsewhere = listed
    change_states([Change(gone, Act.WITHDRAW, cast.dai, at(6, 27))])
    Application.objects.filter(pk=absent.pk).update(state=State.INTERVIEW_ABSENT)
    Application.objects.filter(pk=elsewhere.pk).update(state=State.PLACED, county_id=YUANPING)

    assert [number for number, _ in rows(season)] == [absent.case_number, elsewhere.case_number]
    # Another list than that of 25 June, so it does not bear its day.
    assert paper_of(season).dated == date(2024, 6, 27)
    assert not listed_people(season, YUANPING).exists()


def test_list_is_of_the_day_on_which_its_last_part_was_fixed(
    season: Season, cast: Officials, listed: list[Application]
) -> None:
    before = paper_of(season)
    appoint(season, DAI, Stage.INTERVIEW, TERMS, actor=cast.dai, at=at(6, 26, 23, 59))
    after = paper_of(season)

    assert (before.dated, after.dated) == (date(2024, 6, 25), date(2024, 6, 26))
    assert after.signature is not None
    assert after.signature.signed_on == date(2024, 6, 26)


def test_list_of_another_appointment_is_not_of_its_day(
    season: Season, cast: Officials, listed: list[Application]
) -> None:
    medical = Terms(at(7, 8, 8), "代县样本医院")
    appoint(season, DAI, Stage.MEDICAL_CHECK, medical, actor=cast.dai, at=at(7, 6))

    assert paper_of(season).dated == date(2024, 6, 25)


def test_list_tells_time_place_notes_and_originals_once_they_are_fixed(
    season: Season, cast: Officials, listed: list[Application]
) -> None:
    before = words(paper_of(season))
    appoint(season, DAI, Stage.INTERVIEW, TERMS, actor=cast.dai, at=at(6, 26))
    after = words(paper_of(season))

    assert (
        "2024年6月26日至2024年7月5日之间，具体时间和地点由中共代县县委社会工作部另行通知" in before
    )
    assert "时间：2024年6月28日09:00；地点：代县样本中学一楼。携带黑色签字笔。" in after
    assert "居民身份证、户口簿、毕业证、学位证" in after
    assert after.count("荣誉证书") == 1


def test_list_that_nobody_stands_on_is_refused(season: Season) -> None:
    make_application(season, state=State.QUALIFIED)

    with pytest.raises(InterviewListRefused):
        paper_of(season)


def test_rehearsal_marks_its_list(rehearsal: Season) -> None:
    make_application(rehearsal, state=State.INTERVIEW_LISTED)

    paper = paper_of(rehearsal)

    assert (paper.marks, paper.dated) == (marks_of(rehearsal), date(2024, 6, 26))
    assert [str(mark) for mark in paper.marks] == ["演练", "样本"]
