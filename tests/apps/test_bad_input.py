"""Mails that mean harm, and good mails damaged at random, through the real readers in a worker.

What is quick runs always; ``make thorough`` runs every attack and thousands of damages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest

from linli.apps.intake.reading import Limits, Reading, Stop
from linli.apps.intake.worker_process import Try
from linli.apps.intake.workers import Workers
from tests.apps.bad_files import FILES
from tests.apps.bad_mails import MAILS, attached
from tests.apps.measured_reader import measured
from tests.apps.mutations import damaged_mails
from tests.core.intake import made_form

QUICK_MAILS = (
    "zip bomb",
    "zip bomb of six levels",
    "a hundred zip bombs",
    "zip with paths that climb",
    "word with a billion laughs",
    "word with quadratic laughs",
    "word with an external entity",
    "word with macros",
    "word with tables in tables",
    "word with tables in tables beyond the parser",
    "word with 16 MB of one text",
    "parts of 200 levels",
    "parts of 20000 levels",
    "blocks of a delivery report",
    "100000 parts",
    "mails in mails of 20000 levels",
    "ninety boundaries",
    "names that climb",
    "subject of '身份证'",
    "subject of '('",
)
QUICK_FILES = (
    "png of one row",
    "png that claims 30000 x 30000",
    "png of two thousand million columns",
    "animated png of a million frames",
    "gif of a huge screen",
    "jpeg with a forged size",
    "progressive jpeg of 2000 scans",
    "tiff of huge pages",
    "tiff whose pages go round",
    "bmp that claims two thousand million rows",
    "bmp of negative size",
    "webp of a huge canvas",
    "heic that claims 60000 x 60000",
    "pdf of a huge page",
    "pdf of a strip",
    "pdf of a page of no width",
    "pdf of 20000 painted pages a page",
    "pdf of one line of a million segments",
    "pdf whose pages go round",
    "pdf whose page tree doubles at each level",
    "pdf with a jpeg of a forged size",
    "pdf with a forged jpeg 2000",
    "pdf with scripts",
    "pdf with a font of junk",
    "pdf whose table goes round",
)
#: Only a worker that can be killed holds these: they keep a library busy before it can be asked anything.
KILLED = (
    "pdf of a drawing within itself",
    "pdf of a stream bomb",
    "pdf of a stream pressed thrice",
    "pdf with a picture pressed thrice",
)
GOOD = attached("报名表.docx", made_form.form())
#: Seconds of the processor and resident mebibytes, of a quick attack and of any.
SECONDS, MEBIBYTES = 5.0, 512
MOST_SECONDS, MOST_MEBIBYTES = 20.0, 1_024


def attacks(mails: Iterable[str], files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in mails:
        yield name, MAILS[name]()
    for name in files:
        # A picture or PDF is known by its bytes; the name is what an applicant would call it.
        yield name, attached("毕业证." + name.partition(" ")[0], FILES[name]())


def read(mails: Iterable[tuple[str, bytes]], limits: Limits) -> Iterator[Reading]:
    tries = (Try(name, content, "d") for name, content in mails)
    return Workers(measured, {}, count=1, limits=limits).readings(tries)


def followed(mails: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Let a good mail follow each of the others."""
    for number, (name, content) in enumerate(mails):
        yield name, content
        yield f"good {number}", GOOD


def facts(reading: Reading) -> Mapping[str, float]:
    assert reading.facts is not None
    return reading.facts


@pytest.mark.long
def test_attacks_end_by_themselves_and_harm_no_mail_after_them() -> None:
    found = list(read(followed(attacks(QUICK_MAILS, QUICK_FILES)), Limits()))

    assert len(found) == 2 * len(QUICK_MAILS + QUICK_FILES)
    assert [(one.name, one.stop, one.fault) for one in found if one.stop] == []
    assert [one.name for one in found if facts(one)["seconds"] > SECONDS] == []
    assert [one.name for one in found if facts(one)["peak"] > MEBIBYTES] == []
    assert {facts(one)["forms"] for one in found if one.name.startswith("good")} == {1}


def test_no_damage_to_a_good_mail_is_raised_or_takes_long() -> None:
    found = list(read(damaged_mails(seed=1, count=40), Limits()))

    assert len(found) == 40
    assert [(one.name, one.stop, one.fault) for one in found if one.stop] == []
    assert [one.name for one in found if facts(one)["seconds"] > SECONDS] == []


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2, 12))
def test_no_damage_of_very_many_is_raised_or_takes_long(seed: int) -> None:
    readings = read(damaged_mails(seed, count=500), Limits())

    assert [
        (one.name, one.stop, one.fault)
        for one in readings
        if one.stop or facts(one)["seconds"] > SECONDS
    ] == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("table", "name"), [*((MAILS, name) for name in MAILS), *((FILES, name) for name in FILES)]
)
def test_each_attack_ends_within_its_bounds(
    table: Mapping[str, Callable[[], bytes]], name: str
) -> None:
    made = attacks([name], []) if table is MAILS else attacks([], [name])
    reading, good = read(followed(made), Limits())

    # What a reader raises is a fault of the reader.
    assert (reading.stop is Stop.FAILED, reading.fault, facts(good)["forms"]) == (False, "", 1)
    if name not in KILLED:
        assert (reading.stop, facts(reading)["seconds"] < MOST_SECONDS) == (None, True)
        assert facts(reading)["peak"] < MOST_MEBIBYTES
