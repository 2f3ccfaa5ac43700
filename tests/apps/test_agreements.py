"""Agreements street by street, filing with the city within its places, and the report for duty."""

from datetime import UTC, date
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from linli.apps.accounts.models import Office
from linli.apps.agreements.actions import (
    Assignment,
    CommunityTaken,
    OutsideWindow,
    OverQuota,
    WrongCommunity,
    file_with_city,
    sign_agreements,
)
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import NotPermitted, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.workforce.actions import last_day_of_term, report_for_duty
from linli.apps.workforce.models import Worker
from tests.apps.cast import (
    DAI_COMMUNITY,
    DAI_STREET,
    YUANPING_COMMUNITY,
    Officials,
    at,
    last_entry,
    official,
    open_one,
    signed,
    state_of,
    states_of,
)
from tests.factories import DAI, make_application

TIERS = {
    198_000: ("140902", "140981"),
    188_000: ("140923", "140925", "140930", "140931"),
    178_000: (
        "140921", "140924", "140927", "140928", "140932", "140929", "140926", "140922",
    ),
}  # fmt: skip


def sign(season: Season, one: Application, community: str, **fields: object) -> Agreement:
    """Sign with a community as the street that it lies in."""
    place = Division.objects.get(code=community)
    (agreement,) = sign_agreements(
        season,
        [Assignment(one, place, str(fields.get("reason", "")))],
        signed_on=date(2024, 7, 18),
        actor=fields["actor"],  # type: ignore[arg-type]
        at=at(7, 18, 15),
    )
    return agreement


def formal(season: Season, county: str = DAI) -> Application:
    return make_application(season, county=county, state=State.FORMAL)


@pytest.mark.parametrize(
    ("fen", "county"), [(fen, county) for fen, places in TIERS.items() for county in places]
)
def test_the_allowance_is_the_minimum_wage_of_the_county_of_work(
    season: Season, cast: Officials, fen: int, county: str
) -> None:
    street = Division.objects.create(
        code=f"{county}955", name="样本街道", level=4, parent_id=county
    )
    place = Division.objects.create(
        code=f"{street.code}955", name="样本社区", level=5, parent=street
    )
    one = formal(season, county)

    (agreement,) = sign_agreements(
        season,
        [Assignment(one, place)],
        signed_on=date(2024, 7, 18),
        actor=official(f"county-{county}", Office.COUNTY, county),
        at=at(7, 18),
    )

    assert (agreement.monthly_allowance_fen, agreement.premium_fen, agreement.term_months) == (
        fen,
        10_000,
        12,
    )


def test_the_street_signs_and_the_agreement_names_number_street_and_community(
    season: Season, cast: Officials
) -> None:
    one = formal(season)

    agreement = sign(season, one, DAI_COMMUNITY, actor=cast.dai_street)

    stored = Agreement.objects.get()
    assert (stored.number, stored.street_id, stored.community_id, stored.signed_on) == (
        f"xinzhou-2024-{one.case_number}",
        DAI_STREET,
        DAI_COMMUNITY,
        date(2024, 7, 18),
    )
    assert (agreement, state_of(one)) == (stored, State.SIGNED)
    assert last_entry(one.subject)["inputs"] == {
        "from": "formal",
        "to": "signed",
        "agreement": stored.number,
        "monthly_allowance_fen": 188_000,
    }


@pytest.mark.parametrize("who", ["yuanping_street", "yuanping", "city", "dai_community"])
def test_no_other_street_county_or_office_signs(season: Season, cast: Officials, who: str) -> None:
    one = formal(season)

    with pytest.raises(NotPermitted, match=one.case_number):
        sign(season, one, DAI_COMMUNITY, actor=getattr(cast, who))

    assert (state_of(one), Agreement.objects.count()) == (State.FORMAL, 0)


@pytest.mark.parametrize("who", ["dai", "yuanping_street"])
def test_a_recruit_is_not_sent_to_a_community_of_another_county(
    season: Season, cast: Officials, who: str
) -> None:
    one = formal(season)

    with pytest.raises(WrongCommunity, match=f"不在报名{one.case_number}的招募县"):
        sign(season, one, YUANPING_COMMUNITY, actor=getattr(cast, who))

    assert (state_of(one), Agreement.objects.count()) == (State.FORMAL, 0)


def test_a_second_recruit_for_a_community_needs_a_reason_that_is_then_written_down(
    season: Season, cast: Officials
) -> None:
    first, second = formal(season), formal(season)
    sign(season, first, DAI_COMMUNITY, actor=cast.dai)

    with pytest.raises(CommunityTaken, match="安排社区助理将超过1名.*D0 一\\(三\\)"):
        sign(season, second, DAI_COMMUNITY, actor=cast.dai)
    sign(season, second, DAI_COMMUNITY, actor=cast.dai, reason="社区人口多")

    assert states_of([first, second]) == [State.SIGNED] * 2
    assert last_entry(second.subject)["reason"] == "签订协议书；社区人口多"


