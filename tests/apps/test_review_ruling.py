"""An official decides on the bench what is before the eyes, with coded reasons and a note."""

import pytest

from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.models import Application, Decision
from linli.apps.applications.reviewing import (
    ChangedMeanwhile,
    NoSuchReason,
    Verdict,
    asked_texts,
    reasons_of,
    rule_on,
    seen_of,
)
from linli.apps.applications.states import State
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, last_entry, state_of
from tests.apps.told import addressed
from tests.factories import make_application, make_checks

FAULTS = "毕业院校不在省内（D0 一(一)）"


def checked(season: Season, proposal: str, **fields: object) -> Application:
    one = make_application(season, proposal=proposal, **fields)  # type: ignore[arg-type]
    make_checks(one)
    return one


def rule(one: Application, cast: Officials, *verdict: object, who: str = "dai") -> None:
    rule_on(
        one,
        Verdict(*verdict),  # type: ignore[arg-type]
        seen=seen_of(one),
        actor=getattr(cast, who),
        at=at(6, 20),
    )


def test_coded_reasons_and_note_become_one_reason_and_the_codes_are_kept(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "fail")

    rule(one, cast, "fail", ("school_outside_province",), "院校在内蒙古。\n")

    kept = Decision.objects.get()
    assert (kept.outcome, kept.reason, kept.codes) == (
        "fail",
        f"{FAULTS}；院校在内蒙古",
        ["school_outside_province"],
    )
    assert last_entry(one.subject)["inputs"] == {
        "from": "routed",
        "to": "not_qualified",
        "proposal": "fail",
        "decision": "fail",
        "codes": ["school_outside_province"],
    }


def test_applicant_is_told_the_reasons_with_their_clauses(season: Season, cast: Officials) -> None:
    one = addressed(season)
    Application.objects.filter(pk=one.pk).update(proposal="refer")
    one.refresh_from_db(fields=["proposal"])
    make_checks(one)

    rule(one, cast, "supplement", ("pledge_unsigned",), "请手写签名后重新提交")

    assert state_of(one) is State.SUPPLEMENT_REQUESTED
    asked = "登记表的“本人承诺”一栏没有签名。请在登记表上签名（手写后拍照、扫描，或者打字均可）后重新提交"
    told = f"需要补正：\n1. {asked}（通知附件2）。\n2. 请手写签名后重新提交。\n"
    assert told in Message.objects.get().body


def test_a_pass_leaves_out_the_ticked_faults(season: Season, cast: Officials) -> None:
    one = checked(season, "refer")

    rule(one, cast, "pass", ("school_outside_province",), "经核对原件，院校在省内")

    kept = Decision.objects.get()
    assert (kept.outcome, kept.reason, kept.codes) == ("pass", "经核对原件，院校在省内", [])


@pytest.mark.parametrize(
    ("proposal", "outcome"),
    [("pass", "fail"), ("pass", "supplement"), ("fail", "pass"), ("fail", "supplement")],
)
def test_who_overrules_the_proposal_writes_why_and_ticked_faults_do_not_do(
    season: Season, cast: Officials, proposal: str, outcome: str
) -> None:
    one = checked(season, proposal)

    with pytest.raises(ReasonMissing, match=f"报名{one.case_number}：决定与系统意见不同"):
        rule(one, cast, outcome, ("school_outside_province",), " 　")

    assert (state_of(one), Decision.objects.count()) == (State.ROUTED, 0)


def test_where_the_proposal_leaves_it_to_the_official_ticked_faults_do(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "refer")

    rule(one, cast, "fail", ("school_outside_province",))

    assert Decision.objects.get().reason == FAULTS


def test_a_reason_that_no_check_gives_is_refused(season: Season, cast: Officials) -> None:
    one = checked(season, "fail")

    with pytest.raises(NoSuchReason, match=f"报名{one.case_number}的检查中没有所选的事由"):
        rule(one, cast, "fail", ("in_registration_window",))


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.SUPPLEMENT_REQUESTED},
        {"proposal": "pass"},
        {"county_id": "140981"},
        {"form": {}},
        {"materials": {}},
        {"findings": [{"code": "样本", "text": "样本"}]},
    ],
)
def test_a_case_that_changed_while_it_was_read_is_not_decided(
    season: Season, cast: Officials, change: dict[str, object]
) -> None:
    one = checked(season, "fail")
    seen = seen_of(one)
    Application.objects.filter(pk=one.pk).update(**change)

    with pytest.raises(ChangedMeanwhile, match=f"报名{one.case_number}在您查看期间有变动"):
        rule_on(one, Verdict("fail", (), "样本"), seen=seen, actor=cast.city, at=at(6, 20))

    assert Decision.objects.count() == 0


def test_a_case_that_a_colleague_decided_first_is_not_decided_twice(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "pass")
    copy = Application.objects.get(pk=one.pk)
    seen = seen_of(copy)
    rule(one, cast, "pass")

    with pytest.raises(ChangedMeanwhile, match="现为“资格审查通过”"):
        rule_on(copy, Verdict("pass"), seen=seen, actor=cast.city, at=at(6, 20))


def test_a_decided_case_is_not_decided_again(season: Season, cast: Officials) -> None:
    one = checked(season, "pass", state=State.NOT_QUALIFIED)

    with pytest.raises(WrongState, match=f"报名{one.case_number}现为“资格审查未通过”"):
        rule(one, cast, "pass")


def test_another_county_decides_nothing(season: Season, cast: Officials) -> None:
    with pytest.raises(NotPermitted):
        rule(checked(season, "pass"), cast, "pass", who="yuanping")


def test_reasons_are_the_checks_that_give_one_in_the_order_of_the_notice(
    season: Season, cast: Officials
) -> None:
    codes = [check.code for check in reasons_of(checked(season, "fail"))]

    assert codes == ["diploma_pending", "pledge_unsigned", "school_outside_province"]


def test_a_refusal_is_told_as_the_check_has_it_not_as_a_request(
    season: Season, cast: Officials
) -> None:
    rule(checked(season, "fail"), cast, "fail", ("pledge_unsigned",))

    assert Decision.objects.get().reason == "本人承诺栏没有签名（D0 附件2）"


def test_what_is_not_known_for_sure_is_not_asked_for_as_a_fault(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "refer")
    assert set(asked_texts(one, at(6, 20).date())) == {"diploma_pending", "pledge_unsigned"}

    one.checks.filter(code="pledge_unsigned").update(is_unknown=True)

    fresh = Application.objects.get(pk=one.pk)
    assert set(asked_texts(fresh, at(6, 20).date())) == {"diploma_pending"}


def test_a_request_that_names_attachments_is_left_to_the_letter(
    season: Season, cast: Officials
) -> None:
    one = checked(season, "refer")
    one.checks.filter(code="pledge_unsigned").update(code="attachment_unreadable")

    assert set(asked_texts(one, at(6, 20).date())) == {"diploma_pending"}
