"""Places by county: the annex, applications so far where the pack shows them, tiles or the office's map."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.applications.states import State
from linli.apps.seasons.models import Quota, Season
from linli.policies import get_pack
from linli.web.portal.public.maps import DrawnMap, MapShape, draw
from linli.web.portal.public.place_presenting import places_page
from tests.factories import CITY, DAI, YUANPING, make_application

ADDRESS = "/seasons/xinzhou-2024/places/"
QueryCounter = Callable[[Client, str], int]


def applied(season: Season) -> dict[str, int | None]:
    return {row.name: row.applied for row in places_page(season).rows if row.applied}


def test_counties_stand_in_the_order_of_their_codes_with_places_communities_and_sums(
    season: Season,
) -> None:
    page = places_page(season)

    rows = [(row.code, row.name, row.places, row.communities) for row in page.rows]
    assert (rows[0], rows[3], rows[-1]) == (
        ("140902", "忻府区", 46, 45),
        ("140923", "代县", 11, 11),
        ("140981", "原平市", 22, 22),
    )
    assert [code for code, *_ in rows] == sorted(code for code, *_ in rows)
    assert (page.places, page.communities, page.applied) == (175, 174, 0)


def test_only_the_county_with_more_places_than_communities_is_marked(season: Season) -> None:
    assert [row.name for row in places_page(season).rows if row.differs] == ["忻府区"]


def test_people_count_where_they_first_wish_to_work_unless_they_withdrew(season: Season) -> None:
    make_application(season)
    make_application(season, applied_county_id=DAI, county=YUANPING)
    make_application(season, county=YUANPING, state=State.WITHDRAWN)
    make_application(season, county=None, form={"intended": {"city": None, "county": None}})

    assert applied(season) == {"代县": 2}
    assert places_page(season).applied == 2


def test_another_seasons_people_do_not_count(season: Season) -> None:
    other = Season.objects.create(
        code="other",
        pack_id=season.pack_id,
        edition=season.edition,
        title="x",
        city=season.city,
        seed="x",
        opened_at=season.opened_at,
    )
    make_application(other)

    assert applied(season) == {}


def test_a_pack_that_does_not_show_applications_has_none_on_the_page(
    client: Client, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application(season)
    pack = get_pack("xinzhou-2024")
    parameter = pack.parameters["shows_application_count"]
    silent = replace(parameter, values=(replace(parameter.values[0], value=False),))
    other = replace(pack, parameters={**pack.parameters, parameter.name: silent})
    shown = client.get(ADDRESS).content.decode()
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: other)

    hidden = client.get(ADDRESS)

    assert (shown.count("现有报名"), hidden.content.decode().count("现有报名")) == (2, 0)
    assert hidden.context["page"].applied is None


def test_shades_part_the_counties_into_quarters_and_equal_places_are_shaded_alike(
    season: Season,
) -> None:
    shades = {row.places: row.shade for row in places_page(season).rows}

    assert shades == {5: 1, 6: 1, 8: 2, 10: 2, 11: 3, 12: 3, 22: 4, 46: 4}


def test_the_page_asks_as_many_queries_for_many_applications_as_for_none(
    client: Client, season: Season, queries_of: QueryCounter
) -> None:
    without = queries_of(client, ADDRESS)
    for county in (DAI, YUANPING, DAI):
        make_application(season, county=county)

    assert queries_of(client, ADDRESS) == without


# ---------------------------------------------------------------- the office's map

SQUARE = [[112.0, 39.0], [113.0, 39.0], [113.0, 38.0], [112.0, 38.0], [112.0, 39.0]]


def square(east: int) -> list[list[float]]:
    return [[x + east, y] for x, y in SQUARE]


def collection(*names: str, **beside: Any) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [square(number)]},
        }
        for number, name in enumerate(names)
    ]
    return {
        "type": "FeatureCollection",
        "审图号": "样本S(2024)001号",
        "features": features,
        **beside,
    }


@pytest.fixture
def two_counties(season: Season) -> Season:
    Quota.objects.exclude(county_id__in=(DAI, YUANPING)).delete()
    return season


@pytest.fixture
def put_map(settings: Any, tmp_path: Path) -> Callable[[object], None]:
    """Put a file where the office puts the map of the city."""
    settings.DATA = tmp_path
    (tmp_path / "maps").mkdir()

    def put(content: object) -> None:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (tmp_path / "maps" / f"{CITY}.geojson").write_text(text, encoding="utf-8")

    return put


def test_the_offices_map_is_drawn_with_its_approval_number_in_place_of_the_tiles(
    client: Client, two_counties: Season, put_map: Callable[[object], None]
) -> None:
    put_map(collection("代县", "原平市"))

    text = client.get(ADDRESS).content.decode()

    assert "审图号：样本S(2024)001号" in text
    assert '<path class="shade-1" fill-rule="evenodd" d="M8,8L' in text
    assert ">原平市 22</text>" in text
    assert '<ul class="tiles">' not in text


def test_a_new_file_is_drawn_anew(
    client: Client, two_counties: Season, put_map: Callable[[object], None]
) -> None:
    put_map(collection("代县", "原平市"))
    client.get(ADDRESS)
    put_map(collection("代县", "原平市", 审图号="样本S(2024)002号"))

    assert "样本S(2024)002号" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (collection("代县"), "its counties are others: ['原平市']"),
        (collection("代县", "原平市", "样本县"), "its counties are others: ['样本县']"),
        (collection("代县", "原平市", 审图号=" "), "is blank"),
        ({"type": "FeatureCollection", "features": []}, "审图号"),
        ("{", "no GeoJSON"),
        ("[]", "no GeoJSON"),
        (collection("代县", "原平市", features=[{"properties": {"name": "代县"}}]), "no GeoJSON"),
    ],
)
def test_a_file_that_is_no_map_of_these_counties_or_not_approved_is_named_in_the_log_and_left_out(
    client: Client,
    two_counties: Season,
    put_map: Callable[[object], None],
    caplog: pytest.LogCaptureFixture,
    content: object,
    reason: str,
) -> None:
    put_map(content)

    text = client.get(ADDRESS).content.decode()

    assert '<ul class="tiles">' in text
    assert [
        record.getMessage().startswith("map of 1409 is not shown") for record in caplog.records
    ] == [True]
    assert reason in caplog.text


def test_names_from_a_file_are_shown_as_text_only(
    client: Client, two_counties: Season, put_map: Callable[[object], None]
) -> None:
    put_map(collection("代县", "原平市", 审图号="<script>x</script>"))

    assert "<script>x" not in client.get(ADDRESS).content.decode()


def test_a_map_is_drawn_true_to_scale_at_its_middle_latitude_with_north_above() -> None:
    ring = [(0.0, 61.0), (2.0, 61.0), (2.0, 59.0), (0.0, 59.0), (0.0, 61.0)]

    drawn = draw({"样本县": [ring]}, "样本")

    # At 60 degrees a degree of longitude is half one of latitude: 2 by 2 degrees stand twice as high as wide.
    assert drawn == DrawnMap(
        600,
        1184,
        "样本",
        (MapShape("样本县", "M8,8L592,8L592,1176L8,1176L8,8Z", 300.0, 592.0),),
    )


def test_a_name_stands_in_the_largest_part_and_holes_are_kept() -> None:
    large = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
    small = [(6.0, 0.0), (7.0, 0.0), (7.0, 1.0), (6.0, 1.0), (6.0, 0.0)]

    shape = draw({"样本县": [small, large]}, "样本").shapes[0]

    assert shape.outline.count("M") == 2
    assert shape.x < 300


@given(
    st.lists(st.tuples(st.floats(73, 135), st.floats(18, 53)), min_size=4, max_size=30, unique=True)
)
def test_every_point_of_a_map_lies_within_its_frame(points: list[tuple[float, float]]) -> None:
    ring = [*points, (points[0][0] + 0.5, points[0][1] + 0.5)]

    drawn = draw({"样本县": [ring]}, "样本")

    numbers = drawn.shapes[0].outline.strip("MZ").split("L")
    for x, y in (map(float, number.split(",")) for number in numbers):
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.height


def test_application_that_waits_to_be_routed_counts_where_its_form_says(season: Season) -> None:
    make_application(season, county=None, state=State.RECEIVED)
    elsewhere = make_application(season, county=None, state=State.RECEIVED)
    elsewhere.form = {**elsewhere.form, "intended": {"city": "大同市", "county": "代县"}}
    elsewhere.save()
    gone = make_application(season, county=None, state=State.WITHDRAWN)
    assert gone.applied_county is None

    assert applied(season) == {"代县": 1}
