"""Show an official what was sent: the page of an attachment, or the place on it where a value stands."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from linli.apps.intake.keeping import kept
from linli.apps.intake.models import Mail
from linli.core.documents.grid import Box
from linli.core.intake.facts_record import made
from linli.core.intake.mail import read_mail
from linli.core.intake.page_content import page_content
from linli.core.intake.sent import SentPage
from linli.core.pages.showing import picture_of, value_crop
from linli.core.refusal import Refusal

#: The longer side of a whole page in pixels, to read it and to find it again.
LARGE, SMALL = 1_600, 480
# An official goes forth and back over the same few pages; each picture takes some 300 kB.
_KEPT_PICTURES = 64


class NothingToShow(Refusal):
    """The mail has no such attachment, or it has no picture."""


def picture(
    mail: Mail, at: Mapping[str, Any], box: Sequence[float] = (), *, longest: int = LARGE
) -> bytes:
    """Return a page as a JPEG of ``longest`` pixels at most, or the place ``box`` on it as it is.

    ``box`` is left, top, right, bottom as fractions of the page; ``at`` is a ``SentPage`` as
    a record. Raises ``MailNotKept`` and ``NothingToShow``.
    """
    page: SentPage = made(SentPage, at)
    return _drawn(mail.file, mail.digest, page, tuple(float(edge) for edge in box), longest)


@lru_cache(maxsize=_KEPT_PICTURES)
def _drawn(name: str, digest: str, page: SentPage, box: tuple[float, ...], longest: int) -> bytes:
    content = _content(name, digest, page)
    if box:
        shown = value_crop(content, page=page.page, frame=page.frame, box=Box(*box))
    else:
        shown = picture_of(content, page=page.page, frame=page.frame, longest=longest)
    if shown is None:
        raise NothingToShow("这一页的图片无法打开", mend="打开来件原文查看")
    return shown


def _content(name: str, digest: str, page: SentPage) -> bytes:
    content = page_content(read_mail(name, kept(digest)), page)
    if not content:
        raise NothingToShow("来件中没有这一页的图片", mend="打开来件原文查看")
    return content
