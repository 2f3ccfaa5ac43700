"""The counter: an official types in the application of a person who came, or a form nobody could read.

Source: D0 三(一)3, 附件2; requirements B17.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import check_applications
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import amend_applications, receive_applications
from linli.apps.intake.doubts import raise_doubts
from linli.apps.intake.entries import (
    Entry,
    Rehearsed,
    examined,
    rehearse,
    terms_of_entry,
    with_known_addresses,
)
from linli.apps.intake.receipt import record_receipts
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season, require_office

_ACT = "窗口登记"


def may_enter(official: User, season: Season) -> Permission:
    """Tell whether an official may type in applications of a season."""
    return may_act_in_season(official, season, (Office.CITY,), act=_ACT)


def dry_run(season: Season, entry: Entry, *, actor: User, at: datetime) -> Rehearsed:
    """Return what an entry would come to: form, checks with clauses, what stands against it.

    Nothing is stored. Raises ``NotPermitted``. Source: D0 三(一), 三(二).
    """
    require_office(actor, season, Office.CITY, act=_ACT)
    terms = terms_of_entry(season, at)
    return examined(rehearse(entry, terms, source=Application.Source.COUNTER), terms)


@transaction.atomic
def commit(season: Season, entry: Entry, *, actor: User, at: datetime) -> Application:
    """Register an entry as mails are registered, check it, and return its case.

    Papers that came in earlier bear the receipt that the entry states; the ledger says who stated
    it. A form typed in for a case keeps the receipt of its mail. Raises ``NotPermitted`` and the
    first refusal that :func:`dry_run` shows. Source: D0 三(一)3; requirements B17.
    """
    require_office(actor, season, Office.CITY, act=_ACT)
    lock_season(season)
    if entry.case is not None:
        lock_standings([entry.case])
        # Another official may have typed the form in the meantime.
        entry.case.refresh_from_db()
    rehearsed = dry_run(season, entry, actor=actor, at=at)
    rehearsed.require_clear()
    if entry.case is None:
        drafts = with_known_addresses([rehearsed.draft], season)
        (case,) = receive_applications(season, drafts, actor=actor)
        if entry.receipt is not None:
            record_receipts(season, [case], entry.receipt, actor=actor, at=at)
    else:
        case = entry.case
        amend_applications(season, {case: rehearsed.draft}, actor=actor, at=at)
    raise_doubts([case], {mail.file: mail for mail in case.mails.all()})
    check_applications(season, [case], actor=actor, at=at)
    return case
