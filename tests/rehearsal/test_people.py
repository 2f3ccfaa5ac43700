from collections import Counter
from collections.abc import Mapping
from time import process_time

import pytest

from linli.core.identity.id_number import IdNumberFault, id_number_fault, parse_id_number
from linli.core.papers.kinds import MaterialKind
from linli.core.places import Area
from linli.rehearsal.people import PersonOrder, make_ordered_people, make_people
from linli.rehearsal.person import Claim, Flaw, MadeUpPerson
from linli.rehearsal.places import HOME_COUNTIES
from linli.rehearsal.schools import SHANXI_SCHOOLS

People = tuple[MadeUpPerson, ...]
SHANXI_NAMES = {school.name for school in SHANXI_SCHOOLS}


def _good(people: People) -> list[MadeUpPerson]:
    return [person for person in people if person.flaw is None]


def _with(people: People, flaw: Flaw) -> list[MadeUpPerson]:
    return [person for person in people if person.flaw is flaw]


def test_the_same_seed_makes_the_same_people(
    season_people: People, seats: Mapping[str, int]
) -> None:
    again = make_people(seed=20240607, count=973, seats=seats)

    assert again == season_people


def test_another_seed_makes_other_people(seats: Mapping[str, int]) -> None:
    one, other = (make_people(seed=seed, count=20, seats=seats) for seed in (1, 2))

    assert {person.form.id_number for person in one}.isdisjoint(
        person.form.id_number for person in other
    )


def test_a_fixed_seed_makes_the_known_first_person(seats: Mapping[str, int]) -> None:
    form = make_people(seed=7, count=3, seats=seats)[0].form

    # Fixed on purpose: it shows a change of derivation, which would change every rehearsal.
    assert (form.name, form.school, form.major) == ("司马云荣", "山西青年职业学院", "大数据与会计")


def test_three_people_in_four_have_a_good_application(season_people: People) -> None:
    assert len(_good(season_people)) == 735


def test_every_county_has_twice_as_many_good_people_as_places(
    season_people: People, seats: Mapping[str, int]
) -> None:
    by_county = Counter(person.form.intended.county for person in _good(season_people))

    short = {county for county, places in seats.items() if by_county[county] < 2 * places}

    assert short == set()


def test_every_flaw_occurs_in_a_season(season_people: People) -> None:
    assert {person.flaw for person in season_people} == {None, *Flaw}


def test_every_kind_of_paper_occurs_in_a_season(season_people: People) -> None:
    held = {kind for person in season_people for kind in person.materials}

    assert held == set(MaterialKind)


def test_ten_thousand_people_have_different_numbers_and_phones(seats: Mapping[str, int]) -> None:
    people = make_people(seed=1, count=10_000, seats=seats)

    assert len({(person.form.id_number or "")[:17] for person in people}) == 10_000
    assert len({person.form.phone for person in people}) == 10_000


def test_a_season_of_people_is_made_within_three_seconds(seats: Mapping[str, int]) -> None:
    # A third of that on a quiet machine; what grows with the square of the people takes far longer.
    started = process_time()

    make_people(seed=3, count=973, seats=seats)

    assert process_time() - started < 3


def test_nobody_at_all_is_made_for_a_count_of_zero(seats: Mapping[str, int]) -> None:
    assert make_people(seed=1, count=0, seats=seats) == ()


def test_good_people_are_told_alike_by_form_and_id_number(season_people: People) -> None:
    for person in _good(season_people):
        number = parse_id_number(person.form.id_number or "")

        assert person.form.birth == f"{number.birth_date:%Y-%m}"
        assert person.form.sex == number.sex


def test_good_people_graduate_in_2024_from_a_school_of_the_province(
    season_people: People,
) -> None:
    good = _good(season_people)

    assert {(person.form.graduation or "")[:4] for person in good} == {"2024"}
    assert {person.form.school for person in good} <= SHANXI_NAMES
    assert {person.form.education for person in good} == {"专科", "本科", "硕士研究生"}


def test_good_people_sign_and_name_a_county_of_the_city(season_people: People) -> None:
    good = _good(season_people)

    assert {person.form.pledge_signed for person in good} == {True}
    assert {person.form.intended for person in good} == {
        Area("忻州市", county) for county in HOME_COUNTIES
    }


def test_transfer_is_refused_accepted_for_up_to_three_counties_or_left_open(
    season_people: People,
) -> None:
    answers = Counter(
        (person.form.accepts_transfer, len(person.form.transfer_areas))
        for person in _good(season_people)
    )

    assert set(answers) == {(False, 0), (None, 0), (True, 1), (True, 2), (True, 3)}


def test_nobody_accepts_a_transfer_to_their_own_first_choice(season_people: People) -> None:
    assert not any(person.form.intended in person.form.transfer_areas for person in season_people)


def test_good_people_hold_an_identity_paper_and_a_diploma_or_a_report(
    season_people: People,
) -> None:
    identity = {MaterialKind.HUKOU, MaterialKind.ID_CARD_FRONT}
    study = {MaterialKind.DIPLOMA, MaterialKind.ENROLLMENT_REPORT}

    for person in _good(season_people):
        assert identity & set(person.materials)
        assert study & set(person.materials)


def test_claims_occur_with_proof_and_without(season_people: People) -> None:
    unproven = {
        claim for person in season_people for claim in person.claims if claim not in person.proven
    }
    proven = {claim for person in season_people for claim in person.proven}

    assert proven == set(Claim)
    assert {Claim.LOW_INCOME, Claim.VETERAN} <= unproven


def test_a_veteran_with_half_of_the_proof_has_not_proven_it(season_people: People) -> None:
    halves = [
        person
        for person in season_people
        if Claim.VETERAN in person.claims and MaterialKind.DISCHARGE_PROOF not in person.materials
    ]

    assert halves
    assert not any(Claim.VETERAN in person.proven for person in halves)


