"""Places of the intake world: the counties of the province as its list of divisions has them."""

import json
from dataclasses import dataclass
from pathlib import Path

from linli.core.places import Area
from linli.rehearsal.dice import Dice

PROVINCE_CODE = "14"
# The last two digits of a development zone's code begin with it; a zone is no county.
ZONE = "7"
HOME_CITY = "忻州市"
SIDES = "南北东西上下前后"
LANDS = ("岭", "河", "坪", "沟", "峪", "堡", "寨", "梁", "坡", "湾", "井", "店")
STREETS = ("样本路", "演练街", "虚拟大街", "示例巷", "和样路", "光演街")
ESTATES = ("甲苑小区", "乙苑", "丙家园", "丁馨小区", "戊里")


@dataclass(frozen=True, slots=True)
class County:
    """A county with its city and its code of GB/T 2260."""

    code: str
    area: Area

    @property
    def city(self) -> str:
        """Return the city's full name."""
        return self.area.city or ""

    @property
    def name(self) -> str:
        """Return the county's full name."""
        return self.area.county or ""


@dataclass(frozen=True, slots=True)
class Province:
    """The counties of the province: those of the home city, and the others."""

    home: tuple[County, ...]
    elsewhere: tuple[County, ...]


def read_province(divisions: Path) -> Province:
    """Read ``cities.json`` and ``areas.json`` of a folder of divisions."""
    cities = {
        row["code"]: row["name"]
        for row in json.loads((divisions / "cities.json").read_text(encoding="utf-8"))
    }
    counties = [
        County(row["code"], Area(cities[row["cityCode"]], row["name"]))
        for row in json.loads((divisions / "areas.json").read_text(encoding="utf-8"))
        if row["provinceCode"] == PROVINCE_CODE and row["code"][4] != ZONE
    ]
    return Province(
        home=tuple(county for county in counties if county.city == HOME_CITY),
        elsewhere=tuple(county for county in counties if county.city != HOME_CITY),
    )


def address_of(dice: Dice, county: County) -> str:
    """Return a home address: a real county, then an invented street or village."""
    start = dice.pick(
        (f"山西省{county.city}{county.name}", f"山西省{county.name}", f"{county.city}{county.name}")
    )
    if dice.chance(0.5):
        town = f"{dice.pick(SIDES)}{dice.pick(LANDS)}{dice.pick(('镇', '乡'))}"
        village = f"{dice.pick(SIDES)}{dice.pick(LANDS)}村"
        return f"{start}{town}{village}{dice.between(1, 190)}号"
    number, house, flat = dice.between(1, 190), dice.between(1, 30), dice.between(101, 1802)
    unit = f"{dice.between(1, 5)}单元" if dice.chance(0.6) else ""
    return f"{start}{dice.pick(STREETS)}{number}号{dice.pick(ESTATES)}{house}号楼{unit}{flat}室"


def native_place_of(dice: Dice, county: County) -> str:
    """Return a native place in one of the spellings that people use."""
    city = county.city.removesuffix("市")
    short = county.name[:-1] if len(county.name) > 2 else county.name
    return dice.pick(
        (
            f"山西省{county.city}{county.name}",
            f"山西{county.city}{county.name}",
            f"山西省{county.name}",
            f"山西{short}",
            f"山西省{county.city}",
            f"山西{city}",
            county.name,
            f"山西·{short}",
        )
    )