def test_two_recruits_for_one_community_in_one_batch_are_counted_together(
    season: Season, cast: Officials
) -> None:
    cases = [formal(season), formal(season)]
    place = Division.objects.get(code=DAI_COMMUNITY)

    with pytest.raises(CommunityTaken):
        sign_agreements(
            season,
            [Assignment(one, place) for one in cases],
            signed_on=date(2024, 7, 18),
            actor=cast.dai,
            at=at(7, 18),
        )

    assert (states_of(cases), Agreement.objects.count()) == ([State.FORMAL] * 2, 0)


def test_an_agreement_is_signed_once(season: Season, cast: Officials) -> None:
    one = formal(season)
    sign(season, one, DAI_COMMUNITY, actor=cast.dai)

    with pytest.raises(WrongState, match=f"报名{one.case_number}现为“已签协议”"):
        sign(
            season,
            Application.objects.get(pk=one.pk),
            f"{DAI_STREET}902",
            actor=cast.dai,
        )

    assert Agreement.objects.count() == 1


def test_filed_agreements_get_receipts_in_order(season: Season, cast: Officials) -> None:
    first, second = signed(season), signed(season)

    file_with_city(season, [first], actor=cast.city, at=at(7, 20))
    file_with_city(season, [second], actor=cast.city, at=at(7, 20))

    receipts = list(Agreement.objects.values_list("filing_receipt", "filed_on"))
    assert receipts == [
        ("xinzhou-2024-BA001", date(2024, 7, 20)),
        ("xinzhou-2024-BA002", date(2024, 7, 20)),
    ]
    assert last_entry(second.application.subject)["inputs"]["receipt"] == "xinzhou-2024-BA002"


def test_an_agreement_filed_before_eight_in_the_morning_is_filed_that_day_in_beijing(
    season: Season, cast: Officials
) -> None:
    file_with_city(season, [signed(season)], actor=cast.city, at=at(7, 20, 7).astimezone(UTC))

    assert Agreement.objects.get().filed_on == date(2024, 7, 20)


@pytest.mark.parametrize("already", [173, 174])
def test_the_city_files_up_to_its_175_places(season: Season, cast: Officials, already: int) -> None:
    for number in range(already):
        make_application(season, state=State.FILED if number % 2 else State.REPORTED)

    file_with_city(season, [signed(season)], actor=cast.city, at=at(7, 20))

    assert season.applications.in_state(State.FILED, State.REPORTED).count() == already + 1


def test_the_176th_agreement_is_refused_together_with_its_batch(
    season: Season, cast: Officials
) -> None:
    for _ in range(174):
        make_application(season, state=State.FILED)
    agreements = [signed(season), signed(season)]

    with pytest.raises(OverQuota, match="备案后共176名，超过全市175名.*D0 一\\(二\\)"):
        file_with_city(season, agreements, actor=cast.city, at=at(7, 20))

    assert states_of([one.application for one in agreements]) == [State.SIGNED] * 2
    assert set(Agreement.objects.values_list("filing_receipt", flat=True)) == {""}


def test_a_county_does_not_file_with_the_city_in_its_place(season: Season, cast: Officials) -> None:
    agreement = signed(season)

    with pytest.raises(NotPermitted):
        file_with_city(season, [agreement], actor=cast.dai, at=at(7, 20))

    assert Agreement.objects.get().filing_receipt == ""


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        (date(2024, 7, 22), 12, date(2025, 7, 21)),
        (date(2024, 7, 31), 12, date(2025, 7, 30)),
        (date(2024, 8, 1), 12, date(2025, 7, 31)),
        (date(2024, 1, 1), 12, date(2024, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2024, 8, 31), 1, date(2024, 9, 30)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 30), 1, date(2024, 9, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 7, 22), 36, date(2027, 7, 21)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
    ],
)
def test_a_term_of_months_ends_the_day_before_the_same_day_or_on_the_last_of_a_short_month(
    start: date, months: int, last_day: date
) -> None:
    assert last_day_of_term(start, months) == last_day


def test_a_year_of_service_never_has_more_than_366_days_and_never_less_than_365() -> None:
    days = [
        date(year, month, day)
        for year, month, day in product((2023, 2024), range(1, 13), range(1, 29))
    ]

    lengths = {(last_day_of_term(day, 12) - day).days + 1 for day in days}

    assert lengths == {365, 366}


def filed(season: Season) -> Agreement:
    return signed(season, state=State.FILED)


