"""Objections at the county's office: taken by telephone or in person, a crowd of one wording answered at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.web.office.made_ending import LIST, OBJECTIONS, TAKE, later, posted

CALL = {
    "line": "2",
    "way": "telephone",
    "heard_at": "2024-07-15 09:30",
    "content": "反映毕业时间不实",
    "evidence": "",
    "name": "",
    "contact": "",
}
SAME = ("名单有问题，请核查。", "名单 有问题,请核查", "名单有问题，请核查！！")


@pytest.fixture(autouse=True)
def fifteenth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 15, 10), tick=False):
        yield


@pytest.fixture
def notice(season: Season, dai_official: User) -> PublicNotice:
    return posted(season, dai_official)


def kept() -> list[tuple[object, ...]]:
    fields = ("application__listing__position", "way", "received_at", "is_anonymous", "objector")
    return list(Objection.objects.values_list(*fields))


def lodge(notice: PublicNotice, line: int, *texts: str) -> list[Objection]:
    return [
        lodge_objection(notice, line, Statement(text), code=f"{sign}KQM3XWPV2HT", at=at(7, 15, 9))
        for sign, text in zip("789ABC"[line * 3 - 3 :], texts, strict=False)
    ]


def statuses() -> list[str]:
    return list(Objection.objects.order_by("pk").values_list("status", flat=True))


def test_objection_by_telephone_is_kept_with_the_time_at_which_it_was_heard(
    as_dai: Client, notice: PublicNotice
) -> None:
    answer: Any = as_dai.post(TAKE, CALL)

    assert answer.url == LIST
    assert kept() == [(2, "telephone", at(7, 15, 9, 30), True, "")]
    assert [one.open_objections for one in as_dai.get(LIST).context["page"].people] == [0, 1, 0]


def test_objection_in_person_with_a_name_keeps_it_and_the_ledger_does_not(
    as_dai: Client, notice: PublicNotice
) -> None:
    as_dai.post(TAKE, {**CALL, "way": "in_person", "name": "孙样本", "contact": "样本联系方式"})

    objection = Objection.objects.get()
    page = as_dai.get(f"{OBJECTIONS}{objection.pk}/").content.decode()
    entry = entries_of(objection.application.subject)[-1]
    assert kept() == [(2, "in_person", at(7, 15, 9, 30), False, "孙样本")]
    assert all(word in page for word in ("孙样本", "样本联系方式", "当面"))
    assert (entry["action"], entry["inputs"]["anonymous"]) == ("take_objection", False)
    assert "孙样本" not in str(entry)


def test_link_of_a_line_chooses_it(as_dai: Client, notice: PublicNotice) -> None:
    text = as_dai.get(f"{TAKE}?line=2").content.decode()

    assert '<option value="2" selected>第2行　欧**本' in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"line": ""}, "请选择人选"),
        ({"line": "9"}, "请在名单中选择"),
        ({"way": "site"}, "请选择列出的方式"),
        ({"content": " "}, "请写明反映的问题"),
        ({"contact": "样本联系方式"}, "填写了联系方式而没有填写姓名"),
        ({"heard_at": "2024-07-15 10:01"}, "收到时间晚于现在"),
        ({"heard_at": "2024-07-11 23:59"}, "收到时间早于公示开始的2024-07-12"),
    ],
)
def test_objection_that_is_not_whole_is_refused_and_holds_nobody(
    as_dai: Client, notice: PublicNotice, fields: dict[str, str], sentence: str
) -> None:
    answer = as_dai.post(TAKE, {**CALL, **fields})

    assert (answer.status_code, kept()) == (422, [])
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("moment", ["2024-07-12 00:00", "2024-07-15 10:00"])
def test_objection_heard_on_the_first_day_and_now_is_taken(
    as_dai: Client, notice: PublicNotice, moment: str
) -> None:
    assert as_dai.post(TAKE, {**CALL, "heard_at": moment}).status_code == 302


def test_objection_after_the_period_is_taken_while_the_person_is_not_confirmed(
    as_dai: Client, notice: PublicNotice
) -> None:
    with later(as_dai, at(7, 18)):
        late = as_dai.post(TAKE, {**CALL, "heard_at": "2024-07-17 18:00"})
        as_dai.post(f"{LIST}confirm/")
        gone = as_dai.post(TAKE, {**CALL, "line": "1"})

    assert (late.status_code, gone.status_code, len(kept())) == (302, 422, 1)


def test_another_county_takes_none_and_answers_none(
    client: Client, notice: PublicNotice, yuanping_official: User
) -> None:
    (one,) = lodge(notice, 1, SAME[0])
    client.force_login(yuanping_official)

    assert client.post(TAKE, CALL).status_code == 404
    assert client.post(f"{OBJECTIONS}{one.pk}/alike/", {}).status_code == 404
    assert statuses() == ["open"]


def test_crowd_of_one_wording_is_dismissed_with_one_reason(
    as_dai: Client, notice: PublicNotice
) -> None:
    first, second, third = lodge(notice, 1, *SAME)
    other = lodge(notice, 2, "反映毕业时间不实")[0]
    page = as_dai.get(f"{OBJECTIONS}{first.pk}/").content.decode()

    answer: Any = as_dai.post(
        f"{OBJECTIONS}{first.pk}/alike/",
        {"objections": [first.pk, second.pk, third.pk], "result": "经核查，没有具体事实"},
    )

    assert "另有2件未答复的异议内容相同" in page
    assert answer.url == f"{OBJECTIONS}?dismissed=3"
    assert statuses() == ["dismissed"] * 3 + ["open"]
    assert set(Objection.objects.exclude(pk=other.pk).values_list("result", flat=True)) == {
        "经核查，没有具体事实"
    }
    entries = entries_of(first.application.subject)
    assert [one["reason"] for one in entries[-3:]] == ["异议不成立"] * 3


def test_those_against_the_same_person_are_chosen_at_first_and_others_are_not(
    as_dai: Client, notice: PublicNotice
) -> None:
    first, second = lodge(notice, 1, *SAME[:2])
    third = lodge(notice, 2, SAME[0])[0]

    form = as_dai.get(f"{OBJECTIONS}{first.pk}/alike/").context["form"]

    assert [key for key, _ in form.fields["objections"].choices] == [first.pk, second.pk, third.pk]
    assert form.initial["objections"] == [first.pk, second.pk]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"objections": []}, "请选择一并答复的异议"),
        ({"result": " "}, "请写明核查结果"),
    ],
)
def test_nothing_is_dismissed_without_a_choice_or_a_finding(
    as_dai: Client, notice: PublicNotice, fields: dict[str, Any], sentence: str
) -> None:
    first, _ = lodge(notice, 1, *SAME[:2])

    answer = as_dai.post(
        f"{OBJECTIONS}{first.pk}/alike/", {"objections": [first.pk], "result": "不属实", **fields}
    )

    assert (answer.status_code, statuses()) == (422, ["open", "open"])
    assert sentence in answer.content.decode()


def test_objection_of_another_wording_cannot_be_slipped_in(
    as_dai: Client, notice: PublicNotice
) -> None:
    first, other = lodge(notice, 1, SAME[0], "反映毕业时间不实")

    answer = as_dai.post(
        f"{OBJECTIONS}{first.pk}/alike/",
        {"objections": [first.pk, other.pk], "result": "不属实"},
    )

    assert (answer.status_code, statuses()) == (422, ["open", "open"])
