"""The separate consent to handing in pictures of papers and of the own face: asked once, before the first.

Source: 个人信息保护法 第二十八条, 第二十九条.
"""

from datetime import datetime

from linli.apps.drafts.models import Draft
from linli.core.refusal import Refusal


class ConsentMissing(Refusal):
    """No file is taken from whoever has not agreed to it separately."""


def give_consent(draft: Draft, *, at: datetime) -> None:
    """Keep that the applicant agreed, and when; agreeing again changes nothing."""
    Draft.objects.filter(pk=draft.pk, consented_at=None).update(consented_at=at)
    draft.refresh_from_db(fields=("consented_at",))


def require_consent(draft: Draft) -> None:
    """Refuse files of a draft without consent. Raises ``ConsentMissing``."""
    if draft.consented_at is None:
        raise ConsentMissing(
            "还没有同意上传证件和照片",
            why="个人信息保护法 第二十九条",
            mend="先阅读说明并同意；不同意的，可以到窗口交验纸质材料",
        )
