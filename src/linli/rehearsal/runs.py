"""Find or begin a rehearsal's season, register its applications, and run it to the end."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.receiving import OPEN_STATES, Draft, receive_applications
from linli.apps.intake.actions import Progress
from linli.apps.intake.doubts import OTHER_PAPER, settle
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.taking import take_in
from linli.apps.intake.terms import terms_of_season
from linli.apps.intake.withdrawing import (
    awaits_confirmation,
    comes_from_address_on_record,
    confirm_withdrawal,
    is_overtaken,
)
from linli.apps.ledger.actions import BEIJING, beijing_date
from linli.apps.places.actions import make_sample_communities
from linli.apps.places.models import Division
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.models import Season, Stage
from linli.core.intake.mailbox import open_mailbox
from linli.core.intake.sorting import MailKind
from linli.core.policy import Pack
from linli.policies import get_pack
from linli.rehearsal.officials import Officials, ensure_officials
from linli.rehearsal.people import make_people
from linli.rehearsal.person import MadeUpPerson
from linli.rehearsal.season_run import Run, Say, run_season

COMMUNITIES_PER_STREET = 10


def demo_season(pack_id: str, mailbox: Path, *, seed: int, progress: Progress, say: Say) -> Season:
    """Carry the applications of a mailbox through a season; a stopped run goes on where it was.

    Raises ``MailboxRefused`` before anything is written.
    """
    pack = get_pack(pack_id)
    season, officials = _season(pack, f"mailbox:{mailbox_fingerprint(mailbox)}", seed, say)
    at = terms_of_season(season).deadline
    if not season.mails.exists():
        take_in(open_mailbox(mailbox), season, actor=officials.city, at=at, progress=progress)
    _settle_doubts(season, officials, at=at)
    confirm_withdrawals(season, city=officials.city, at=at)
    run_season(Run(season, officials, seed, say))
    return season


def rehearsal_season(pack_id: str, *, applicants: int, seed: int, say: Say) -> Season:
    """Carry made-up people through a season; a stopped run goes on where it was."""
    pack = get_pack(pack_id)
    season, officials = _season(pack, source_of_people(applicants, seed), seed, say)
    if not season.applications.exists():
        say(f"虚构报名{applicants}人")
        register_people(season, applicants=applicants, seed=seed, actor=officials.city)
    run_season(Run(season, officials, seed, say))
    return season


def source_of_people(applicants: int, seed: int) -> str:
    """Return the mark by which a rehearsal with so many made-up people is found again."""
    return f"people:{applicants}:{seed}"


def register_people(season: Season, *, applicants: int, seed: int, actor: User) -> None:
    """Register made-up people spread over a season's registration."""
    seats = {quota.county.name: quota.places for quota in season.quotas.select_related("county")}
    people = make_people(seed=seed, count=applicants, seats=seats)
    receive_applications(season, _drafts(season, people), actor=actor)


def made_up_officials(pack: Pack) -> Officials:
    """Make or find the officials of a pack's city, with sample communities in its counties."""
    return ensure_officials(_city(pack), _rehearsal_counties(pack))


@transaction.atomic
def season_to_apply_in(pack_id: str, *, seed: int, at: datetime) -> Season:
    """Return a rehearsal in which a visitor can apply at once; one is opened if none takes applications.

    Its registration begins on the day of ``at``, with the days of the notice counted from there.
    """
    pack, today = get_pack(pack_id), beijing_date(at)
    found = (
        Season.objects.standing()
        .filter(
            pack_id=pack.id,
            edition=pack.edition,
            is_rehearsal=True,
            stage=Stage.REGISTRATION,
            windows__stage=Stage.REGISTRATION,
            windows__first_day__lte=today,
            windows__last_day__gte=today,
        )
        .first()
    )
    if found:
        return found
    officials = made_up_officials(pack)
    return open_season(
        pack,
        actor=officials.city,
        at=at,
        seed=str(seed),
        is_rehearsal=True,
        first_day=today,
        # One that has gone on since this morning takes no applications any more.
        is_another=True,
    )


def _settle_doubts(season: Season, officials: Officials, *, at: datetime) -> None:
    """Let the city's official find every reading right, as nobody is there to look at pictures."""
    for doubt in Doubt.objects.filter(
        application__season=season,
        application__state__in=OPEN_STATES,
        status=Doubt.Status.OPEN,
    ).select_related("application__season"):
        is_unknown = doubt.kind == Doubt.Kind.PAPER and not doubt.proposed
        settle(doubt, OTHER_PAPER if is_unknown else doubt.proposed, actor=officials.city, at=at)


def confirm_withdrawals(season: Season, *, city: User, at: datetime) -> None:
    """Let the city's official confirm what people withdrew from the address of their application.

    Other letters are left waiting, as nobody is there to ask the person.
    """
    letters = season.mails.filter(kind=MailKind.WITHDRAWAL).order_by("received_at")
    cases = letters.select_related("application__season", "application__person")
    plain = {mail.application_id: mail for mail in cases if _is_plain(mail)}
    for mail in plain.values():
        confirm_withdrawal(mail, actor=city, at=at)


def _is_plain(mail: Mail) -> bool:
    return (
        awaits_confirmation(mail) and comes_from_address_on_record(mail) and not is_overtaken(mail)
    )


def mailbox_fingerprint(mailbox: Path) -> str:
    """Return a fingerprint of a mailbox's mails, whatever their names."""
    digests = sorted(hashlib.sha256(mail.read()).hexdigest() for mail in open_mailbox(mailbox))
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:40]


@transaction.atomic
def _season(pack: Pack, source: str, seed: int, say: Say) -> tuple[Season, Officials]:
    opened = Season.objects.standing()
    found = opened.filter(pack_id=pack.id, edition=pack.edition, source=source).first()
    officials = made_up_officials(pack)
    if found:
        say("接着上次的演练")
        return found, officials
    first = pack.date_table("stage_start", pack.notice.issued)[Stage.REGISTRATION]
    opening = datetime.combine(first, time(8), tzinfo=BEIJING)
    season = open_season(
        pack, actor=officials.city, at=opening, seed=str(seed), source=source, is_rehearsal=True
    )
    return season, officials


def _city(pack: Pack) -> Division:
    return Division.objects.get(code=next(iter(pack.table("quota", pack.notice.issued)))[:4])


def _rehearsal_counties(pack: Pack) -> list[Division]:
    issued = pack.notice.issued
    counties = []
    for code, communities in pack.whole_table("community_count", issued).items():
        county = Division.objects.get(code=code)
        make_sample_communities(county, communities=communities, per_street=COMMUNITIES_PER_STREET)
        counties.append(county)
    return counties


def _drafts(season: Season, people: Iterable[MadeUpPerson]) -> list[Draft]:
    window = season.windows.get(stage=Stage.REGISTRATION)
    begin = datetime.combine(window.first_day, time(8), tzinfo=BEIJING)
    span = terms_of_season(season).deadline - begin
    everyone = list(people)
    return [
        Draft(
            form=person.form,
            materials={kind.value: person.materials.count(kind) for kind in person.materials},
            received_at=(begin + span * position / (len(everyone) + 1)).replace(microsecond=0),
            source="rehearsal",
            name=person.form.name or "",
            id_number=person.form.id_number,
            phone=person.form.phone or "",
        )
        for position, person in enumerate(everyone)
    ]
