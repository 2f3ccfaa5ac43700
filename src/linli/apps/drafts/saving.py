"""Save a draft as it is typed: field by field, again and again, from more than one page at once.

Source: D0 三(一)3, 附件2; requirements B4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.drafts.fields import NAMES
from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import require_open
from linli.apps.people.storing import storable
from linli.apps.seasons.models import Season

#: The longest text that a field keeps, as for forms that come by mail.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Saved:
    """What a saving came to: the revision now, and what stands in fields that were not overwritten.

    ``conflicts`` are fields that another page changed after this one had been loaded.
    """

    revision: int
    saved_at: datetime | None
    conflicts: Mapping[str, str] = field(default_factory=dict, repr=False)


def draft_of(season: Season, account: User) -> Draft:
    """Return an account's draft in a season; a new one where there is none."""
    found, _ = Draft.objects.select_related("season", "application").get_or_create(
        season=season, account=account
    )
    return found


def locked(draft: Draft) -> Draft:
    """Lock a draft until the transaction ends, and return it as the database holds it."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related(
        "season", "application", "account"
    )
    return rows.get(pk=draft.pk)


@transaction.atomic
def save_fields(draft: Draft, texts: Mapping[str, str], *, base: int | None, at: datetime) -> Saved:
    """Save what was typed into fields; the same saving twice is one.

    ``base`` is the revision that the page had been loaded with. A field that was changed elsewhere
    since keeps that text and is returned as a conflict; ``None`` overwrites, for a person who has seen
    both. Names that are none of the form's are passed over. Raises what ``require_open`` raises.
    """
    present = locked(draft)
    require_open(present, at)
    changed = {
        name: text for name, text in _fitted(texts).items() if text != present.fields.get(name, "")
    }
    conflicts = {
        name: present.fields.get(name, "")
        for name in changed
        if base is not None and present.stamps.get(name, 0) > base
    }
    written = {name: text for name, text in changed.items() if name not in conflicts}
    if written:
        present.revision += 1
        present.fields = {**present.fields, **written}
        present.stamps = {**present.stamps, **dict.fromkeys(written, present.revision)}
        present.saved_at = at
        present.save(update_fields=("fields", "stamps", "revision", "saved_at"))
    return Saved(present.revision, present.saved_at, conflicts)


def _fitted(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        name: str(storable(text)).replace("\r\n", "\n").strip()[:LONGEST]
        for name, text in texts.items()
        if name in NAMES
    }
