"""Save a draft as it is typed: field by field, again and again, from more than one page at once.

Source: D0 三(一)3, 附件2; requirements B4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.drafts.fields import NAMES
from linli.apps.drafts.freezing import require_texts_as_submitted
from linli.apps.drafts.models import Draft
from linli.apps.drafts.signature import outdate_signature
from linli.apps.drafts.window import require_open
from linli.apps.people.storing import storable
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal

#: The longest text that a field keeps, as for forms that come by mail.
LONGEST = 20_000


class DraftGone(Refusal):
    """The draft was deleted, or went over to another account, while a page of it was open."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a saving came to: the revision now, and what stands in fields that were not overwritten.

    ``conflicts`` are fields that another page changed after this one had been loaded, ``others``
    those that it changed besides.
    """

    revision: int
    saved_at: datetime | None
    conflicts: Mapping[str, str] = field(default_factory=dict, repr=False)
    others: Mapping[str, str] = field(default_factory=dict, repr=False)


def draft_of(season: Season, account: User) -> Draft:
    """Return an account's draft in a season; a new one where there is none. Raises ``SeasonWithdrawn``."""
    drafts = Draft.objects.select_related("application")
    found = drafts.filter(season=season, account=account).first() or _begun(season, account)
    found.season, found.account = season, account
    return found


@transaction.atomic
def _begun(season: Season, account: User) -> Draft:
    # Locked first: the season may be about to be withdrawn, as long as nobody has begun.
    lock_season(season)
    found, _ = Draft.objects.select_related("application").get_or_create(
        season=season, account=account
    )
    return found


def draft_to_show(season: Season, account: User) -> Draft:
    """Return an account's draft in a season; a blank one that is not stored where there is none.

    Whoever only looks begins nothing.
    """
    drafts = Draft.objects.select_related("application")
    found = drafts.filter(season=season, account=account).first() or Draft()
    found.season, found.account = season, account
    return found


def locked(draft: Draft) -> Draft:
    """Lock a draft until the transaction ends, and return it as the database holds it.

    Season and account are those of the copy in hand: what is asked of them does not change meanwhile.
    Raises ``DraftGone``.
    """
    # Not joined with its application: whoever had to wait would be given the one from before the wait.
    rows = Draft.objects.select_for_update()
    present = rows.filter(pk=draft.pk, account=draft.account_id).first()
    if present is None:
        raise DraftGone(
            "这份报名草稿已经删除，或者已由本人在窗口认领",
            why="D0 三(一)3",
            mend="刷新页面查看；有疑问的，带身份证到受理窗口",
        )
    present.season, present.account = draft.season, draft.account
    return present


@transaction.atomic
def save_fields(draft: Draft, texts: Mapping[str, str], *, base: int | None, at: datetime) -> Saved:
    """Save what was typed into fields; the same saving twice is one.

    ``base`` is the revision that the page had been loaded with. A field that was changed elsewhere
    since keeps that text and is returned as a conflict; ``None`` overwrites, for a person who has seen
    both. Names that are none of the form's are passed over. With another name or ID number the drawn
    signature is taken out. Raises ``SubmittedForGood`` and what
    ``require_open`` raises.
    """
    present = locked(draft)
    require_open(present, at)
    changed = {
        name: text for name, text in _fitted(texts).items() if text != present.fields.get(name, "")
    }
    require_texts_as_submitted(present, changed, at)
    conflicts = {
        name: present.fields.get(name, "")
        for name in changed
        if base is not None and present.stamps.get(name, 0) > base
    }
    written = {name: text for name, text in changed.items() if name not in conflicts}
    if written:
        before = present.fields
        present.revision += 1
        present.fields = {**present.fields, **written}
        present.stamps = {**present.stamps, **dict.fromkeys(written, present.revision)}
        present.saved_at = at
        present.save(update_fields=("fields", "stamps", "revision", "saved_at"))
        outdate_signature(present, before, at)
    others = {
        name: present.fields.get(name, "")
        for name, stamp in present.stamps.items()
        if base is not None and stamp > base and name not in texts
    }
    return Saved(present.revision, present.saved_at, conflicts, others)


def _fitted(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        name: str(storable(text)).replace("\r\n", "\n").strip()[:LONGEST]
        for name, text in texts.items()
        if name in NAMES
    }
