"""An official keeps filters of the queue under names of the own."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications import saved_filters as module
from linli.apps.applications.saved_filters import (
    FilterBlank,
    TooManyFilters,
    drop_filter,
    save_filter,
    saved_filters,
)
from linli.apps.seasons.models import Season
from tests.web.office.made_review import QUEUE

FILTERS = f"{QUEUE}filters/"


def kept(season: Season, official: User) -> list[tuple[str, dict[str, str]]]:
    return list(saved_filters(season, official).values_list("name", "wishes"))


def test_filter_is_kept_without_its_blanks_and_replaced_under_the_same_name(
    season: Season, dai_official: User
) -> None:
    save_filter(season, " 不 符合 ", {"proposal": "fail", "state": ""}, actor=dai_official)
    save_filter(season, "不 符合", {"proposal": "refer"}, actor=dai_official)

    assert kept(season, dai_official) == [("不 符合", {"proposal": "refer"})]


@pytest.mark.parametrize(("name", "wishes"), [(" 　", {"state": "routed"}), ("甲", {"state": ""})])
def test_a_filter_without_name_or_wish_is_refused(
    season: Season, dai_official: User, name: str, wishes: dict[str, str]
) -> None:
    with pytest.raises(FilterBlank):
        save_filter(season, name, wishes, actor=dai_official)


def test_so_many_are_kept_at_most(
    season: Season, dai_official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    for name in ("甲", "乙", "乙"):
        save_filter(season, name, {"state": "routed"}, actor=dai_official)

    with pytest.raises(TooManyFilters, match="已有2个"):
        save_filter(season, "丙", {"state": "routed"}, actor=dai_official)


def test_filters_are_ones_own(season: Season, dai_official: User, city_official: User) -> None:
    save_filter(season, "甲", {"state": "routed"}, actor=dai_official)
    drop_filter(season, "甲", actor=city_official)

    assert (kept(season, city_official), len(kept(season, dai_official))) == ([], 1)


def test_filter_of_the_page_is_saved_chosen_and_dropped(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    saved = as_dai.post(f"{FILTERS}?proposal=fail", {"name": "不符合的"})
    text = as_dai.get(QUEUE).content.decode()

    assert saved["Location"] == f"{QUEUE}?proposal=fail"
    assert f'href="{QUEUE}?proposal=fail">不符合的</a>' in text

    as_dai.post(FILTERS, {"drop": "不符合的"})
    assert kept(season, dai_official) == []


def test_a_refused_filter_says_why(as_dai: Client, season: Season) -> None:
    response = as_dai.post(FILTERS, {"name": "甲"})

    assert response.status_code == 422
    assert "没有筛选条件" in response.content.decode()
