"""The slips, the agreement to read, the certificate: who gets them, when, and what they say."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.agreements.models import Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.slips import is_slip_of, scanned_text, slip_code
from linli.apps.reports.recruit_papers import (
    NoSlip,
    TermNotOver,
    agreement_to_read,
    interview_slip,
    report_slip,
    service_certificate,
    text_of,
)
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from linli.core.documents.official import Mark, OfficialPaper, SignaturePlaces, SquareCode
from tests.apps.cast import Officials, at
from tests.factories import make_application, make_finished_case
from tests.web.office.made_ending import FIRST, make_communities

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 26)
ORGAN = "中共代县县委社会工作部"
EVE = date(2025, 7, 21)


def words(paper: OfficialPaper) -> str:
    return "\n".join(text_of(paper))


@pytest.fixture
def finished(season: Season, cast: Officials) -> Application:
    return make_finished_case(season, cast.dai)


def in_state(case: Application, state: State) -> Application:
    Application.objects.filter(pk=case.pk).update(state=state)
    return Application.objects.get(pk=case.pk)


def test_interview_slip_tells_window_originals_and_code(season: Season) -> None:
    case = make_application(season, state=State.INTERVIEW_LISTED)

    paper = interview_slip(case, dated=DAY)

    assert paper.title == "2024年招募高校毕业生担任社区助理\n面见通知单"
    assert paper.addressee == f"张样本（报名编号{case.case_number}）"
    assert SquareCode(scanned_text(case), 30) in paper.blocks
    assert text_of(paper)[1:] == (
        f"核验码：{slip_code(case)}",
        f"一、时间和地点。2024年6月26日至2024年7月5日之间，具体时间和地点由{ORGAN}另行通知。",
        "二、携带的材料。本通知单，以及下列材料的原件：居民身份证、毕业证（《通知》三（三））。",
    )


def test_papers_of_a_rehearsal_are_marked(rehearsal: Season) -> None:
    case = make_application(rehearsal, state=State.INTERVIEW_LISTED)

    assert interview_slip(case, dated=DAY).marks == (Mark.REHEARSAL, Mark.SAMPLE)


@pytest.mark.parametrize("state", [State.QUALIFIED, State.INTERVIEWED, State.WITHDRAWN])
def test_nobody_else_has_an_interview_slip(season: Season, state: State) -> None:
    with pytest.raises(NoSlip, match=state.label):
        interview_slip(make_application(season, state=state), dated=DAY)


def test_code_is_the_cases_own_and_says_nothing_of_the_person(season: Season) -> None:
    first, second = (make_application(season) for _ in range(2))

    code = slip_code(first)

    assert code == slip_code(first)
    assert [len(group) for group in code.split(" ")] == [4, 4, 4]
    assert is_slip_of(first, code.replace(" ", ""))
    assert not is_slip_of(second, code)
    assert not is_slip_of(first, f"{code} 1")
    assert scanned_text(first) == f"linli:xinzhou-2024/00001:{code.replace(' ', '')}"


def test_report_slip_tells_where_and_by_when_while_the_report_is_to_come(
    finished: Application,
) -> None:
    paper = report_slip(in_state(finished, State.FILED), dated=DAY)

    assert "代县样本第1街道代县样本第1社区（《通知》三（七））。" in text_of(paper)
    assert "2024年7月31日前（含当日）到社区报到" in words(paper)
    for state in (State.SIGNED, State.REPORTED):
        with pytest.raises(NoSlip):
            report_slip(in_state(finished, state), dated=DAY)


@pytest.mark.parametrize("today", [EVE.replace(day=20), EVE])
def test_no_certificate_while_the_term_runs(finished: Application, today: date) -> None:
    with pytest.raises(TermNotOver):
        service_certificate(finished, today=today)


def test_certificate_of_the_day_after_the_term_states_start_end_and_experience(
    finished: Application,
) -> None:
    paper = service_certificate(finished, today=date(2025, 7, 22))

    assert (paper.number, paper.signature.organs if paper.signature else ()) == (
        "证明编号：xinzhou-2024-00001",
        (ORGAN,),
    )
    number = finished.person.id_number
    assert text_of(paper) == (
        f"李样本（身份证号{number}），经忻社发〔2024〕3号"
        "《关于做好2024年招募高校毕业生担任社区助理工作的通知》规定的程序招募，"
        "于2024年7月22日至2025年7月21日在代县样本第1街道代县样本第1社区担任社区助理，服务期满。",
        "根据该通知一（四），服务期间的工作经历视为基层就业经历，计入基层工作经历。",
        "特此证明。",
    )


def test_certificate_is_the_same_paper_however_late_it_is_downloaded(
    finished: Application,
) -> None:
    first = service_certificate(finished, today=date(2025, 7, 22))
    later = service_certificate(finished, today=date(2027, 3, 1))

    assert (first.dated, later) == (date(2025, 7, 22), first)


def test_who_left_early_has_no_certificate(finished: Application) -> None:
    with pytest.raises(TermNotOver):
        service_certificate(in_state(finished, State.LEFT), today=date(2026, 1, 1))


def test_service_that_does_not_count_is_not_said_to_count(finished: Application) -> None:
    Worker.objects.update(counts_as_grassroots_experience=False)

    paper = service_certificate(Application.objects.get(pk=finished.pk), today=date(2025, 7, 22))

    assert "基层" not in words(paper)


def test_agreement_to_read_has_the_countys_allowance_and_blanks_for_what_the_signing_decides(
    season: Season,
) -> None:
    case = make_application(season, state=State.FORMAL)

    paper = agreement_to_read(case, dated=date(2024, 7, 18))

    assert paper.number == "协议编号：（签订时确定）"
    assert text_of(paper)[:2] == ("甲方（用人单位）：（签订时确定）", "乙方（社区助理）：张样本")
    assert "每月1880元" in words(paper).replace(",", "").replace("1880.00", "1880")


def test_agreement_to_read_names_what_is_arranged_and_leaves_the_day_of_signing_open(
    season: Season,
) -> None:
    case = make_application(season, state=State.FORMAL)
    make_communities()
    Arrangement.objects.create(
        application=case, community_id=FIRST, arranged_at=at(7, 18), reason=""
    )

    paper = agreement_to_read(Application.objects.get(pk=case.pk), dated=date(2024, 7, 18))

    text = words(paper)
    assert paper.number == f"协议编号：xinzhou-2024-{case.case_number}"
    assert text_of(paper)[0] == "甲方（用人单位）：上馆镇"
    assert "甲方安排乙方到东关社区担任社区助理" in text
    assert "签订时确定" not in text + paper.number
    places = next(one for one in paper.blocks if isinstance(one, SignaturePlaces))
    assert places.left[-1] == "　　　年　　月　　日"
