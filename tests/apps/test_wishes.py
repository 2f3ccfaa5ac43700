"""Choices are counted as the form counts them, and hold nothing but names of divisions."""

from typing import Any

import pytest

from linli.apps.places.queries import names_down_to_counties
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement
from linli.apps.selection.placement_queries import replay, runs_of
from linli.apps.selection.wishes import choices_of
from tests.apps.cast import Officials, candidate, last_entry, placed_by
from tests.factories import DAI, YUANPING

CODES = {"代县": DAI, "原平市": YUANPING, "五台县": "140922"}
NAMES = {"忻州市", "大同市", "河北省", *CODES}


def county(name: str, city: str = "忻州市") -> dict[str, str]:
    return {"city": city, "county": name}


def chosen(intended: Any, *areas: Any, accepts: bool = True, limit: int = 3) -> tuple[str, ...]:
    form = {"intended": intended, "accepts_transfer": accepts, "transfer_areas": list(areas)}
    return choices_of(form, "忻州市", CODES, NAMES, limit)


BLANK: dict[str, None] = {"city": None, "county": None}


@pytest.mark.parametrize(
    ("intended", "areas", "expected"),
    [
        (county("代县"), (county("原平市"),), (DAI, YUANPING)),
        (county("代县"), (county("代县"), county("原平市")), (DAI, "", YUANPING)),
        (county("代县"), (BLANK, county("原平市")), (DAI, "", YUANPING)),
        (
            county("代县"),
            (county("原平市"), county("原平市"), county("五台县")),
            (DAI, YUANPING, "", "140922"),
        ),
        # A blank line counts towards the three that are looked at.
        (
            county("代县"),
            (BLANK, BLANK, county("原平市"), county("五台县")),
            (DAI, "", "", YUANPING),
        ),
        (BLANK, (county("原平市"), BLANK, county("代县")), (YUANPING, "", DAI)),
        (None, (), ()),
    ],
)
def test_place_named_again_or_left_blank_keeps_its_turn(
    intended: Any, areas: tuple[Any, ...], expected: tuple[str, ...]
) -> None:
    assert chosen(intended, *areas) == expected


def test_who_refused_transfer_has_the_first_choice_alone() -> None:
    assert chosen(county("代县"), county("原平市"), accepts=False) == (DAI,)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        (county("代县", "大同市"), "大同市代县"),
        (county(" 代县 ", " 大同市 "), "大同市代县"),
        (county("", "大同市"), "大同市"),
        (county("", "河北省"), "河北省"),
        (county("云冈区", "大同市"), "其他地区"),
        (county("张样本13800000000", "忻州市"), "其他地区"),
        (county('=HYPERLINK("http://x")', ""), "其他地区"),
        (county("代\r县", "忻州市"), "其他地区"),
        (county("代县", "+86"), "其他地区"),
    ],
)
def test_place_outside_the_city_is_told_only_by_the_name_of_a_division(
    written: dict[str, str], published: str
) -> None:
    assert chosen(written) == (published,)


def test_second_place_that_is_no_division_is_left_blank() -> None:
    assert chosen(county("甲", ""), county("乙", ""), county("代县")) == ("其他地区", "", DAI)


def test_sentences_and_table_count_the_areas_of_transfer_as_the_form_does(
    small: Season, cast: Officials
) -> None:
    for total in (9500, 9400):
        candidate(small, total)
    third = candidate(small, 9000, "代县", "代县", "原平市")

    placed_by(small, cast)

    run = runs_of(small).get()
    assert last_entry(third.subject)["reason"].endswith("；按第2调剂地区入围")
    assert Placement.objects.get(application=third).choice == 3
    assert run.choices.splitlines()[3:] == [
        f"{third.case_number},1,{DAI}",
        f"{third.case_number},3,{YUANPING}",
    ]
    assert replay(run).agrees


def test_a_name_or_a_formula_typed_as_a_county_is_not_published(
    small: Season, cast: Officials
) -> None:
    candidate(small, 9000, "代县", "=1+1", "张样本13800000000")

    placed_by(small, cast)

    run = runs_of(small).get()
    assert run.choices == f"candidate,choice,post\n00001,1,{DAI}\n00001,2,其他地区\n"
    assert replay(run).agrees


@pytest.mark.usefixtures("divisions")
def test_streets_and_communities_are_no_names_to_publish() -> None:
    names = names_down_to_counties()

    assert {"山西省", "大同市", "代县"} <= names
    assert [name for name in names if "样本" in name] == []
