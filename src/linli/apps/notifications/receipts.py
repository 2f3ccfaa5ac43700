"""The receipt of a submission on the site.

Source: D0 三(一)3; requirements B4.
"""

from collections.abc import Sequence
from datetime import datetime

from linli.apps.accounts.queries import verified_addresses
from linli.apps.applications.checking import facts_of_application, surroundings
from linli.apps.applications.models import Application
from linli.apps.drafts.submitting import on_submission
from linli.apps.intake.receipt import registration_time
from linli.apps.ledger.actions import BEIJING, beijing_date
from linli.apps.notifications.actions import store_message
from linli.apps.notifications.models import Attachment, Message
from linli.apps.notifications.tasks import receipt
from linli.apps.notifications.wording import (
    CONDITIONS,
    PAPER_BY_MAIL,
    PAPER_ON_SITE,
    RECEIPT,
    RECEIPT_LATE,
    RECEIPT_LATE_SHORT,
    RECEIPT_SHORT,
    RECEIPT_SUBJECT,
    STAMP,
)
from linli.apps.seasons.citing import told_clauses
from linli.apps.seasons.models import Season
from linli.core.papers.kinds import MaterialKind
from linli.core.policy import Effect, Reason, compile_rules, explain

_RECORD = MaterialKind.EDUCATION_RECORD.value


@on_submission
def queue_receipt(application: Application, at: datetime) -> None:
    """Have the receipt written behind the submission, which must not wait for it."""
    receipt.enqueue(application.pk, at.isoformat())


def store_receipt(application: Application, *, at: datetime) -> Message:
    """Store the receipt of a submission made at ``at`` and queue its sending, with the filled form.

    It tells the case number, the time to the second, until when changes are possible and what is
    still conditional, each with its clause; after the registration nothing of changes. The same submission has one receipt, however often it
    is asked for.
    """
    days = registration_time(application.season)
    body, short = (
        (RECEIPT_LATE, RECEIPT_LATE_SHORT) if days.is_over(at) else (RECEIPT, RECEIPT_SHORT)
    )
    local = at.astimezone(BEIJING)
    return store_message(
        application=application,
        key=f"{application.subject}:receipt:{at.isoformat()}",
        subject=RECEIPT_SUBJECT,
        body=body.format(
            number=application.case_number,
            stamp=STAMP.format(local),
            conditions=_listed(conditions_of(application, at=at), application.season),
            last=days.last_day,
            paper=PAPER_BY_MAIL if _is_mailed(application) else PAPER_ON_SITE,
        ),
        short=short.format(number=application.case_number),
        attachment=Attachment.FILLED_FORM,
        at=at,
        is_urgent=True,
    )


def conditions_of(application: Application, *, at: datetime) -> tuple[Reason, ...]:
    """Return what an application that may be received is still conditional on, with its clauses."""
    on = beijing_date(at)
    facts = facts_of_application(application, surroundings(application.season, on), in_window=True)
    # On the site every file comes under its kind: what is not there was not sent.
    record = {"education_record_given": bool(application.materials.get(_RECORD))}
    edition = compile_rules(application.season.pack, on)
    reasons = (
        *explain(edition, "eligibility", facts).reasons,
        *explain(edition, "education_record", record).reasons,
    )
    return tuple([one for one in reasons if one.effect == Effect.NOTE and not one.is_unknown])


def _is_mailed(application: Application) -> bool:
    """Tell whether a receipt goes out by mail for sure: to an address that the account has proven."""
    account = application.person.account
    if account is None or application.season.is_rehearsal:
        return False
    return bool(verified_addresses(account))


def _listed(conditions: Sequence[Reason], season: Season) -> str:
    if not conditions:
        return ""
    lines = [
        f"{place}. {one.text}（依据：{told_clauses(one.clause, season)}）"
        for place, one in enumerate(conditions, start=1)
    ]
    return CONDITIONS + "\n".join(lines) + "\n"