def test_a_worker_record_opens_with_the_report_for_duty_on_22_july(
    season: Season, cast: Officials
) -> None:
    agreement = filed(season)

    report_for_duty({agreement: date(2024, 7, 22)}, actor=cast.dai_street, at=at(7, 22))

    worker = Worker.objects.get()
    assert (worker.person, worker.community_id, worker.street_id, worker.county_id) == (
        agreement.application.person,
        DAI_COMMUNITY,
        DAI_STREET,
        DAI,
    )
    assert (worker.reported_on, worker.last_day, worker.post) == (
        date(2024, 7, 22),
        date(2025, 7, 21),
        "社区助理",
    )
    assert worker.counts_as_grassroots_experience
    assert last_entry(agreement.application.subject)["inputs"] == {
        "from": "filed",
        "to": "reported",
        "reported_on": "2024-07-22",
        "last_day": "2025-07-21",
        "community": DAI_COMMUNITY,
    }


def test_nobody_reports_for_duty_twice(season: Season, cast: Officials) -> None:
    agreement = filed(season)
    report_for_duty({agreement: date(2024, 7, 22)}, actor=cast.dai, at=at(7, 22))

    with pytest.raises(WrongState, match="现为“已报到”"):
        report_for_duty({Agreement.objects.get(): date(2024, 7, 23)}, actor=cast.dai, at=at(7, 23))

    assert Worker.objects.get().reported_on == date(2024, 7, 22)


@pytest.mark.parametrize("who", ["yuanping", "yuanping_street", "dai_community", "city", "finance"])
def test_a_report_for_duty_is_recorded_in_the_place_of_work_alone(
    season: Season, cast: Officials, who: str
) -> None:
    agreement = filed(season)

    with pytest.raises(NotPermitted):
        report_for_duty({agreement: date(2024, 7, 22)}, actor=getattr(cast, who), at=at(7, 22))

    assert Worker.objects.count() == 0


def test_a_recruit_whose_agreement_is_not_filed_does_not_report_for_duty(
    season: Season, cast: Officials
) -> None:
    with pytest.raises(WrongState, match="现为“已签协议”"):
        report_for_duty({signed(season): date(2024, 7, 22)}, actor=cast.dai, at=at(7, 22))

    assert Worker.objects.count() == 0


def test_the_database_refuses_a_term_that_ends_on_the_day_it_begins(
    season: Season, cast: Officials
) -> None:
    agreement = filed(season)
    report_for_duty({agreement: date(2024, 7, 22)}, actor=cast.dai, at=at(7, 22))

    with pytest.raises(IntegrityError, match="term_ends_after_report"), transaction.atomic():
        Worker.objects.update(last_day=date(2024, 7, 22))

    assert Worker.objects.get().last_day == date(2025, 7, 21)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2024, 7, 17), False),
        (date(2024, 7, 18), True),
        (date(2024, 7, 19), True),
        (date(2024, 7, 20), True),
        (date(2024, 7, 21), False),
    ],
)
def test_agreements_are_signed_within_the_window_of_the_season(
    season: Season, cast: Officials, day: date, is_open: bool
) -> None:
    one, place = formal(season), Division.objects.get(code=DAI_COMMUNITY)
    refused = ""

    try:
        sign_agreements(
            season, [Assignment(one, place)], signed_on=day, actor=cast.dai, at=at(7, 21)
        )
    except OutsideWindow as refusal:
        refused = refusal.what

    assert refused == ("" if is_open else f"签订日期{day}不在2024-07-18至2024-07-20之间")
    assert state_of(one) is (State.SIGNED if is_open else State.FORMAL)


@pytest.mark.parametrize("place", [DAI_STREET, DAI])
def test_a_recruit_is_sent_to_a_community_and_to_no_street_or_county(
    season: Season, cast: Officials, place: str
) -> None:
    one = formal(season)

    with pytest.raises(WrongCommunity, match=f"不是社区，不能接收报名{one.case_number}"):
        sign(season, one, place, actor=cast.dai)


@pytest.mark.parametrize(
    ("is_rehearsal", "is_sample", "fault"),
    [
        (False, True, "是样本社区，不能用于报名"),
        (True, False, "是真实社区，不能用于报名"),
        (False, False, ""),
        (True, True, ""),
    ],
)
def test_a_rehearsal_uses_invented_communities_and_a_real_season_real_ones(
    cast: Officials, is_rehearsal: bool, is_sample: bool, fault: str
) -> None:
    season = open_one(cast.city, is_rehearsal=is_rehearsal)
    Division.objects.filter(code=DAI_COMMUNITY).update(is_sample=is_sample)
    one, refused = formal(season), ""

    try:
        sign(season, one, DAI_COMMUNITY, actor=cast.dai)
    except WrongCommunity as refusal:
        refused = refusal.what

    assert refused == (f"代县样本第1社区{fault}{one.case_number}" if fault else "")


def test_a_filing_receipt_is_given_once_and_a_missing_one_any_number_of_times(
    season: Season,
) -> None:
    signed(season), signed(season)
    signed(season, filing_receipt="样本-BA001")

    with pytest.raises(IntegrityError, match="filing_receipt"), transaction.atomic():
        signed(season, filing_receipt="样本-BA001")

    receipts = Agreement.objects.order_by("pk").values_list("filing_receipt", flat=True)
    assert list(receipts) == ["", "", "样本-BA001"]
