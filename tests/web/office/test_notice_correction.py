"""A posted list is corrected in the browser: the office, the public, whoever is on it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from docx import Document

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notices.correcting import Correction, Fix, correct_list
from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from linli.apps.seasons.models import Season
from linli.core.record import sm3_hex
from tests.apps.cast import at
from tests.apps.made_notice import object_to
from tests.factories import CITY, DAI, make_application, make_official
from tests.web.office.made_ending import LIST, NOTICE, OBJECTIONS, TELEPHONE, passed, posted
from tests.web.office.made_placement import BASE

CORRECT, SECOND = f"{LIST}correct/", f"{NOTICE}2/"
PUBLIC = f"{BASE.replace('/office', '')}/lists/{DAI}/"
MISREAD = {"reason": "第2行毕业院校登记有误", "line_1": "2", "school_1": "山西师范大学"}


@pytest.fixture(autouse=True)
def sixteenth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 16, 10), tick=False):
        yield


@pytest.fixture
def notice(season: Season, dai_official: User) -> PublicNotice:
    return posted(season, dai_official)


@pytest.fixture
def made(notice: PublicNotice, dai_official: User) -> PublicNotice:
    correction = Correction("院校登记有误", (Fix(2, school="山西师范大学"),))
    return correct_list(notice, correction, actor=dai_official, at=at(7, 16, 9))


def post_corrected(client: Client, **fields: str) -> Any:
    """Confirm what the dry run has shown, as its page does."""
    shown: Any = client.post(CORRECT, {**MISREAD, **fields})
    again = dict(shown.context["sent_again"])
    return client.post(CORRECT, {**again, "shown": shown.context["preview"].mark})


def test_dry_run_shows_the_list_to_come_and_posts_nothing(
    as_dai: Client, notice: PublicNotice
) -> None:
    shown = as_dai.post(CORRECT, MISREAD)

    assert shown.context["preview"].changes == (
        "原第2行毕业院校由“忻州师范学院”更正为“山西师范大学”",
    )
    assert "更正，重新公示" in shown.content.decode()
    assert PublicNotice.objects.count() == 1


def test_corrected_list_is_posted_as_it_was_shown(as_dai: Client, notice: PublicNotice) -> None:
    answer = post_corrected(as_dai)

    assert answer.url == SECOND
    page = as_dai.get(SECOND).context["page"]
    assert [(row.name, row.school, str(row.last_day)) for row in page.people] == [
        ("张*本", "忻州师范学院", "2024-07-17"),
        ("欧**本", "山西师范大学", "2024-07-19"),
        ("李*", "忻州师范学院", "2024-07-17"),
    ]
    former = as_dai.get(LIST)
    assert former.context["page"].standing.label == "已由第2份更正"
    assert f'href="{SECOND}"' in former.content.decode()


def test_same_correction_sent_twice_posts_one_list(as_dai: Client, notice: PublicNotice) -> None:
    shown: Any = as_dai.post(CORRECT, MISREAD)
    sent = {**dict(shown.context["sent_again"]), "shown": shown.context["preview"].mark}

    first, second = as_dai.post(CORRECT, sent), as_dai.post(CORRECT, sent)

    assert (first.status_code, second.status_code, PublicNotice.objects.count()) == (302, 422, 2)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "请写明更正理由"),
        ({"line_1": ""}, "行和更正后的内容应当同时填写"),
        ({"school_1": ""}, "行和更正后的内容应当同时填写"),
        ({"line_1": "9"}, "请在名单中选择"),
        ({"school_1": "忻州师范学院"}, "更正后的名单与已公示的相同"),
        ({"reason": "电话13800000001"}, "不能公示"),
    ],
)
def test_correction_that_is_not_whole_is_refused(
    as_dai: Client, notice: PublicNotice, fields: dict[str, str], said: str
) -> None:
    answer = as_dai.post(CORRECT, {**MISREAD, **fields})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_whoever_withdrew_is_named_before_and_comes_off(
    as_dai: Client, notice: PublicNotice
) -> None:
    gone = Application.objects.order_by("case_number").first()
    assert gone is not None
    Application.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)

    assert as_dai.get(CORRECT).context["gone"] == ["第1行　张*本"]
    post_corrected(as_dai)

    assert [row["name"] for row in PublicNotice.objects.get(number=2).rows] == ["欧**本", "李*"]


def test_whoever_passed_since_is_added_when_asked_for(
    as_dai: Client, season: Season, notice: PublicNotice
) -> None:
    make_application(season, state=State.MEDICAL_PASSED, name="赵样本")

    post_corrected(as_dai, line_1="", school_1="", adds_passed="on")

    made = PublicNotice.objects.get(number=2)
    assert (made.changes, made.rows[3]["name"]) == (["增加第4行赵*本"], "赵*本")


def test_paper_of_a_correction_says_why_what_and_until_when(
    as_dai: Client, made: PublicNotice, notice: PublicNotice
) -> None:
    paper = Document(io.BytesIO(as_dai.get(f"{SECOND}paper.docx").content))

    text = "\n".join(one.text for one in paper.paragraphs)
    assert "拟招募人选公示（更正）" in text.replace("\n", "")
    assert "更正理由：院校登记有误。" in text
    assert "原第2行毕业院校由“忻州师范学院”更正为“山西师范大学”。" in text
    assert notice.fingerprint in text
    assert [cell.text for cell in paper.tables[-1].rows[2].cells][-1] == "2024年7月19日"


def test_paper_of_a_list_that_nobody_is_left_on_has_no_table(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    notice = posted(season, dai_official, "张样本")
    Application.objects.filter(listing__notice=notice).update(state=State.WITHDRAWN)
    correct_list(notice, Correction("人选退出"), actor=dai_official, at=at(7, 16, 9))

    paper = Document(io.BytesIO(as_dai.get(f"{SECOND}paper.docx").content))

    assert "更正后的名单共0名" in "".join(one.text for one in paper.paragraphs)
    assert paper.tables == []


def test_public_reads_the_correction_and_the_former_list(
    client: Client, made: PublicNotice, notice: PublicNotice
) -> None:
    corrected, former = client.get(f"{PUBLIC}2/"), client.get(f"{PUBLIC}1/")

    text = corrected.content.decode()
    assert ("更正内容" in text, "2024年7月19日" in text, notice.fingerprint in text) == (True,) * 3
    told = former.content.decode()
    assert "这份名单已由第2份公示更正" in told
    assert "提出异议" not in told
    assert "已由第2份更正" in client.get(PUBLIC.replace(f"{DAI}/", "")).content.decode()


def test_list_text_of_a_correction_has_its_fingerprint(client: Client, made: PublicNotice) -> None:
    content = client.get(f"{PUBLIC}2/list.json").content

    assert sm3_hex(content) == made.fingerprint
    assert json.loads(content)["corrects"]["number"] == 1


def test_public_may_object_to_whom_the_period_still_runs_for(
    client: Client, made: PublicNotice
) -> None:
    with time_machine.travel(at(7, 18, 9), tick=False):
        page = client.get(f"{PUBLIC}2/")
        form = client.get(f"{PUBLIC}2/objection/").context["form"]

    assert page.context["running"] == {2}
    assert [number for number, _ in form.fields["line"].choices if number] == [2]


def test_objection_is_counted_on_the_list_on_which_its_person_stands(
    as_dai: Client, notice: PublicNotice, dai_official: User
) -> None:
    first, second, _ = Application.objects.order_by("case_number")
    for one in (first, second, second):
        statement = Statement("反映毕业时间不实")
        way = Objection.Way.LETTER
        take_objection(notice, one, statement, way=way, actor=dai_official, at=at(7, 15))
    Application.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    before = as_dai.get(NOTICE).context["page"].posted

    correct_list(notice, Correction("有人撤回"), actor=dai_official, at=at(7, 16, 9))

    after = as_dai.get(NOTICE).context["page"].posted
    assert [(row.notice.number, row.open_objections) for row in before] == [(1, 3)]
    assert [(row.notice.number, row.open_objections) for row in after] == [(2, 2), (1, 1)]


def test_reader_of_the_objections_is_not_told_who_objected(
    client: Client, notice: PublicNotice, as_dai: Client, dai_official: User
) -> None:
    one = Application.objects.order_by("case_number").first()
    assert one is not None

    class _Cast:
        dai = dai_official

    made = object_to(notice, one, _Cast, is_anonymous=False, moment=at(7, 15))  # type: ignore[arg-type]
    Objection.objects.filter(pk=made.pk).update(contact="0350-1111111")
    address = f"{OBJECTIONS}{made.pk}/"
    assert "王样本" in as_dai.get(address).content.decode()
    client.force_login(make_official("audit", division=CITY, office=Office.AUDITOR))

    read, answered = client.get(f"{address}?county={DAI}"), client.post(f"{address}?county={DAI}")

    text = read.content.decode()
    assert (read.status_code, answered.status_code) == (200, 403)
    assert ("反映样本人员毕业时间不实" in text, "王样本" in text, "0350-1111111" in text) == (
        True,
        False,
        False,
    )
    assert "由县（市、区）委社会工作部办理" in answered.content.decode()


def test_posted_list_opens_by_its_own_number_whatever_the_count_of_lists(
    as_dai: Client, season: Season, notice: PublicNotice, dai_official: User
) -> None:
    PublicNotice.objects.filter(pk=notice.pk).update(number=5)
    passed(season, "赵样本")
    shown = as_dai.get(NOTICE).context["page"].coming.preview

    answer: Any = as_dai.post(f"{NOTICE}publish/", {"telephone": TELEPHONE, "shown": shown.mark})

    assert answer.url == f"{NOTICE}6/"
