"""From papers to facts: what they prove, where they prevail, and what a doubt leaves open."""

from typing import Any

import pytest

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from tests.apps.stated import ANOTHER_NUMBER, NUMBER, facts, paper

DIPLOMA, REPORT = MaterialKind.DIPLOMA, MaterialKind.ENROLLMENT_REPORT


@pytest.mark.parametrize(
    ("fields", "materials", "expected"),
    [
        ({"major": "社会工作"}, {}, {"claims_social_work"}),
        ({"major": "社会工作与管理"}, {}, set()),
        ({"major": "社会工作专业"}, {}, {"claims_social_work"}),
        ({"major": "社会工作（社区方向）"}, {}, {"claims_social_work"}),
        ({"major": " 社会 工作〔专升本"}, {}, {"claims_social_work"}),
        ({"major": "社会学（社会工作方向）"}, {}, set()),
        ({"major": None}, {}, set()),
        ({"resume": "本人为社会工作专业毕业生"}, {}, {"claims_social_work"}),
        ({"resume": "本人系低保家庭毕业生。"}, {}, {"claims_low_income"}),
        ({"strengths": "低保家庭"}, {}, set()),
        ({}, {"low_income_proof": 1}, {"low_income_proven"}),
        ({"resume": "2020年应征入伍，退役大学生士兵"}, {}, {"claims_veteran"}),
        ({"major": "会计（退役士兵）"}, {}, {"claims_veteran"}),
        ({}, {"enlistment_proof": 1}, set()),
        ({}, {"discharge_proof": 1}, set()),
        ({}, {"enlistment_proof": 1, "discharge_proof": 1}, {"veteran_proven"}),
        ({}, {"diploma": 1}, {"social_work_shown"}),
        ({}, {"enrollment_report": 1}, {"social_work_shown"}),
    ],
)
def test_a_preference_is_claimed_by_resume_or_major_and_proven_by_papers_alone(
    fields: dict[str, str | None], materials: dict[str, int], expected: set[str]
) -> None:
    known = facts(materials=materials, **fields)

    preferences = [name for name in known if name.startswith("claims_")]
    preferences += ["social_work_shown", "low_income_proven", "veteran_proven"]
    assert {name for name in preferences if known[name]} == expected


@pytest.mark.parametrize("resume", ["2023年采访退役军人", "暑期走访低保户"])
def test_a_sentence_that_may_mean_somebody_else_leaves_the_claim_to_a_person(resume: str) -> None:
    known = facts(resume=resume)

    assert None in (known["claims_low_income"], known["claims_veteran"])


def test_proofs_that_may_be_among_unnamed_files_are_unknown() -> None:
    known = facts(materials={"enlistment_proof": 1, "unknown": 1})

    assert (known["low_income_proven"], known["veteran_proven"]) == (None, None)


@pytest.mark.parametrize(
    ("papers", "shown"),
    [
        ((paper(DIPLOMA, major="社会工作"),), True),
        ((paper(REPORT, major="社会工作（社区方向）"),), True),
        ((paper(DIPLOMA, major="社会学"),), False),
        ((paper(DIPLOMA),), False),
        ((paper(DIPLOMA, "major", major="社会工怍"),), None),
        ((paper(MaterialKind.HONOR_MUNICIPAL, major="社会工作"),), True),
    ],
    ids=["diploma", "report", "another major", "not told", "hardly legible", "not read at all"],
)
def test_the_major_of_social_work_is_shown_by_what_diploma_or_report_say(
    papers: tuple[Paper, ...], shown: bool | None
) -> None:
    known = facts(major="社会工作", papers=papers)

    assert (known["claims_social_work"], known["social_work_shown"]) == (True, shown)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (2024, True, True, "bachelor")),
        ({"graduation": "2023-06"}, (2023, True, True, "bachelor")),
        ({"school": "河北大学"}, (2024, False, True, "bachelor")),
        ({"is_full_time": False}, (2024, True, False, "bachelor")),
        ({"education": "专科"}, (2024, True, True, "college")),
    ],
    ids=["silent", "another year", "another province", "adult education", "another level"],
)
def test_documents_prevail_over_the_form_for_year_school_mode_and_level(
    values: dict[str, Any], expected: tuple[int, bool, bool, str]
) -> None:
    known = facts(papers=(paper(DIPLOMA, **values),))

    names = ("graduation_year", "school_in_province", "full_time", "education")
    assert tuple(known[name] for name in names) == expected


def test_a_document_of_full_time_study_prevails_over_a_word_in_the_form() -> None:
    known = facts(resume="业余时间做志愿者", papers=(paper(REPORT, is_full_time=True),))

    assert known["full_time"] is True


@pytest.mark.parametrize(
    ("name", "reading", "fact", "expected"),
    [
        ("graduation", "2024-07", "graduation_year", 2024),
        ("graduation", "2023-07", "graduation_year", None),
        ("school", "忻州师范学院", "school_in_province", True),
        ("school", "忻川师范字院", "school_in_province", None),
        ("education", "本科", "education", "bachelor"),
        ("education", "专科", "education", None),
        ("is_full_time", False, "full_time", None),
    ],
)
def test_a_doubtful_reading_of_a_document_decides_nothing_against_the_form(
    name: str, reading: Any, fact: str, expected: Any
) -> None:
    known = facts(papers=(paper(DIPLOMA, name, **{name: reading}),))

    assert known[fact] == expected


CARD = MaterialKind.ID_CARD_FRONT


@pytest.mark.parametrize(
    ("sent", "differing"),
    [
        (paper(CARD, name="张样本", id_number=NUMBER), {}),
        (paper(CARD, name="李样本"), {"name_differs": True}),
        (paper(CARD, id_number=ANOTHER_NUMBER), {"id_number_differs": True}),
        (paper(CARD, "id_number", id_number=ANOTHER_NUMBER), {"id_number_differs": None}),
        (paper(DIPLOMA, major="物理学"), {"major_differs": True}),
        (paper(DIPLOMA, "major", major="物理学"), {"major_differs": None}),
        (paper(MaterialKind.HONOR_NATIONAL, name="李样本", major="物理学"), {}),
    ],
    ids=["same", "name", "number", "doubtful number", "major", "doubtful major", "an honour"],
)
def test_form_and_papers_differ_only_where_both_were_surely_read(
    sent: Paper, differing: dict[str, bool | None]
) -> None:
    known = facts(papers=(sent,))

    names = ("id_number_differs", "name_differs", "major_differs")
    assert {name: known[name] for name in names} == dict.fromkeys(names, False) | differing


def test_what_rests_on_a_doubtful_field_is_unknown_until_a_person_has_confirmed_it() -> None:
    doubtful = (
        "graduation", "school", "education", "degree", "id_number", "birth", "name", "major",
        "intended", "transfer", "pledge", "resume",
    )  # fmt: skip
    other = (paper(CARD, name="李样本", id_number=ANOTHER_NUMBER), paper(DIPLOMA, major="物理学"))

    known = facts(doubtful=doubtful, papers=other, resume="退役大学生士兵，低保家庭")

    assert {name for name, value in known.items() if value is None} == {
        "graduation_year", "school_in_province", "full_time", "education", "states_degree",
        "id_number_valid", "birth_matches_id", "id_number_differs", "name_differs",
        "major_differs", "has_intention", "intention_in_city", "transfer_contradictory",
        "pledge_signed", "claims_social_work", "claims_low_income", "claims_veteran",
    }  # fmt: skip
