"""An application is taken back, by its applicant on the site or by an office: the draft is free again.

Source: D0 三(一); requirements B17.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, lock_standings, on_change
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import registration_closed
from linli.apps.seasons.actions import lock_season

_REASON = "本人在网站撤回"


@transaction.atomic
def withdraw_own(application: Application, *, account: User, at: datetime) -> None:
    """Withdraw a case as its applicant; once withdrawn it stays so, however often that is asked.

    While the registration runs the draft is free for another application; after it nobody applies
    again, but whoever wishes may still leave until the agreement. Raises ``WrongState`` and
    ``NotPermitted``. Source: D0 三(一).
    """
    # A submission locks the draft before its case as well.
    drafts = _locked([application.pk])
    lock_season(application.season)
    if lock_standings([application])[application.pk].state is State.WITHDRAWN:
        return
    change_states([Change(application, Act.WITHDRAW, account, at, reason=_REASON)])
    _part(drafts, at)


@on_change
def free_drafts(changes: Sequence[Change]) -> None:
    """Let the drafts of cases that anybody withdrew be free for another application.

    Only after the commit: a draft is locked before its case, and these cases are locked already.
    """
    for change in changes:
        if change.act is Act.WITHDRAW:
            key, at = change.application.pk, change.at
            transaction.on_commit(lambda key=key, at=at: _free(key, at))  # type: ignore[misc]


@transaction.atomic
def _free(key: int, at: datetime) -> None:
    drafts = _locked([key])
    for draft in drafts:
        lock_season(draft.season)
        lock_standings([Application(pk=key)])
    _part(drafts, at)


def _locked(keys: Collection[int]) -> list[Draft]:
    rows = Draft.objects.select_for_update(of=("self",)).filter(application__in=keys)
    return list(rows.select_related("season", "application__season", "application__person"))


def _part(drafts: Sequence[Draft], at: datetime) -> None:
    # What reads files takes a second to load, and every command loads this module.
    from linli.apps.drafts.taking_over import lay_unread  # noqa: PLC0415

    for draft in drafts:
        if registration_closed(draft.season, at) is None:
            lay_unread(draft)
            unlink(draft)


def unlink(draft: Draft) -> None:
    """Part a draft from its case: what is filled in stays, and nothing of it counts as submitted."""
    draft.application = draft.submitted_at = draft.submitted_revision = draft.laid_in_at = None
    draft.save(update_fields=("application", "submitted_at", "submitted_revision", "laid_in_at"))
    draft.uploads.update(is_submitted=False)
