"""A person with the ID card in hand gets the own application back at the counter.

Somebody else may have applied with the number, or it came by mail or at the counter and no
sign-in is bound to it yet. Source: D0 三(一)3; requirements B17.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.queries import verified_addresses
from linli.apps.drafts.models import Draft
from linli.apps.drafts.withdrawing import unlink
from linli.apps.ledger.actions import Event, record
from linli.apps.people.models import Person
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.identity.id_number import id_number_fault, normalise_id_number
from linli.core.refusal import Refusal

ACT = "窗口认领报名"
_CLAUSE = "D0 三(一)3"
#: Why the city may move an application to another sign-in.
GROUND = "已查验本人身份证原件，人证一致"


class NobodyFound(Refusal):
    """No application of the season has that case number or ID number."""


class NumberDiffers(Refusal):
    """The ID card in hand bears another number than the application."""


class SignInTaken(Refusal):
    """The sign-in that was given already belongs to another person who applied."""


class SignInUnproven(Refusal):
    """The sign-in that was given stands in an account that never proved it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the official has in hand: the number on the ID card, and by what the person signs in.

    ``sign_in`` is a mobile number or an e-mail address, said on the spot; the case number is
    needed only where the application bears no valid ID number. ``keeps_contacts``: the e-mail address and telephone number on record are the person's own too.
    """

    id_number: str
    sign_in: str
    case_number: str = ""
    keeps_contacts: bool = False


@transaction.atomic
def reclaim(season: Season, claim: Claim, *, account: User, actor: User, at: datetime) -> Person:
    """Bind the person on the ID card to ``account``, whoever was bound before; return the person.

    Another account that held the number sees and changes nothing of it any more. Its draft goes to
    the person, or, where the person has a draft, stays behind without its case, whose files the
    person's draft then holds for the office.
    Raises ``NobodyFound``, ``NumberDiffers``, ``SignInTaken``, ``SignInUnproven`` and ``NotPermitted``.
    """
    require_office(actor, season, Office.CITY, act=ACT)
    _require_proven(account, claim.sign_in)
    person = _locked(season, _person(season, claim), account)
    if person.account_id == account.pk:
        return person
    _free(account, season)
    was_held = person.account_id is not None
    _move_drafts(person, account, at)
    person.account = account
    if not claim.keeps_contacts:
        # Otherwise whoever was there before would go on reading what is sent to the person.
        person.email, person.phone = _contacts(account, claim.sign_in)
    person.save(update_fields=("account", "email", "phone"))
    record(_events(season, person, was_held, claim, actor, at))
    return person


def _person(season: Season, claim: Claim) -> Person:
    if id_number_fault(claim.id_number):
        raise NumberDiffers("身份证号有误", why=_CLAUSE, mend="照身份证原件重新输入")
    number = normalise_id_number(claim.id_number)
    people = Person.objects.filter(is_rehearsal=season.is_rehearsal)
    if not claim.case_number:
        found = people.filter(id_number=number, applications__season=season).first()
    else:
        found = people.filter(
            applications__season=season, applications__case_number=claim.case_number
        ).first()
    if found is None:
        raise NobodyFound(
            "本招募季没有这份报名",
            why=_CLAUSE,
            mend="核对报名编号和身份证号；没有报过名的，直接报名",
        )
    if found.id_number is not None and found.id_number != number:
        raise NumberDiffers(
            f"身份证号与报名{claim.case_number}登记的不一致",
            why=_CLAUSE,
            mend="核对报名编号；登记的号码有误的，先更正登记表",
        )
    return found


def _require_proven(account: User, sign_in: str) -> None:
    """Refuse an account in use that only states the sign-in: anybody can enter another's address."""
    if account.last_login is not None and sign_in not in _proven(account):
        raise SignInUnproven(
            "这个手机号码或者邮箱登记在一个账号下，但没有验证过",
            why=_CLAUSE,
            mend="请本人先用它收验证码登录一次，或者另外提供一个",
        )


def _proven(account: User) -> frozenset[str]:
    phones = {account.phone} if account.phone and account.is_phone_verified else set()
    return verified_addresses(account) | phones


def _contacts(account: User, sign_in: str) -> tuple[str, str]:
    known = sorted({sign_in, *_proven(account)})
    addresses = [one for one in known if "@" in one]
    phones = [one for one in known if "@" not in one]
    is_address = "@" in sign_in
    email = sign_in if is_address else next(iter(addresses), "")
    return email, next(iter(phones), "") if is_address else sign_in


def _locked(season: Season, person: Person, account: User) -> Person:
    """Lock the drafts concerned, season and person, in the order of a submission; return the person anew."""
    drafts = Draft.objects.select_for_update(of=("self",)).order_by("pk")
    list(drafts.filter(Q(application__person=person) | Q(account=account)))
    lock_season(season)
    User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    return Person.objects.select_for_update().get(pk=person.pk)


def _free(account: User, season: Season) -> None:
    """Part an account from a person who never applied; refuse one that belongs to another applicant."""
    others = Person.objects.filter(account=account, is_rehearsal=season.is_rehearsal)
    if others.filter(applications__isnull=False).exists():
        raise SignInTaken(
            "这个手机号码或者邮箱已用于另一个人的报名",
            why=_CLAUSE,
            mend="请本人另外提供一个手机号码或者邮箱",
        )
    others.update(account=None)


def _move_drafts(person: Person, account: User, at: datetime) -> None:
    drafts = Draft.objects.filter(application__person=person)
    for draft in drafts.exclude(account=account).select_related("application"):
        mine = Draft.objects.filter(season=draft.season_id, account=account).first()
        if mine is None:
            draft.account = account
            draft.save(update_fields=("account",))
            continue
        if mine.application_id is None:
            _hand_over(draft, mine, at)
        else:
            unlink(draft)


def _hand_over(theirs: Draft, mine: Draft, at: datetime) -> None:
    """Let the person's draft be that of the case: its files stay the office's, and none of the draft's own."""
    submitted = list(theirs.uploads.filter(is_submitted=True))
    mine.application = theirs.application
    mine.submitted_at, mine.laid_in_at = theirs.submitted_at, theirs.laid_in_at
    unlink(theirs)
    mine.save(update_fields=("application", "submitted_at", "laid_in_at"))
    for upload in submitted:
        # The same file in both drafts is one.
        same = mine.uploads.filter(kind=upload.kind, digest=upload.digest)
        if not same.update(is_submitted=True):
            upload.pk, upload._state.adding = None, True
            upload.draft, upload.removed_at, upload.is_submitted = mine, at, True
            upload.save(force_insert=True)


def _events(
    season: Season, person: Person, was_held: bool, claim: Claim, actor: User, at: datetime
) -> list[Event]:
    cases = season.applications.filter(person=person).select_related("season")
    return [
        Event(
            at=at,
            actor=actor.username,
            action="reclaim",
            subject=case.subject,
            clause=_CLAUSE,
            reason=GROUND,
            rule=season.rule_version,
            inputs={"held_by_another": was_held, "keeps_contacts": claim.keeps_contacts},
            rehearsal=season.is_rehearsal,
        )
        for case in cases
    ]
