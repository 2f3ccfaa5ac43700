"""Where a case stands, told to its applicant, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.saving import save_fields
from linli.apps.intake.models import Letter
from linli.apps.seasons.appointments import TO_BE_TOLD
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from linli.web.portal.mine.presenting import case_parts
from linli.web.portal.mine.words import SEND_SUPPLEMENT, STATES
from tests.apps.applicants import own_application
from tests.apps.cast import at
from tests.factories import make_application, make_season
from tests.support.portal import filled_draft, submitted_case
from tests.web.portal.mine import made_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def address(case: Application, rest: str = "") -> str:
    return f"/my/{case.season.code}/{case.case_number}/{rest}"


def text_of(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page_that_says_what_is_next(
    as_mine: Client, season: Season, mine: User, in_july: None, state: State
) -> None:
    case = own_application(season, mine, state=state)

    text = text_of(as_mine, address(case))

    assert f"报名{case.case_number}" in text
    # The case came by mail.
    by_mail = {State.SUPPLEMENT_REQUESTED: SEND_SUPPLEMENT}
    assert by_mail.get(state, STATES[state].next.format(county="代县", where=TO_BE_TOLD)) in text


def test_anothers_case_is_not_found_on_any_page(
    as_stranger: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine, state=State.PLACED)
    pages = ("", "withdraw/", "medical/", "agreement/", "request/", "form.pdf", "placement.docx")

    answers = {page: as_stranger.get(address(case, page)).status_code for page in pages}
    posted = as_stranger.post(address(case, "withdraw/"), {"sure": "on"}).status_code

    assert answers == dict.fromkeys(pages, 404)
    assert posted == 404
    case.refresh_from_db()
    assert case.state == State.PLACED


def test_stranger_is_asked_to_sign_in_and_an_official_belongs_into_the_office(
    client: Client, as_city: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine)

    stranger, official = (one.get(address(case)) for one in (client, as_city))

    assert (stranger.status_code, stranger["Location"].partition("?")[0]) == (
        302,
        "/account/login/",
    )
    assert official.status_code == 403


def test_refused_applicant_reads_reason_clause_and_how_a_person_looks_again(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.refused(season, mine, dai_official)

    text = text_of(as_mine, address(case))

    assert "依据和理由 毕业院校不在省内。 通知三(二)" in text
    assert "没有符合的条件 省内高校 通知一(一) 毕业院校不在省内" in text
    assert "申请重新核对" in text
    assert "赵样本" not in text
    assert "D0" not in text


def test_supplement_tells_what_is_asked_by_when_and_where_to_answer(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = submitted_case(season, mine, at=at(6, 3))
    Application.objects.filter(pk=case.pk).update(state=State.SUPPLEMENT_REQUESTED)
    Letter.objects.create(
        application=case,
        subject="请补正",
        body="请在承诺栏签名。",
        status=Letter.Status.RELEASED,
        drafted_at=at(6, 15),
    )

    with_page = as_mine.get(address(case)).content.decode()

    assert "请在承诺栏签名。" in with_page
    assert "到2024年6月25日24时前提交，逾期不能再补" in with_page


def test_site_applicant_answers_while_the_review_runs_and_mail_applicant_by_mail(
    as_mine: Client, season: Season, mine: User, in_june: None
) -> None:
    case = submitted_case(season, mine, at=at(6, 3))
    Application.objects.filter(pk=case.pk).update(state=State.SUPPLEMENT_REQUESTED)

    own = as_mine.get(address(case)).content.decode()
    case.draft.delete()
    by_mail = as_mine.get(address(case)).content.decode()

    assert 'href="/apply/xinzhou-2024/">去补正</a>' in own
    assert "/apply/" not in by_mail
    assert "发到报名邮箱，或者交到受理窗口" in by_mail


def test_placed_applicant_reads_score_rank_and_each_choice_and_no_other_case(
    as_mine: Client, season: Season, mine: User, city_official: User
) -> None:
    case = made_cases.placed(season, mine, city_official)
    other = season.applications.exclude(pk=case.pk).get()

    text = text_of(as_mine, address(case))

    assert "面见总分 90.00分" in text
    assert "名次 2人中第1名" in text
    assert "第一意向：代县" in text
    assert "第1调剂地区：原平市" in text
    assert other.case_number not in text


def test_score_waits_for_the_placement(as_mine: Client, season: Season, mine: User) -> None:
    case = own_application(season, mine, state=State.INTERVIEWED)
    Score.objects.create(application=case, marks=[9000], total=9000)

    assert "90.00" not in text_of(as_mine, address(case))


def test_timeline_names_offices_and_oneself_but_no_official(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.listed(season, mine, dai_official)
    as_mine.post(address(case, "withdraw/"), {"sure": "on"})

    events = as_mine.get(address(case)).context["page"].events

    told = [(one.act, one.by, one.clause) for one in events]
    assert told == [
        ("撤回报名", "本人", "D0 三(一)"),
        ("进入面见复审", "县（市、区）委社会工作部", "D0 三(二)"),
    ]


def test_finished_case_shows_every_record_and_its_papers(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.finished(season, mine, dai_official)

    page = as_mine.get(address(case)).context["page"]

    assert [part.key for part in page.parts] == [
        "service",
        "agreement",
        "notice",
        "medical",
        "placement",
        "form",
    ]
    notice = next(part for part in page.parts if part.key == "notice")
    assert [link.href for link in notice.links] == ["/seasons/xinzhou-2024/lists/140923/1/"]
    assert [link.href for link in page.parts[0].links] == [
        address(case, "certificate.pdf"),
        address(case, "certificate.docx"),
    ]


def test_proposed_applicant_reads_until_when_the_list_is_public(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.finished(season, mine, dai_official)
    Application.objects.filter(pk=case.pk).update(state=State.PROPOSED)

    assert "公示至2024年7月17日24时止" in text_of(as_mine, address(case))


def test_page_asks_as_many_questions_of_a_short_case_as_of_a_long_one(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.refused(season, mine, dai_official)
    with CaptureQueriesContext(connection) as asked:
        as_mine.get(address(case))
    first = len(asked)
    for check in case.checks.all():
        check.pk, check.rule = None, f"{check.rule}_again"
        check.save()

    with CaptureQueriesContext(connection) as asked:
        as_mine.get(address(case))

    assert len(asked) == first


def test_list_shows_cases_and_open_drafts_with_what_comes_next(
    as_mine: Client, season: Season, mine: User, in_june: None
) -> None:
    filled_draft(season, mine, at=at(6, 3))
    case = own_application(season, mine, state=State.PLACED)
    make_application(season)

    text = text_of(as_mine, "/my/")

    assert f"报名编号{case.case_number} 代县" in text
    assert "体检到2024年7月11日结束，请尽早答复" in text
    assert "继续填写" in text
    assert text.count("报名编号") == 1


def test_withdrawn_case_stands_under_a_heading_of_its_own(
    as_mine: Client, season: Season, mine: User, in_june: None
) -> None:
    placed = own_application(season, mine, state=State.PLACED)
    rehearsal = make_season(is_rehearsal=True)
    withdrawn = own_application(rehearsal, mine, state=State.WITHDRAWN)

    parts = as_mine.get("/my/").context["parts"]

    told = [(part.title, [row.application for row in part.rows]) for part in parts]
    assert told == [("已提交", [placed]), ("已撤回", [withdrawn])]


def test_heading_without_a_case_is_left_out(
    as_mine: Client, season: Season, mine: User, in_june: None
) -> None:
    own_application(season, mine, state=State.WITHDRAWN)

    assert [part.title for part in as_mine.get("/my/").context["parts"]] == ["已撤回"]


def test_list_tells_of_changes_that_are_not_submitted_while_they_can_be(
    as_mine: Client, season: Season, mine: User, in_june: None
) -> None:
    case = submitted_case(season, mine, at=at(6, 3))
    whole = text_of(as_mine, "/my/")
    draft = case.draft
    save_fields(draft, {"address": "样本市样本路2号"}, base=draft.revision, at=at(6, 4))

    changed = text_of(as_mine, "/my/")
    Application.objects.filter(pk=case.pk).update(state=State.QUALIFIED)
    decided = text_of(as_mine, "/my/")

    assert ["有改动还没有提交" in one for one in (whole, changed, decided)] == [False, True, False]


def test_list_asks_as_many_questions_of_one_case_as_of_two(season: Season, mine: User) -> None:
    submitted_case(season, mine, at=at(6, 3))
    with CaptureQueriesContext(connection) as of_one:
        case_parts(mine, at(6, 5))
    own_application(make_season(is_rehearsal=True), mine)

    with CaptureQueriesContext(connection) as of_two:
        (part,) = case_parts(mine, at(6, 5))

    assert (len(part.rows), len(of_two)) == (2, len(of_one))


def test_draft_of_a_season_that_is_over_says_so(
    as_mine: Client, season: Season, mine: User, in_july: None
) -> None:
    filled_draft(season, mine, at=at(6, 3))

    text = text_of(as_mine, "/my/")

    assert "报名已经截止，不能再提交" in text
    assert "继续填写" not in text


def test_nobody_who_has_nothing_is_told_where_to_begin(as_mine: Client) -> None:
    assert "您还没有报名。" in text_of(as_mine, "/my/")


def test_number_of_the_id_card_stands_in_no_address_and_no_page_of_the_case(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.finished(season, mine, dai_official)
    number = case.person.id_number or ""

    page = as_mine.get(address(case)).content.decode()

    assert number
    assert number not in page


PAPERS: tuple[tuple[str, State, Callable[..., Application]], ...] = (
    ("interview-slip", State.INTERVIEW_LISTED, made_cases.listed),
    ("report-slip", State.FILED, made_cases.finished),
    ("certificate", State.REPORTED, made_cases.finished),
)


@pytest.mark.parametrize(("paper", "state", "made"), PAPERS, ids=[one[0] for one in PAPERS])
def test_paper_is_handed_out_in_its_state_as_pdf_and_word_and_not_later(
    as_mine: Client,
    season: Season,
    mine: User,
    dai_official: User,
    paper: str,
    state: State,
    made: Callable[..., Application],
) -> None:
    case = made(season, mine, dai_official)
    Application.objects.filter(pk=case.pk).update(state=state)

    pdf = as_mine.get(address(case, f"{paper}.pdf"))
    word = as_mine.get(address(case, f"{paper}.docx"))
    Application.objects.filter(pk=case.pk).update(state=State.LEFT)
    gone = as_mine.get(address(case, f"{paper}.pdf"))

    assert (pdf.content[:5], word.content[:2], gone.status_code) == (b"%PDF-", b"PK", 404)
    assert pdf["Content-Disposition"] == (f'attachment; filename="{paper}-{case.case_number}.pdf"')


def test_form_and_explanation_are_handed_out_and_nothing_else(
    as_mine: Client, season: Season, mine: User, city_official: User
) -> None:
    case = made_cases.placed(season, mine, city_official)

    answers = {
        name: as_mine.get(address(case, name)).status_code
        for name in ("form.pdf", "form.docx", "placement.pdf", "form.exe", "other.pdf")
    }

    assert answers == {
        "form.pdf": 200,
        "form.docx": 200,
        "placement.pdf": 200,
        "form.exe": 404,
        "other.pdf": 404,
    }
