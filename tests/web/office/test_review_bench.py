"""One case on the bench: what is shown, and what becomes of a decision, a reopening, a batch."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision, Opening
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import State
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.intake.models import Mail
from linli.apps.seasons.models import Season
from linli.web.office.review_bench import FormLine
from tests.apps.cast import state_of
from tests.factories import make_application, make_checks, make_decision
from tests.support.portal import APPLYING, NAME, filled_draft, make_applicant
from tests.support.read_papers import tell_as_declared
from tests.web.office.made_review import QUEUE, bench_at, fill_queue

REASON = "毕业院校不在省内（D0 一(一)）"


@pytest.fixture
def filled(season: Season, city_official: User) -> Season:
    return fill_queue(season, city_official)


def case(number: str) -> Application:
    return Application.objects.get(case_number=number)


def decide(client: Client, number: str, query: str = "", **fields: Any) -> Any:
    sent = {"seen": seen_of(case(number)), **fields}
    return client.post(f"{bench_at(number)}{query}", sent)


def test_bench_shows_every_page_with_its_kind_the_form_first(
    as_dai: Client, filled: Season
) -> None:
    sheets = as_dai.get(bench_at("00001")).context["bench"].sheets

    assert [(one.number, one.kind) for one in sheets] == [
        (1, "报名登记表"),
        (2, "身份证（人像面）"),
        (3, "身份证（国徽面）"),
        (4, "毕业证"),
        (5, "学位证"),
    ]
    picture = f"/office/seasons/xinzhou-2024/intake/mails/{sheets[3].mail}/files/3/pages/0.jpg"
    assert f'src="{picture}"' in as_dai.get(bench_at("00001")).content.decode()
    assert as_dai.get(picture).status_code == 200


def test_a_file_that_came_twice_is_shown_once(as_dai: Client, filled: Season) -> None:
    mail = Mail.objects.get(application=case("00001"))
    Mail.objects.create(
        season=filled,
        file="again.eml",
        digest="a" * 64,
        received_at=None,
        kind="duplicate",
        reading=mail.reading,
        application=mail.application,
    )

    sheets = as_dai.get(bench_at("00001")).context["bench"].sheets

    assert {one.mail for one in sheets} == {mail.pk}


def test_checks_that_fail_come_first_with_clause_reason_and_fact(
    as_dai: Client, filled: Season
) -> None:
    checks = as_dai.get(bench_at("00004")).context["bench"].checks

    assert [(one.label, one.badge.label, one.clause, one.text) for one in checks] == [
        ("省内高校", "不符合", "D0 一(一)", "毕业院校不在省内"),
        ("本人承诺", "需人工核定", "D0 附件2", "本人承诺栏没有签名"),
        (
            "毕业证书待取得",
            "符合（附条件）",
            "D0 二4",
            "尚未取得毕业证，须在2024-07-05前（含当日）取得，否则取消招募资格",
        ),
        ("报名时间", "符合", "D0 三(一)2", ""),
    ]


def test_checks_that_pass_are_folded_away(as_dai: Client, filled: Season) -> None:
    answer = as_dai.get(bench_at("00004"))

    bench, text = answer.context["bench"], answer.content.decode()
    assert [one.label for one in bench.open_checks] == ["省内高校", "本人承诺", "毕业证书待取得"]
    assert [one.label for one in bench.passed_checks] == ["报名时间"]
    assert "<summary>符合的检查1项</summary>" in text


def test_papers_that_a_school_speaks_of_are_told_as_not_seen(
    as_dai: Client, filled: Season
) -> None:
    Application.objects.filter(case_number="00003").update(source="workbook", papers=[])

    pages = [bench_at("00003"), bench_at("00003").replace("review", "applications")]

    told = ["学校申报3份，未见材料" in as_dai.get(one).content.decode() for one in pages]
    assert told == [True, True]
    assert ("学校申报，未见材料", "1件") in as_dai.get(f"{QUEUE}batch/").context["page"].left_out


def test_form_is_marked_where_a_check_finds_fault_and_tells_what_papers_say(
    as_dai: Client, season: Season
) -> None:
    papers = [
        {"kinds": ["diploma"], "values": {"school": "样本学院", "graduation": "2024-06"}},
        {
            "kinds": ["enrollment_report"],
            "values": {"school": "样本学院"},
            "doubtful": ["school"],
        },
    ]
    make_checks(make_application(season, proposal="fail", papers=papers))

    lines = {one.label: one for one in as_dai.get(bench_at("00001")).context["bench"].form}

    assert lines["毕业院校"] == FormLine(
        "毕业院校",
        "忻州师范学院",
        ("毕业证、教育部学籍在线验证报告（读取存疑）：样本学院",),
        ("毕业院校不在省内",),
    )
    assert (lines["毕业时间"].papers, lines["本人承诺"].marks) == ((), ("本人承诺栏没有签名",))


def test_a_reading_in_doubt_is_marked_and_leads_to_where_it_is_settled(
    as_dai: Client, filled: Season
) -> None:
    response = as_dai.get(bench_at("00001"))
    marked = [one.label for one in response.context["bench"].form if "读取结果待核对" in one.marks]

    assert marked == ["出生年月", "毕业院校"]
    assert f"intake/doubts/{response.context['bench'].doubt.pk}/" in response.content.decode()


def test_nothing_that_no_decision_rests_on_is_shown(as_dai: Client, filled: Season) -> None:
    one = case("00004")
    text = as_dai.get(bench_at("00004")).content.decode()

    hidden = ("ethnicity", "native_place", "political_status", "address", "id_number", "phone")
    assert [name for name in hidden if one.form[name] in text] == []
    assert "性别" not in text


def test_decision_with_coded_reasons_is_kept_and_leads_to_the_next_case_of_the_queue(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    response = decide(
        as_dai, "00004", outcome="fail", codes=["school_outside_province"], note="见毕业证"
    )

    kept = Decision.objects.get()
    assert response["Location"] == f"{bench_at('00005')}?done=00004"
    assert (kept.outcome, kept.reason, kept.codes, kept.decided_by) == (
        "fail",
        f"{REASON}；见毕业证",
        ["school_outside_province"],
        dai_official,
    )
    assert "报名00004已保存：资格审查未通过" in as_dai.get(response["Location"]).content.decode()


def test_next_case_is_one_that_the_filter_leaves(as_dai: Client, filled: Season) -> None:
    first = decide(as_dai, "00003", "?proposal=pass", outcome="pass")
    last = decide(as_dai, "00006", "?proposal=pass", outcome="pass")

    assert first["Location"] == f"{bench_at('00006')}?proposal=pass&done=00003"
    assert last["Location"] == f"{QUEUE}?proposal=pass&done=00006"


def test_who_only_saves_stays_at_the_case(as_dai: Client, filled: Season) -> None:
    response = decide(as_dai, "00003", outcome="pass", stay="1")

    assert response["Location"] == bench_at("00003")
    assert "重新审查" in as_dai.get(bench_at("00003")).content.decode()


@pytest.mark.parametrize(
    ("number", "fields", "told"),
    [
        ("00004", {}, "请选择通过、不通过或者要求补正"),
        ("00004", {"outcome": "pass"}, "决定与系统意见不同，必须写明理由"),
        ("00004", {"outcome": "fail", "codes": ["made_up"]}, "检查列出的事由中没有这一项"),
        ("00004", {"outcome": "fail", "seen": "x", "note": "样本"}, "在您查看期间有变动"),
        ("00004", {"outcome": "fail", "note": "样" * 401}, "请把文字缩短到400字以内"),
        ("00005", {"outcome": "pass"}, "决定与系统意见不同，必须写明理由"),
    ],
)
def test_a_refused_decision_says_why_and_keeps_what_was_typed(
    as_dai: Client, filled: Season, number: str, fields: dict[str, Any], told: str
) -> None:
    response = decide(as_dai, number, **fields)

    text = response.content.decode()
    assert (response.status_code, state_of(case(number))) == (422, State.ROUTED)
    assert told in text
    assert fields.get("note", "") in text
    assert Decision.objects.count() == 0


def test_known_faults_are_ticked_at_first_and_conditions_are_not(
    as_dai: Client, filled: Season
) -> None:
    form = as_dai.get(bench_at("00004")).context["form"]

    assert form.chosen == ("pledge_unsigned", "school_outside_province")


def test_an_open_case_is_seen_by_colleagues_until_it_is_decided(
    as_dai: Client, client: Client, filled: Season, city_official: User
) -> None:
    as_dai.get(bench_at("00003"))
    colleague = Client()
    colleague.force_login(city_official)

    assert "赵样本正在查看此件" in colleague.get(bench_at("00003")).content.decode()
    decide(as_dai, "00003", outcome="pass")
    assert [one.official for one in Opening.objects.all()] == [city_official]


def test_earlier_decisions_are_shown_the_last_first(
    as_dai: Client, filled: Season, city_official: User, dai_official: User
) -> None:
    make_decision(case("00004"), city_official, outcome="supplement", reason="请补签名")
    make_decision(case("00004"), dai_official, outcome="fail", reason="院校不符")

    text = as_dai.get(bench_at("00004")).content.decode()

    assert text.index("院校不符") < text.index("请补签名")


def test_a_decision_is_undone_with_a_reason_from_the_bench(as_dai: Client, filled: Season) -> None:
    decide(as_dai, "00003", outcome="pass")

    empty = as_dai.post(f"{bench_at('00003')}reopen/", {"reason": " "})
    done = as_dai.post(f"{bench_at('00003')}reopen/?proposal=pass", {"reason": "核对有误"})

    assert (empty.status_code, "请写明重新审查的理由" in empty.content.decode()) == (422, True)
    assert done["Location"] == f"{bench_at('00003')}?proposal=pass"
    assert state_of(case("00003")) is State.ROUTED
    assert "已撤销" in as_dai.get(bench_at("00003")).content.decode()


def test_a_reopening_that_is_refused_says_why(as_dai: Client, filled: Season) -> None:
    decide(as_dai, "00003", outcome="pass")
    make_application(filled, state=State.INTERVIEW_LISTED)

    response = as_dai.post(f"{bench_at('00003')}reopen/", {"reason": "核对有误"})

    assert (response.status_code, state_of(case("00003"))) == (422, State.QUALIFIED)
    assert "面见复审名单已经确定" in response.content.decode()


def test_batch_lists_what_will_happen_then_does_just_that(as_dai: Client, filled: Season) -> None:
    page = as_dai.get(f"{QUEUE}batch/").context["page"]
    listed = [row.case_number for row in page.rows]
    before = state_of(case("00003"))

    response = as_dai.post(
        f"{QUEUE}batch/", {"case": [f"{row.case_number}:{row.seen}" for row in page.rows]}
    )

    assert (listed, before) == (["00003", "00006"], State.ROUTED)
    assert dict(page.left_out) == {
        "有不符合的事项": "1件",
        "须人工核定": "1件",
        "读取结果待核对": "1件",
    }
    assert response["Location"] == f"{QUEUE}?passed=2"
    assert [state_of(case(number)) for number in listed] == [State.QUALIFIED] * 2
    assert "审查通过2件" in as_dai.get(response["Location"]).content.decode()


def test_batch_that_is_no_longer_as_shown_is_refused(as_dai: Client, filled: Season) -> None:
    response = as_dai.post(f"{QUEUE}batch/", {"case": ["00003:x"]})

    assert (response.status_code, state_of(case("00003"))) == (422, State.ROUTED)
    assert "没有办理任何一件" in response.content.decode()


@pytest.mark.parametrize(
    ("state", "leads"),
    [
        (State.RECEIVED, False),
        (State.ROUTED, True),
        (State.SUPPLEMENT_REQUESTED, True),
        (State.QUALIFIED, True),
        (State.NOT_QUALIFIED, True),
        (State.INTERVIEW_LISTED, False),
    ],
)
def test_case_page_leads_to_the_bench_while_the_review_may_act(
    as_dai: Client, season: Season, state: State, leads: bool
) -> None:
    make_application(season, state=state)

    text = as_dai.get("/office/seasons/xinzhou-2024/applications/00001/").content.decode()

    assert (f'href="{bench_at("00001")}"' in text) is leads


@pytest.mark.usefixtures("kept_files")
def test_photo_sent_on_the_site_is_called_a_photo(as_city: Client, season: Season) -> None:
    draft = filled_draft(season, make_applicant())
    tell_as_declared(draft)
    sent = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application
    take_over_application(sent.pk, at=APPLYING)

    sheets = as_city.get(bench_at(sent.case_number)).context["bench"].sheets

    attached = sent.mails.get().reading["attachments"]
    place = [item["digest"] for item in attached].index(sent.reading["photo"])
    assert [one.kind for one in sheets if one.file.number == place] == ["照片"]
