"""Can I apply? Unknown never means no, limits are the pack's, nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.ledger.models import Entry
from linli.apps.seasons.carried_out import NotCarriedOut
from linli.apps.seasons.models import Season
from linli.core.policy import Outcome, explain
from linli.core.schools import school_book
from linli.policies import get_pack
from linli.web.portal.public.eligibility import QUESTIONS, Terms, edition_of, questions_of
from tests.web.portal.public.conftest import MoveTo

ADDRESS = "/seasons/xinzhou-2024/can-i-apply/"
FITTING = {
    "graduation_year": "2024",
    "school": "忻州师范学院",
    "full_time": "yes",
    "education": "bachelor",
    "diploma": "have",
}
TERMS = Terms(
    2024, date(2024, 7, 5), school_book(province="山西省", schools=["10124 忻州师范学院"])
)
QueryCounter = Callable[[Client, str], int]


def findings_of(client: Client, **answers: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    page = client.post(ADDRESS, {**FITTING, **answers})
    return {
        one.name: (one.outcome.value, one.reasons) for one in page.context["assessment"].findings
    }


def outcome_of(client: Client, **answers: str) -> str:
    page = client.post(ADDRESS, {**FITTING, **answers})
    return str(page.context["assessment"].outcome.value)


def test_whoever_fits_in_all_five_reads_that_nothing_is_decided_here(
    client: Client, season: Season
) -> None:
    text = client.post(ADDRESS, FITTING).content.decode()

    assert "按所填内容，符合报名条件" in text
    assert "这里的结果不是审查决定" in text
    assert 'href="/apply/xinzhou-2024/"' in text
    assert findings_of(client) == dict.fromkeys(QUESTIONS, ("pass", ()))


@pytest.mark.parametrize(
    ("year", "outcome"), [("2023", "fail"), ("2024", "pass"), ("2025", "fail"), ("", "refer")]
)
def test_only_the_year_of_the_notice_fits_and_no_year_is_referred(
    client: Client, season: Season, year: str, outcome: str
) -> None:
    assert outcome_of(client, graduation_year=year) == outcome


@pytest.mark.parametrize(
    ("school", "outcome"),
    [
        ("忻州师范学院", "pass"),
        ("忻州师院", "pass"),
        ("清华大学", "fail"),
        ("样本学院", "refer"),
        ("", "refer"),
    ],
)
def test_a_school_that_is_not_surely_elsewhere_is_referred_and_not_refused(
    client: Client, season: Season, school: str, outcome: str
) -> None:
    assert findings_of(client, school=school)["毕业院校"][0] == outcome


@pytest.mark.parametrize(
    ("answers", "name", "reasons"),
    [
        (
            {"graduation_year": "2023"},
            "毕业年份",
            ("毕业时间不在2024年，不属于2024年应届毕业生",),
        ),
        ({"school": "清华大学"}, "毕业院校", ("毕业院校不在省内",)),
        (
            {"school": "样本学院"},
            "毕业院校",
            ("这个校名不在省内院校名单中，需人工核对",),
        ),
        ({"school": ""}, "毕业院校", ("这一项没有回答",)),
        ({"full_time": "no"}, "培养方式", ("属于成人教育、函授、自学考试或非全日制培养",)),
        ({"education": "secondary"}, "学历", ("学历低于大专（高职）",)),
        (
            {"diploma": "report"},
            "毕业证书",
            ("尚未取得毕业证，须在2024年7月5日前（含当日）取得，否则取消招募资格",),
        ),
        ({"diploma": "no_report"}, "毕业证书", ("既无毕业证，也无《教育部学籍在线验证报告》",)),
        ({"diploma": "late"}, "毕业证书", ("未在2024年7月5日前（含当日）取得毕业证书",)),
        ({"diploma": ""}, "毕业证书", ("这一项没有回答",)),
    ],
)
def test_each_answer_gets_its_own_reason_in_the_words_of_the_pack(
    client: Client,
    season: Season,
    answers: dict[str, str],
    name: str,
    reasons: tuple[str, ...],
) -> None:
    found = findings_of(client, **answers)

    assert found[name][1] == reasons
    assert {other: said for other, (_, said) in found.items() if said and other != name} == {}


@pytest.mark.parametrize(
    ("diploma", "outcome"),
    [("have", "pass"), ("report", "pass"), ("no_report", "refer"), ("late", "fail"), ("", "refer")],
)
def test_the_diploma_must_come_by_the_deadline_of_the_pack(
    client: Client, season: Season, diploma: str, outcome: str
) -> None:
    assert outcome_of(client, diploma=diploma) == outcome


@pytest.mark.parametrize("education", ["college", "bachelor", "master", "doctor"])
def test_every_level_from_college_on_fits(client: Client, season: Season, education: str) -> None:
    assert outcome_of(client, education=education) == "pass"


def test_what_is_found_names_the_clauses_it_rests_on(client: Client, season: Season) -> None:
    page = client.post(ADDRESS, {**FITTING, "diploma": "late"})

    assert {one.name: one.clauses for one in page.context["assessment"].findings} == {
        "毕业年份": ("D0 一(一)",),
        "毕业院校": ("D0 一(一)",),
        "培养方式": ("D0 一(一)",),
        "学历": ("D0 三(二)",),
        "毕业证书": ("D0 二4",),
    }


@given(
    st.fixed_dictionaries(
        {
            "graduation_year": st.sampled_from(["", "2023", "2024", "2025"]),
            "school": st.sampled_from(["", "忻州师范学院", "样本学院"]),
            "full_time": st.sampled_from(["", "yes", "no"]),
            "education": st.sampled_from(["", "secondary", "college"]),
            "diploma": st.sampled_from(["", "have", "report", "no_report", "late"]),
        }
    ),
    st.sampled_from(list(FITTING)),
)
def test_taking_an_answer_back_never_makes_a_refusal(
    answers: dict[str, str], taken_back: str
) -> None:
    before, after = by_the_rules(answers), by_the_rules({**answers, taken_back: ""})

    assert not (after is Outcome.FAIL and before is not Outcome.FAIL)
    assert by_the_rules(dict.fromkeys(answers, "")) is Outcome.REFER


def by_the_rules(answers: dict[str, str]) -> Outcome:
    """Return what the rules say: the law needs no season in the database."""
    facts = {
        name: value
        for question in QUESTIONS.values()
        for name, value in question.facts(answers[question.field], TERMS).items()
    }
    edition = edition_of("xinzhou-2024", date(2024, 6, 1))
    return Outcome(str(explain(edition, "may_apply", facts).value))


def test_nothing_is_kept_and_no_cache_keeps_it(client: Client, season: Season) -> None:
    before = Entry.objects.count()

    answer = client.post(ADDRESS, FITTING)

    assert Entry.objects.count() == before
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies


def test_what_is_answered_stands_in_no_address_and_an_address_answers_nothing(
    client: Client, season: Season
) -> None:
    page = client.get(ADDRESS, FITTING)

    assert page.context["assessment"] is None
    assert re.search(r'<form[^>]* method="post" action="#answer"', page.content.decode())


def test_the_example_of_a_year_is_that_of_the_pack(
    season: Season, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = get_pack("xinzhou-2024")
    years = pack.parameters["class_year"]
    later = replace(years, values=(replace(years.values[0], value=2031),))
    other = replace(pack, parameters={**pack.parameters, "class_year": later})
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: other)

    for year in ("x", "1949"):
        text = client.post(ADDRESS, {**FITTING, "graduation_year": year}).content.decode()
        assert text.count("请填写四位数的年份，如2031；不清楚的不填") == 2


@pytest.mark.parametrize("year", ["二〇二四", "24", "1949", "2101"])
def test_a_year_that_is_none_is_said_beside_its_field_and_in_a_list_and_kept(
    client: Client, season: Season, year: str
) -> None:
    answer = client.post(ADDRESS, {**FITTING, "graduation_year": year})
    text = answer.content.decode()

    assert text.count("请填写四位数的年份，如2024；不清楚的不填") == 2
    assert f'value="{year}"' in text
    assert answer.context["assessment"] is None


def test_all_schools_of_the_province_are_offered(client: Client, season: Season) -> None:
    offered = client.get(ADDRESS).context["schools"]

    lines = get_pack("xinzhou-2024").texts("provincial_schools", date(2024, 6, 1))
    assert offered == [line.split()[-1] for line in lines]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2024-05-31T23:59:59", "报名从6月1日开始"),
        ("2024-06-14T23:59:59", "报名到6月14日24时截止"),
        ("2024-06-15T00:00:00", "报名已于2024年6月14日24时截止，现在不能再报名"),
    ],
)
def test_the_answer_says_whether_one_can_apply_today(
    client: Client, season: Season, move_to: MoveTo, moment: str, words: str
) -> None:
    move_to(moment)

    assert words in client.post(ADDRESS, FITTING).content.decode()


def asking(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the pack ask other questions."""
    pack = get_pack("xinzhou-2024")
    parameter = pack.parameters["can_i_apply_questions"]
    dated = replace(parameter.values[0], value=names)
    other = replace(
        pack,
        parameters={**pack.parameters, parameter.name: replace(parameter, values=(dated,))},
    )
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: other)


def test_the_pack_decides_what_is_asked_and_in_which_order(
    client: Client, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, "学历", "毕业年份")

    answer = client.post(ADDRESS, {"education": "college", "graduation_year": "2024"})

    assert list(answer.context["form"].fields) == ["education", "graduation_year"]
    assert [one.name for one in answer.context["assessment"].findings] == ["学历", "毕业年份"]


def test_a_question_that_is_not_programmed_is_refused(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, "学历", "身高")

    with pytest.raises(NotCarriedOut, match="can_i_apply_questions"):
        questions_of(season)


def test_the_page_asks_as_many_queries_with_answers_as_without(
    client: Client, season: Season, queries_of: QueryCounter
) -> None:
    with_none = queries_of(client, ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        client.post(ADDRESS, FITTING)

    assert (with_none <= 6, len(asked) <= 8) == (True, True)
