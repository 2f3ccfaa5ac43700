"""What was done to accounts, as the ledger has it, in the office's words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from linli.apps.accounts.models import Office
from linli.apps.applications.queries import LedgerEntry, ledger_entries
from linli.apps.ledger.models import Entry
from linli.apps.places.models import Division


@dataclass(frozen=True, slots=True)
class AccountAct:
    """One entry about an account: whose, and for which office and division it stood then."""

    entry: LedgerEntry
    account: str
    place: str


def account_acts(found: Iterable[Entry]) -> tuple[AccountAct, ...]:
    """Return entries about accounts; three queries at most."""
    entries = [(one, json.loads(one.body)) for one in ledger_entries(found)]
    codes = {body["inputs"]["division"] for _, body in entries}
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return tuple(
        AccountAct(
            entry=entry,
            account=body["subject"].removeprefix("official/"),
            place=f"{Office(body['inputs']['office']).label}，{names[body['inputs']['division']]}",
        )
        for entry, body in entries
    )
