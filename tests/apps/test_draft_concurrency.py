"""Applicants, officials and the mailbox at the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connections
from django_tasks_db.models import DBTaskResult

from linli.apps.applications.models import Application
from linli.apps.applications.own import AppliedAlready
from linli.apps.drafts import submitting
from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.reclaiming import Claim, reclaim
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import Submission, submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import UPLOADS, add_upload
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.intake import registering
from linli.apps.intake.models import Mail
from linli.apps.intake.registering import register_mailbox
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import verify_ledger
from linli.apps.people.claiming import NumberHeld, claim_person
from linli.apps.people.models import Person
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from tests.apps.applicants import applicant
from tests.apps.cast import Officials, at, make_registration_form
from tests.apps.made_desk import application_mail
from tests.factories import id_number
from tests.support.portal import APPLYING, NAME, fields, filled_draft, paper, submitted_case
from tests.support.read_papers import tell_as_declared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_files")]
PHONE = "13800000002"
#: How long one waits for another who may be waiting for it.
MOMENT = 1.0


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment; return what each came to, a refusal where it was refused."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def submission_of(draft: Draft) -> Callable[[], Submission]:
    copy = Draft.objects.select_related("season", "account", "application").get(pk=draft.pk)
    return lambda: submit(copy, revision=copy.revision, signed_name=NAME, at=APPLYING)


def kinds_of(found: Sequence[object]) -> set[str]:
    return {type(one).__name__ for one in found}


def test_pages_that_save_different_fields_at_once_lose_nothing(season: Season) -> None:
    draft = draft_of(season, applicant())
    texts = {name: fields()[name] for name in ("name", "phone", "school", "major")}

    at_once(
        *(
            lambda name=name: save_fields(draft, {name: texts[name]}, base=0, at=APPLYING)
            for name in texts
        )
    )

    draft.refresh_from_db()
    assert (draft.fields, draft.revision) == (texts, 4)
    assert sorted(draft.stamps.values()) == [1, 2, 3, 4]


def test_pages_that_save_one_field_at_once_tell_all_but_one_of_it(season: Season) -> None:
    draft = draft_of(season, applicant())

    found = at_once(
        *(
            lambda text=text: save_fields(draft, {"name": text}, base=0, at=APPLYING)
            for text in ("样本一", "样本二", "样本三")
        )
    )

    draft.refresh_from_db()
    told = [one.conflicts for one in found]  # type: ignore[attr-defined]
    assert sorted(map(len, told)) == [0, 1, 1]
    assert draft.revision == 1


def test_clicks_at_once_submit_once(season: Season) -> None:
    draft = filled_draft(season, applicant())

    found = at_once(*(submission_of(draft) for _ in range(4)))

    (case,) = Application.objects.all()
    assert [one.application for one in found] == [case] * 4  # type: ignore[attr-defined]
    assert sum(one.is_first for one in found) == 1  # type: ignore[attr-defined]
    assert DBTaskResult.objects.filter(task_path__endswith=".take_over").count() == 1
    assert Entry.objects.of_subject(case.subject).count() == 1


def test_the_same_file_at_once_is_one_and_different_ones_are_all_there(season: Season) -> None:
    draft = filled_draft(season, applicant())

    at_once(*(lambda: add_upload(draft, "hukou", paper("same"), at=APPLYING) for _ in range(3)))
    at_once(
        *(
            lambda text=text: add_upload(draft, "degree_certificate", paper(text), at=APPLYING)
            for text in ("one", "two", "three")
        )
    )

    assert Upload.objects.filter(kind="hukou").count() == 2
    assert Upload.objects.filter(kind="degree_certificate").count() == 4
    assert all(UPLOADS.kept(one.digest) for one in Upload.objects.all())


def test_of_two_accounts_with_one_new_number_one_applies_and_one_is_sent_to_the_counter(
    season: Season,
) -> None:
    drafts = [filled_draft(season, applicant())]
    drafts.append(filled_draft(season, applicant("applicant-2", PHONE)))

    found = at_once(*map(submission_of, drafts))

    assert kinds_of(found) == {"Submission", "NumberHeld"}
    assert (Application.objects.count(), Person.objects.count()) == (1, 1)


def test_claim_at_the_counter_and_a_submission_by_whoever_used_the_number(
    season: Season, cast: Officials
) -> None:
    case = submitted_case(season, applicant("impostor"), number=id_number(1))
    victim = applicant("victim", PHONE)
    theirs = Draft.objects.get()
    draft_of(season, victim)
    save_fields(theirs, {"major": "法学"}, base=None, at=APPLYING)
    claim = Claim(id_number(1), PHONE)

    found = at_once(
        submission_of(theirs),
        lambda: reclaim(season, claim, account=victim, actor=cast.city, at=at(6, 5)),
    )

    assert isinstance(found[0], Submission | NumberHeld)
    assert Person.objects.get(id_number=id_number(1)).account == victim
    assert [one.account for one in Draft.objects.filter(application=case)] == [victim]
    assert Application.objects.count() == 1


def test_withdrawal_and_taking_over_at_once_leave_the_files_in_the_case(season: Season) -> None:
    account = applicant()
    case = submitted_case(season, account)
    tell_as_declared(Draft.objects.get())
    Application.objects.select_related("season", "person").get(pk=case.pk)

    at_once(
        lambda: take_over_application(case.pk, at=APPLYING),
        lambda: withdraw_own(
            Application.objects.select_related("season", "person").get(pk=case.pk),
            account=account,
            at=APPLYING,
        ),
    )

    case.refresh_from_db()
    assert (case.state, case.mails.count(), len(case.papers)) == ("withdrawn", 1, 3)
    assert Draft.objects.get().application is None


def test_submission_and_mailbox_at_once_never_wait_for_one_another(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mailbox goes from the season to its people: a submission that went the other way would meet it."""
    Person.objects.create(id_number=id_number(1), name=NAME)
    draft = filled_draft(season, applicant())
    form = make_registration_form(id_number(1), name=NAME)
    mail = application_mail("mail.eml", {}, form=form)
    has_person, has_season = Event(), Event()

    def claimed(*args: object, **kwargs: object) -> Person:
        person = claim_person(*args, **kwargs)  # type: ignore[arg-type]
        has_person.set()
        has_season.wait(MOMENT)
        return person

    def locked(season: Season) -> Season:
        found = lock_season(season)
        has_season.set()
        has_person.wait(MOMENT)
        return found

    monkeypatch.setattr(submitting, "claim_person", claimed)
    monkeypatch.setattr(registering, "lock_season", locked)

    found = at_once(
        submission_of(draft),
        lambda: register_mailbox(season, {mail.file: mail}, actor=cast.city, at=APPLYING),
    )

    assert isinstance(found[0], Submission | NumberHeld | AppliedAlready)
    assert (Application.objects.count(), Mail.objects.count()) == (1, 1)
    assert verify_ledger().broken is None
