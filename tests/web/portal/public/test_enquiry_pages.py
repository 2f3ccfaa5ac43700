"""Asking, searching the published answers, and the city's page that answers."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from linli.apps.accounts.models import User
from linli.apps.enquiries.actions import answer_enquiry, ask_enquiry, publish_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.web.portal.public import limits
from tests.web.portal.public.conftest import MoveTo

SEASON = "/seasons/xinzhou-2024/"
ASK = f"{SEASON}enquiries/ask/"
OFFICE = "/office/seasons/xinzhou-2024/enquiries/"
CODE = "7KQM-3XWP-V2HT"
FILLED = {
    "code": CODE,
    "category": "conditions",
    "question": "样本毕业生能报名吗？",
    "contact": "zhang@sample.example",
    "website": "",
}
QueryCounter = Callable[[Client, str], int]


def publish(season: Season, official: User, number: int, question: str = "样本问题") -> Enquiry:
    now = timezone.now()
    code = f"2222222222{number:02d}".translate(str.maketrans("01", "AB"))
    asked = ask_enquiry(season, category=Enquiry.Category.PAY, question=question, code=code, at=now)
    answered = answer_enquiry(asked, answer=f"答复{number}", actor=official, at=now)
    return publish_enquiry(answered, wording=question, actor=official, at=now)


def test_a_question_is_kept_and_its_code_shown(client: Client, season: Season) -> None:
    answer = client.post(ASK, FILLED)

    asked = Enquiry.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{SEASON}received/")
    assert (asked.question, asked.category, asked.contact) == (
        "样本毕业生能报名吗？",
        "conditions",
        "zhang@sample.example",
    )
    received = client.get(f"{SEASON}received/").content.decode()
    assert ("问题已收到" in received, CODE in received) == (True, True)


def test_each_form_comes_with_a_code_of_its_own(client: Client, season: Season) -> None:
    codes = {client.get(ASK).context["form"]["code"].value() for _ in range(3)}

    assert len(codes) == 3


def test_a_double_click_keeps_one_question_and_another_one_from_the_same_form_is_said(
    client: Client, season: Season
) -> None:
    answers = [client.post(ASK, FILLED) for _ in range(2)]
    refused = client.post(ASK, {**FILLED, "question": "另一个问题"})
    code = refused.context["form"]["code"].value()
    again = client.post(ASK, {**FILLED, "question": "另一个问题", "code": code})

    assert [answer.status_code for answer in (*answers, refused, again)] == [302, 302, 422, 302]
    assert "先前已经提交过一次" in refused.content.decode()
    assert Enquiry.objects.count() == 2


def test_the_ledger_does_not_say_who_asked_though_they_signed_in(
    client: Client, season: Season
) -> None:
    client.force_login(User.objects.create_user("applicant-1"))

    client.post(ASK, FILLED)

    assert entries_of(season.code)[-1]["actor"] == "public"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"category": ""}, "请选择咨询哪一方面"),
        ({"category": "none"}, "请从列出的类别中选择"),
        ({"question": " "}, "请写明您要咨询的问题"),
        ({"question": "长" * 2001}, "请把问题写在2000字以内"),
        ({"contact": "长" * 101}, "请把联系方式写在100字以内"),
        ({"website": "http://x.example"}, "这一栏请留空，清除后重新提交"),
        ({"code": "none"}, "本页已经失效，请重新打开后填写"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_in_a_list_and_what_was_typed_stays(
    client: Client, season: Season, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post(ASK, {**FILLED, **changed})

    text = answer.content.decode()
    assert (answer.status_code, sentence in text) == (422, True)
    assert ("样本毕业生" in text, "zhang@sample.example" in text) != (False, False)
    assert Enquiry.objects.count() == 0


def test_neither_question_nor_contact_is_logged(
    client: Client, season: Season, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="linli"):
        client.post(ASK, FILLED)
        client.post(ASK, {**FILLED, "question": "x" * 2001})

    assert [word for word in ("样本毕业生", "sample.example") if word in caplog.text] == []


def test_a_sixth_question_of_one_session_in_an_hour_is_refused_with_the_way_out(
    client: Client, season: Season, move_to: MoveTo
) -> None:
    codes = [f"2222-2222-222{number}" for number in "234567"]

    answers = [client.post(ASK, {**FILLED, "code": code}) for code in codes]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    text = answers[-1].content.decode()
    assert "您在一小时内已经提交了5次；处理办法：请到下一个整点以后再提交" in text
    assert Client().post(ASK, {**FILLED, "code": codes[-1]}).status_code == 302
    move_to("2024-06-10T11:00:00")
    assert client.post(ASK, {**FILLED, "code": "3333-3333-3333"}).status_code == 302


def test_all_together_are_stopped_at_the_ceiling_of_the_hour(
    season: Season, monkeypatch: pytest.MonkeyPatch, move_to: MoveTo
) -> None:
    monkeypatch.setattr(limits, "ENQUIRIES_OF_ALL", 2)
    codes = [f"2222-2222-222{number}" for number in "234"]

    answers = [Client().post(ASK, {**FILLED, "code": code}) for code in codes]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "这一小时内收到的问题太多，本次没有收下" in answers[-1].content.decode()
    assert Client().post(ASK, {**FILLED, "code": codes[0]}).status_code == 302
    move_to("2024-06-10T11:00:01")
    assert Client().post(ASK, {**FILLED, "code": codes[-1]}).status_code == 302


def test_what_is_refused_and_mended_does_not_use_up_the_limit(
    client: Client, season: Season
) -> None:
    client.post(ASK, FILLED)
    refused = [client.post(ASK, {**FILLED, "question": "另一个问题"}) for _ in range(5)]
    codes = [f"2222-2222-222{number}" for number in "2345"]
    mended = [client.post(ASK, {**FILLED, "code": code}) for code in codes]
    again = client.post(ASK, FILLED)
    sixth = client.post(ASK, {**FILLED, "code": "3333-3333-3333"})

    assert [answer.status_code for answer in (*refused, *mended)] == [422] * 5 + [302] * 4
    assert (again.status_code, sixth.status_code) == (302, 422)


def test_published_answers_are_read_searched_and_paged(
    client: Client, season: Season, city_official: User
) -> None:
    for number in range(21):
        publish(season, city_official, number)
    publish(season, city_official, 22, "补贴怎么发放")
    ask_enquiry(
        season,
        category=Enquiry.Category.PAY,
        question="没有公开的问题",
        code="333333333333",
        at=timezone.now(),
    )

    first = client.get(f"{SEASON}enquiries/")
    second = client.get(f"{SEASON}enquiries/?page=2")
    found = client.get(f"{SEASON}enquiries/?words=发放+补贴&category=pay")

    assert (len(first.context["page"]), len(second.context["page"])) == (20, 2)
    assert [one.wording for one in found.context["page"]] == ["补贴怎么发放"]
    assert "没有公开的问题" not in first.content.decode() + second.content.decode()
    assert "没有找到" in client.get(f"{SEASON}enquiries/?words=没有公开").content.decode()


def test_a_category_that_does_not_exist_is_said(client: Client, season: Season) -> None:
    answer = client.get(f"{SEASON}enquiries/?category=none")

    assert answer.content.decode().count("请从列出的类别中选择") == 2


def test_the_answers_ask_as_many_queries_for_three_as_for_one(
    client: Client, season: Season, city_official: User, queries_of: QueryCounter
) -> None:
    publish(season, city_official, 1)
    with_one = queries_of(client, f"{SEASON}enquiries/")
    publish(season, city_official, 2)
    publish(season, city_official, 3)

    assert queries_of(client, f"{SEASON}enquiries/") == with_one


def test_the_asker_reads_the_answer_by_code_though_it_is_not_public(
    client: Client, season: Season, city_official: User
) -> None:
    client.post(ASK, FILLED)
    before = client.post(f"{SEASON}answer/", {"code": CODE}).content.decode()
    answer_enquiry(
        Enquiry.objects.get(), answer="可以报名。", actor=city_official, at=timezone.now()
    )

    after = client.post(f"{SEASON}answer/", {"code": "7kqm3xwpv2ht"}).content.decode()

    assert ("等待答复" in before, "可以报名。" in before) == (True, False)
    assert ("已答复" in after, "可以报名。" in after) == (True, True)


# ---------------------------------------------------------------- the city's page


@pytest.fixture
def asked(client: Client, season: Season, city_official: User) -> Enquiry:
    Client().post(ASK, FILLED)
    client.force_login(city_official)
    return Enquiry.objects.get()


def test_the_city_sees_what_waits_with_the_count_of_the_year(
    client: Client, asked: Enquiry
) -> None:
    text = client.get(OFFICE).content.decode()

    assert ("等待答复（1件）" in text, "2024年1件" in text) == (True, True)
    assert f'href="{OFFICE}{asked.pk}/"' in text
    assert f'href="{OFFICE}"' in client.get("/office/seasons/xinzhou-2024/").content.decode()


def test_the_city_answers_publishes_in_other_words_and_takes_back(
    client: Client, asked: Enquiry
) -> None:
    page = f"{OFFICE}{asked.pk}/"
    statuses = [
        client.post(f"{page}answer/", {"answer": "可以报名。"}).status_code,
        client.post(f"{page}publish/", {"wording": "能报名吗？"}).status_code,
    ]
    public = Client().get(f"{SEASON}enquiries/").content.decode()
    statuses.append(client.post(f"{page}unpublish/").status_code)

    assert statuses == [302, 302, 302]
    assert ("能报名吗？" in public, "可以报名。" in public, "样本毕业生" in public) == (
        True,
        True,
        False,
    )
    assert "能报名吗？" not in Client().get(f"{SEASON}enquiries/").content.decode()


@pytest.mark.parametrize(
    ("act", "data", "sentence"),
    [
        ("answer", {"answer": ""}, "请填写答复"),
        ("publish", {"wording": ""}, "请写明以什么文字公开"),
        ("publish", {"wording": "能报名吗？"}, "这件咨询还没有答复"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(
    client: Client, asked: Enquiry, act: str, data: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"{OFFICE}{asked.pk}/{act}/", data)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_no_other_office_reads_enquiries_and_the_public_is_asked_to_sign_in(
    client: Client, asked: Enquiry, dai_official: User
) -> None:
    client.force_login(dai_official)

    statuses = [
        client.get(OFFICE).status_code,
        client.get(f"{OFFICE}{asked.pk}/").status_code,
        client.post(f"{OFFICE}{asked.pk}/answer/", {"answer": "x"}).status_code,
        Client().get(OFFICE).status_code,
    ]

    assert statuses == [403, 403, 403, 302]
    assert client.get(f"{OFFICE}999/").status_code == 403


def test_an_enquiry_that_does_not_exist_is_not_found(client: Client, asked: Enquiry) -> None:
    assert client.get(f"{OFFICE}{asked.pk + 1}/").status_code == 404
