"""One case and its ledger."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.agreements.reading import digest_of, sign_reading
from linli.apps.applications.queries import load_case
from linli.apps.applications.states import Act, State
from linli.apps.intake.queries import MAIL_KINDS
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import confirm_medical
from linli.core.intake.sorting import MailKind
from linli.core.papers.kinds import MaterialKind
from linli.web.office.case_page import CheckLine, case_page
from linli.web.office.placement_case import PlacementCard
from linli.web.office.words import MATERIALS, STATE_TONES, Badge
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import at
from tests.factories import (
    DAI,
    make_application,
    make_checks,
    make_decision,
    make_entry,
    make_finished_case,
    make_mail,
)

QueryCounter = Callable[[Client, str], int]

CASE = "/office/seasons/xinzhou-2024/applications/00001/"


def test_checks_stand_in_order_with_outcome_clause_and_reason(
    season: Season, dai_official: User
) -> None:
    make_checks(make_application(season))

    page = case_page(load_case(season, "00001"), dai_official)

    assert page.checks == (
        CheckLine("报名时间", Badge("符合", "good"), "D0 三(一)2", "", "是", "是", True),
        CheckLine(
            "毕业证书待取得",
            Badge("符合（附条件）", "waiting"),
            "D0 二4",
            "尚未取得毕业证，须在2024-07-05前（含当日）取得，否则取消招募资格",
            "否；非（是）",
            "否 或 非（是）",
            False,
        ),
        CheckLine(
            "本人承诺",
            Badge("需人工核定", "waiting"),
            "D0 附件2",
            "本人承诺栏没有签名",
            "否",
            "否",
            False,
        ),
        CheckLine(
            "省内高校", Badge("不符合", "bad"), "D0 一(一)", "毕业院校不在省内", "否", "否", False
        ),
    )


def test_numbers_are_masked_and_sensitive_fields_stay_out(as_dai: Client, season: Season) -> None:
    form = make_application(season).form

    text = as_dai.get(CASE).content.decode()

    assert "138****0001" in text
    assert form["name"] in text
    left_out = ("id_number", "phone", "ethnicity", "political_status", "native_place", "address")
    assert [name for name in left_out if form[name] in text] == []


def test_form_is_read_in_the_words_of_the_annex(season: Season, dai_official: User) -> None:
    make_application(season)

    form = dict(case_page(load_case(season, "00001"), dai_official).form)

    assert form["工作意向地区"] == "忻州市代县"
    assert form["可接受调剂地区"] == "忻州市原平市"
    assert (form["毕业时间"], form["是否接受调剂"], form["特长"]) == ("2024年6月", "是", "")


def test_both_transfer_boxes_ticked_is_said_as_it_is(season: Season, dai_official: User) -> None:
    application = make_application(season)
    application.form = {
        **application.form,
        "accepts_transfer": None,
        "transfer_contradictory": True,
    }
    application.save(update_fields=("form",))

    form = dict(case_page(load_case(season, "00001"), dai_official).form)

    assert form["是否接受调剂"] == "同时勾选了接受和不接受"


def test_case_without_a_readable_form_says_so(as_dai: Client, season: Season) -> None:
    application = make_application(season)
    application.form = {}
    application.save(update_fields=("form",))

    assert "没有可读的报名登记表" in as_dai.get(CASE).content.decode()


def test_materials_of_every_kind_have_a_chinese_name(season: Season, dai_official: User) -> None:
    make_application(season, materials={"diploma": 2, "id_card_front": 1, "honor_national": 0})

    assert set(MaterialKind) <= set(MATERIALS)
    assert case_page(load_case(season, "00001"), dai_official).materials == (
        ("身份证（人像面）", "1份"),
        ("毕业证", "2份"),
    )


def test_mails_tell_kind_attachments_and_whether_a_person_must_read_them(
    season: Season, dai_official: User
) -> None:
    mail = make_mail(make_application(season), kind="supplement")
    mail.reading, mail.is_set_aside = {"attachments": ["a.jpg", "b.pdf"]}, True
    mail.save(update_fields=("reading", "is_set_aside"))

    line = case_page(load_case(season, "00001"), dai_official).mails[0]

    assert (line.file, line.kind, line.attachments, line.is_set_aside) == (
        "001.eml",
        "补充材料",
        2,
        True,
    )
    assert set(MailKind) == set(MAIL_KINDS)


def test_every_state_has_a_tone(db: None) -> None:
    assert set(STATE_TONES) == set(State)


def test_decision_against_the_proposal_is_pointed_out(season: Season, dai_official: User) -> None:
    application = make_application(season, proposal="fail")
    make_decision(application, dai_official, outcome="pass", reason="学籍报告证明为省内全日制")

    decision = case_page(load_case(season, "00001"), dai_official).decisions[0]

    assert (decision.departs, decision.outcome.label, decision.proposal.label) == (
        True,
        "通过",
        "不符合",
    )
    assert decision.official == "赵样本　县（市、区）委社会工作部"


def test_decision_on_a_referred_case_departs_from_nothing(
    season: Season, dai_official: User
) -> None:
    make_decision(make_application(season, proposal="refer"), dai_official, outcome="pass")

    assert case_page(load_case(season, "00001"), dai_official).decisions[0].departs is False


def test_next_acts_tell_the_official_s_own_from_others(
    season: Season, city_official: User, dai_official: User
) -> None:
    make_application(season, state=State.INTERVIEWED)

    acts = case_page(load_case(season, "00001"), dai_official).acts

    assert [(act.label, act.offices, act.permission.allowed) for act in acts] == [
        ("取消招募资格", "县（市、区）委社会工作部", True),
        ("撤回报名", "市委社会工作部、县（市、区）委社会工作部、报名人本人", True),
        ("确定入围体检", "市委社会工作部", False),
        ("列为递补候选", "市委社会工作部", False),
        ("未能入围", "市委社会工作部", False),
    ]


def test_case_tells_whether_the_person_comes_to_the_medical_check_and_who_said_so(
    season: Season, dai_official: User
) -> None:
    case = make_application(season, state=State.PLACED)
    confirm_medical(case, actor=dai_official, at=at(7, 6))

    (result,) = case_page(load_case(season, "00001"), dai_official).results

    assert (result.title, result.clause) == ("是否参加体检", "D0 三(三)")
    assert result.lines == (
        ("答复", "参加体检"),
        ("答复时间", "2024年7月6日 10:00"),
        ("方式", "工作人员登记"),
    )


def test_case_shows_the_text_of_the_agreement_that_was_read_when_and_its_digest(
    as_dai: Client, season: Season
) -> None:
    account = applicant()
    case = own_application(season, account, state=State.FORMAL)
    text = "一、服务岗位。\n二、服务期限。"
    sign_reading(
        case,
        text=text,
        shown=digest_of(text),
        signed_name="张样本",
        account=account,
        at=at(7, 18),
    )

    page = as_dai.get(CASE).content.decode()

    assert "本人阅读协议" in page
    assert "2024年7月18日 10:00" in page
    assert digest_of(text) in page
    assert "<p>一、服务岗位。<br>二、服务期限。</p>" in page


def test_finished_case_tells_its_whole_way_in_order(season: Season, dai_official: User) -> None:
    make_finished_case(season, dai_official)

    page = case_page(load_case(season, "00001"), dai_official)

    assert [(result.title, result.clause) for result in page.results] == [
        ("面见成绩", "D0 三(三)"),
        ("体检结论", "D0 三(四)"),
        ("公示", "D0 三(五)"),
        ("协议与备案", "D0 三(六)"),
        ("报到与服务", "D0 三(七)"),
    ]
    assert dict(page.results[0].lines) == {
        "总分": "89.92分",
        "考官评分": "88.50、90.00、91.25",
        "同等条件下优先": "是（D0 二5）",
    }
    assert page.placement == PlacementCard(
        badge=Badge("入围体检", "good"),
        outcome="面见总分89.92分，全市第3名，工作意向地区代县尚有名额",
        standing="面见总分89.92分",
        choices=(),
        later=(),
        run=None,
        county=DAI,
    )
    assert [act.label for act in page.acts] == ["解除协议"]


def test_ledger_tells_who_did_what_when_under_which_clause(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    application = make_application(season)
    make_entry(
        application,
        dai_official,
        Act.QUALIFY,
        origin=State.ROUTED,
        target=State.QUALIFIED,
        reason="核对无误",
    )

    response = as_dai.get(f"{CASE}ledger/")

    entry = response.context["entries"][0]
    assert (entry.act, entry.origin, entry.target) == ("审查通过", "待资格审查", "资格审查通过")
    assert (entry.actor, entry.clause, entry.reason, entry.rule) == (
        "赵样本",
        "D0 三(二)",
        "核对无误",
        "xinzhou-2024@2024-06-07",
    )
    assert "2024年6月18日 10:00:00" in response.content.decode()


def test_ledger_shows_the_head_of_each_digest_and_keeps_the_record_whole(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    application = make_application(season)
    make_entry(application, dai_official, Act.QUALIFY, origin=State.ROUTED, target=State.QUALIFIED)
    row = Entry.objects.get(subject=application.subject)

    text = as_dai.get(f"{CASE}ledger/").content.decode()

    assert f"{row.digest[:4]} {row.digest[4:8]} {row.digest[8:12]}…" in text
    assert row.digest in text


def test_case_asks_as_many_queries_for_three_mails_as_for_one(
    as_dai: Client, season: Season, queries_of: QueryCounter
) -> None:
    application = make_application(season)
    make_mail(application, file="001.eml")
    with_one = queries_of(as_dai, CASE)
    make_mail(application, file="002.eml", kind="supplement")
    make_mail(application, file="003.eml", kind="correction")

    assert queries_of(as_dai, CASE) == with_one


def test_ledger_asks_as_many_queries_for_three_entries_as_for_one(
    as_dai: Client, season: Season, dai_official: User, queries_of: QueryCounter
) -> None:
    application = make_application(season)
    make_entry(
        application,
        dai_official,
        Act.REQUEST_SUPPLEMENT,
        origin=State.ROUTED,
        target=State.SUPPLEMENT_REQUESTED,
    )
    with_one = queries_of(as_dai, f"{CASE}ledger/")
    make_entry(
        application,
        dai_official,
        Act.QUALIFY,
        origin=State.SUPPLEMENT_REQUESTED,
        target=State.QUALIFIED,
    )
    make_entry(
        application,
        dai_official,
        Act.LIST_FOR_INTERVIEW,
        origin=State.QUALIFIED,
        target=State.INTERVIEW_LISTED,
    )

    assert queries_of(as_dai, f"{CASE}ledger/") == with_one
