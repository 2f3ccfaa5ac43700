"""Applicants with an account and a case anywhere on its way."""

from __future__ import annotations

from typing import Any

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.factories import make_application


def applicant(username: str = "applicant-1", phone: str | None = "13800000001") -> User:
    """Return an applicant's account whose number, if it has one, is proven."""
    return User.objects.create(username=username, phone=phone, is_phone_verified=bool(phone))


def own_application(
    season: Season, account: User, *, state: State = State.ROUTED, **fields: Any
) -> Application:
    """Return an application of an account's person."""
    return give(make_application(season, state=state, **fields), account)


def give(case: Application, account: User) -> Application:
    """Let a case be an account's own."""
    case.person.account = account
    case.person.is_rehearsal = case.season.is_rehearsal
    case.person.save()
    return case
