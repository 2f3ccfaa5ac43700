from copy import deepcopy
from typing import Any

import pytest

from linli.benchmarks.intake_score import FIELDS, IntakeScore, score_intake, value

TRUTH: dict[str, Any] = {
    "mails": [
        {"file": "mails/001.eml", "kind": "application", "applicant_key": "w1"},
        {"file": "mails/002.eml", "kind": "spam", "applicant_key": None},
    ],
    "applicants": [
        {
            "key": "w1",
            "identity": {"name": "样", "id_number": "990101200103159023", "phone": None},
            "form": {
                "name": "样",
                "id_number": "990101200103159023",
                "phone": "15400000001",
                "address": "山西省忻州市代县样本路8号",
                "intended": {"city": "忻州市", "county": "代县"},
                "adjustment": {
                    "accepts": True,
                    "places": [{"city": "忻州市", "county": "五寨县"}],
                },
                "pledge_signed": True,
            },
            "form_source": "photo",
            "materials": {"id_card_front": 1, "diploma": 1},
            "verdict": "supplement",
            "reasons": [{"code": "id_mismatch"}, {"code": "pledge_unsigned"}],
            "priority": [],
        }
    ],
}


@pytest.fixture
def result() -> dict[str, Any]:
    read = deepcopy(TRUTH)
    read["applicants"][0]["key"] = read["mails"][0]["applicant_key"] = "a7"
    read["mails"] = [{**mail, "file": mail["file"].rpartition("/")[2]} for mail in read["mails"]]
    return read


def _fields(score: IntakeScore) -> tuple[float, float, float, tuple[str, ...]]:
    return score.fields_image, score.image_covered, score.sure_wrong, score.misread


def test_a_perfect_reading_has_ones_everywhere_and_nothing_wrong(result: dict[str, Any]) -> None:
    assert score_intake(TRUTH, result) == IntakeScore(
        fields_text=1.0,
        fields_image=1.0,
        image_covered=1.0,
        sure_wrong=0.0,
        doubted=0.0,
        misread=(),
        form_sources=1.0,
        materials_recall=1.0,
        materials_precision=1.0,
        mail_kinds=1.0,
        mail_applicants=1.0,
        verdicts=1.0,
        reasons_recall=1.0,
        reasons_precision=1.0,
        priorities=1.0,
    )


def test_a_wrong_value_that_is_sure_is_named_without_the_value(result: dict[str, Any]) -> None:
    result["applicants"][0]["form"]["phone"] = "15400000002"

    assert _fields(score_intake(TRUTH, result)) == (17 / 18, 17 / 18, 1 / 18, ("w1: phone",))


@pytest.mark.parametrize("doubts", [["phone"], {"phone": "看不清"}])
def test_a_wrong_value_that_a_person_will_see_is_covered(
    doubts: Any, result: dict[str, Any]
) -> None:
    result["applicants"][0] |= {"doubts": doubts}
    result["applicants"][0]["form"]["phone"] = "15400000002"

    score = score_intake(TRUTH, result)

    assert _fields(score) == (17 / 18, 1.0, 0.0, ())
    assert score.doubted == 1 / 18


def test_a_doubt_about_transfer_covers_both_of_its_fields(result: dict[str, Any]) -> None:
    result["applicants"][0] |= {"doubts": ["transfer", "pledge"]}
    result["applicants"][0]["form"] |= {"adjustment": None, "pledge_signed": False}

    assert _fields(score_intake(TRUTH, result)) == (15 / 18, 1.0, 0.0, ())


def test_a_form_that_was_not_read_lies_before_a_person_as_a_whole(result: dict[str, Any]) -> None:
    result["applicants"][0]["form"] = None

    assert _fields(score_intake(TRUTH, result)) == (0.0, 1.0, 0.0, ())


def test_papers_and_reasons_that_nobody_sent_lower_the_precision(result: dict[str, Any]) -> None:
    stranger = {"key": "b", "materials": {"hukou": 2}, "reasons": [{"code": "late"}]}
    result["applicants"].append({**stranger, "identity": {}, "form": None})
    result["applicants"][0]["materials"] = {"id_card_front": 2}
    result["applicants"][0]["reasons"] = [{"code": "id_mismatch"}]

    score = score_intake(TRUTH, result)

    assert (score.materials_recall, score.materials_precision) == (1 / 2, 1 / 4)
    assert (score.reasons_recall, score.reasons_precision) == (1 / 2, 1 / 2)


def test_an_applicant_without_a_number_is_found_by_the_mails(result: dict[str, Any]) -> None:
    result["applicants"][0]["identity"]["id_number"] = None
    result["applicants"][0]["form"]["id_number"] = None

    score = score_intake(TRUTH, result)

    assert score.misread == ("w1: id_number",)
    assert score.mail_applicants == 1.0


def test_a_mail_put_with_nobody_or_not_found_counts_against(result: dict[str, Any]) -> None:
    result["mails"] = result["mails"][:1]

    score = score_intake(TRUTH, result)

    assert (score.mail_kinds, score.mail_applicants) == (1 / 2, 1 / 2)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("address", "山西省忻州市，代县８号", "山西省忻州市代县8号"),
        ("phone", "154-0000 0001", "15400000001"),
        ("id_number", "99010120010315902x", "99010120010315902X"),
        ("name", "古丽•样", "古丽·样"),
        ("degree", " ", None),
    ],
)
def test_equal_things_written_differently_are_equal(
    field: str, one: str, other: str | None
) -> None:
    assert value({field: one}, field) == value({field: other}, field)


def test_a_major_is_compared_with_its_brackets() -> None:
    assert value({"major": "英语（师范）"}, "major") != value({"major": "英语"}, "major")
    assert len(FIELDS) == 18
