"""One season of people, made once for all tests of the rehearsal."""

from collections.abc import Mapping

import pytest

from linli.rehearsal.people import make_people
from linli.rehearsal.person import MadeUpPerson

# D0 附件1.
SEATS = {
    "忻府区": 46,
    "定襄县": 6,
    "原平市": 22,
    "五台县": 12,
    "代县": 11,
    "繁峙县": 12,
    "宁武县": 10,
    "静乐县": 10,
    "神池县": 6,
    "五寨县": 8,
    "岢岚县": 5,
    "河曲县": 10,
    "保德县": 11,
    "偏关县": 6,
}


@pytest.fixture(scope="session")
def seats() -> Mapping[str, int]:
    return SEATS


@pytest.fixture(scope="session")
def season_people(seats: Mapping[str, int]) -> tuple[MadeUpPerson, ...]:
    return make_people(seed=20240607, count=973, seats=seats)
