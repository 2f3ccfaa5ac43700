"""An applicant takes back the own application, from the site.

Source: D0 三(一); requirements B17.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import registration_closed

_REASON = "本人在网站撤回"


@transaction.atomic
def withdraw_own(application: Application, *, account: User, at: datetime) -> None:
    """Withdraw a case as its applicant; once withdrawn it stays so, however often that is asked.

    While the registration runs the draft is free for another application; after it nobody applies
    again, but whoever wishes may still leave until the agreement. Raises ``WrongState`` and
    ``NotPermitted``. Source: D0 三(一).
    """
    # A submission locks the draft before its case as well.
    drafts = list(Draft.objects.select_for_update().filter(application=application))
    if lock_standings([application])[application.pk].state is State.WITHDRAWN:
        return
    change_states([Change(application, Act.WITHDRAW, account, at, reason=_REASON)])
    if registration_closed(application.season, at) is None:
        for draft in drafts:
            unlink(draft)


def unlink(draft: Draft) -> None:
    """Part a draft from its case: what is filled in stays, and nothing of it counts as submitted."""
    draft.application = draft.submitted_at = draft.submitted_revision = None
    draft.save(update_fields=("application", "submitted_at", "submitted_revision"))
    draft.uploads.update(is_submitted=False)
