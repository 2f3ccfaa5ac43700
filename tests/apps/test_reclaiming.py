"""A person with the ID card gets the own application back; whoever used the number loses it."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import Draft
from linli.apps.drafts.reclaiming import (
    Claim,
    NobodyFound,
    NumberDiffers,
    SignInTaken,
    SignInUnproven,
    reclaim,
)
from linli.apps.drafts.saving import DraftGone, draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import add_upload
from linli.apps.ledger.models import Entry
from linli.apps.notifications.queries import messages_of
from linli.apps.people.claiming import NumberHeld
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import Officials, at, entry_count, last_entry, new_id_number
from tests.factories import make_application
from tests.support.portal import NAME, filled_draft, paper, submitted_case
from tests.support.read_papers import tell_as_declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
PHONE = "13800000002"


def claim_of(case: Application, **fields: object) -> Claim:
    number = case.person.id_number or ""
    return Claim(**{"id_number": number, "sign_in": PHONE, **fields})  # type: ignore[arg-type]


@pytest.fixture
def impostor(season: Season) -> User:
    return applicant("impostor")


@pytest.fixture
def victim(season: Season) -> User:
    return applicant("victim", PHONE)


@pytest.fixture
def taken(season: Season, impostor: User) -> Application:
    """A case that somebody submitted with another person's ID number."""
    return submitted_case(season, impostor, at=at(6, 3), number=new_id_number())


def test_impostor_sees_and_changes_nothing_any_more_and_the_person_has_it_all(
    season: Season, cast: Officials, taken: Application, impostor: User, victim: User
) -> None:
    number = taken.person.id_number or ""

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))

    person = Person.objects.get(pk=taken.person_id)
    assert (person.account, person.phone, person.email) == (victim, PHONE, "")
    assert list(messages_of(impostor)) == []
    assert Draft.objects.get(application=taken).account == victim
    assert not Draft.objects.filter(account=impostor).exists()
    with pytest.raises(NumberHeld):
        submitted_case(season, impostor, at=at(6, 6), number=number)


def test_person_with_a_draft_of_the_own_submits_it_in_place_of_the_impostors(
    season: Season, cast: Officials, taken: Application, impostor: User, victim: User
) -> None:
    mine = filled_draft(
        season, victim, at=at(6, 4), number=taken.person.id_number or "", major="法学"
    )

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))
    submit(mine, revision=mine.revision, signed_name=NAME, at=at(6, 5))

    taken.refresh_from_db()
    theirs = Draft.objects.get(account=impostor)
    assert (Application.objects.count(), taken.form["major"]) == (1, "法学")
    assert (theirs.application, theirs.submitted_revision) == (None, None)
    assert Draft.objects.get(account=victim).application == taken


def test_mail_applicant_is_bound_to_the_sign_in_and_keeps_the_address(
    season: Season, cast: Officials, victim: User
) -> None:
    case = make_application(season)
    Person.objects.update(email="zhang@sample.example")

    claim = claim_of(case, keeps_contacts=True)
    reclaim(season, claim, account=victim, actor=cast.city, at=at(6, 5))

    person = Person.objects.get()
    assert (person.account, person.email) == (victim, "zhang@sample.example")


def test_ledger_has_one_entry_without_a_word_on_the_person(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    before = entry_count()

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))
    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 6))

    entry = last_entry(taken.subject)
    assert entry_count() == before + 1
    assert (entry["actor"], entry["action"], entry["clause"], entry["reason"]) == (
        "city",
        "reclaim",
        "D0 三(一)3",
        "已查验本人身份证原件，人证一致",
    )
    assert entry["inputs"] == {"held_by_another": True, "keeps_contacts": False}
    whole = json.dumps(Entry.objects.get(sequence=entry["sequence"]).body, ensure_ascii=False)
    personal = (taken.person.id_number or "", taken.person.name, PHONE, "victim", "impostor")
    assert [word for word in personal if word in whole] == []


def test_case_whose_number_was_misread_is_found_by_its_case_number(
    season: Season, cast: Officials, victim: User
) -> None:
    case = make_application(season)
    Person.objects.update(id_number=None)

    claim = Claim(new_id_number(), PHONE, case_number=case.case_number)
    reclaim(season, claim, account=victim, actor=cast.city, at=at(6, 5))

    assert Person.objects.get().account == victim


