"""Many agreements at once, done just as they were shown: arranged, signed, filed, reported; and no-shows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from linli.apps.agreements.actions import CommunityTaken, OutsideWindow, OverQuota, WrongCommunity
from linli.apps.agreements.arranging import (
    ArrangementChanged,
    Wish,
    arrange_as_shown,
    plan_arrangements,
)
from linli.apps.agreements.filing import FilingChanged, PaperMissing, file_as_shown, plan_filing
from linli.apps.agreements.models import Agreement, AgreementPaper, Arrangement
from linli.apps.agreements.signing import SigningChanged, plan_signing, sign_as_shown
from linli.apps.applications.change import (
    NotPermitted,
    ReasonMissing,
    WrongState,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import propose_backfills
from linli.apps.workforce.models import Worker
from linli.apps.workforce.reporting import (
    NotOverdue,
    ReportsChanged,
    overdue_in,
    plan_reports,
    record_no_show,
    report_as_shown,
)
from tests.apps.cast import (
    DAI_COMMUNITY,
    DAI_STREET,
    YUANPING_COMMUNITY,
    YUANPING_STREET,
    Officials,
    at,
    last_entry,
    signed,
    state_of,
    states_of,
)
from tests.factories import DAI, make_application

SECOND = f"{DAI_STREET}902"
JULY_18 = date(2024, 7, 18)


@pytest.fixture(autouse=True)
def second_community(cast: Officials) -> None:
    Division.objects.get_or_create(
        code=SECOND, defaults={"name": "样本第2社区", "level": 5, "parent_id": DAI_STREET}
    )


def formal(season: Season) -> Application:
    return make_application(season, state=State.FORMAL)


def arrange(season: Season, cast: Officials, **wishes: Wish) -> None:
    given = {number.strip("n"): wish for number, wish in wishes.items()}
    plan = plan_arrangements(season, DAI, given, at=at(7, 18))
    arrange_as_shown(season, DAI, given, shown=plan.mark, actor=cast.dai, at=at(7, 18))


def arranged(season: Season, community: str = DAI_COMMUNITY) -> Application:
    case = formal(season)
    Arrangement.objects.create(application=case, community_id=community, arranged_at=at(7, 18))
    return case


def sign(season: Season, cast: Officials, *numbers: str, day: date = JULY_18) -> list[Agreement]:
    plan = plan_signing(season, DAI_STREET, numbers, signed_on=day, today=day)
    return sign_as_shown(
        season, numbers, signed_on=day, shown=plan.mark, actor=cast.dai_street, at=at(7, 18)
    )


def test_county_arranges_anew_until_the_signing_and_the_ledger_has_both(
    season: Season, cast: Officials
) -> None:
    case = formal(season)

    arrange(season, cast, **{f"n{case.case_number}": Wish(DAI_COMMUNITY)})
    arrange(season, cast, **{f"n{case.case_number}": Wish(SECOND, "离家近")})

    stored = Arrangement.objects.get()
    assert (stored.community_id, stored.reason) == (SECOND, "离家近")
    entry = last_entry(case.subject)
    assert (entry["action"], entry["reason"], entry["inputs"]) == (
        "arrange_community",
        "离家近",
        {"community": SECOND, "before": DAI_COMMUNITY},
    )


def test_second_recruit_arranged_for_a_community_needs_a_reason(
    season: Season, cast: Officials
) -> None:
    first, second = formal(season), formal(season)
    arrange(season, cast, **{f"n{first.case_number}": Wish(DAI_COMMUNITY)})

    with pytest.raises(CommunityTaken):
        arrange(season, cast, **{f"n{second.case_number}": Wish(DAI_COMMUNITY)})
    arrange(season, cast, **{f"n{second.case_number}": Wish(DAI_COMMUNITY, "人口多")})
    # Arranged anew, nobody counts against their own place.
    arrange(season, cast, **{f"n{first.case_number}": Wish(SECOND)})

    places = Arrangement.objects.order_by("application").values_list("community", flat=True)
    assert list(places) == [SECOND, DAI_COMMUNITY]


def test_reason_may_stand_with_either_of_two_who_go_to_one_community(
    season: Season, cast: Officials
) -> None:
    first, second = formal(season), formal(season)

    # One act or two, in whatever order: one of them is explained, the other is the ordinary one.
    arrange(
        season,
        cast,
        **{
            f"n{first.case_number}": Wish(DAI_COMMUNITY, "人口多"),
            f"n{second.case_number}": Wish(DAI_COMMUNITY),
        },
    )
    for one in (first, second):
        sign(season, cast, one.case_number)

    assert states_of([first, second]) == [State.SIGNED] * 2


def test_community_of_another_county_is_no_place_to_be_arranged(
    season: Season, cast: Officials
) -> None:
    case = formal(season)

    with pytest.raises(WrongCommunity):
        plan_arrangements(season, DAI, {case.case_number: Wish(YUANPING_COMMUNITY)}, at=at(7, 18))


def test_arrangement_is_not_what_was_shown_once_somebody_else_arranged(
    season: Season, cast: Officials
) -> None:
    case = formal(season)
    wishes = {case.case_number: Wish(SECOND)}
    shown = plan_arrangements(season, DAI, wishes, at=at(7, 18)).mark
    arrange(season, cast, **{f"n{case.case_number}": Wish(DAI_COMMUNITY)})

    with pytest.raises(ArrangementChanged):
        arrange_as_shown(season, DAI, wishes, shown=shown, actor=cast.dai, at=at(7, 18))


@pytest.mark.parametrize("who", ["dai_street", "yuanping", "city"])
def test_only_the_own_county_arranges(season: Season, cast: Officials, who: str) -> None:
    case = formal(season)
    wishes = {case.case_number: Wish(DAI_COMMUNITY)}
    shown = plan_arrangements(season, DAI, wishes, at=at(7, 18)).mark

    with pytest.raises(NotPermitted):
        arrange_as_shown(season, DAI, wishes, shown=shown, actor=getattr(cast, who), at=at(7, 18))


def test_street_signs_its_own_at_once_and_passes_over_whoever_is_gone(
    season: Season, cast: Officials
) -> None:
    first, second, unarranged = arranged(season), arranged(season, SECOND), formal(season)
    numbers = [one.case_number for one in (first, second, unarranged)]

    plan = plan_signing(season, DAI_STREET, numbers, signed_on=JULY_18, today=JULY_18)
    made = sign(season, cast, *numbers)

    assert plan.gone == (unarranged.case_number,)
    assert [one.community_id for one in made] == [DAI_COMMUNITY, SECOND]
    assert states_of([first, second, unarranged]) == [State.SIGNED, State.SIGNED, State.FORMAL]


def test_street_does_not_sign_for_another_street(season: Season, cast: Officials) -> None:
    case = arranged(season)
    plan = plan_signing(
        season, YUANPING_STREET, [case.case_number], signed_on=JULY_18, today=JULY_18
    )

    assert (plan.assignments, plan.gone) == ((), (case.case_number,))


@pytest.mark.parametrize(
    ("day", "today", "is_refused"),
    [(17, 20, True), (18, 18, False), (20, 20, False), (21, 21, True), (19, 18, True)],
)
def test_day_of_signing_lies_in_the_stage_and_has_come(
    season: Season, cast: Officials, day: int, today: int, is_refused: bool
) -> None:
    numbers, signed_on = [arranged(season).case_number], date(2024, 7, day)

    try:
        plan_signing(season, DAI, numbers, signed_on=signed_on, today=date(2024, 7, today))
    except OutsideWindow:
        assert is_refused
    else:
        assert not is_refused


def test_signing_is_not_what_was_shown_after_a_new_arrangement(
    season: Season, cast: Officials
) -> None:
    case = arranged(season)
    numbers = [case.case_number]
    shown = plan_signing(season, DAI_STREET, numbers, signed_on=JULY_18, today=JULY_18).mark
    Arrangement.objects.update(community=SECOND)

    with pytest.raises(SigningChanged):
        sign_as_shown(
            season, numbers, signed_on=JULY_18, shown=shown, actor=cast.dai_street, at=at(7, 18)
        )

    assert state_of(case) == State.FORMAL


def paper_for(agreement: Agreement) -> None:
    AgreementPaper.objects.create(
        agreement=agreement,
        digest="0" * 64,
        media_type="image/png",
        size=1,
        finding="unsigned",
        uploaded_at=at(7, 19),
    )


def test_filing_without_the_paper_needs_a_reason_that_the_ledger_keeps(
    season: Season, cast: Officials
) -> None:
    there, missing = signed(season), signed(season)
    paper_for(there)
    keys = [there.pk, missing.pk]
    plan = plan_filing(season, keys, on=date(2024, 7, 20))

    def file(reason: str) -> None:
        file_as_shown(season, keys, shown=plan.mark, reason=reason, actor=cast.city, at=at(7, 20))

    with pytest.raises(PaperMissing, match="1份协议还没有上传"):
        file(" ")
    file("原件在邮寄途中")

    assert (plan.without_paper, plan.total, plan.places) == ((missing,), 2, 175)
    assert states_of([there.application, missing.application]) == [State.FILED] * 2
    assert last_entry(missing.application.subject)["reason"] == "名单报市备案；原件在邮寄途中"


def test_filing_with_all_papers_needs_no_reason(season: Season, cast: Officials) -> None:
    one = signed(season)
    paper_for(one)
    shown = plan_filing(season, [one.pk], on=date(2024, 7, 20)).mark

    file_as_shown(season, [one.pk], shown=shown, reason="多余", actor=cast.city, at=at(7, 20))

    assert last_entry(one.application.subject)["reason"] == "名单报市备案"


def test_filing_is_not_what_was_shown_once_a_paper_came_or_an_agreement_went(
    season: Season, cast: Officials
) -> None:
    one = signed(season)
    shown = plan_filing(season, [one.pk], on=date(2024, 7, 20)).mark
    paper_for(one)

    with pytest.raises(FilingChanged):
        file_as_shown(season, [one.pk], shown=shown, reason="x", actor=cast.city, at=at(7, 20))


@pytest.mark.parametrize(("on_record", "is_refused"), [(174, False), (175, True)])
def test_filing_stays_within_the_places_of_the_city(
    season: Season, cast: Officials, on_record: int, is_refused: bool
) -> None:
    one = signed(season)
    for _ in range(on_record):
        make_application(season, state=State.REPORTED)
    shown = plan_filing(season, [one.pk], on=date(2024, 7, 20)).mark

    try:
        file_as_shown(season, [one.pk], shown=shown, reason="x", actor=cast.city, at=at(7, 20))
    except OverQuota:
        assert is_refused
    else:
        assert not is_refused


def test_street_reports_many_on_one_day_and_each_gets_a_record(
    season: Season, cast: Officials
) -> None:
    filed = [signed(season, state=State.FILED), signed(season, state=State.FILED)]
    keys, day = [one.pk for one in filed], date(2024, 7, 22)
    plan = plan_reports(season, DAI_STREET, keys, reported_on=day, today=day)

    report_as_shown(
        season, keys, reported_on=day, shown=plan.mark, actor=cast.dai_street, at=at(7, 22)
    )

    assert plan.terms == tuple((one, date(2025, 7, 21)) for one in filed)
    records = Worker.objects.values_list("reported_on", "last_day")
    assert list(records) == [(day, date(2025, 7, 21))] * 2


def test_report_that_somebody_else_recorded_meanwhile_is_not_recorded_twice(
    season: Season, cast: Officials
) -> None:
    one = signed(season, state=State.FILED)
    day = date(2024, 7, 22)
    shown = plan_reports(season, DAI, [one.pk], reported_on=day, today=day).mark
    report_as_shown(season, [one.pk], reported_on=day, shown=shown, actor=cast.dai, at=at(7, 22))

    with pytest.raises(ReportsChanged):
        report_as_shown(
            season, [one.pk], reported_on=day, shown=shown, actor=cast.dai, at=at(7, 22)
        )

    assert Worker.objects.count() == 1


def test_street_reports_nobody_of_another_street(season: Season, cast: Officials) -> None:
    one = signed(season, state=State.FILED)
    day = date(2024, 7, 22)

    plan = plan_reports(season, YUANPING_STREET, [one.pk], reported_on=day, today=day)

    assert (plan.terms, plan.gone) == ((), 1)


@pytest.mark.parametrize(
    ("day", "count"), [("2024-07-30", 0), ("2024-07-31", 0), ("2024-08-01", 3)]
)
def test_overdue_is_whoever_has_not_reported_after_the_last_day(
    season: Season, cast: Officials, day: str, count: int
) -> None:
    own = [signed(season).application, signed(season, state=State.FILED).application]
    own.append(arranged(season))
    signed(season, state=State.REPORTED)
    elsewhere = formal(season)
    today = date.fromisoformat(day)

    street, county = (list(overdue_in(season, scope, today=today)) for scope in (DAI_STREET, DAI))

    assert street == own[:count]
    assert county == [*own, elsewhere][: count and count + 1]
    assert list(overdue_in(season, YUANPING_STREET, today=today)) == []


@pytest.mark.parametrize(
    ("moment", "is_refused"), [(at(7, 31, 23, 59), True), (at(8, 1, 0), False), (at(8, 2), False)]
)
def test_no_show_is_recorded_from_the_day_after_the_last(
    season: Season, cast: Officials, moment: datetime, is_refused: bool
) -> None:
    case = signed(season, state=State.FILED).application

    try:
        record_no_show(case, reason="经书面通知仍未报到", actor=cast.dai_street, at=moment)
    except NotOverdue:
        assert is_refused
    else:
        assert not is_refused

    assert state_of(case) == (State.FILED if is_refused else State.LEFT)


def test_no_show_tells_why_and_leaves_a_place_that_the_reserve_fills(
    season: Season, cast: Officials
) -> None:
    case = signed(season, state=State.FILED).application

    with pytest.raises(ReasonMissing):
        record_no_show(case, reason=" ", actor=cast.dai_street, at=at(8, 1))
    case.refresh_from_db()
    record_no_show(case, reason="经书面通知仍未报到", actor=cast.dai_street, at=at(8, 1))

    (proposal,) = propose_backfills(season, DAI, on=date(2024, 8, 1))
    body = case.messages.get().body
    assert proposal.leaver == case
    assert "没有在2024年7月31日前（含当日）到社区报到" in body
    assert "经书面通知仍未报到" in body


@pytest.mark.parametrize("state", [State.REPORTED, State.LEFT, State.FORMAL])
def test_nobody_else_is_a_no_show(season: Season, cast: Officials, state: State) -> None:
    case = signed(season, state=state).application

    with pytest.raises(WrongState):
        record_no_show(case, reason="未报到", actor=cast.dai_street, at=at(8, 1))


@pytest.mark.parametrize("who", ["yuanping_street", "city", "dai_community"])
def test_no_show_is_recorded_by_the_own_street_or_county(
    season: Season, cast: Officials, who: str
) -> None:
    case = signed(season, state=State.FILED).application

    with pytest.raises(NotPermitted):
        record_no_show(case, reason="未报到", actor=getattr(cast, who), at=at(8, 1))