def test_a_claim_is_written_on_the_form(season_people: People) -> None:
    for person in season_people:
        resume = person.form.resume or ""

        assert ("低保家庭" in resume) == (Claim.LOW_INCOME in person.claims)
        assert ("退役大学生士兵" in resume) == (Claim.VETERAN in person.claims)


def test_phones_belong_to_no_operator(season_people: People) -> None:
    assert {(person.form.phone or "")[:3] for person in season_people} == {"154"}
    assert {len(person.form.phone or "") for person in season_people} == {11}


def test_names_of_dotted_and_single_characters_occur(season_people: People) -> None:
    names = [person.form.name or "" for person in season_people]

    assert any("·" in name for name in names)
    assert {2, 3} <= {len(name) for name in names}


# What each flaw does to form and papers, one line per flaw.


def test_the_wrong_year_of_graduation_is_never_2024(season_people: People) -> None:
    flawed = _with(season_people, Flaw.NOT_2024_GRADUATE)

    assert {(person.form.graduation or "")[:4] for person in flawed} == {"2022", "2023", "2025"}


def test_a_school_outside_the_province_is_in_no_list_of_it(season_people: People) -> None:
    flawed = _with(season_people, Flaw.SCHOOL_OUTSIDE_PROVINCE)

    assert SHANXI_NAMES.isdisjoint(person.form.school for person in flawed)


def test_part_time_study_shows_in_major_and_resume(season_people: People) -> None:
    for person in _with(season_people, Flaw.NOT_FULL_TIME):
        mark = (person.form.major or "").partition("（")[2]

        assert mark in ("函授）", "成人教育）", "业余）")
        assert mark in (person.form.resume or "")


def test_secondary_school_is_below_college(season_people: People) -> None:
    flawed = _with(season_people, Flaw.EDUCATION_BELOW_COLLEGE)

    assert {person.form.education for person in flawed} == {"中专"}


def test_a_wrong_check_digit_is_the_only_thing_wrong_with_the_number(
    season_people: People,
) -> None:
    flawed = _with(season_people, Flaw.ID_CHECKSUM)

    faults = {id_number_fault(person.form.id_number or "") for person in flawed}

    assert faults == {IdNumberFault.CHECK_DIGIT}


def test_a_birth_mismatch_keeps_the_year_and_changes_the_month(season_people: People) -> None:
    for person in _with(season_people, Flaw.BIRTH_MISMATCH):
        number = person.form.id_number or ""
        year, month = (person.form.birth or "").split("-")

        assert year == number[6:10]
        assert month != number[10:12]


@pytest.mark.parametrize(
    ("flaw", "field", "expected"),
    [
        (Flaw.INTENTION_MISSING, "intended", Area()),
        (Flaw.TRANSFER_CONTRADICTORY, "transfer_contradictory", True),
        (Flaw.TRANSFER_CONTRADICTORY, "accepts_transfer", None),
        (Flaw.PLEDGE_UNSIGNED, "pledge_signed", False),
        (Flaw.PLEDGE_UNSIGNED, "pledge_date", None),
    ],
)
def test_a_flaw_of_the_form_stands_in_its_field(
    season_people: People, flaw: Flaw, field: str, expected: object
) -> None:
    found = {getattr(person.form, field) for person in _with(season_people, flaw)}

    assert found == {expected}


def test_an_intention_outside_the_city_names_a_county_of_another(season_people: People) -> None:
    flawed = _with(season_people, Flaw.INTENTION_OUTSIDE_CITY)

    assert not {"忻州市", None} & {person.form.intended.city for person in flawed}


@pytest.mark.parametrize(
    ("flaw", "lacking"),
    [
        (Flaw.IDENTITY_MISSING, {"id_card_front", "id_card_back", "hukou"}),
        (Flaw.ID_CARD_BACK_MISSING, {"id_card_back", "hukou"}),
        (
            Flaw.DIPLOMA_OR_REPORT_MISSING,
            {"diploma", "degree_certificate", "enrollment_report"},
        ),
        (Flaw.DEGREE_CERTIFICATE_MISSING, {"degree_certificate", "enrollment_report"}),
    ],
)
def test_a_flaw_of_the_papers_leaves_them_out(
    season_people: People, flaw: Flaw, lacking: set[str]
) -> None:
    held = {kind.value for person in _with(season_people, flaw) for kind in person.materials}

    assert held
    assert held.isdisjoint(lacking)


def test_a_missing_degree_certificate_goes_with_a_diploma_and_a_stated_degree(
    season_people: People,
) -> None:
    for person in _with(season_people, Flaw.DEGREE_CERTIFICATE_MISSING):
        assert MaterialKind.DIPLOMA in person.materials
        assert person.form.degree is not None


def test_an_order_decides_county_flaw_and_transfer() -> None:
    order = PersonOrder(1, "代县", None, ("五台县", "繁峙县"))

    (person,) = make_ordered_people([order], seed=9, counties=HOME_COUNTIES)

    assert person.key == "P00001"
    assert person.form.intended == Area("忻州市", "代县")
    assert person.form.transfer_areas == (Area("忻州市", "五台县"), Area("忻州市", "繁峙县"))
    assert person.form.accepts_transfer is True


def test_adding_people_leaves_the_earlier_ones_as_they_were() -> None:
    orders = [PersonOrder(index, "代县") for index in range(1, 31)]

    some = make_ordered_people(orders[:10], seed=9, counties=HOME_COUNTIES)
    more = make_ordered_people(orders, seed=9, counties=HOME_COUNTIES)

    assert more[:10] == some
