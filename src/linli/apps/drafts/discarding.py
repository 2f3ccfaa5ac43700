"""Delete a draft that was never submitted, with its files: nobody needs it but its owner.

Source: 个人信息保护法 第四十七条.
"""

from collections.abc import Collection

from django.db import transaction

from linli.apps.applications.models import Application
from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.saving import locked
from linli.apps.drafts.uploading import UPLOADS
from linli.apps.intake.keeping import NotKept
from linli.core.refusal import Refusal


class Submitted(Refusal):
    """What was submitted is the office's record and is not deleted by a click."""


@transaction.atomic
def discard(draft: Draft) -> None:
    """Delete a draft and the bytes of its files that nothing else names. Raises ``Submitted``."""
    present = locked(draft)
    if present.application is not None:
        raise Submitted(
            f"报名{present.application.case_number}已经提交，属于招募工作的记录",
            why="个人信息保护法 第四十七条",
            mend="在“我的信息”里提出删除申请，由受理单位答复",
        )
    digests = set(present.uploads.values_list("digest", flat=True))
    present.delete()
    # After the commit: a file that is gone while its row came back would be lost for good.
    transaction.on_commit(lambda: _clear_away(digests))


def _clear_away(digests: Collection[str]) -> None:
    for digest in set(digests) - _named(digests):
        try:
            content = UPLOADS.kept(digest)
        except NotKept:
            continue
        UPLOADS.discard([digest])
        # Another draft may have taken in the same bytes since; it looks whether they are there after its row is.
        if _named([digest]):
            UPLOADS.keep(content)


def _named(digests: Collection[str]) -> set[str]:
    """Return those of the digests that a draft or the form of an application still names."""
    files = Upload.objects.filter(digest__in=digests).values_list("digest", flat=True)
    named = set(files)
    for picture in ("reading__photo", "reading__signature"):
        held = Application.objects.filter(**{f"{picture}__in": list(digests)})
        named.update(held.values_list(picture, flat=True))
    return named
