"""Eligibility review: the checks proposed, the route to a county, the decision of a named official."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from linli.apps.applications.actions import (
    NothingToRoute,
    Ruling,
    check_applications,
    decide,
    record_diplomas,
    route_to_counties,
)
from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.models import Application, Check, Decision
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.documents.registration_form import Area
from tests.apps.cast import (
    FULL_MATERIALS,
    Officials,
    at,
    entry_count,
    last_entry,
    make_draft,
    make_registration_form,
    new_id_number,
    receive,
    state_of,
    states_of,
)
from tests.factories import BEIJING, DAI, YUANPING, make_application


def checked(
    season: Season,
    cast: Officials,
    *,
    materials: dict[str, int] | None = None,
    received_at: datetime | None = None,
    on: datetime | None = None,
    **fields: Any,
) -> Application:
    """Receive and check the application of a person with some fields of the form exchanged."""
    draft = make_draft(
        form=make_registration_form(new_id_number(), **fields),
        materials=FULL_MATERIALS if materials is None else materials,
        received_at=received_at or at(6, 3),
    )
    (one,) = receive(season, cast.city, draft)
    check_applications(season, [one], actor=cast.city, at=on or at(6, 15))
    return Application.objects.get(pk=one.pk)


def reasons(application: Application) -> list[tuple[str, str, str, str]]:
    """Return what the checks have to say: outcome, code, clause and text."""
    told = application.checks.exclude(code="")
    return list(told.values_list("outcome", "code", "clause", "text"))


def test_an_application_without_any_fault_is_proposed_to_pass_and_no_reason_is_made_up(
    season: Season, cast: Officials
) -> None:
    one = checked(season, cast)

    assert (one.proposal, one.has_priority, reasons(one)) == ("pass", False, [])
    assert set(one.checks.values_list("outcome", flat=True)) == {"pass"}


@pytest.mark.parametrize(
    ("fields", "materials", "proposal", "reason"),
    [
        (
            {"graduation": "2023-07"},
            None,
            "fail",
            ("fail", "not_2024_graduate", "D0 一(一)", "毕业时间不在2024年，不属于2024年应届毕业生"),
        ),
        (
            {"school": "河北大学"},
            None,
            "fail",
            ("fail", "school_outside_province", "D0 一(一)", "毕业院校不在省内"),
        ),
        (
            {"school": "样本学院"},
            None,
            "refer",
            (
                "refer",
                "school_outside_province",
                "D0 一(一)",
                "毕业院校不在省内院校名单中，请核对校名",
            ),
        ),
        (
            {"education": "中专"},
            None,
            "fail",
            ("fail", "education_below_college", "D0 三(二)", "学历低于大专（高职）"),
        ),
        (
            {"pledge_signed": False},
            None,
            "refer",
            ("refer", "pledge_unsigned", "D0 附件2", "本人承诺栏没有签名"),
        ),
        (
            {"intended": Area("大同市", "云州区")},
            None,
            "refer",
            (
                "refer",
                "intention_outside_city",
                "D0 三(二)",
                "工作意向地区不在本市，请联系本人确认",
            ),
        ),
        (
            {},
            {"hukou": 1},
            "refer",
            (
                "refer",
                "material_missing.diploma_or_report",
                "D0 三(一)6(2)",
                "既无毕业证，也无《教育部学籍在线验证报告》",
            ),
        ),
        (
            {},
            {"hukou": 1, "enrollment_report": 1},
            "pass",
            (
                "pass",
                "diploma_pending",
                "D0 二4",
                "尚未取得毕业证，须在2024-07-05前（含当日）取得，否则取消招募资格",
            ),
        ),
    ],
    ids=[
        "class of 2023", "other province", "unknown school", "secondary school", "unsigned",
        "other city", "no diploma", "diploma to come",
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_clause_and_leads_to_the_proposal_of_the_notice(
    season: Season,
    cast: Officials,
    fields: dict[str, Any],
    materials: dict[str, int] | None,
    proposal: str,
    reason: tuple[str, str, str, str],
) -> None:
    one = checked(season, cast, materials=materials, **fields)

    assert (one.proposal, reasons(one)) == (proposal, [reason])


def test_no_check_changes_the_state_of_a_case_however_it_ends(
    season: Season, cast: Officials
) -> None:
    one = checked(season, cast, school="河北大学")

    assert (one.proposal, state_of(one)) == ("fail", State.RECEIVED)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("received_at", "proposal"),
    [
        (at(6, 14, 23, 59, 59), "pass"),
        (at(6, 15, 0, 0, 0), "fail"),
        (at(6, 15, 0, 0, 1), "fail"),
        (at(6, 13, 23, 59, 59), "pass"),
        (datetime(2024, 6, 14, 15, 59, 59, tzinfo=UTC), "pass"),
        (datetime(2024, 6, 14, 16, 0, 0, tzinfo=UTC), "fail"),
    ],
)
@pytest.mark.parametrize("zone", [BEIJING, UTC, timezone(timedelta(hours=-8))])
def test_registration_ends_with_the_last_second_of_14_june_in_beijing(
    season: Season, cast: Officials, received_at: datetime, proposal: str, zone: timezone
) -> None:
    one = checked(season, cast, received_at=received_at, on=at(6, 15, 12).astimezone(zone))

    late = [("fail", "late", "D0 三(一)2", "报名材料在报名截止时间之后收到")]
    assert (one.proposal, reasons(one)) == (proposal, late if proposal == "fail" else [])


def test_a_graduate_of_social_work_has_priority_between_equals(
    season: Season, cast: Officials
) -> None:
    one = checked(season, cast, major="社会工作")

    assert (one.proposal, one.has_priority) == ("pass", True)


def test_a_second_check_replaces_the_first_one_whole(season: Season, cast: Officials) -> None:
    one = checked(season, cast, pledge_signed=False)
    one.form["pledge_signed"] = True
    one.save(update_fields=["form"])

    check_applications(season, [one], actor=cast.city, at=at(6, 20))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.proposal, reasons(stored)) == ("pass", [])
    assert Check.objects.filter(application=one).count() == len(
        set(stored.checks.values_list("position", flat=True))
    )


def test_the_proposal_is_written_down_with_the_version_of_the_rule(
    season: Season, cast: Officials
) -> None:
    one = checked(season, cast, school="河北大学")

    entry = last_entry(one.subject)
    assert {key: entry[key] for key in ("actor", "clause", "rule", "inputs")} == {
        "actor": "city",
        "clause": "D0 三(二)",
        "rule": "xinzhou-2024@2024-06-07:eligibility",
        "inputs": {"proposal": "fail", "has_priority": False},
    }


def routed(season: Season, cast: Officials, intended: Area) -> Application:
    form = make_registration_form(new_id_number(), intended=intended)
    (one,) = receive(season, cast.city, make_draft(form=form))
    route_to_counties(season, [one], actor=cast.city, at=at(6, 15))
    return Application.objects.get(pk=one.pk)


def test_a_case_goes_to_the_county_that_the_applicant_named(
    season: Season, cast: Officials
) -> None:
    one = routed(season, cast, Area("忻州市", "原平市"))

    entry = last_entry(one.subject)
    assert (one.state, one.county_id, one.applied_county_id) == (State.ROUTED, YUANPING, YUANPING)
    assert (entry["reason"], entry["inputs"]["county"]) == ("按工作意向转原平市", YUANPING)


@pytest.mark.parametrize(
    "intended",
    [
        Area("大同市", "云州区"),
        Area("忻州市", None),
        Area(None, "代县"),
        Area(),
        Area("忻州市", "云州区"),
    ],
    ids=["other city", "city alone", "county alone", "nothing", "county of another city"],
)
def test_a_case_that_names_no_county_of_the_city_stays_with_the_city(
    season: Season, cast: Officials, intended: Area
) -> None:
    one = routed(season, cast, intended)

    entry = last_entry(one.subject)
    assert (one.state, one.county_id, one.applied_county_id) == (State.ROUTED, None, None)
    assert entry["reason"] == "工作意向不在本市或未填写，由市级办理"
    assert entry["inputs"]["county"] == "1409"


def test_a_case_without_a_form_stays_with_the_city(season: Season, cast: Officials) -> None:
    (one,) = receive(season, cast.city, make_draft(form=None))

    route_to_counties(season, [one], actor=cast.city, at=at(6, 15))

    assert (state_of(one), one.county_id) == (State.ROUTED, None)


def test_a_county_cannot_route_cases_to_itself(season: Season, cast: Officials) -> None:
    (one,) = receive(season, cast.city)

    with pytest.raises(NotPermitted, match="“转县审查”由市委社会工作部办理"):
        route_to_counties(season, [one], actor=cast.dai, at=at(6, 15))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.state, stored.county_id) == (State.RECEIVED, None)


@pytest.mark.parametrize(
    ("proposal", "outcome", "state"),
    [
        ("pass", "pass", State.QUALIFIED),
        ("fail", "fail", State.NOT_QUALIFIED),
        ("refer", "supplement", State.SUPPLEMENT_REQUESTED),
        ("fail", "pass", State.QUALIFIED),
        ("pass", "fail", State.NOT_QUALIFIED),
    ],
)
def test_a_named_official_decides_beside_the_proposal_and_says_why(
    season: Season, cast: Officials, proposal: str, outcome: str, state: State
) -> None:
    one = make_application(season, proposal=proposal)

    decide([Ruling(one, outcome, "经核对原件")], actor=cast.dai, at=at(6, 20))

    kept = Decision.objects.get()
    entry = last_entry(one.subject)
    assert state_of(one) is state
    assert (kept.proposal, kept.outcome, kept.reason, kept.decided_by, kept.decided_at) == (
        proposal,
        outcome,
        "经核对原件",
        cast.dai,
        at(6, 20),
    )
    assert (entry["actor"], entry["reason"], entry["rule"]) == (
        "dai",
        "经核对原件",
        "xinzhou-2024@2024-06-07:eligibility",
    )
    assert entry["inputs"] == {
        "from": "routed",
        "to": state.value,
        "proposal": proposal,
        "decision": outcome,
    }


def test_a_pass_as_proposed_needs_no_reason(season: Season, cast: Officials) -> None:
    one = make_application(season, proposal="pass")

    decide([Ruling(one, "pass", "")], actor=cast.dai, at=at(6, 20))

    assert state_of(one) is State.QUALIFIED


@pytest.mark.parametrize(
    ("proposal", "outcome"),
    [
        ("fail", "pass"),
        ("pass", "fail"),
        ("fail", "fail"),
        ("refer", "pass"),
        ("refer", "supplement"),
        ("", "pass"),
    ],
)
@pytest.mark.parametrize("reason", ["", "  ", "\u3000"])
def test_a_departure_from_the_proposal_and_every_refusal_need_a_reason(
    season: Season, cast: Officials, proposal: str, outcome: str, reason: str
) -> None:
    one = make_application(season, proposal=proposal)

    with pytest.raises(ReasonMissing, match=f"报名{one.case_number}.*必须写明理由"):
        decide([Ruling(one, outcome, reason)], actor=cast.dai, at=at(6, 20))

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)


def test_a_decision_that_does_not_exist_is_refused_with_those_that_do(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, proposal="pass")

    with pytest.raises(WrongState, match="没有“maybe”这种决定.*选择通过、不通过或要求补正"):
        decide([Ruling(one, "maybe", "样本")], actor=cast.dai, at=at(6, 20))


@pytest.mark.parametrize("who", ["yuanping", "dai_street", "auditor", "finance", "datong"])
def test_an_official_of_another_place_or_office_decides_nothing(
    season: Season, cast: Officials, who: str
) -> None:
    one = make_application(season, proposal="pass")
    before = entry_count()

    with pytest.raises(NotPermitted, match=f"报名{one.case_number}"):
        decide([Ruling(one, "pass", "样本")], actor=getattr(cast, who), at=at(6, 20))

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)
    assert entry_count() == before


def test_one_wrong_ruling_in_a_batch_leaves_all_cases_undecided(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season, proposal="pass") for _ in range(2)]
    done = make_application(season, proposal="pass", state=State.QUALIFIED)

    with pytest.raises(WrongState, match=done.case_number):
        decide([Ruling(one, "pass", "") for one in [*cases, done]], actor=cast.dai, at=at(6, 20))

    assert (states_of(cases), Decision.objects.count()) == ([State.ROUTED] * 2, 0)


def test_a_case_that_was_supplemented_is_decided_again_and_both_decisions_are_kept(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, proposal="refer")
    decide([Ruling(one, "supplement", "请补签名")], actor=cast.dai, at=at(6, 18))

    decide([Ruling(one, "pass", "已补正")], actor=cast.dai, at=at(6, 24))

    assert state_of(one) is State.QUALIFIED
    assert list(one.decisions.values_list("outcome", flat=True)) == ["supplement", "pass"]


def test_a_case_without_a_county_cannot_pass_since_no_county_could_interview_the_person(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=None, proposal="pass")

    with pytest.raises(NothingToRoute, match=f"报名{one.case_number}"):
        decide([Ruling(one, "pass", "样本")], actor=cast.city, at=at(6, 20))

    assert state_of(one) is State.ROUTED


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 7, 4), State.INTERVIEWED),
        (date(2024, 7, 5), State.INTERVIEWED),
        (date(2024, 7, 6), State.REVOKED),
    ],
)
def test_a_diploma_counts_up_to_and_with_5_july(
    season: Season, cast: Officials, day: date, state: State
) -> None:
    one = make_application(season, state=State.INTERVIEWED)

    record_diplomas({one: day}, actor=cast.dai, at=at(7, 6))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.state, stored.diploma_date) == (state, day)


def test_who_loses_the_place_by_a_late_diploma_is_told_the_day_and_the_clause(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    record_diplomas({one: date(2024, 7, 6)}, actor=cast.dai, at=at(7, 6))

    entry = last_entry(one.subject)
    assert (entry["action"], entry["clause"], entry["rule"], entry["reason"]) == (
        "revoke",
        "D0 二4",
        "xinzhou-2024@2024-06-07:diploma_in_time",
        "未在2024-07-05前（含当日）取得毕业证书（取得日期2024-07-06）",
    )


def test_one_late_diploma_in_a_batch_takes_away_that_person_alone(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season, state=State.INTERVIEWED) for _ in range(3)]
    days = (date(2024, 6, 30), date(2024, 7, 6), date(2024, 7, 5))

    record_diplomas(dict(zip(cases, days, strict=True)), actor=cast.dai, at=at(7, 6))

    assert states_of(cases) == [State.INTERVIEWED, State.REVOKED, State.INTERVIEWED]


def test_a_late_diploma_in_another_county_is_not_recorded_at_all(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=DAI, state=State.INTERVIEWED)

    with pytest.raises(NotPermitted, match=one.case_number):
        record_diplomas({one: date(2024, 7, 6)}, actor=cast.yuanping, at=at(7, 6))

    assert Application.objects.get(pk=one.pk).diploma_date is None


def test_a_diploma_in_time_is_recorded_only_by_an_office_of_the_place(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, county=DAI, state=State.INTERVIEWED)

    with pytest.raises(NotPermitted, match=one.case_number):
        record_diplomas({one: date(2024, 7, 4)}, actor=cast.yuanping, at=at(7, 6))

    assert Application.objects.get(pk=one.pk).diploma_date is None


def test_no_diplomas_at_all_are_recorded_without_a_word(season: Season, cast: Officials) -> None:
    before = entry_count()

    record_diplomas({}, actor=cast.dai, at=at(7, 6))

    assert entry_count() == before
