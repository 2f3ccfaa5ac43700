"""The city routes cases in the browser: in bulk as shown, one by one with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.routing import Left, LeftCase, Routed
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from tests.factories import DAI, YUANPING, make_application, make_form

QueryCounter = Callable[[Client, str], int]

BASE = "/office/seasons/xinzhou-2024/"
ROUTING = f"{BASE}routing/"


def received(season: Season, county: str | None = "代县", city: str = "忻州市") -> Application:
    form = make_form("张样本", "", intended={"city": city, "county": county})
    return make_application(season, county=None, state=State.RECEIVED, form=form)


def route(client: Client) -> HttpResponse:
    """Confirm what the page shows now."""
    plan = client.get(ROUTING).context["page"].plan
    return client.post(ROUTING, {"shown": plan.mark, "cases": plan.cases})  # type: ignore[return-value]


def counties() -> list[str | None]:
    return list(Application.objects.order_by("pk").values_list("county_id", flat=True))


def test_the_page_shows_how_many_would_go_where_and_who_stays(
    as_city: Client, season: Season
) -> None:
    for county in ("代县", "原平市", "代县"):
        received(season, county)
    received(season, "小店区", "太原市")

    page = as_city.get(ROUTING)

    shown = page.context["page"]
    assert shown.plan.counties == (Routed("代县", 2), Routed("原平市", 1))
    assert shown.left == (LeftCase("00004", Left.OTHER_CITY),)
    assert "可转3件，留市级1件" in page.content.decode()
    assert f'href="{BASE}applications/00004/route/"' in page.content.decode()
    assert counties() == [None] * 4


def test_what_was_shown_is_routed_and_stands_in_the_log(as_city: Client, season: Season) -> None:
    received(season)
    received(season, "小店区", "太原市")

    answer = route(as_city)

    page = as_city.get(ROUTING)
    assert (answer.status_code, answer.headers["Location"]) == (302, ROUTING)
    assert counties() == [DAI, None]
    assert page.context["page"].kept == ("00002",)
    assert "代县1件、留市级1件" in page.content.decode()
    assert "王样本" in page.content.decode().split('id="log"')[1]
    assert "没有等待转县的报名" in page.content.decode()


@pytest.mark.parametrize(
    ("county", "told"), [(DAI, "是以前的版本办理的，逐件导出可以查看"), (None, "还没有转过")]
)
def test_what_an_older_release_routed_is_not_called_unrouted(
    as_city: Client, season: Season, county: str | None, told: str
) -> None:
    make_application(season, county=county)

    page = as_city.get(ROUTING).content.decode()

    assert (told in page, f'href="{BASE}exports/lists/routing/"' in page) == (True, True)


def test_cases_that_came_meanwhile_are_told_and_shown_anew(as_city: Client, season: Season) -> None:
    received(season)
    plan = as_city.get(ROUTING).context["page"].plan
    received(season, "原平市")

    answer = as_city.post(ROUTING, {"shown": plan.mark, "cases": plan.cases})

    assert answer.status_code == 422
    assert "您核对以后又收到1件报名，尚未转县" in answer.content.decode()
    assert answer.context["page"].plan.counties == (Routed("代县", 1), Routed("原平市", 1))
    assert counties() == [None, None]
    assert (route(as_city).status_code, counties()) == (302, [DAI, YUANPING])


@pytest.mark.parametrize("given", [{}, {"shown": "x"}, {"shown": "0" * 16, "cases": "1"}])
def test_nothing_is_routed_that_was_not_shown(
    as_city: Client, season: Season, given: dict[str, str]
) -> None:
    received(season)

    assert as_city.post(ROUTING, given).status_code == 422
    assert counties() == [None]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_county_is_told_who_routes(as_dai: Client, season: Season, method: str) -> None:
    make_application(season)

    for address in (ROUTING, f"{BASE}applications/00001/route/"):
        answer = getattr(as_dai, method)(address)

        assert answer.status_code == 403
        assert "“转县审查”由市委社会工作部办理" in answer.content.decode()


def test_one_case_goes_to_another_county_with_a_reason(as_city: Client, season: Season) -> None:
    case = make_application(season)
    address = f"{BASE}applications/00001/route/"
    page = as_city.get(address)

    answer = as_city.post(address, {"county": YUANPING, "reason": "来电更正，已核对本人"})

    codes = [code for code, _ in page.context["form"].fields["county"].choices]
    assert (len(codes), DAI in codes, YUANPING in codes) == (14, False, True)
    assert page.context["wishes"] == (
        ("工作意向地区", "忻州市代县"),
        ("是否服从调剂", "服从"),
        ("调剂地区", "忻州市原平市"),
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{BASE}applications/00001/")
    assert counties() == [YUANPING]
    entry = entries_of(case.subject)[-1]
    assert (entry["reason"], entry["inputs"]["from_county"]) == ("来电更正，已核对本人", DAI)
    text = as_city.get(ROUTING).content.decode()
    assert "代县 <span" in text and "来电更正，已核对本人" in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"county": DAI, "reason": "样本"}, "现在办理的县除外"),
        ({"county": "140105", "reason": "样本"}, "请选择本市的县（市、区）"),
        ({"county": "", "reason": "样本"}, "请选择县（市、区）"),
        ({"county": YUANPING, "reason": " "}, "请写明理由"),
        ({"county": YUANPING, "reason": "长" * 401}, "请把理由写在400字以内"),
    ],
)
def test_a_case_is_not_sent_without_county_or_reason(
    as_city: Client, season: Season, given: dict[str, str], sentence: str
) -> None:
    make_application(season)

    answer = as_city.post(f"{BASE}applications/00001/route/", given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert counties() == [DAI]


def test_a_decided_case_shows_why_it_cannot_be_sent(as_city: Client, season: Season) -> None:
    make_application(season, state=State.QUALIFIED)
    address = f"{BASE}applications/00001/route/"

    page = as_city.get(address)
    answer = as_city.post(address, {"county": YUANPING, "reason": "样本"})

    assert "资格审查已有决定，只能转尚未作出决定的报名" in page.content.decode()
    assert answer.status_code == 422
    assert "不能“转县审查”" in answer.content.decode()
    assert counties() == [DAI]


def test_the_page_of_a_case_leads_the_city_there_and_nobody_else(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    make_application(season)
    shown = []
    for official in (city_official, dai_official):
        client.force_login(official)
        page = client.get(f"{BASE}applications/00001/").content.decode()
        shown.append(f'href="{BASE}applications/00001/route/"' in page)

    assert shown == [True, False]


def test_the_overview_leads_the_city_to_routing_and_everybody_to_the_days(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    shown = []
    for official in (city_official, dai_official):
        client.force_login(official)
        page = client.get(BASE).content.decode()
        shown.append((f'href="{ROUTING}"' in page, f'href="{BASE}schedule/"' in page))

    assert shown == [(True, True), (False, True)]


def test_a_rehearsal_bears_its_mark(as_city: Client, rehearsal: Season) -> None:
    make_application(rehearsal)

    pages = [
        as_city.get(one).content.decode() for one in (ROUTING, f"{BASE}applications/00001/route/")
    ]

    assert ["<strong>演练</strong>" in page for page in pages] == [True, True]


def test_the_page_asks_as_many_queries_for_many_cases_and_routings_as_for_one(
    as_city: Client, season: Season, queries_of: QueryCounter
) -> None:
    def after(cases: int) -> int:
        for _ in range(cases):
            received(season)
        route(as_city)
        for _ in range(cases):
            received(season, "原平市")
        return queries_of(as_city, ROUTING)

    assert after(1) == after(3)


def test_long_lists_are_cut_and_say_so(as_city: Client, season: Season) -> None:
    for _ in range(51):
        received(season, None)

    page = as_city.get(ROUTING)

    assert (len(page.context["page"].left), page.context["page"].left_count) == (50, 51)
    assert "只列出前50件" in page.content.decode()