def test_an_id_card_with_another_number_claims_nothing(
    season: Season, cast: Officials, taken: Application, impostor: User, victim: User
) -> None:
    another = claim_of(taken, id_number=new_id_number(), case_number=taken.case_number)
    mistyped = claim_of(taken, id_number="990101200101159009")

    for claim, refusal in ((another, NumberDiffers), (mistyped, NumberDiffers)):
        with pytest.raises(refusal):
            reclaim(season, claim, account=victim, actor=cast.city, at=at(6, 5))
    with pytest.raises(NobodyFound):
        unknown = Claim(new_id_number(), PHONE)
        reclaim(season, unknown, account=victim, actor=cast.city, at=at(6, 5))

    assert Person.objects.get(pk=taken.person_id).account == impostor


def test_sign_in_of_another_applicant_is_not_taken_from_them(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    other = own_application(season, victim)

    with pytest.raises(SignInTaken):
        reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))

    assert Person.objects.get(pk=other.person_id).account == victim


def test_address_that_somebody_entered_and_never_proved_is_no_sign_in(
    season: Season, cast: Officials, taken: Application, impostor: User
) -> None:
    address = "victim@sample.example"
    EmailAddress.objects.create(user=impostor, email=address, verified=False)
    stranger = User.objects.create(username="stranger", last_login=at(6, 4))
    EmailAddress.objects.create(user=stranger, email=address, verified=False)

    claim = claim_of(taken, sign_in=address)
    with pytest.raises(SignInUnproven):
        reclaim(season, claim, account=stranger, actor=cast.city, at=at(6, 5))

    EmailAddress.objects.filter(user=stranger).update(verified=True)
    reclaim(season, claim, account=stranger, actor=cast.city, at=at(6, 5))
    person = Person.objects.get(pk=taken.person_id)
    assert (person.account, person.email, person.phone) == (stranger, address, "")


def test_only_the_citys_office_moves_an_application(
    season: Season, cast: Officials, taken: Application, impostor: User, victim: User
) -> None:
    for actor in (cast.dai, cast.datong, victim):
        with pytest.raises(NotPermitted):
            reclaim(season, claim_of(taken), account=victim, actor=actor, at=at(6, 5))

    assert Person.objects.get(pk=taken.person_id).account == impostor


def test_account_bound_to_a_mistyped_number_that_never_applied_is_free(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    wrong = Person.objects.create(id_number=new_id_number(), name=NAME, account=victim)
    draft_of(season, victim)

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))

    assert (Person.objects.get(pk=wrong.pk).account, taken.person_id) == (None, taken.person_id)
    assert Draft.objects.get(account=victim).application == taken


def test_files_that_were_still_waiting_go_with_the_case_and_not_into_the_persons_own_draft(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    theirs = Draft.objects.get(application=taken)
    tell_as_declared(theirs)
    own = draft_of(season, victim)
    give_consent(own, at=at(6, 4))
    same = add_upload(own, "hukou", paper("hukou"), at=at(6, 4))
    same.reading = theirs.uploads.get(kind="hukou").reading
    same.save()

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))
    take_over_application(taken.pk, at=at(6, 5))

    taken.refresh_from_db()
    own.refresh_from_db()
    assert taken.materials == {"hukou": 1, "diploma": 1, "degree_certificate": 1}
    assert (len(taken.mails.get().reading["attachments"]), taken.proposal) == (4, "pass")
    assert (own.application, own.submitted_at, own.submitted_revision) == (taken, at(6, 3), None)
    assert list(own.present_uploads()) == [same]
    assert set(theirs.uploads.values_list("is_submitted", flat=True)) == {False}
    assert theirs.uploads.all().present().count() == 4


def test_what_lies_in_the_case_is_not_laid_in_again_after_it_was_claimed(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    tell_as_declared(Draft.objects.get(application=taken))
    take_over_application(taken.pk, at=at(6, 3))
    draft_of(season, victim)

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))

    assert Draft.objects.get(application=taken).laid_in_at == at(6, 3)


def test_page_that_is_still_open_writes_nothing_into_a_draft_that_went_over(
    season: Season, cast: Officials, taken: Application, victim: User
) -> None:
    open_page = Draft.objects.get(application=taken)

    reclaim(season, claim_of(taken), account=victim, actor=cast.city, at=at(6, 5))

    with pytest.raises(DraftGone):
        save_fields(open_page, {"name": "样本乙"}, base=None, at=at(6, 5))
    assert Draft.objects.get(account=victim).fields["name"] == NAME
