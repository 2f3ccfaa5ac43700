"""Whether papers and form agree, and which study counts.

Source: D0 一(一), 三(二).
"""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.comparing import Agreement, compare
from linli.core.papers.kinds import MaterialKind as K
from linli.core.papers.paper import Paper, PaperValues
from linli.core.papers.study import Study, study_of

NUMBER, OTHER_NUMBER, WRONG_NUMBER = (
    "990101200203150015",
    "990101200203150023",
    "990101200203150016",
)
FORM = RegistrationForm(
    name="演练宇", id_number=NUMBER, birth="2002-03", school="样本大学", major="法学", education="本科", graduation="2024-06",
)  # fmt: skip
CARD = Paper(
    (K.ID_CARD_FRONT,), 0.95, PaperValues(name="演练宇", id_number=NUMBER, birth="2002-03")
)
DIPLOMA = Paper(
    (K.DIPLOMA,), 0.95,
    PaperValues(
        name="演练宇", birth="2002-03", school="样本大学", major="法学", education="本科", graduation="2024-06",
        is_full_time=True,
    ),
)  # fmt: skip
REPORT = Paper(
    (K.ENROLLMENT_REPORT,), 0.95,
    PaperValues(
        name="演练宇", id_number=NUMBER, birth="2002-03", school="样本大学", major="法学", education="本科",
        graduation="2024-07", is_full_time=True,
    ),
)  # fmt: skip
ALL_AGREE = Agreement(True, True, True, True, True, True)


def says(paper: Paper, *, doubtful: tuple[str, ...] = (), **values: str | None) -> Paper:
    said = asdict(paper.values) | values
    return replace(paper, values=PaperValues(**said), doubtful=doubtful)


def never_alike(one: str, other: str) -> bool:
    return False


def test_papers_that_say_what_the_form_says_confirm_it() -> None:
    assert compare(FORM, [CARD, DIPLOMA]) == ALL_AGREE


def test_nothing_is_said_without_papers() -> None:
    assert compare(FORM, []) == Agreement()


@pytest.mark.parametrize(
    ("paper", "written", "agrees", "unsettled"),
    [
        (CARD, OTHER_NUMBER, False, ()),
        (CARD, WRONG_NUMBER, False, ()),
        (says(CARD, id_number=OTHER_NUMBER), NUMBER, False, ()),
        (says(REPORT, id_number=OTHER_NUMBER), NUMBER, False, ()),
        (says(CARD, id_number=WRONG_NUMBER), NUMBER, None, ("id_number",)),
        (says(CARD, id_number=OTHER_NUMBER, doubtful=("id_number",)), NUMBER, None, ("id_number",)),
        (says(CARD, id_number=WRONG_NUMBER), WRONG_NUMBER, True, ()),
        (DIPLOMA, OTHER_NUMBER, None, ()),
    ],
)
def test_number_that_was_surely_read_accuses_a_form_that_says_otherwise(
    paper: Paper, written: str, agrees: bool | None, unsettled: tuple[str, ...]
) -> None:
    agreement = compare(replace(FORM, id_number=written), [paper])
    assert (agreement.id_number, agreement.unsettled) == (agrees, unsettled)


@pytest.mark.parametrize(
    ("written", "read", "alike", "agrees"),
    [
        ("演练宇", "演练宇", False, True),
        ("演练宇", "演练雨", False, False),
        ("演练宇", "演练字", True, None),
        ("演练宇", "样本宇", False, False),
        ("演练宇", "样本字", True, False),
        ("演练䶮", "演练龚", False, None),
        ("演练䶮", "演练", False, None),
        ("演练宇", "演练宇宇", False, None),
        ("演练·买合木提", "演练买合木提", False, True),
        ("演练·买合木提", "演练·买台木提", True, None),
        ("演练华", "演练華", False, None),
    ],
)
def test_name_with_one_letter_that_may_be_a_slip_accuses_nobody(
    written: str, read: str, alike: bool, agrees: bool | None
) -> None:
    form, paper = replace(FORM, name=written), says(DIPLOMA, name=read)
    agreement = compare(form, [paper], look_alike=lambda one, other: alike)
    assert agreement.name is agrees
    assert ("name" in agreement.unsettled) is (agrees is None)


