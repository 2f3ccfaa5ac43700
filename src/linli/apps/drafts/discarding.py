"""Delete a draft that was never submitted, with its files: nobody needs it but its owner.

Source: 个人信息保护法 第四十七条.
"""

from django.db import transaction

from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.saving import locked
from linli.apps.drafts.uploading import UPLOADS
from linli.core.refusal import Refusal


class Submitted(Refusal):
    """What was submitted is the office's record and is not deleted by a click."""


@transaction.atomic
def discard(draft: Draft) -> None:
    """Delete a draft and the bytes of its files that no other draft holds. Raises ``Submitted``."""
    present = locked(draft)
    if present.application is not None:
        raise Submitted(
            f"报名{present.application.case_number}已经提交，属于招募工作的记录",
            why="个人信息保护法 第四十七条",
            mend="在“我的信息”里提出删除申请，由受理单位答复",
        )
    digests = set(present.uploads.values_list("digest", flat=True))
    present.delete()
    digests -= set(Upload.objects.filter(digest__in=digests).values_list("digest", flat=True))
    # After the commit: a file that is gone while its row came back would be lost for good.
    transaction.on_commit(lambda: UPLOADS.discard(digests))
