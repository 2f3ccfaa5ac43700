"""What every test may ask for: a real database on disk and the few divisions that a test needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from linli.apps.places.models import Division


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, as a real site does: one in memory serialises no writers."""
    from django.db import connection  # noqa: PLC0415 (settings load first)

    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def divisions(db: None) -> dict[str, Division]:
    """山西省, 忻州市 and its counties, one street and community in 代县 and 原平市, 大同市, 河北省; by code."""
    from linli.apps.places.models import Division  # noqa: PLC0415 (settings load first)
    from tests.factories import make_city  # noqa: PLC0415 (settings load first)

    make_city()
    level = Division.Level
    Division.objects.create(code="1402", name="大同市", level=level.CITY, parent_id="14")
    Division.objects.create(code="13", name="河北省", level=level.PROVINCE)
    for county, name in (("140923", "代县"), ("140981", "原平市")):
        street = Division.objects.create(
            code=f"{county}901", name=f"{name}样本第1街道", level=level.STREET, parent_id=county
        )
        for number in (901, 902):
            Division.objects.create(
                code=f"{street.code}{number}",
                name=f"{name}样本第{number - 900}社区",
                level=level.COMMUNITY,
                parent=street,
            )
    return {division.code: division for division in Division.objects.all()}
