"""Cities and counties however people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.places import Area, Division, Gazetteer, GazetteerRefused, Level, PlaceReading

CITIES = {"1409": "忻州市", "1402": "大同市", "1405": "晋城市", "1403": "阳泉市", "1406": "朔州市"}
COUNTIES = {
    "140902": "忻府区", "140922": "五台县", "140923": "代县", "140981": "原平市", "140213": "平城区",
    "140502": "城区", "140302": "城区", "140681": "怀仁市", "140602": "朔城区",
}  # fmt: skip
DIVISIONS = (
    *(Division(code, name, Level.CITY, "14") for code, name in CITIES.items()),
    *(Division(code, name, Level.COUNTY, code[:4]) for code, name in COUNTIES.items()),
)
GAZETTEER = Gazetteer(DIVISIONS)


@pytest.mark.parametrize(
    "written",
    [
        "忻州市代县", "代县", "忻州代县", "忻州 代县", "山西省忻州市代县", "山西忻州代县", "　代　县　", "忻州市忻州市代县",
        "忻州市代县县(市、区)", "__忻州__市__代__县（市、区）", "      市 忻州市代县 县(市、区)", "忻州市代县市____县(市、区)",
        "忻州_市_代县_县(市、区)", "代縣", "代 县(市、区)",
    ],
)  # fmt: skip
def test_one_county_is_read_from_every_usual_writing(written: str) -> None:
    assert GAZETTEER.resolve(written) == Area("忻州市", "代县")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("忻府", Area("忻州市", "忻府区")),
        ("忻州忻府", Area("忻州市", "忻府区")),
        ("原平", Area("忻州市", "原平市")),
        ("朔州市怀仁县", Area("朔州市", "怀仁市")),
        ("朔州 市 怀仁 县(市、区)", Area("朔州市", "怀仁市")),
        ("朔州市朔城区", Area("朔州市", "朔城区")),
        ("晋城市城区", Area("晋城市", "城区")),
        ("阳泉城区", Area("阳泉市", "城区")),
    ],
)
def test_short_and_old_names_give_the_official_names(written: str, expected: Area) -> None:
    assert GAZETTEER.resolve(written) == expected


def test_county_decides_where_the_city_is_wrong() -> None:
    assert GAZETTEER.resolve("大同市五台县") == Area("忻州市", "五台县")


def test_city_alone_leaves_the_county_open() -> None:
    assert GAZETTEER.resolve("忻州市 县(市、区)") == Area("忻州市", None)


@pytest.mark.parametrize(
    "written", ["", "_____市_____县(市、区)", "样本市样本县", "市", "代", "无", "城区"]
)
def test_what_names_no_county_is_left_open(written: str) -> None:
    assert GAZETTEER.resolve(written) == Area()


def test_name_of_several_counties_is_settled_by_the_city_nearby() -> None:
    found = [GAZETTEER.resolve("城区", near_city=city) for city in ("晋城市", "阳泉市", "忻州市")]

    assert found == [Area("晋城市", "城区"), Area("阳泉市", "城区"), Area()]


def test_name_of_several_counties_with_another_city_keeps_the_city_only() -> None:
    assert GAZETTEER.resolve("大同市城区") == Area("大同市", None)


def test_several_places_are_read_in_order_and_once() -> None:
    found = GAZETTEER.resolve_all("忻州市五台县、代县；朔州市怀仁市，五台县")

    assert found == (Area("忻州市", "五台县"), Area("忻州市", "代县"), Area("朔州市", "怀仁市"))


@pytest.mark.parametrize(
    ("written", "areas", "unknown"),
    [
        ("大同市火星区", (Area("大同市"),), ("火星区",)),
        ("忻州市代县、火星县", (Area("忻州市", "代县"),), ("火星县",)),
        ("河北省忻州市代县", (Area("忻州市", "代县"),), ("河北省",)),
        ("忻州市城区", (Area("忻州市"),), ("城区",)),
        ("城区", (), ("城区",)),
        ("晋城市城区、阳泉城区", (Area("晋城市", "城区"), Area("阳泉市", "城区")), ()),
        ("山西省忻州市代县", (Area("忻州市", "代县"),), ()),
        ("山西忻州 代县 县（市、区）", (Area("忻州市", "代县"),), ()),
        ("1.忻州市五台县；2.代县和怀仁市", (Area("忻州市", "五台县"), Area("忻州市", "代县"), Area("朔州市", "怀仁市")), ()),
        ("", (), ()),
    ],
)  # fmt: skip
def test_words_that_name_no_place_are_named_beside_the_places(
    written: str, areas: tuple[Area, ...], unknown: tuple[str, ...]
) -> None:
    gazetteer = Gazetteer(DIVISIONS, province="山西省")

    assert gazetteer.read(written) == PlaceReading(areas, unknown)


@pytest.mark.parametrize(
    ("province", "short"),
    [("山西省", "山西"), ("内蒙古自治区", "内蒙古"), ("广西壮族自治区", "广西")],
)
def test_the_province_may_stand_before_a_place_by_its_full_or_short_name(
    province: str, short: str
) -> None:
    gazetteer = Gazetteer(DIVISIONS, province=province)

    assert [gazetteer.read(f"{name}代县").unknown for name in (province, short, "样本省")] == [
        (),
        (),
        ("样本省",),
    ]


def test_county_without_its_city_is_refused() -> None:
    with pytest.raises(GazetteerRefused):
        Gazetteer([Division("140923", "代县", Level.COUNTY, "1409")])


@given(
    city=st.sampled_from(["", "忻州", "忻州市", "山西省忻州市"]),
    county=st.sampled_from(
        [
            ("忻府", "忻府区"),
            ("忻府区", "忻府区"),
            ("五台", "五台县"),
            ("原平市", "原平市"),
            ("代县", "代县"),
        ]
    ),
    blank=st.sampled_from(["", " ", "　", "_"]),
    tail=st.sampled_from(["", "县(市、区)", "县（市、区）"]),
)
def test_writing_of_gaps_and_blanks_never_changes_the_place(
    city: str, county: tuple[str, str], blank: str, tail: str
) -> None:
    written = blank.join([*city, *county[0]]) + blank + tail

    assert GAZETTEER.resolve(written) == Area("忻州市", county[1])


@given(st.text(max_size=60))
def test_no_text_makes_the_gazetteer_fail(text: str) -> None:
    assert all(area.city in CITIES.values() for area in GAZETTEER.resolve_all(text))