def test_slip_that_two_papers_share_is_no_slip() -> None:
    other = says(DIPLOMA, name="演练字")
    assert compare(FORM, [CARD, other]).name is True
    assert compare(FORM, [CARD, other, says(REPORT, name="演练字")]).name is False


def test_letter_too_rare_for_a_recogniser_may_be_misread_twice() -> None:
    form = replace(FORM, name="演练䶮")
    papers = [says(DIPLOMA, name="演练龚"), says(REPORT, name="演练龚")]
    assert compare(form, papers).name is None


def test_name_on_an_honour_or_a_proof_accuses_nobody() -> None:
    honour = Paper((K.HONOR_NATIONAL,), 0.95, PaperValues(name="样本人"))
    assert compare(FORM, [honour], look_alike=never_alike) == Agreement()


@pytest.mark.parametrize(
    ("read", "agrees"),
    [
        ("法学", True),
        ("法学(师范)", True),
        ("法学与经济", None),
        ("社会工作", False),
    ],
)
def test_major_in_other_words_is_for_a_person_and_another_major_is_a_mismatch(
    read: str, agrees: bool | None
) -> None:
    assert compare(FORM, [says(DIPLOMA, major=read)], look_alike=never_alike).major is agrees


@pytest.mark.parametrize(
    ("read", "agrees"), [("2024-06", True), ("2024-12", True), ("2023-12", False)]
)
def test_graduation_is_compared_by_its_year(read: str, agrees: bool | None) -> None:
    assert compare(FORM, [says(REPORT, graduation=read)]).graduation is agrees


def test_numerals_of_a_certificate_do_not_accuse_of_a_wrong_birth() -> None:
    assert compare(FORM, [says(DIPLOMA, birth="2002-02")]).birth is None
    assert compare(FORM, [says(CARD, birth="2002-02")]).birth is False


def test_field_of_the_form_that_is_itself_unsure_accuses_nobody() -> None:
    form = replace(FORM, id_number=OTHER_NUMBER)
    agreement = compare(form, [CARD], unsure=("id_number",))
    assert (agreement.id_number, agreement.unsettled) == (None, ("id_number",))


def test_page_of_another_member_of_the_household_is_passed_over() -> None:
    head = Paper((K.HUKOU,), 0.95, PaperValues(name="样本人", id_number="990101197003150016"))
    assert compare(FORM, [head, CARD]).name is True
    assert compare(FORM, [head]).name is False


def test_diploma_of_an_earlier_study_accuses_nobody() -> None:
    form = replace(FORM, major="公共管理", education="硕士研究生")
    master = says(REPORT, major="公共管理", education="硕士研究生")
    earlier = says(DIPLOMA, graduation="2021-06")
    agreement = compare(form, [master, earlier])
    assert (agreement.major, agreement.graduation) == (True, True)


@given(st.lists(st.sampled_from([CARD, DIPLOMA, says(DIPLOMA, name="演练宇"), REPORT]), max_size=5))
def test_papers_of_the_form_s_own_values_never_accuse(papers: list[Paper]) -> None:
    agreement = compare(FORM, papers, look_alike=never_alike)
    assert False not in (agreement.name, agreement.id_number, agreement.school, agreement.birth)


@pytest.mark.parametrize(
    ("papers", "study"),
    [
        ([], Study()),
        ([CARD], Study()),
        ([REPORT], Study("2024-07", "样本大学", "本科", True, "法学")),
        ([REPORT, DIPLOMA], Study("2024-06", "样本大学", "本科", True, "法学")),
        (
            [says(DIPLOMA, major=None, school="样木大学", doubtful=("school",)), REPORT],
            Study("2024-06", "样本大学", "本科", True, "法学"),
        ),
        (
            [says(DIPLOMA, graduation="2021-06"), says(REPORT, education="硕士研究生", major="公共管理")],
            Study("2024-07", "样本大学", "硕士研究生", True, "公共管理"),
        ),
        (
            [
                says(DIPLOMA, education="专科", major="会计"),
                replace(DIPLOMA, values=replace(DIPLOMA.values, is_full_time=False)),
            ],
            Study("2024-06", "样本大学", "专科", True, "会计"),
        ),
    ],
)  # fmt: skip
def test_last_study_counts_and_its_diploma_decides(papers: list[Paper], study: Study) -> None:
    assert study_of(papers) == study
