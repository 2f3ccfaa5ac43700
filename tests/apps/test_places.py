"""Divisions: loaded once from the code table, found by name, and made up only where marked."""

import json
from pathlib import Path

import pytest

from linli.apps.places.actions import CodeTableMissing, load_divisions, make_sample_communities
from linli.apps.places.models import Division
from linli.apps.places.queries import communities_of, counties_of, gazetteer, other_regions
from tests.factories import DAI, make_city

pytestmark = pytest.mark.django_db

TABLES = {
    "provinces": [{"code": "14", "name": "山西省"}, {"code": "15", "name": "内蒙古自治区"}],
    "cities": [
        {"code": "1409", "name": "忻州市", "provinceCode": "14"},
        {"code": "1501", "name": "呼和浩特市", "provinceCode": "15"},
    ],
    "areas": [
        {"code": "140923", "name": "代县", "cityCode": "1409"},
        {"code": "140901", "name": "市辖区", "cityCode": "1409"},
        {"code": "140971", "name": "样本开发区", "cityCode": "1409"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in TABLES.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def test_provinces_cities_and_counties_are_loaded_and_what_is_no_division_is_not(
    folder: Path,
) -> None:
    added = load_divisions(folder)

    rows = list(Division.objects.values_list("code", "name", "level", "parent_id"))
    assert added == 5
    assert rows == [
        ("14", "山西省", 1, None),
        ("1409", "忻州市", 2, "14"),
        ("140923", "代县", 3, "1409"),
        ("15", "内蒙古自治区", 1, None),
        ("1501", "呼和浩特市", 2, "15"),
    ]


def test_loading_again_adds_nothing_and_keeps_what_the_office_renamed(folder: Path) -> None:
    load_divisions(folder)
    Division.objects.filter(code="140923").update(name="代县（改）")

    assert load_divisions(folder) == 0
    assert Division.objects.get(code="140923").name == "代县（改）"


def test_without_the_code_table_nothing_is_loaded_and_the_remedy_is_named(folder: Path) -> None:
    (folder / "areas.json").unlink()

    with pytest.raises(CodeTableMissing, match="尚未安装.*make setup"):
        load_divisions(folder)

    assert Division.objects.count() == 0


def test_the_counties_of_a_city_are_found_by_their_names(folder: Path) -> None:
    load_divisions(folder)

    assert {name: row.code for name, row in counties_of("1409").items()} == {"代县": "140923"}
    assert counties_of("1501") == {}


def test_other_regions_are_named_short_and_full_with_the_longest_first(folder: Path) -> None:
    load_divisions(folder)

    assert other_regions("14") == ("内蒙古自治区", "呼和浩特市", "呼和浩特", "内蒙古")


def test_the_gazetteer_knows_the_places_of_one_province_only(folder: Path) -> None:
    load_divisions(folder)

    names = gazetteer("14")

    assert [len(names.resolve_all(text)) for text in ("忻州市代县", "呼和浩特市")] == [1, 0]


def test_made_up_communities_are_marked_and_stand_under_marked_streets() -> None:
    make_city()

    make_sample_communities(Division.objects.get(code=DAI), communities=5, per_street=2)

    communities = communities_of(DAI, is_sample=True)
    assert [one.code for one in communities] == [
        "140923900901",
        "140923900902",
        "140923901901",
        "140923901902",
        "140923902901",
    ]
    assert {one.is_sample for one in communities} == {True}
    assert {one.parent.name for one in communities if one.parent} == {
        "代县样本第1街道",
        "代县样本第2街道",
        "代县样本第3街道",
    }


def test_made_up_communities_are_not_doubled_by_a_second_run() -> None:
    make_city()
    dai = Division.objects.get(code=DAI)

    for _ in range(2):
        make_sample_communities(dai, communities=5, per_street=2)

    assert len(communities_of(DAI, is_sample=True)) == 5
