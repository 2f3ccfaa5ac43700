"""Fill the table of divisions from the code table that set-up installs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from linli.apps.places.models import Division
from linli.core.refusal import Refusal

# The statistical bureau's own codes for development zones; no administrative divisions.
_STATISTICAL = re.compile(r"^\d{4}7\d$")
_NOT_A_COUNTY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


class CodeTableMissing(Refusal):
    """The code table of divisions is not installed."""


@transaction.atomic
def load_divisions(folder: Path) -> int:
    """Add the provinces, cities and counties of ``folder``'s JSON files; return how many are new.

    Rows that exist are kept: the table is editable data. Raises ``CodeTableMissing``.
    Source: GB/T 2260.
    """
    wanted = list(_rows(folder))
    known = set(Division.objects.values_list("code", flat=True))
    new = [division for division in wanted if division.code not in known]
    Division.objects.bulk_create(new, batch_size=500)
    return len(new)


def _rows(folder: Path) -> Iterator[Division]:
    for row in _table(folder, "provinces"):
        yield Division(code=row["code"], name=row["name"], level=Division.Level.PROVINCE)
    for row in _table(folder, "cities"):
        yield Division(
            code=row["code"],
            name=row["name"],
            level=Division.Level.CITY,
            parent_id=row["provinceCode"],
        )
    for row in _table(folder, "areas"):
        if not _STATISTICAL.match(row["code"]) and row["name"] not in _NOT_A_COUNTY:
            yield Division(
                code=row["code"],
                name=row["name"],
                level=Division.Level.COUNTY,
                parent_id=row["cityCode"],
            )


def _table(folder: Path, name: str) -> list[dict[str, Any]]:
    file = folder / f"{name}.json"
    if not file.exists():
        raise CodeTableMissing("行政区划代码表尚未安装", why="GB/T 2260", mend="运行“make setup”")
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rows


@transaction.atomic
def make_sample_communities(county: Division, *, communities: int, per_street: int) -> None:
    """Make up streets and communities under a county, marked 样本, for a rehearsal.

    The notice names no community, so a rehearsal places its people in invented ones.
    """
    rows = []
    for index in range(communities):
        street = f"{county.code}9{index // per_street:02d}"
        if index % per_street == 0:
            name = f"{county.name}样本第{index // per_street + 1}街道"
            rows.append(
                Division(
                    code=street,
                    name=name,
                    level=Division.Level.STREET,
                    parent=county,
                    is_sample=True,
                )
            )
        name = f"{county.name}样本第{index + 1}社区"
        code = f"{street}{901 + index % per_street:03d}"
        rows.append(
            Division(
                code=code,
                name=name,
                level=Division.Level.COMMUNITY,
                parent_id=street,
                is_sample=True,
            )
        )
    known = set(
        Division.objects.filter(code__startswith=county.code).values_list("code", flat=True)
    )
    Division.objects.bulk_create(row for row in rows if row.code not in known)
