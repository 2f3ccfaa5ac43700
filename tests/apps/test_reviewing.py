"""Eligibility review: the checks proposed, the route to a county, the decision of a named official."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.actions import (
    WrongCounty,
    check_applications,
    route_to,
    route_to_counties,
)
from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.models import Application, Check, Decision
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.core.documents.registration_form import Area
from tests.apps.cast import (
    DAI_STREET,
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
                "工作意向地区不在本市，须由本人确认",
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
    checks = entry["inputs"].pop("checks")
    assert {key: entry[key] for key in ("actor", "clause", "rule", "reason", "inputs")} == {
        "actor": "city",
        "clause": "D0 三(二)",
        "rule": "xinzhou-2024@2024-06-07:eligibility",
        "reason": "系统意见：不符合",
        "inputs": {"proposal": "fail", "has_priority": False},
    }
    assert [name for name, outcome in checks.items() if outcome != "pass"] == [
        "school_of_the_province"
    ]


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


@pytest.mark.parametrize("state", [State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED])
def test_a_case_is_checked_until_it_is_decided(
    season: Season, cast: Officials, state: State
) -> None:
    one = make_application(season, state=state)

    check_applications(season, [one], actor=cast.city, at=at(6, 20))

    assert Application.objects.get(pk=one.pk).proposal == one.proposal != ""


@pytest.mark.parametrize(
    "state", sorted(set(State) - {State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED})
)
def test_a_decided_case_is_not_checked_again_nor_are_the_others_of_its_batch(
    season: Season, cast: Officials, state: State
) -> None:
    cases = [make_application(season), make_application(season, state=state)]
    number = cases[1].case_number

    with pytest.raises(WrongState, match=f"报名{number}现为“{state.label}”，资格审查已有决定"):
        check_applications(season, cases, actor=cast.city, at=at(6, 20))

    assert (Check.objects.count(), entry_count()) == (0, 1)


def test_a_case_decided_meanwhile_is_not_checked_on_an_outdated_copy(
    season: Season, cast: Officials
) -> None:
    one = make_application(season)
    Application.objects.filter(pk=one.pk).update(state=State.QUALIFIED)

    with pytest.raises(WrongState, match=one.case_number):
        check_applications(season, [one], actor=cast.city, at=at(6, 20))


def sent(one: Application, county: str, actor: User, reason: str = "本人来电确认") -> None:
    place = Division.objects.get(code=county)
    route_to(one, place, reason=reason, actor=actor, at=at(6, 16))


@pytest.mark.parametrize("state", [State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED])
@pytest.mark.parametrize("before", [None, DAI])
def test_the_city_sends_an_undecided_case_to_a_county_by_hand(
    season: Season, cast: Officials, state: State, before: str | None
) -> None:
    one = make_application(season, county=before, state=state)

    sent(one, YUANPING, cast.city)

    stored, entry = Application.objects.get(pk=one.pk), last_entry(one.subject)
    assert (stored.state, stored.county_id, stored.applied_county_id) == (
        State.ROUTED,
        YUANPING,
        YUANPING,
    )
    assert (entry["reason"], entry["inputs"]) == (
        "本人来电确认",
        {
            "from": state.value,
            "to": "routed",
            "county": YUANPING,
            "from_county": before or "1409",
        },
    )


@pytest.mark.parametrize("reason", ["", " \u3000"])
def test_a_case_is_not_sent_on_by_hand_without_a_reason(
    season: Season, cast: Officials, reason: str
) -> None:
    one = make_application(season, county=None)

    with pytest.raises(ReasonMissing, match=f"报名{one.case_number}：“转县审查”必须写明理由"):
        sent(one, DAI, cast.city, reason)

    assert Application.objects.get(pk=one.pk).county_id is None


@pytest.mark.parametrize("place", ["1402", "1409", DAI_STREET])
def test_a_case_is_sent_to_counties_of_the_city_and_nowhere_else(
    season: Season, cast: Officials, place: str
) -> None:
    one = make_application(season, county=None)

    with pytest.raises(WrongCounty, match=f"报名{one.case_number}不能转"):
        sent(one, place, cast.city)

    assert Application.objects.get(pk=one.pk).county_id is None


@pytest.mark.parametrize("who", ["dai", "auditor", "datong"])
def test_a_case_is_sent_on_by_the_city_alone(season: Season, cast: Officials, who: str) -> None:
    one = make_application(season)

    with pytest.raises(NotPermitted):
        sent(one, YUANPING, getattr(cast, who))

    assert Application.objects.get(pk=one.pk).county_id == DAI


def test_a_decided_case_is_not_sent_to_another_county(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.QUALIFIED)

    with pytest.raises(WrongState, match="现为“资格审查通过”，不能“转县审查”"):
        sent(one, YUANPING, cast.city)


def test_a_case_sent_on_by_hand_is_not_sent_back_by_what_the_form_says(
    season: Season, cast: Officials
) -> None:
    one = routed(season, cast, Area("忻州市", "代县"))
    sent(one, YUANPING, cast.city)

    with pytest.raises(WrongState, match="已经转县"):
        route_to_counties(season, [one], actor=cast.city, at=at(6, 17))

    assert Application.objects.get(pk=one.pk).county_id == YUANPING
