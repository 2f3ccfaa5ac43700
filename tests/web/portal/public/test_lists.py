"""Public lists: what they show, their fingerprint, objections in time and once, the answer by code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.actions import answer_objection
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from linli.core.record import sm3_hex
from tests.factories import YUANPING, make_official, make_season
from tests.web.portal.public.conftest import MoveTo

SEASON = "/seasons/xinzhou-2024/"
LIST = f"{SEASON}lists/140923/1/"
OBJECTION = f"{LIST}objection/"
OBJECTIONS = "/office/seasons/xinzhou-2024/objections/"
CODE = "7KQM-3XWP-V2HT"
FILLED = {
    "code": CODE,
    "line": "2",
    "content": "样本内容：毕业时间不实",
    "evidence": "样本线索",
    "name": "孙样本",
    "contact": "sun@sample.example",
    "website": "",
}
QueryCounter = Callable[[Client, str], int]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def kept() -> list[tuple[str, str]]:
    return list(Objection.objects.values_list("application__case_number", "content"))


def test_all_lists_are_named_with_period_people_and_state(
    client: Client, notice: PublicNotice
) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(client, f"{SEASON}lists/")))

    assert "代县公示 7月12日至7月17日24时 2名 公示中" in text


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2024-07-17T23:59:59", "公示中"), ("2024-07-18T00:00:00", "公示期满")],
)
def test_a_list_runs_until_24_00_of_its_last_day(
    client: Client, notice: PublicNotice, move_to: MoveTo, moment: str, state: str
) -> None:
    move_to(moment)

    pages = [text_of(client, address) for address in (f"{SEASON}lists/", LIST)]
    assert [re.findall(r"公示中|公示期满(?=<)", page) for page in pages] == [[state], [state]]


def test_a_season_without_lists_says_so(client: Client, season: Season) -> None:
    assert "现在没有公示" in text_of(client, f"{SEASON}lists/")


def test_a_list_shows_what_was_frozen_and_no_case_number(
    client: Client, notice: PublicNotice
) -> None:
    text = text_of(client, LIST)
    cells = re.findall(r'data-key="\w+">([^<]+)<', text)

    assert cells == [
        *("1", "张*本", "忻州师范学院", "社会工作", "代县"),
        *("2", "欧**本", "忻州师范学院", "社会工作", "代县"),
    ]
    assert re.findall("00001|00002|张样本|13800000001|990101", text) == []
    assert notice.fingerprint in text
    assert "3个工作日" in text


def test_the_text_that_is_handed_out_has_the_fingerprint_as_its_sm3(
    client: Client, notice: PublicNotice
) -> None:
    answer = client.get(f"{LIST}list.json")

    assert sm3_hex(answer.content) == notice.fingerprint
    assert answer["Content-Disposition"] == 'attachment; filename="xinzhou-2024-140923-1.json"'


@pytest.mark.parametrize(
    "tail", ["140923/2/", "140981/1/", "140923/2/list.json", "140981/1/objection/"]
)
def test_a_list_that_does_not_exist_is_not_found(
    client: Client, notice: PublicNotice, tail: str
) -> None:
    assert client.get(f"{SEASON}lists/{tail}").status_code == 404


def test_the_lists_ask_as_many_queries_for_three_as_for_one(
    client: Client, notice: PublicNotice, queries_of: QueryCounter
) -> None:
    with_one = queries_of(client, f"{SEASON}lists/")
    for number in (2, 3):
        PublicNotice.objects.create(
            season=notice.season,
            county=notice.county,
            number=number,
            posted_on=notice.posted_on,
            last_day=notice.last_day,
            working_days=3,
            rows=notice.rows,
            fingerprint=notice.fingerprint,
        )

    assert queries_of(client, f"{SEASON}lists/") == with_one


def test_the_form_names_the_people_as_the_list_does_with_the_chosen_one(
    client: Client, notice: PublicNotice
) -> None:
    text = text_of(client, f"{OBJECTION}?line=2")

    assert '<option value="2" selected>第2行　欧**本　忻州师范学院　社会工作</option>' in text


def test_an_objection_is_kept_and_its_code_shown_on_a_page_of_its_own(
    client: Client, notice: PublicNotice
) -> None:
    answer = client.post(OBJECTION, FILLED)

    assert (answer.status_code, answer["Location"]) == (302, f"{SEASON}received/")
    assert kept() == [("00002", "样本内容：毕业时间不实")]
    received = text_of(client, f"{SEASON}received/")
    assert ("异议已收到" in received, CODE in received) == (True, True)


def test_a_double_click_makes_one_objection(client: Client, notice: PublicNotice) -> None:
    answers = [client.post(OBJECTION, FILLED) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(kept()) == 1


def test_another_objection_from_the_same_form_is_said_and_goes_through_when_sent_again(
    client: Client, notice: PublicNotice
) -> None:
    client.post(OBJECTION, FILLED)

    refused = client.post(OBJECTION, {**FILLED, "line": "1"})
    code = refused.context["form"]["code"].value()
    again = client.post(OBJECTION, {**FILLED, "line": "1", "code": code})

    assert "本页填写的内容先前已经提交过一次" in refused.content.decode()
    assert code != CODE
    assert again.status_code == 302
    assert sorted(number for number, _ in kept()) == ["00001", "00002"]


def test_after_the_period_an_objection_is_refused_with_the_reason_and_what_was_typed_is_kept(
    client: Client, notice: PublicNotice, move_to: MoveTo
) -> None:
    move_to("2024-07-18T00:00:00")

    page, answer = client.get(OBJECTION), client.post(OBJECTION, FILLED)

    assert "公示期已满，本页不再受理异议" in page.content.decode()
    assert answer.status_code == 422
    assert (
        "公示已于2024年7月17日24时结束，本页不再受理异议；依据：通知三(五)；处理办法：公示期满后发现问题的"
        in answer.content.decode()
    )
    shown = answer.content.decode()
    assert [shown.count(word) for word in ("样本内容：毕业时间不实", "样本线索")] == [1, 1]
    assert ("没有提交，请自行保存" in shown, "<textarea" in shown) == (True, False)
    assert "没有提交" not in page.content.decode()
    assert kept() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"line": ""}, "请选择名单中的一位"),
        ({"line": "3"}, "请从名单中选择"),
        ({"content": ""}, "请写明反映的问题"),
        ({"content": "长" * 2001}, "请把内容写在2000字以内"),
        ({"name": ""}, "填写了联系方式而没有填写姓名"),
        ({"website": "http://x.example"}, "这一栏请留空，清除后重新提交"),
        ({"code": "none"}, "本页已经失效，请重新打开后填写"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, notice: PublicNotice, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post(OBJECTION, {**FILLED, **changed})

    text = answer.content.decode()
    assert (answer.status_code, sentence in text, "样本线索" in text) == (422, True, True)
    assert kept() == []


def test_whoever_objected_reads_the_result_by_code(
    client: Client, notice: PublicNotice, dai_official: User, move_to: MoveTo
) -> None:
    client.post(OBJECTION, FILLED)
    waiting = client.post(f"{SEASON}answer/", {"code": CODE.lower()})
    answer_objection(
        Objection.objects.get(),
        is_upheld=False,
        result="经查，毕业时间属实",
        actor=dai_official,
        at=Objection.objects.get().received_at,
    )

    answered = client.post(f"{SEASON}answer/", {"code": CODE})

    assert "还没有答复" in waiting.content.decode()
    text = answered.content.decode()
    assert ("经查，毕业时间属实" in text, "不成立" in text) == (True, True)


@pytest.mark.parametrize("code", ["8KQM-3XWP-V2HT", "7KQM-3XWP-V2HT"])
def test_a_code_of_nothing_or_of_another_season_finds_nothing(
    client: Client, notice: PublicNotice, code: str
) -> None:
    client.post(OBJECTION, FILLED)
    season = "xinzhou-2024" if code.startswith("8") else make_season().code

    answer = client.post(f"/seasons/{season}/answer/", {"code": code})

    assert (answer.status_code, "没有找到" in answer.content.decode()) == (422, True)


def test_no_answer_is_shown_for_a_code_in_an_address(client: Client, notice: PublicNotice) -> None:
    client.post(OBJECTION, FILLED)

    assert "样本内容" not in text_of(client, f"{SEASON}answer/?code={CODE}")


def test_nobody_else_sees_the_code_and_without_one_is_led_to_the_search(
    client: Client, notice: PublicNotice
) -> None:
    client.post(OBJECTION, FILLED)

    answer = Client().get(f"{SEASON}received/")

    assert (answer.status_code, answer["Location"]) == (302, f"{SEASON}answer/")


def test_a_sixth_objection_of_one_session_in_an_hour_is_refused_and_another_session_is_not(
    client: Client, notice: PublicNotice, move_to: MoveTo
) -> None:
    codes = [f"2222-2222-222{number}" for number in "234567"]
    answers = [client.post(OBJECTION, {**FILLED, "code": code}) for code in codes]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    assert "您在一小时内已经提交了5次" in answers[-1].content.decode()
    other = Client().post(OBJECTION, {**FILLED, "code": codes[-1]})
    assert other.status_code == 302
    move_to("2024-07-15T11:00:00")
    assert client.post(OBJECTION, {**FILLED, "code": "3333-3333-3333"}).status_code == 302


def test_what_is_refused_and_mended_does_not_use_up_the_limit(
    client: Client, notice: PublicNotice
) -> None:
    refused = [client.post(OBJECTION, {**FILLED, "name": ""}) for _ in range(5)]

    mended = client.post(OBJECTION, FILLED)

    assert [answer.status_code for answer in (*refused, mended)] == [422] * 5 + [302]


def test_a_second_click_is_not_counted_and_goes_through_when_the_limit_is_reached(
    client: Client, notice: PublicNotice
) -> None:
    codes = [f"2222-2222-222{number}" for number in "23456"]
    twice = [client.post(OBJECTION, {**FILLED, "code": code}) for code in codes for _ in range(2)]

    assert [answer.status_code for answer in twice] == [302] * 10
    assert len(kept()) == 5
    assert client.post(OBJECTION, FILLED).status_code == 422


def test_nobody_closes_the_channel_of_the_others_and_the_county_sees_what_was_a_crowd(
    client: Client,
    notice: PublicNotice,
    dai_official: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("linli.apps.notices.lodging.CROWD", 2)
    codes = [f"2222-2222-222{number}" for number in "234"]

    answers = [Client().post(OBJECTION, {**FILLED, "code": code}) for code in codes]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    client.force_login(dai_official)
    last = Objection.objects.get(is_crowded=True)
    # Put before the others by its time, to see that its mark counts.
    Objection.objects.filter(pk=last.pk).update(received_at=last.notice.season.opened_at)
    listed = text_of(client, OBJECTIONS)
    assert (listed.count("请先甄别"), f"/{last.pk}/" in listed.split("<li>")[-1]) == (1, True)
    assert "请先甄别" in text_of(client, f"{OBJECTIONS}{last.pk}/")


@pytest.mark.parametrize("changed", [{}, {"name": "", "contact": ""}], ids=["named", "anonymous"])
def test_the_ledger_does_not_say_who_objected_though_they_signed_in(
    client: Client, notice: PublicNotice, changed: dict[str, str]
) -> None:
    client.force_login(User.objects.create_user("applicant-1"))

    client.post(OBJECTION, {**FILLED, **changed})

    bodies = "".join(Entry.objects.values_list("body", flat=True))
    lodged = [one for one in entries_of("xinzhou-2024/00002") if one["action"] == "lodge_objection"]
    assert ([one["actor"] for one in lodged], "applicant-1" in bodies) == (["public"], False)


def test_the_server_keeps_no_plain_code_and_no_address_bears_it(
    client: Client, notice: PublicNotice
) -> None:
    answer = client.post(OBJECTION, FILLED)

    assert (CODE in answer["Location"], dict(client.session)) == (False, {})
    cookie = answer.cookies["received"]
    assert [cookie[name] for name in ("path", "httponly", "samesite", "max-age")] == [
        *(f"{SEASON}received/", True, "Lax", 600),
    ]


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2024-07-15T10:09:59", 200), ("2024-07-15T10:10:00", 200), ("2024-07-15T10:10:01", 302)],
)
def test_the_code_is_shown_for_ten_minutes_as_the_page_says(
    client: Client, notice: PublicNotice, move_to: MoveTo, moment: str, status: int
) -> None:
    client.post(OBJECTION, FILLED)
    text = text_of(client, f"{SEASON}received/")
    move_to(moment)

    assert ("本页10分钟后不再显示" in text, CODE in text) == (True, True)
    assert client.get(f"{SEASON}received/").status_code == status


def test_a_code_that_this_site_did_not_hand_out_is_not_shown(
    client: Client, notice: PublicNotice
) -> None:
    client.cookies["received"] = f"objection {CODE}"

    assert client.get(f"{SEASON}received/").status_code == 302


def test_the_county_reads_and_answers_and_no_other_office_does(
    client: Client, notice: PublicNotice, dai_official: User, city_official: User
) -> None:
    Client().post(OBJECTION, FILLED)
    key = Objection.objects.get().pk
    address = f"/office/seasons/xinzhou-2024/objections/{key}/"
    client.force_login(city_official)
    refused = client.post(address, {"is_upheld": "no", "result": "x"})
    client.force_login(dai_official)

    shown = client.get(address).content.decode()
    wrong = client.post(address, {"is_upheld": "", "result": ""})
    upheld = {"is_upheld": "yes", "result": "属实", "told": "毕业时间不符", "knows": "on"}
    done = client.post(address, upheld)

    assert refused.status_code == 403
    assert "“答复异议”由县（市、区）委社会工作部办理" in refused.content.decode()
    assert [word in shown for word in ("样本内容", "样本线索", "孙样本")] == [True] * 3
    assert (wrong.status_code, wrong.content.decode().count("请写明核查结果")) == (422, 2)
    assert done.status_code == 302
    present = Objection.objects.get()
    assert (present.status, present.result) == ("upheld", "属实")
    assert "成立" in client.get("/office/seasons/xinzhou-2024/objections/").content.decode()
    assert client.post(address, {"is_upheld": "no", "result": "x"}).status_code == 422


def test_another_countys_official_does_not_find_an_objection(
    client: Client, notice: PublicNotice
) -> None:
    Client().post(OBJECTION, FILLED)
    client.force_login(make_official("yuanping", division=YUANPING))

    key = Objection.objects.get().pk
    assert client.get(f"/office/seasons/xinzhou-2024/objections/{key}/").status_code == 404
    listed = client.get("/office/seasons/xinzhou-2024/objections/").content.decode()
    assert "没有异议" in listed
