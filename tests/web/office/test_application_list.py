"""The list of applications: scope, filters, masks, pages."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.factories import DAI, YUANPING, make_application

QueryCounter = Callable[[Client, str], int]

LIST = "/office/seasons/xinzhou-2024/applications/"


def numbers(client: Client, query: str = "") -> list[str]:
    return [row.case_number for row in client.get(f"{LIST}?{query}").context["page"].rows]


def test_county_official_sees_the_own_county_only(as_dai: Client, season: Season) -> None:
    make_application(season)
    make_application(season, county=YUANPING)
    make_application(season, county=None)

    assert numbers(as_dai) == ["00001"]


def test_list_narrows_by_county_state_proposal_and_number(
    client: Client, season: Season, city_official: User
) -> None:
    make_application(season, state=State.QUALIFIED, proposal="pass")
    make_application(season, county=YUANPING, proposal="refer")
    make_application(season, proposal="")
    client.force_login(city_official)

    assert numbers(client) == ["00001", "00002", "00003"]
    assert numbers(client, f"county={DAI}") == ["00001", "00003"]
    assert numbers(client, "state=qualified") == ["00001"]
    assert numbers(client, "proposal=refer") == ["00002"]
    assert numbers(client, "proposal=none") == ["00003"]
    assert numbers(client, "number=%2002%20") == ["00002"]
    assert numbers(client, f"county={DAI}&state=routed&proposal=none") == ["00003"]


def test_filter_by_a_foreign_county_is_refused_and_finds_nothing(
    as_dai: Client, season: Season
) -> None:
    make_application(season)
    make_application(season, county=YUANPING)

    response = as_dai.get(f"{LIST}?county={YUANPING}")

    assert response.context["form"].errors == {"county": ["请选择您管辖范围内的县（市、区）"]}
    assert response.context["page"].rows == ()


def test_list_masks_names_and_shows_nothing_else_of_the_person(
    as_dai: Client, season: Season
) -> None:
    application = make_application(season, name="欧阳样本")

    text = as_dai.get(LIST).content.decode()

    assert "欧**本" in text
    form = application.form
    shown = [
        form[name]
        for name in (
            "name",
            "id_number",
            "phone",
            "ethnicity",
            "political_status",
            "native_place",
            "address",
        )
        if form[name] in text
    ]
    assert shown == []


def test_fifty_fit_on_a_page_and_the_filter_goes_along(as_dai: Client, season: Season) -> None:
    for _ in range(51):
        make_application(season)

    first = as_dai.get(f"{LIST}?state=routed")

    assert len(first.context["page"].rows) == 50
    assert "?state=routed&amp;page=2" in first.content.decode()
    assert numbers(as_dai, "state=routed&page=2") == ["00051"]
    assert numbers(as_dai, "page=nonsense") == numbers(as_dai)


def test_empty_list_says_how_to_go_on(as_dai: Client, season: Season) -> None:
    unfiltered = as_dai.get(LIST).content.decode()
    filtered = as_dai.get(f"{LIST}?state=qualified").content.decode()

    assert "收到报名并转到本单位后，会列在这里" in unfiltered
    assert "请放宽筛选条件" in filtered


def test_list_asks_as_many_queries_for_three_rows_as_for_one(
    as_dai: Client, season: Season, queries_of: QueryCounter
) -> None:
    make_application(season)
    with_one = queries_of(as_dai, LIST)
    make_application(season)
    make_application(season)

    assert queries_of(as_dai, LIST) == with_one
