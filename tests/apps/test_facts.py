"""From the form to facts: what is unknown stays unknown, and what must not count does not."""

import json

import pytest

from tests.apps.stated import NUMBER, facts


def test_a_whole_form_with_all_papers_leaves_nothing_unknown() -> None:
    assert facts() == {
        "received_in_window": True,
        "has_form": True,
        "wrong_form_given": False,
        "graduation_year": 2024,
        "school_in_province": True,
        "full_time": True,
        "education": "bachelor",
        "id_number_valid": True,
        "birth_matches_id": True,
        "id_number_differs": False,
        "name_differs": False,
        "major_differs": False,
        "has_intention": True,
        "intention_in_city": True,
        "transfer_contradictory": False,
        "pledge_signed": True,
        "identity_given": True,
        "id_card_front_given": True,
        "id_card_back_given": True,
        "diploma_given": True,
        "enrollment_report_given": False,
        "degree_certificate_given": True,
        "states_degree": True,
        "attachments_readable": True,
        "attachments_harmless": True,
        "claims_social_work": False,
        "social_work_shown": True,
        "claims_low_income": False,
        "low_income_proven": False,
        "claims_veteran": False,
        "veteran_proven": False,
    }


def test_without_a_form_what_only_a_form_can_say_is_unknown_and_not_refused() -> None:
    known = facts(form={}, materials={})

    unknown = {name for name, value in known.items() if value is None}
    assert known["has_form"] is False
    assert unknown == {
        "graduation_year", "school_in_province", "full_time", "education", "id_number_valid",
        "birth_matches_id", "has_intention", "intention_in_city", "transfer_contradictory",
        "pledge_signed", "states_degree",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("graduation", "year"), [("2023-12", 2023), ("2024-01", 2024), ("2025-01", 2025), (None, None)]
)
def test_the_year_of_graduation_is_that_of_the_form_or_unknown(
    graduation: str | None, year: int | None
) -> None:
    assert facts(graduation=graduation)["graduation_year"] == year


@pytest.mark.parametrize(
    ("school", "inside"),
    [
        ("忻州师范学院", True),
        ("山西大学", True),
        ("河北大学", False),
        ("内蒙古大学", False),
        ("西安交通大学", False),
        ("山西大学文学院", True),
        ("清华大学", None),
        ("样本学院", None),
        (None, None),
        ("", None),
    ],
)
def test_a_school_is_inside_by_its_list_outside_by_its_name_and_otherwise_for_a_person_to_tell(
    school: str | None, inside: bool | None
) -> None:
    assert facts(school=school)["school_in_province"] is inside


@pytest.mark.parametrize(
    "word",
    [
        "成人教育",
        "函授",
        "自学考试",
        "自考",
        "业余",
        "夜大",
        "网络教育",
        "远程教育",
        "开放大学",
        "电大",
        "非全日制",
    ],
)
@pytest.mark.parametrize(
    ("field", "full_time"), [("school", False), ("major", False), ("resume", None)]
)
def test_a_word_of_adult_education_tells_in_the_studies_and_is_asked_about_in_the_resume(
    word: str, field: str, full_time: bool | None
) -> None:
    assert facts(**{field: f"样本{word}样本"})["full_time"] is full_time


def test_without_a_school_the_kind_of_study_is_unknown() -> None:
    assert facts(school=None)["full_time"] is None


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("中专", "secondary"),
        ("专科", "college"),
        ("本科", "bachelor"),
        ("硕士研究生", "master"),
        ("博士研究生", "doctor"),
        ("样本", None),
        (None, None),
    ],
)
def test_an_education_that_is_not_understood_stays_unknown(
    written: str | None, level: str | None
) -> None:
    assert facts(education=written)["education"] == level


