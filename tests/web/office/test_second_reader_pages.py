"""The pages of the review where the pack asks for a second reader: queue, bench, answer, batch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.asking_pack import CLAUSE, let_ask
from tests.apps.cast import at, state_of
from tests.factories import CITY, DAI, make_application, make_official
from tests.web.office.made_review import QUEUE, bench_at, fill_queue

REASON = "毕业院校不在省内（D0 一(一)）；见毕业证"
CALL = '<td data-label="办理提示">可以复核</td>'
HELD = "决定“不通过”的，先保存为初审意见"


@pytest.fixture
def filled(season: Season, city_official: User, monkeypatch: pytest.MonkeyPatch) -> Season:
    let_ask(monkeypatch, "fail")
    return fill_queue(season, city_official)


@pytest.fixture
def as_second(db: None) -> Client:
    client = Client()
    client.force_login(make_official("dai-2", division=DAI, name="孙样本"))
    return client


def case(number: str) -> Application:
    return Application.objects.get(case_number=number)


def refuse(client: Client, number: str = "00004") -> str:
    """Refuse a case on the bench; return where it leads."""
    sent = {
        "outcome": "fail",
        "codes": ["school_outside_province"],
        "note": "见毕业证",
        "seen": seen_of(case(number)),
    }
    return str(client.post(bench_at(number), sent)["Location"])


def answer(client: Client, number: str = "00004", **fields: object) -> tuple[int, str, str]:
    """Answer the opinion on a case; return the status, where it leads, what is shown."""
    sent = {"opinion": FirstOpinion.objects.get().pk, **fields}
    got = client.post(f"{bench_at(number)}second/", sent)
    return got.status_code, got.headers.get("Location", ""), got.content.decode()


def test_a_refusal_is_kept_as_an_opinion_and_leads_to_the_next_case(
    as_dai: Client, filled: Season
) -> None:
    said_before = HELD in as_dai.get(bench_at("00004")).content.decode()

    location = refuse(as_dai)

    assert (said_before, location) == (True, f"{bench_at('00005')}?done=00004")
    assert "报名00004已保存：初审意见，待第二人复核。" in as_dai.get(location).content.decode()
    assert (state_of(case("00004")), FirstOpinion.objects.get().reason) == (State.ROUTED, REASON)


def test_queue_counts_and_lists_what_waits_with_who_read_first(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)

    pages = [client.get(QUEUE).context["page"] for client in (as_dai, as_second)]

    assert [page.waiting.count for page in pages] == [1, 1]
    rows = [
        [(one.case_number, one.name, one.outcome.label, one.official, one.note)]
        for page in pages
        for one in page.waiting.rows
    ]
    assert rows == [
        [("00004", "乙*本", "不通过", "赵样本", "初审意见由您本人提出，不能由您复核")],
        [("00004", "乙*本", "不通过", "赵样本", "")],
    ]
    assert {row.case_number: row.waits for row in pages[1].rows if row.waits} == {
        "00004": "待第二人复核"
    }


@pytest.mark.parametrize(
    ("office", "note"),
    [
        (Office.CITY, "您和初审人不在同一单位，不能由您复核"),
        (
            Office.AUDITOR,
            "“审查通过”由市委社会工作部、县（市、区）委社会工作部办理（D0 三(二)）",
        ),
    ],
)
def test_queue_tells_nobody_to_agree_who_may_not(
    as_dai: Client, as_second: Client, filled: Season, office: Office, note: str
) -> None:
    refuse(as_dai)
    other = Client()
    other.force_login(make_official("other", division=CITY, office=office))

    shown = other.get(QUEUE)

    assert [row.note for row in shown.context["page"].waiting.rows] == [note]
    told = [CALL in text.content.decode() for text in (shown, as_dai.get(QUEUE))]
    assert (told, CALL in as_second.get(QUEUE).content.decode()) == ([False, False], True)


def test_a_void_opinion_is_told_of_in_the_batch_and_hinders_nothing(
    as_second: Client, filled: Season, dai_official: User
) -> None:
    one = case("00003")
    given = FirstOpinion.objects.create(
        application=one, outcome="fail", seen="样本", given_by=dai_official, given_at=at(6, 1)
    )

    page = as_second.get(f"{QUEUE}batch/").context["page"]
    sent = as_second.post(f"{QUEUE}batch/", {"case": [f"00003:{seen_of(one)}"]})

    notes = {row.case_number: row.notes for row in page.rows}
    assert notes["00003"] == ("初审意见：初审后报名有变动，已失效",)
    assert [why for why, _ in page.left_out if "初审意见" in why] == []
    assert (sent.status_code, state_of(one)) == (302, State.QUALIFIED)
    given.refresh_from_db()
    assert given.status == "lapsed"


def test_a_void_opinion_is_marked_in_the_queue_and_the_case_is_decided_anew(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)
    Application.objects.filter(case_number="00004").update(materials={})

    page = as_second.get(QUEUE).context["page"]
    text = as_second.get(bench_at("00004")).content.decode()

    void = "初审后报名有变动，已失效"
    told = f"上次的初审意见“不通过”：{void}" in text
    assert ([row.note for row in page.waiting.rows], told) == ([void], True)
    assert [row.waits for row in page.rows if row.waits] == [void]
    assert ("审查决定" in text, "同意，决定生效" in text) == (True, False)


def test_second_official_sees_who_read_first_when_what_and_why(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)
    given = FirstOpinion.objects.get()

    page = as_second.get(bench_at("00004"))

    opinions, text = page.context["bench"].opinions, page.content.decode()
    card = opinions.waiting
    assert (card.outcome.label, card.reason, card.official, card.given_at) == (
        "不通过",
        REASON,
        "赵样本　县（市、区）委社会工作部",
        given.given_at,
    )
    assert (opinions.confirms.allowed, opinions.asked.clause) == (True, CLAUSE)
    assert ("同意，决定生效" in text, 'id="decision"' in text) == (True, False)


@pytest.mark.parametrize("who", ["as_dai", "as_city"])
def test_who_may_not_agree_is_told_why_and_may_return(
    who: str, as_dai: Client, filled: Season, city_official: User
) -> None:
    refuse(as_dai)
    city = Client()
    city.force_login(city_official)

    text = {"as_dai": as_dai, "as_city": city}[who].get(bench_at("00004")).content.decode()

    why = {"as_dai": "初审意见由您本人提出", "as_city": "您和初审人不在同一单位"}[who]
    assert (why in text, "同意，决定生效" in text, "退回，重新初审" in text) == (True, False, True)


def test_agreeing_decides_and_the_pages_name_both(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)

    status, location, _ = answer(as_second, answer="confirm")

    assert (status, location) == (302, f"{QUEUE}?done=00004")
    assert "报名00004已保存：资格审查未通过。" in as_second.get(location).content.decode()
    assert state_of(case("00004")) is State.NOT_QUALIFIED
    both = "赵样本初审，孙样本　县（市、区）委社会工作部复核"
    pages = (bench_at("00004"), bench_at("00004").replace("review", "applications"))
    assert [both in as_dai.get(one).content.decode() for one in pages] == [True, True]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"answer": "confirm"}, "初审意见由您本人提出，不能由您复核"),
        ({"answer": "return", "reason": " "}, "退回初审意见必须写明理由"),
        ({"answer": "return", "reason": "理" * 401}, "请把文字缩短到400字以内"),
        ({}, "请选择同意或者退回"),
        ({"answer": "confirm", "opinion": "x"}, "此件的初审意见已有变化"),
    ],
)
def test_a_refused_answer_says_why_and_keeps_what_was_typed(
    as_dai: Client, filled: Season, fields: dict[str, object], told: str
) -> None:
    refuse(as_dai)

    status, _, text = answer(as_dai, "00004", **fields)

    assert (status, told in text, str(fields.get("reason", "")) in text) == (422, True, True)
    assert (FirstOpinion.objects.get().status, Decision.objects.count()) == ("waiting", 0)


def test_agreeing_to_what_changed_meanwhile_is_refused_on_the_page(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)
    Application.objects.filter(case_number="00004").update(materials={})

    status, _, text = answer(as_second, answer="confirm")

    assert (status, "报名00004在初审后有变动，初审意见已失效" in text) == (422, True)
    assert "提出新的初审意见" in text


def test_a_returned_opinion_stays_on_the_bench_with_why_and_the_case_is_open(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)

    status, location, _ = answer(as_second, answer="return", reason="院校代码见附件")

    text = as_dai.get(bench_at("00004")).content.decode()
    assert (status, location) == (302, bench_at("00004"))
    assert "上次的初审意见“不通过”：已退回，理由：院校代码见附件" in text
    assert ("退回理由：院校代码见附件" in text, "孙样本" in text) == (True, True)
    assert 'id="decision"' in text
    assert as_dai.get(QUEUE).context["page"].waiting.count == 0


def test_an_opinion_of_another_case_is_not_answered_here(
    as_dai: Client, as_second: Client, filled: Season
) -> None:
    refuse(as_dai)

    status, _, text = answer(as_second, "00005", answer="confirm")

    assert (status, "此件的初审意见已有变化" in text) == (422, True)
    assert Decision.objects.count() == 0


def test_batch_is_refused_with_a_sentence_where_a_pass_needs_a_second_reader(
    as_dai: Client, filled: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_ask(monkeypatch, "pass")
    sent = {"case": [f"00003:{seen_of(case('00003'))}"]}

    shown = as_dai.get(f"{QUEUE}batch/").content.decode()
    refused = as_dai.post(f"{QUEUE}batch/", sent)

    said = f"决定“通过”须经第二人复核（{CLAUSE}），不批量办理，请逐件审查。"
    assert (said in shown, "决定通过所勾选的报名" in shown) == (True, False)
    assert (refused.status_code, state_of(case("00003"))) == (422, State.ROUTED)
    assert "逐件提出初审意见" in refused.content.decode()


def test_without_the_parameter_the_pages_say_nothing_of_a_second_reader(
    as_dai: Client, season: Season, city_official: User
) -> None:
    fill_queue(season, city_official)

    texts = [as_dai.get(one).content.decode() for one in (QUEUE, bench_at("00004"))]

    assert [("复核" in text.replace("面见复审", ""), "初审" in text) for text in texts] == [
        (False, False),
        (False, False),
    ]


@pytest.mark.parametrize("county", [DAI, None])
def test_queue_asks_the_same_queries_with_one_that_waits_as_with_five(
    as_city: Client, filled: Season, queries_of: Callable[[Client, str], int], county: str | None
) -> None:
    refuse(as_city, make_second_case(filled, county))
    few = queries_of(as_city, QUEUE)
    for _ in range(4):
        refuse(as_city, make_second_case(filled, county))

    assert queries_of(as_city, QUEUE) == few


def make_second_case(season: Season, county: str | None) -> str:
    """Return the number of another case with the fault of 00004, of a county or of none."""
    one = make_application(season, proposal="fail", county=county)
    for check in case("00004").checks.all():
        check.pk, check.application = None, one
        check.save()
    return one.case_number


def test_auditor_reads_what_waits_and_answers_nothing(as_dai: Client, filled: Season) -> None:
    refuse(as_dai)
    auditor = Client()
    auditor.force_login(make_official("auditor", division=CITY, office=Office.AUDITOR))

    page = auditor.get(QUEUE).context["page"]
    status, _, _ = answer(auditor, answer="return", reason="样本")

    assert (page.waiting.count, status) == (1, 403)
    assert FirstOpinion.objects.get().status == "waiting"
