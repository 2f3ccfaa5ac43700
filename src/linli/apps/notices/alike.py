"""Objections of one wording, which a crowd sends: dismissed together with one reason.

Source: D0 三(五); requirements F5.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.notices.actions import answer_objection
from linli.apps.notices.models import Objection
from linli.core.refusal import Refusal


class NotAlike(Refusal):
    """Objections of several lists or wordings cannot be dismissed with one reason."""


def wording(objection: Objection) -> str:
    """Return what an objection says, without blanks, punctuation and differences of width."""
    text = unicodedata.normalize("NFKC", f"{objection.content}|{objection.evidence}")
    return "".join(mark for mark in text if mark == "|" or unicodedata.category(mark)[0] in "LNM")


def alike(objection: Objection) -> tuple[Objection, ...]:
    """Return the open objections of a list that say the same, this one first if it is open."""
    found = Objection.objects.filter(
        notice=objection.notice_id, status=Objection.Status.OPEN
    ).select_related("application", "notice")
    same = [one for one in found if wording(one) == wording(objection)]
    return tuple(sorted(same, key=lambda one: (one.pk != objection.pk, one.received_at)))


@transaction.atomic
def dismiss_together(
    objections: Sequence[Objection], *, result: str, actor: User, at: datetime
) -> int:
    """Dismiss objections of one list that say the same, all or none; return how many.

    Each gets its own answer and entry, as if it had been answered alone. Raises ``NotAlike``,
    ``ObjectionClosed``, ``ReasonMissing`` and ``NotPermitted``. Source: D0 三(五).
    """
    if len({(one.notice_id, wording(one)) for one in objections}) != 1:
        raise NotAlike(
            "没有选择异议，或者所选异议的内容不相同",
            why="D0 三(五)",
            mend="只选择内容相同的异议一并答复，其余逐件答复",
        )
    for one in sorted(objections, key=lambda one: (one.application_id, one.pk)):
        answer_objection(one, is_upheld=False, result=result, actor=actor, at=at)
    return len(objections)
