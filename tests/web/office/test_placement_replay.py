"""The page of a placement says whether its tables still give what is stored, and of whom they do not."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun
from tests.factories import DAI, YUANPING
from tests.web.office.made_placement import PLACEMENT, fill_placement


@pytest.fixture
def placed(season: Season, city_official: User) -> Season:
    return fill_placement(season, city_official)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_says_that_the_run_computed_again_is_the_same(
    as_dai: Client, placed: Season
) -> None:
    assert "已按公布的三个表重新计算，结果一致" in text_of(as_dai, PLACEMENT)


def test_the_page_says_that_the_run_computed_again_is_another_and_names_the_case(
    as_dai: Client, placed: Season
) -> None:
    Placement.objects.filter(application__case_number="00004").update(rank=2)

    text = text_of(as_dai, PLACEMENT)

    assert "已按公布的三个表重新计算，结果不一致" in text
    assert ("与记录不同的报名：00004" in text, "与办理时的指纹不符" in text) == (True, False)


def test_a_county_reads_the_differing_numbers_of_its_own_alone_and_how_many_others(
    client: Client, placed: Season, yuanping_official: User, city_official: User
) -> None:
    Placement.objects.filter(county_id__in=(DAI, YUANPING)).update(rank=77)
    told = []
    for official in (yuanping_official, city_official):
        client.force_login(official)
        page = client.get(PLACEMENT).context["page"]
        told.append((page.differing, page.differing_elsewhere))

    client.force_login(yuanping_official)
    text = text_of(client, PLACEMENT)

    assert told == [(("00003",), 3), (("00001", "00002", "00003", "00004"), 0)]
    assert "不在您管辖范围内的报名有3件与记录不同" in text
    assert [number for number in ("00001", "00002", "00004") if number in text] == []


def test_a_number_that_is_no_case_of_the_season_is_named_to_everyone(
    as_dai: Client, placed: Season
) -> None:
    run = PlacementRun.objects.get()
    PlacementRun.objects.update(candidates=f"{run.candidates}99999,70.00,0\n")

    page = as_dai.get(PLACEMENT).context["page"]

    assert (page.differing, page.differing_elsewhere) == (("99999",), 0)


def test_the_page_says_that_a_table_is_not_the_one_of_the_fingerprint(
    as_dai: Client, placed: Season
) -> None:
    PlacementRun.objects.update(fingerprint="0" * 64)

    text = text_of(as_dai, PLACEMENT)

    assert ("与办理时的指纹不符" in text, "与记录不同的报名" in text) == (True, False)
