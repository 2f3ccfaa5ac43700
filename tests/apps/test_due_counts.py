"""What the records hold for each office: counted, gone when it is done, never another's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import AgreementPaper, Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.dashboard.counting import found_for
from linli.apps.dashboard.due import Due, Found
from linli.apps.dashboard.queries import due_for
from linli.apps.enquiries.models import Enquiry
from linli.apps.intake.models import Doubt, Mail
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import ScoreSheet
from linli.apps.interviews.signing import sign_off
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.apps.pay.models import PayRun
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Appointment, Publication, Season, Stage
from linli.apps.selection.models import Backfill, MedicalConfirmation, MedicalRecheck
from tests.apps.cast import (
    DAI_COMMUNITY,
    YUANPING_STREET,
    Officials,
    at,
    official,
    open_one,
    serving,
    signed,
)
from tests.apps.made_notice import object_to
from tests.apps.sample_panel import drawn_panel, enter_both, listed, panel_of, row
from tests.factories import DAI, YUANPING, make_application

TODAY = date(2024, 6, 20)


def found(official: User, season: Season, *, today: date = TODAY) -> Mapping[Due, Found]:
    return found_for(official, [season], today=today).get(season.pk, {})


def numbers(official: User, season: Season, *, today: date = TODAY) -> dict[Due, int]:
    return {what: one.number for what, one in found(official, season, today=today).items()}


def test_new_season_waits_for_its_publication_alone(cast: Officials, season: Season) -> None:
    offices = (cast.city, cast.dai, cast.dai_street, cast.finance, cast.auditor)

    assert [numbers(one, season) for one in offices] == [{Due.CHANNEL: 0}, {}, {}, {}, {}]

    Publication.objects.create(season=season, channel="样本网站", published_at=at(5, 31))
    assert numbers(cast.city, season) == {}


def test_city_routes_places_and_files(cast: Officials, season: Season) -> None:
    make_application(season, county=None, state=State.RECEIVED)
    make_application(season, state=State.INTERVIEWED)
    make_application(season, state=State.INTERVIEWED, diploma_date=date(2024, 7, 1))
    make_application(season, state=State.SIGNED)

    assert numbers(cast.city, season) == {
        Due.ROUTE: 1,
        Due.PLACEMENT: 2,
        Due.DIPLOMA_BLOCKING: 1,
        Due.FILE: 1,
        Due.CHANNEL: 0,
    }


def test_city_answers_enquiries_and_requests_until_they_are_answered(
    cast: Officials, season: Season
) -> None:
    asked = Enquiry.objects.create(
        season=season, category="pay", question="样本", receipt="1" * 64, asked_at=at(6, 11, 0, 30)
    )
    request = RightsRequest.objects.create(
        application=make_application(season, state=State.WITHDRAWN),
        kind="explain",
        text="样本",
        asked_at=at(6, 10),
        due_on=date(2024, 6, 25),
    )

    waiting = found(cast.city, season)

    assert waiting[Due.ENQUIRY] == Found(1, since=date(2024, 6, 11))
    assert waiting[Due.RIGHT] == Found(1, until=date(2024, 6, 25))

    Enquiry.objects.filter(pk=asked.pk).update(answer="样", answered_at=at(6, 12))
    RightsRequest.objects.filter(pk=request.pk).update(
        answer="样本", is_granted=True, answered_by=cast.city, answered_at=at(6, 12)
    )
    assert numbers(cast.city, season) == {Due.CHANNEL: 0}


def test_mail_of_no_case_waits_for_the_city_and_that_of_a_case_for_its_county_as_well(
    cast: Officials, season: Season
) -> None:
    case = make_application(season)
    for number, application in enumerate((None, case)):
        Mail.objects.create(
            season=season,
            file=f"{number}.eml",
            digest="1" * 64,
            is_set_aside=True,
            application=application,
        )
    Doubt.objects.create(application=case, kind="field", field="name", reason="样本")

    assert numbers(cast.city, season) == {Due.MAIL: 2, Due.READING: 1, Due.CHANNEL: 0}
    assert numbers(cast.dai, season) == {Due.MAIL: 1, Due.READING: 1, Due.REVIEW: 1}
    assert numbers(cast.yuanping, season) == {}

    Mail.objects.update(handled_by=cast.city)
    Doubt.objects.update(status=Doubt.Status.ACCEPTED)
    assert numbers(cast.dai, season) == {Due.REVIEW: 1}


def test_county_reviews_and_lists_its_own(cast: Officials, season: Season) -> None:
    for state in (State.ROUTED, State.ROUTED, State.SUPPLEMENT_REQUESTED, State.QUALIFIED):
        make_application(season, state=state, diploma_date=date(2024, 7, 1))
    make_application(season, county=YUANPING)

    assert numbers(cast.dai, season) == {
        Due.REVIEW: 2,
        Due.SUPPLEMENT: 1,
        Due.INTERVIEW_LIST: 1,
    }
    assert numbers(cast.yuanping, season) == {Due.REVIEW: 1}


def test_diploma_is_due_until_it_is_recorded_and_late_from_the_day_after_the_deadline(
    cast: Officials, season: Season
) -> None:
    make_application(season, state=State.QUALIFIED)
    make_application(season, state=State.RESERVE)
    make_application(season, state=State.RESERVE, diploma_date=date(2024, 7, 5))
    make_application(season, state=State.RESERVE, diploma_date=date(2024, 7, 6))

    def counted(day: int) -> tuple[int, int]:
        there = numbers(cast.dai, season, today=date(2024, 7, day))
        return there[Due.DIPLOMA], there[Due.DIPLOMA_LATE]

    assert [counted(day) for day in (4, 5, 6)] == [(2, 1), (2, 1), (2, 2)]


def test_interview_day_goes_from_the_place_to_the_panel_the_draw_the_marks_and_the_signature(
    cast: Officials, season: Season
) -> None:
    def steps() -> dict[Due, int]:
        there = numbers(cast.dai, season)
        return {what: one for what, one in there.items() if what is not Due.DIPLOMA}

    listed(season, 2)
    assert steps() == {Due.INTERVIEW_TERMS: 0, Due.PANEL: 2}

    Appointment.objects.create(
        season=season, county_id=DAI, stage=Stage.INTERVIEW, starts_at=at(7, 1), place="样本楼"
    )
    assert steps() == {Due.PANEL: 2}

    panel_of(season, cast.dai)
    assert steps() == {Due.PANEL: 2, Due.DRAW: 1}
    (due,) = (
        one.what
        for one in due_for(cast.dai, [season], today=TODAY)[season.pk]
        if one.what in (Due.PANEL, Due.DRAW)
    )
    assert due is Due.DRAW


def test_marks_are_due_twice_for_each_candidate_and_then_the_signature(
    cast: Officials, season: Season
) -> None:
    panel, (first, second) = drawn_panel(season, cast)
    enter_marks(panel, ScoreSheet.Entry.FIRST, [row(first)], actor=cast.dai, at=at(7, 4, 14))
    assert numbers(cast.dai, season)[Due.MARKS] == 3

    season.applications.filter(case_number=second).update(state=State.WITHDRAWN)
    assert numbers(cast.dai, season)[Due.MARKS] == 1
    season.applications.filter(case_number=second).update(state=State.INTERVIEW_LISTED)

    enter_both(panel, cast, [row(second)])
    enter_marks(panel, ScoreSheet.Entry.SECOND, [row(first)], actor=_other(), at=at(7, 4, 17))
    there = numbers(cast.dai, season)
    assert (there.get(Due.MARKS), there[Due.SIGN_OFF]) == (None, 1)

    sign_off(panel, actor=cast.dai, at=at(7, 4, 18))
    assert Due.SIGN_OFF not in numbers(cast.dai, season)


def _other() -> User:
    return User.objects.get(username="dai-2")


def test_placed_people_answer_are_checked_and_checked_again(
    cast: Officials, season: Season
) -> None:
    dated = {"state": State.PLACED, "diploma_date": date(2024, 7, 1)}
    _silent, coming, again = (make_application(season, **dated) for _ in range(3))
    MedicalConfirmation.objects.create(
        application=coming, attends=True, answered_at=at(7, 5), answered_by=cast.dai
    )
    MedicalRecheck.objects.create(
        application=again, checked_on=date(2024, 7, 8), hospital="样本", again_on=date(2024, 7, 12)
    )

    there = found(cast.dai, season)

    assert there == {
        Due.MEDICAL_TERMS: Found(),
        Due.ANSWER: Found(1),
        Due.CONCLUSION: Found(2),
        Due.RECHECK: Found(1, until=date(2024, 7, 12)),
    }


def test_vacancy_is_due_until_the_reserve_fills_it_or_it_is_recorded_empty(
    cast: Officials, season: Season
) -> None:
    leaver = make_application(season, state=State.MEDICAL_FAILED)
    make_application(season, state=State.WITHDRAWN)
    assert numbers(cast.dai, season) == {Due.VACANCY: 1}

    Backfill.objects.create(season=season, county_id=DAI, leaver=leaver, reason="样本")
    assert numbers(cast.dai, season) == {}


def proposed(season: Season, last_day: date) -> tuple[PublicNotice, Application]:
    one = make_application(season, state=State.PROPOSED, diploma_date=date(2024, 7, 1))
    notice = PublicNotice.objects.create(
        season=season,
        county_id=DAI,
        posted_on=date(2024, 7, 12),
        last_day=last_day,
        working_days=3,
        rows=[],
        fingerprint="0" * 64,
    )
    Listing.objects.create(notice=notice, application=one, position=1)
    return notice, one


def test_people_are_confirmed_the_day_after_their_period_and_not_while_somebody_objects(
    cast: Officials, season: Season
) -> None:
    make_application(season, state=State.MEDICAL_PASSED, diploma_date=date(2024, 7, 1))
    notice, one = proposed(season, date(2024, 7, 16))

    def counted(day: int) -> dict[Due, int]:
        return numbers(cast.dai, season, today=date(2024, 7, day))

    assert [counted(day) for day in (15, 16, 17)] == [
        {Due.NOTICE: 1},
        {Due.NOTICE: 1},
        {Due.NOTICE: 1, Due.CONFIRM: 1},
    ]

    object_to(notice, one, cast)
    there = found(cast.dai, season, today=date(2024, 7, 17))
    assert there == {Due.NOTICE: Found(1), Due.OBJECTION: Found(1, until=date(2024, 7, 16))}

    Objection.objects.update(status=Objection.Status.DISMISSED)
    Listing.objects.update(own_posted_on=date(2024, 7, 15), own_last_day=date(2024, 7, 17))
    assert counted(17) == {Due.NOTICE: 1}
    assert counted(18) == {Due.NOTICE: 1, Due.CONFIRM: 1}


def test_agreements_wait_for_the_county_and_for_the_street_of_the_community(
    cast: Officials, season: Season
) -> None:
    make_application(season, state=State.FORMAL)
    arranged = make_application(season, state=State.FORMAL)
    Arrangement.objects.create(
        application=arranged, community_id=DAI_COMMUNITY, arranged_at=at(7, 18)
    )
    with_paper = signed(season)
    AgreementPaper.objects.create(
        agreement=with_paper,
        digest="1" * 64,
        media_type="application/pdf",
        size=1,
        finding=AgreementPaper.Finding.UNSIGNED,
        uploaded_at=at(7, 19),
    )
    signed(season)
    signed(season, state=State.FILED)

    assert numbers(cast.dai, season) == {
        Due.ARRANGE: 1,
        Due.SIGN: 1,
        Due.PAPER: 2,
        Due.REPORT: 1,
        Due.OVERDUE: 5,
    }
    assert numbers(cast.dai_street, season) == {
        Due.SIGN: 1,
        Due.PAPER: 2,
        Due.REPORT: 1,
        Due.OVERDUE: 4,
    }
    assert numbers(User.objects.get(division_id=YUANPING_STREET), season) == {}


def test_month_is_paid_after_its_last_day_until_it_is_run(cast: Officials, season: Season) -> None:
    serving(season, date(2024, 7, 22))

    def months(month: int, day: int) -> int:
        return numbers(cast.finance, season, today=date(2024, month, day)).get(Due.PAY, 0)

    assert [months(7, 31), months(8, 1), months(8, 31), months(9, 1)] == [0, 1, 1, 2]

    PayRun.objects.create(season=season, month=date(2024, 7, 1))
    assert months(9, 1) == 1


def test_a_month_waits_for_the_finance_that_may_run_it_and_not_for_a_countys(
    cast: Officials, season: Season
) -> None:
    serving(season, date(2024, 7, 22))
    province = official("province", Office.FINANCE, "14")
    county = official("dai-finance", Office.FINANCE, DAI)

    waits = [found(one, season, today=date(2024, 8, 1)) for one in (cast.finance, province, county)]

    assert waits == [{Due.PAY: Found(1)}, {Due.PAY: Found(1)}, {}]


def test_counts_ask_as_many_queries_for_two_seasons_of_many_cases_as_for_one(
    cast: Officials, season: Season, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = {cast.city: 7, cast.dai: 10, cast.dai_street: 1, cast.finance: 1, cast.auditor: 0}
    other = open_one(cast.city)
    for one in (season, other):
        for state in State:
            make_application(one, state=state)

    for seasons in ([season], [season, other]):
        for who, queries in asked.items():
            with django_assert_num_queries(queries):
                found_for(who, seasons, today=TODAY)


def test_two_seasons_keep_their_things_apart_and_a_rehearsal_account_has_none_of_a_real_one(
    cast: Officials, season: Season, rehearsal: Season
) -> None:
    make_application(season)
    for _ in range(2):
        make_application(rehearsal)

    due = due_for(cast.dai, [season, rehearsal], today=TODAY)
    assert {key: [(one.what, one.number) for one in lines] for key, lines in due.items()} == {
        season.pk: [(Due.REVIEW, 1)],
        rehearsal.pk: [(Due.REVIEW, 2)],
    }

    cast.dai.is_rehearsal = True
    assert list(due_for(cast.dai, [season, rehearsal], today=TODAY)) == [rehearsal.pk]
