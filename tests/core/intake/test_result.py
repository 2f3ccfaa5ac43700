"""The result of intake as a document: what was read, where it stands and how sure it is."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from linli.core.documents.form_reading import FieldReading
from linli.core.documents.grid import Box, Place
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.applicants import Applicant
from linli.core.intake.result import result_document
from linli.core.intake.sent import SentPage, SentPaper
from linli.core.intake.sorting import Sorted
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper

SCAN, CARD = "a" * 64, "b" * 64
BOX = Box(0.25, 0.5, 0.75, 0.625)
SCANNED = Applicant(
    key="a0001",
    form=RegistrationForm(name="演练甲"),
    form_source="scan",
    form_digest=SCAN,
    form_mail="m1.eml",
    received_at=dt.datetime(2024, 6, 8, tzinfo=dt.UTC),
    fields={
        "name": FieldReading("演练申", Place(0, BOX, 0.75)),
        "phone": FieldReading("13800000001", Place(1, BOX, 0.99)),
    },
    doubts={"name": "把握不足", "school": "没有找到这一栏"},
    form_pages=(SentPage(SCAN, 2), SentPage(SCAN, 3)),
    papers=(
        SentPaper(Paper((MaterialKind.DIPLOMA,), 0.9), SentPage(CARD, 0, 1)),
        SentPaper(Paper((MaterialKind.HUKOU,), 0.5)),
    ),
    unsorted=(SentPage(CARD, 0, 2),),
)
NOWHERE = {"inner": None, "page": None, "box": None}


def document(applicant: Applicant) -> Mapping[str, Any]:
    (found,) = result_document(Sorted((), (applicant,)), season="s")["applicants"]
    shown: Mapping[str, Any] = found
    return shown


def at(page: int) -> dict[str, Any]:
    edges = [0.25, 0.5, 0.75, 0.625]
    return {"mail": "m1.eml", "attachment": SCAN, "inner": 0, "page": page, "box": edges}


def test_each_value_comes_with_its_words_its_place_and_how_sure_it_is() -> None:
    assert document(SCANNED)["readings"] == {
        "name": {"original": "演练申", "sure": 0.75, "place": at(2)},
        "phone": {"original": "13800000001", "sure": 0.99, "place": at(3)},
    }


def test_each_doubt_comes_with_its_place_or_the_form_to_look_at() -> None:
    assert document(SCANNED)["doubts"] == {
        "name": {"original": "演练申", "sure": 0.75, "place": at(2), "reason": "把握不足"},
        "school": {
            "original": "",
            "sure": 0.0,
            "place": {"mail": "m1.eml", "attachment": SCAN, **NOWHERE},
            "reason": "没有找到这一栏",
        },
    }


def test_value_of_a_file_without_pages_is_sure_and_has_the_file_as_its_place() -> None:
    typed = Applicant(
        "a0001", form_digest=SCAN, form_mail="m1.eml", fields={"name": FieldReading("演练甲")}
    )

    assert document(typed)["readings"] == {
        "name": {
            "original": "演练甲",
            "sure": 1.0,
            "place": {"mail": "m1.eml", "attachment": SCAN, **NOWHERE},
        }
    }


def test_papers_and_pages_in_doubt_come_with_their_places() -> None:
    found = document(SCANNED)

    assert found["papers"] == [
        {
            "kinds": ["diploma"],
            "sure": 0.9,
            "place": {"attachment": CARD, "inner": 1, "page": 0, "box": None},
        },
        {"kinds": ["hukou"], "sure": 0.5, "place": None},
    ]
    assert (found["unsorted"], found["pages_in_doubt"]) == (
        1,
        [{"attachment": CARD, "inner": 2, "page": 0, "box": None}],
    )
