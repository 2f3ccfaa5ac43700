"""An applicant's own acts on the application: hand it in, put another in its place.

They need no office's permission; that the person is the account's own has been seen to.

Source: D0 三(一)3; requirements B4, B16, B17.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import WrongState, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import (
    OPEN_STATES,
    Draft,
    amendment,
    details_of,
    lay_in,
    made,
    receipt,
    take_numbers,
)
from linli.apps.ledger.actions import record
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal


class AppliedAlready(Refusal):
    """The person has a live application in the season, which came another way."""


@transaction.atomic
def receive_own(season: Season, draft: Draft, person: Person, *, account: User) -> Application:
    """Register an applicant's own application; return it with its case number.

    Raises ``AppliedAlready``.
    """
    _store(person, draft)
    try:
        with transaction.atomic():
            application = made(season, draft, person, take_numbers(season, 1))
            application.save(force_insert=True)
    except IntegrityError as error:
        if not season.applications.live().filter(person=person).exists():
            raise
        raise AppliedAlready(
            "您在本招募季已有一份报名，一人只能报名一次",
            why="D0 三(一)3",
            mend="在“我的报名”里查看那份报名；要改用网上报名的，先撤回那一份",
        ) from error
    record([receipt(season, application, account)])
    return application


@transaction.atomic
def amend_own(
    application: Application, draft: Draft, person: Person, *, account: User, at: datetime
) -> None:
    """Put what the applicant sends now in the place of what was sent before. Raises ``WrongState``."""
    state = lock_standings([application])[application.pk].state
    if state not in OPEN_STATES:
        raise WrongState(
            f"报名{application.case_number}现为“{state.label}”，不能再修改",
            why="D0 三(二)",
            mend="在“我的报名”里查看结果和下一步",
        )
    _store(person, draft)
    lay_in(application, draft, person)
    record([amendment(application.season, application, account, at)])


def _store(person: Person, draft: Draft) -> None:
    for name, value in details_of(draft).items():
        setattr(person, name, value)
    person.save()
