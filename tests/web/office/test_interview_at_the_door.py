"""The door of the interview in the browser: a slip is read, the person compared, originals are ticked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.keeping import UPLOADS
from linli.apps.interviews.models import Attendance, OriginalCheck, Panel
from linli.apps.interviews.slips import scanned_text, slip_code
from linli.apps.seasons.models import Season
from tests.apps.made_desk import picture
from tests.factories import YUANPING, make_application
from tests.web.office.made_interview import DOOR, case_at, door_at, drawn

QueryCounter = Callable[[Client, str], int]


@pytest.fixture
def panel(season: Season, dai_official: User) -> Panel:
    return drawn(season, dai_official)


@pytest.fixture
def first(panel: Panel) -> Application:
    return panel.season.applications.get(case_number=case_at(panel, 1))


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_scanned_slip_leads_to_the_comer_and_the_code_is_known_to_be_right(
    as_dai: Client, first: Application
) -> None:
    answer = as_dai.post(DOOR, {"sought": scanned_text(first)})

    assert answer.headers["Location"] == door_at(first.case_number)
    assert "面见通知单的核验码相符" in text_of(as_dai, door_at(first.case_number))


def test_case_number_leads_there_with_a_warning(as_dai: Client, first: Application) -> None:
    answer = as_dai.post(DOOR, {"sought": first.case_number})

    assert answer.headers["Location"] == door_at(first.case_number)
    assert "没有核对通知单上的核验码" in text_of(as_dai, door_at(first.case_number))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "请输入报名编号或核验码"),
        ("00099", "没有报名编号00099；依据：D0 三(三)；处理办法：核对面见通知单上的报名编号"),
        ("123412341234", "没有哪份面见通知单是这个核验码"),
        ("字" * 81, "80"),
    ],
)
def test_wrong_words_get_a_sentence(as_dai: Client, panel: Panel, words: str, told: str) -> None:
    answer = as_dai.post(DOOR, {"sought": words})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_slip_of_another_county_is_told_by_its_county(
    as_dai: Client, season: Season, panel: Panel
) -> None:
    other = make_application(season, state=State.INTERVIEW_LISTED, county=YUANPING)

    answer = as_dai.post(DOOR, {"sought": slip_code(other)})

    assert f"报名{other.case_number}在原平市办理，不在本县面见" in answer.content.decode()
    assert as_dai.get(door_at(other.case_number)).status_code == 403


def test_comer_page_shows_name_masked_number_and_no_more_of_the_person(
    as_dai: Client, first: Application
) -> None:
    text = text_of(as_dai, door_at(first.case_number))

    number = str(first.person.id_number)
    assert "张样本" in text
    assert f"{number[:6]}********{number[-4:]}" in text
    found = [
        one for one in (number, "13800000001", "样本籍贯", "样本面貌", "某民族") if one in text
    ]
    assert found == []


def test_originals_and_arrival_are_kept_and_the_door_is_ready_for_the_next(
    as_dai: Client, first: Application, dai_official: User
) -> None:
    as_dai.post(DOOR, {"sought": slip_code(first)})

    answer = as_dai.post(
        door_at(first.case_number),
        {
            "result-id_card_front": "verified",
            "result-diploma": "differs",
            "note-diploma": "姓名用字不一致",
        },
        follow=True,
    )

    came = Attendance.objects.get()
    assert (came.application, came.recorded_by, came.showed_slip) == (first, dai_official, True)
    assert list(OriginalCheck.objects.values_list("kind", "result", "note")) == [
        ("id_card_front", "verified", ""),
        ("diploma", "differs", "姓名用字不一致"),
    ]
    assert answer.redirect_chain == [(f"../?done={first.case_number}", 302)]
    text = answer.content.decode()
    assert f"报名{first.case_number}已登记到场" in text
    assert "已到场1人" in text
    assert "有不符" in text


def test_arrival_of_who_showed_no_slip_says_so(as_dai: Client, first: Application) -> None:
    as_dai.post(door_at(first.case_number), {})

    assert not Attendance.objects.get().showed_slip


def test_code_of_one_slip_does_not_serve_another_case(
    as_dai: Client, panel: Panel, first: Application
) -> None:
    as_dai.post(DOOR, {"sought": slip_code(first)})

    as_dai.post(door_at(case_at(panel, 2)), {})

    assert not Attendance.objects.get().showed_slip


def test_original_that_differs_without_a_note_is_refused_and_the_choice_stays(
    as_dai: Client, first: Application
) -> None:
    answer = as_dai.post(door_at(first.case_number), {"result-diploma": "differs"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "毕业证不符，没有写明哪里不符；依据：D0 三(三)；处理办法：写明不符之处" in text
    assert 'value="differs" id="id_result-diploma_1" checked' in text.replace(" required", "")
    assert (Attendance.objects.count(), OriginalCheck.objects.count()) == (0, 0)


def test_unknown_result_is_refused(as_dai: Client, first: Application) -> None:
    answer = as_dai.post(door_at(first.case_number), {"result-diploma": "lost"})

    assert answer.status_code == 422
    assert "请选择已核验、不符或者未带" in answer.content.decode()


def test_after_the_interview_the_door_only_shows(as_dai: Client, first: Application) -> None:
    Application.objects.filter(pk=first.pk).update(state=State.INTERVIEWED)

    text = text_of(as_dai, door_at(first.case_number))
    answer = as_dai.post(door_at(first.case_number), {"result-diploma": "verified"})

    assert "不再登记到场和核验原件" in text
    assert "登记到场并保存" not in text
    assert (answer.status_code, Attendance.objects.count()) == (422, 0)


@pytest.mark.usefixtures("kept_files")
def test_photo_of_the_form_is_shown_and_where_there_is_none_a_picture_says_so(
    as_dai: Client, panel: Panel, first: Application
) -> None:
    first.reading = {"photo": UPLOADS.keep(picture("portrait"))}
    first.save()

    found = as_dai.get(f"{door_at(first.case_number)}photo.jpg")
    none = as_dai.get(f"{door_at(case_at(panel, 2))}photo.jpg")

    assert (found.status_code, found.headers["Content-Type"]) == (200, "image/jpeg")
    assert (none.status_code, none.headers["Content-Type"]) == (404, "image/svg+xml")
    assert "请对照登记表" in none.content.decode()


def test_only_the_countys_office_stands_at_the_door(
    client: Client, first: Application, city_official: User, yuanping_official: User
) -> None:
    addresses = (DOOR, door_at(first.case_number), f"{door_at(first.case_number)}photo.jpg")
    answers = {}
    for official in (city_official, yuanping_official):
        client.force_login(official)
        answers[official.username] = [client.get(one).status_code for one in addresses]

    assert answers == {"city": [403] * 3, "yuanping": [403] * 3}


def test_door_asks_the_same_number_of_queries_for_many(
    as_dai: Client, season: Season, first: Application, queries_of: QueryCounter
) -> None:
    before = queries_of(as_dai, DOOR)
    for _ in range(6):
        one = make_application(season, state=State.INTERVIEW_LISTED)
        as_dai.post(door_at(one.case_number), {"result-diploma": "verified"})

    assert queries_of(as_dai, DOOR) == before
