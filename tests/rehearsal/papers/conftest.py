"""One made-up holder of papers, and the faces that everything is drawn with."""

from datetime import date
from pathlib import Path

import pytest

import linli
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.holder import Holder


@pytest.fixture(scope="session")
def faces() -> Faces:
    return Faces(Path(linli.__file__).parent / "assets" / "fonts")


@pytest.fixture
def holder() -> Holder:
    return Holder(
        key="w0001",
        seed=7,
        name="令狐样",
        sex="女",
        ethnicity="汉族",
        birthday=date(2001, 3, 15),
        id_number="990101200103159023",
        address="山西省忻州市代县样本路8号甲苑2号楼402室",
        city="忻州市",
        county="代县",
        school="忻州师范学院",
        department="中文系",
        major="汉语言文学",
        level="本科",
        degree="文学学士",
        entry=date(2020, 9, 1),
        graduation=date(2024, 7, 1),
    )