@pytest.mark.parametrize(
    ("number", "valid", "agrees"),
    [
        (NUMBER, True, True),
        (NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"), False, None),
        (NUMBER[:17], False, None),
        ("990101200113329000", False, None),
        (None, None, None),
        ("", None, None),
    ],
    ids=["valid", "check digit", "17 digits", "no such day", "missing", "blank"],
)
def test_an_id_number_is_valid_wrong_or_unknown_and_a_wrong_one_says_nothing_of_the_birth(
    number: str | None, valid: bool | None, agrees: bool | None
) -> None:
    known = facts(id_number=number)

    assert (known["id_number_valid"], known["birth_matches_id"]) == (valid, agrees)


def test_another_month_of_birth_than_in_the_id_number_does_not_agree() -> None:
    assert facts(birth="1999-01")["birth_matches_id"] is False


def test_a_birth_left_blank_is_unknown_and_not_a_mismatch() -> None:
    assert facts(birth=None)["birth_matches_id"] is None


@pytest.mark.parametrize(
    ("intended", "given", "inside"),
    [
        ({"city": "忻州市", "county": "代县"}, True, True),
        ({"city": "大同市", "county": "云州区"}, True, False),
        ({"city": None, "county": "代县"}, True, None),
        ({"city": "忻州市", "county": None}, True, True),
        ({"city": None, "county": None}, False, None),
        ({}, False, None),
        (None, False, None),
    ],
)
def test_the_intended_area_is_given_missing_inside_outside_or_unknown(
    intended: dict[str, str | None] | None, given: bool, inside: bool | None
) -> None:
    known = facts(intended=intended)

    assert (known["has_intention"], known["intention_in_city"]) == (given, inside)


@pytest.mark.parametrize(
    ("materials", "given", "front", "back"),
    [
        ({}, False, False, False),
        ({"unknown": 2}, None, None, None),
        ({"hukou": 1}, True, True, True),
        ({"id_card_front": 1}, True, True, False),
        ({"id_card_back": 1}, True, False, True),
        ({"id_card_front": 1, "unknown": 1}, True, True, None),
        ({"id_card_front": 1, "id_card_back": 1}, True, True, True),
        ({"hukou": 0}, False, False, False),
    ],
)
def test_the_proof_of_identity_is_whole_half_missing_or_unknown_behind_unnamed_files(
    materials: dict[str, int], given: bool | None, front: bool | None, back: bool | None
) -> None:
    known = facts(materials=materials)

    sides = (known["id_card_front_given"], known["id_card_back_given"])
    assert (known["identity_given"], *sides) == (given, front, back)


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("diploma_given", "diploma"),
        ("enrollment_report_given", "enrollment_report"),
        ("degree_certificate_given", "degree_certificate"),
    ],
)
def test_a_paper_that_may_be_among_unnamed_files_is_unknown_and_not_missing(
    fact: str, kind: str
) -> None:
    answers = [facts(materials=papers)[fact] for papers in ({kind: 1}, {"unknown": 1}, {})]

    assert answers == [True, None, False]


@pytest.mark.parametrize(
    ("findings", "readable", "harmless", "wrong_form"),
    [
        ((), True, True, False),
        (("set_aside",), True, True, False),
        (("attachment_unreadable",), False, True, False),
        (("attachment_suspicious",), True, False, False),
        (("form_wrong", "attachment_unreadable"), False, True, True),
    ],
)
def test_what_intake_noticed_of_the_attachments_is_a_fact_of_its_own(
    findings: tuple[str, ...], readable: bool, harmless: bool, wrong_form: bool
) -> None:
    known = facts(findings=findings)

    names = ("attachments_readable", "attachments_harmless", "wrong_form_given")
    assert tuple(known[name] for name in names) == (readable, harmless, wrong_form)


@pytest.mark.parametrize(
    "fields",
    [
        {"ethnicity": "另一民族"},
        {"sex": "男"},
        {"political_status": "另一面貌"},
        {"native_place": "另一籍贯"},
        {"address": "另一住址"},
        {"name": "李样本", "phone": "13900000000", "strengths": "样本"},
        {"ethnicity": None, "sex": None, "political_status": None, "native_place": None},
    ],
)
def test_who_a_person_is_changes_no_byte_of_the_facts(fields: dict[str, str | None]) -> None:
    before, after = (json.dumps(one, ensure_ascii=False) for one in (facts(), facts(**fields)))

    assert after == before
