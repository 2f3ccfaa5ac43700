"""A pack that asks for a method which this release does not have is refused, in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import linli
from linli.apps.applications.actions import check_applications
from linli.apps.pay.actions import run_month
from linli.apps.seasons.carried_out import NotCarriedOut, require_value
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.placing import place_candidates
from linli.apps.selection.shortlisting import list_for_interview
from linli.core.policy import Pack
from linli.core.policy.pack import Scalar
from linli.policies import get_pack
from tests.apps.cast import Officials, at
from tests.factories import DAI

HOUSE = Path(linli.__file__).parent
DAY = date(2024, 7, 1)
Act = Callable[[Season, Officials], object]


def varied(name: str, value: Scalar) -> Pack:
    """Return the pack of the notice with another value for one parameter."""
    pack = get_pack("xinzhou-2024")
    parameter = pack.parameters[name]
    dated = replace(parameter.values[0], value=value)
    return replace(pack, parameters={**pack.parameters, name: replace(parameter, values=(dated,))})


CHOSEN: dict[str, tuple[Scalar, str, Act]] = {
    "priority_groups": (
        ("低保家庭毕业生",),
        "低保家庭毕业生",
        lambda season, cast: check_applications(season, [], actor=cast.city, at=at(6, 15)),
    ),
    "interview_order": (
        ("学历",),
        "学历",
        lambda season, cast: list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25)),
    ),
    "too_few_candidates": (
        "名额上交",
        "名额上交",
        lambda season, cast: list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25)),
    ),
    "placement_rule": (
        "immediate-acceptance",
        "immediate-acceptance",
        lambda season, cast: place_candidates(season, actor=cast.city, at=at(7, 5)),
    ),
    "tie_chain": (
        ("面见总分", "毕业院校", "抽签"),
        "面见总分、毕业院校、抽签",
        lambda season, cast: place_candidates(season, actor=cast.city, at=at(7, 5)),
    ),
    "backfill_moves_placed": (
        True,
        "是",
        lambda season, cast: backfill_county(season, DAI, actor=cast.dai, at=at(7, 8)),
    ),
    "allowance_is_insured": (
        True,
        "是",
        lambda season, cast: run_month(season, DAY, actor=cast.finance, at=at(8, 1)),
    ),
}


@pytest.mark.parametrize("name", list(CHOSEN))
def test_an_act_stops_where_the_pack_chooses_a_method_that_is_not_programmed(
    season: Season, cast: Officials, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, shown, act = CHOSEN[name]
    pack = varied(name, value)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)

    with pytest.raises(NotCarriedOut, match=f"政策包参数{name}的值“{shown}”本版不能办理，只支持"):
        act(season, cast)


def test_a_refused_value_is_named_with_what_is_supported_and_the_clause() -> None:
    pack = varied("backfill_moves_placed", True)

    with pytest.raises(NotCarriedOut) as refused:
        require_value(pack, "backfill_moves_placed", DAY, False)

    assert (refused.value.what, refused.value.why) == (
        "政策包参数backfill_moves_placed的值“是”本版不能办理，只支持“否”",
        "D0 三(四)",
    )


@pytest.mark.parametrize("supported", [False, "deferred-acceptance", ("面见总分", "抽签")])
def test_a_value_that_is_supported_passes_without_a_word(supported: Scalar) -> None:
    require_value(varied("tie_chain", supported), "tie_chain", DAY, supported)


def test_every_parameter_of_the_pack_is_read_by_some_code_or_rule() -> None:
    pack = get_pack("xinzhou-2024")
    files = [file for file in HOUSE.rglob("*.py") if HOUSE / "policies" not in file.parents]
    quoted = set(re.findall(r'"([a-z_]+)"', "\n".join(file.read_text("utf-8") for file in files)))
    rules = [file.read_text("utf-8") for file in pack.folder.glob("*.py")]
    named = set(re.findall(r"[a-z_]+", "\n".join(rules)))

    unread = set(pack.parameters) - quoted - named

    assert unread == set()
