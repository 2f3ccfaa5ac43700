"""Figures as officials write them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import Pack, Parameter, Unit, load_pack
from linli.core.policy.figure_texts import day_text, listed, reason_figure, scalar_text
from linli.core.policy.pack import DatedValue, Scalar
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, rule_text, write_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder: Path = tmp_path_factory.mktemp("packs")
    return load_pack(write_pack(folder, FACTS_AND_FIGURES, rule_text("x(fee)", "fee")))


def figure(unit: Unit, description: str = "样本") -> Parameter:
    return Parameter("sample", description, unit, (), "D9 一", ())


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.YUAN_PER_MONTH, 198_000, "1,980.00元/月"),
        (Unit.RATIO, Decimal("0.55"), "55%"),
        (Unit.RATIO, Decimal("0.125"), "12.5%"),
        (Unit.RATIO, Decimal("0.00"), "0%"),
        (Unit.RATIO, 1, "100%"),
        (Unit.RATIO, Decimal("0.20"), "20%"),
        (Unit.MONTHS, 12, "12个月"),
        (Unit.MONTHS, 13, "13个月（1年1个月）"),
        (Unit.MONTHS, 36, "36个月（3年）"),
        (Unit.MONTHS, 186, "186个月（15年6个月）"),
        (Unit.YEARS, 10, "10年"),
        (Unit.YEAR, 2024, "2024年"),
        (Unit.COUNT, 2024, "2024"),
        (Unit.PEOPLE, 9999, "9999名"),
        (Unit.PEOPLE, 10_000, "10,000名"),
        (Unit.WORKING_DAYS, 3, "3个工作日"),
        (Unit.POINTS, Decimal("62.5"), "62.5分"),
        (Unit.DATE, date(2024, 7, 5), "2024年7月5日"),
        (Unit.YES_NO, True, "是"),
        (Unit.YES_NO, False, "否"),
        (Unit.TEXT, "east", "东区"),
        (Unit.TEXT, "市民政局", "市民政局"),
        (Unit.TEXTS, ("甲", "乙"), "甲、乙"),
        (Unit.TEXTS, ("甲、乙", "丙"), "甲、乙；丙"),
        (Unit.TEXTS, tuple("一二三四五六七八"), "一、二、三、四、五、六、七、八"),
        (Unit.TEXTS, tuple("一二三四五六七八九"), "一、二、三、四、五等9项"),
        (Unit.RULE, "x", "“样本规则”"),
    ],
)
def test_value_is_written_with_its_unit(pack: Pack, unit: Unit, value: Scalar, text: str) -> None:
    assert scalar_text(pack, value, figure(unit)) == text


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [(Unit.YEARS, 35, "35周岁"), (Unit.MONTHS, 756, "756个月（63周岁）")],
)
def test_age_is_written_in_full_years_of_life(
    pack: Pack, unit: Unit, value: int, text: str
) -> None:
    assert scalar_text(pack, value, figure(unit, "年龄上限")) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("fee", "100.00元"), ("rate", "55%"), ("deadline", "2024年7月5日"), ("wage", "〔工资〕")],
)
def test_reason_names_a_figure_by_its_one_value_or_by_its_name(
    pack: Pack, name: str, text: str
) -> None:
    assert reason_figure(pack, name) == text


def test_reason_leaves_out_a_unit_that_its_own_words_say(pack: Pack) -> None:
    dated = DatedValue(date(2024, 1, 1), 36, "D9 一", 1)
    months = Parameter("limit", "期限", Unit.MONTHS, (), "D9 一", (dated,))
    changed = Pack(pack.id, pack.title, pack.edition, pack.folder, {}, {}, {"limit": months}, {})

    assert reason_figure(changed, "limit") == "36"


def test_day_is_written_as_documents_write_it() -> None:
    assert day_text(date(2024, 6, 7)) == "2024年6月7日"


@pytest.mark.parametrize(
    ("names", "text"),
    [(("甲", "乙"), "甲、乙"), (("甲，乙", "丙"), "甲，乙；丙"), (("甲",), "甲"), ((), "")],
)
def test_names_with_commas_are_parted_by_semicolons(names: tuple[str, ...], text: str) -> None:
    assert listed(names) == text
