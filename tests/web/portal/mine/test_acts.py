"""What an applicant does with the own case: each shown first, confirmed, done once."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.agreements.models import AgreementReading, Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.selection.models import MedicalConfirmation
from tests.apps.applicants import own_application
from tests.apps.cast import at, state_of
from tests.web.office.made_ending import FIRST, make_communities

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_july")]


def address(case: Application, rest: str = "") -> str:
    return f"/my/{case.season.code}/{case.case_number}/{rest}"


@pytest.fixture
def placed(season: Season, mine: User) -> Application:
    return own_application(season, mine, state=State.PLACED)


def test_withdrawal_without_the_tick_changes_nothing_and_says_what_to_do(
    as_mine: Client, placed: Application
) -> None:
    shown = as_mine.get(address(placed, "withdraw/"))
    refused = as_mine.post(address(placed, "withdraw/"))

    assert "撤回以后不能再报" in shown.content.decode()
    assert (refused.status_code, state_of(placed)) == (422, State.PLACED)
    assert "没有勾选。确认要撤回的，请先勾选" in refused.content.decode()


def test_withdrawal_with_the_tick_counts_once_and_leads_back_to_the_case(
    as_mine: Client, placed: Application
) -> None:
    first = as_mine.post(address(placed, "withdraw/"), {"sure": "on"})
    entries = Entry.objects.count()
    second = as_mine.post(address(placed, "withdraw/"), {"sure": "on"})

    assert (first["Location"], second["Location"]) == (address(placed), address(placed))
    assert (state_of(placed), Entry.objects.count()) == (State.WITHDRAWN, entries)


def test_case_that_cannot_be_withdrawn_has_no_such_way(
    as_mine: Client, season: Season, mine: User
) -> None:
    signed = own_application(season, mine, state=State.SIGNED)

    page = as_mine.get(address(signed)).content.decode()

    assert "withdraw/" not in page
    assert as_mine.get(address(signed, "withdraw/"))["Location"] == address(signed)


def test_attendance_is_confirmed_and_the_case_says_so(as_mine: Client, placed: Application) -> None:
    before = as_mine.get(address(placed)).content.decode()
    as_mine.post(address(placed, "medical/"), {"answer": "attend"})
    after = as_mine.get(address(placed)).content.decode()

    assert MedicalConfirmation.objects.get().attends
    assert "答复是否参加体检</a>" in before
    assert "答复是否参加体检</a>" not in after
    assert "请答复是否参加体检" in before
    assert "请答复是否参加体检" not in after
    assert "您已答复参加体检，费用自理。" in after
    assert "请尽早答复" not in after
    assert "参加体检（2024年7月8日10:00）" in after


def test_page_of_the_answer_names_the_standard_and_says_that_the_applicant_bears_the_fee(
    as_mine: Client, placed: Application
) -> None:
    page = as_mine.get(address(placed, "medical/")).content.decode()

    assert "体检按《公务员录用体检通用标准》（试行）进行，费用自理。" in page


def test_declining_needs_its_own_tick(as_mine: Client, placed: Application) -> None:
    refused = as_mine.post(address(placed, "medical/"), {"answer": "decline"})
    unsaid = as_mine.post(address(placed, "medical/"))
    state_before = state_of(placed)
    as_mine.post(address(placed, "medical/"), {"answer": "decline", "sure": "on"})

    assert (refused.status_code, unsaid.status_code, state_before) == (422, 422, State.PLACED)
    assert "选择了不参加，请先勾选确认" in refused.content.decode()
    assert state_of(placed) is State.DECLINED


def test_agreement_is_read_and_signed_by_the_own_name_only(
    as_mine: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine, state=State.FORMAL)

    page = as_mine.get(address(case, "agreement/"))
    shown, digest = page.content.decode(), page.context["shown"]
    wrong = as_mine.post(address(case, "agreement/"), {"signed_name": "李样本", "shown": digest})
    count = AgreementReading.objects.count()
    as_mine.post(address(case, "agreement/"), {"signed_name": "张样本", "shown": digest})
    again = as_mine.get(address(case, "agreement/"))

    assert "三、生活补贴。" in shown
    assert f'<input type="hidden" name="shown" value="{digest}">' in shown
    assert '<h2 id="text">山西省招募高校毕业生担任社区助理协议书</h2>' in shown
    assert (wrong.status_code, count) == (422, 0)
    assert "签名与报名的姓名不一致" in wrong.content.decode()
    assert AgreementReading.objects.count() == 1
    assert again["Location"] == address(case)
    after = as_mine.get(address(case)).content.decode()
    assert "您已阅读协议文本并签名确认。按通知到街道（乡镇）签订协议。" in after
    assert "先在本页阅读" not in after


def test_what_the_county_arranges_between_reading_and_signing_is_read_first(
    as_mine: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine, state=State.FORMAL)
    make_communities()
    page = as_mine.get(address(case, "agreement/"))
    Arrangement.objects.create(application=case, community_id=FIRST, arranged_at=at(7, 18))

    signed = {"signed_name": "张样本", "shown": page.context["shown"]}
    answer = as_mine.post(address(case, "agreement/"), signed)

    before, after = page.content.decode(), answer.content.decode()
    assert ("（签订时确定）" in before, "用人单位和社区在安排以后显示" in before) == (True, True)
    assert (answer.status_code, AgreementReading.objects.count()) == (422, 0)
    assert ("（签订时确定）" in after, "到东关社区担任社区助理" in after) == (False, True)
    assert "县（市、区）已安排上馆镇东关社区，签订时只填写签订日期" in after


def test_text_that_changed_between_reading_and_signing_is_read_again_first(
    as_mine: Client, season: Season, mine: User
) -> None:
    case = own_application(season, mine, state=State.FORMAL)
    before = as_mine.get(address(case, "agreement/")).context["shown"]
    case.person.address = "样本市样本路2号"
    case.person.save()

    answer = as_mine.post(address(case, "agreement/"), {"signed_name": "张样本", "shown": before})

    assert (answer.status_code, AgreementReading.objects.count()) == (422, 0)
    text = answer.content.decode()
    assert "协议文本与您读到的不一样了；依据：通知三(六)；" in text
    assert "样本市样本路2号" in text
    as_mine.post(
        address(case, "agreement/"),
        {"signed_name": "张样本", "shown": answer.context["shown"]},
    )
    assert "样本市样本路2号" in AgreementReading.objects.get().text
