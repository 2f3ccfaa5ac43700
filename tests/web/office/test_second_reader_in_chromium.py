"""A refusal that two officials take, in a real browser at the width of a telephone and of a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.seasons.models import Season
from tests.apps.asking_pack import let_ask
from tests.factories import DAI, make_official, make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_review import QUEUE, bench_at, fill_queue

PageOf = Callable[[User, int], Page]


@pytest.fixture
def filled(
    live_server: Any, city_official: User, dai_official: User, monkeypatch: pytest.MonkeyPatch
) -> Season:
    let_ask(monkeypatch, "fail")
    return fill_queue(make_season(), city_official)


@pytest.fixture
def second(filled: Season) -> User:
    return make_official("dai-2", division=DAI, name="孙样本")


def refuse(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("radio", name="不通过").check()
    page.get_by_label("说明").fill("见毕业证")
    page.get_by_role("button", name="只保存").click()
    expect(page.get_by_role("heading", name="第二人复核")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_one_official_refuses_another_agrees_and_nothing_stands_in_the_way(
    live_server: Any,
    page_of: PageOf,
    dai_official: User,
    second: User,
    width: int,
) -> None:
    bench, queue = f"{live_server.url}{bench_at('00004')}", f"{live_server.url}{QUEUE}"
    page = page_of(dai_official, width)
    refuse(page, bench)
    expect(page.get_by_text("初审意见由您本人提出")).to_be_visible()
    assert barriers_on(page, bench) == []
    before = Decision.objects.count()

    page = page_of(second, width)
    assert [barriers_on(page, one) for one in (queue, bench)] == [[], []]
    page.goto(queue)
    page.locator("#second").get_by_role("link", name="00004").click()
    page.get_by_role("button", name="同意，决定生效").click()

    expect(page.get_by_text("报名00004已保存：资格审查未通过。")).to_be_visible()
    expect(page.get_by_role("heading", name="待第二人复核0件")).to_be_visible()
    decision = Decision.objects.get()
    assert (before, decision.decided_by, decision.first_opinion.given_by) == (
        0,
        second,
        dai_official,
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_what_was_returned_and_what_is_void_show_no_barrier(
    live_server: Any, page_of: PageOf, dai_official: User, second: User, width: int
) -> None:
    bench = f"{live_server.url}{bench_at('00004')}"
    page = page_of(dai_official, width)
    refuse(page, bench)
    page.get_by_role("button", name="退回，重新初审").click()
    expect(page.get_by_text("退回初审意见必须写明理由")).to_be_visible()
    page.get_by_label("退回理由").fill("选错了事由")
    page.get_by_role("button", name="退回，重新初审").click()
    expect(page.get_by_text("退回理由：选错了事由")).to_be_visible()
    refuse(page, bench)
    Application.objects.filter(case_number="00004").update(materials={})

    found = barriers_on(page, bench)

    expect(page.get_by_text("上次的初审意见“不通过”：初审后报名有变动，已失效")).to_be_visible()
    assert (found, FirstOpinion.objects.count()) == ([], 2)
