"""The filled official form of a case, Word and PDF.

Source: D0 附件2.
"""

from contextlib import suppress

from django.conf import settings

from linli.apps.applications.models import Application
from linli.apps.intake.doubts import form_of
from linli.apps.intake.keeping import UPLOADS, FileLost, MailNotKept, kept
from linli.apps.intake.queries import mails_of_case
from linli.apps.ledger.actions import beijing_date
from linli.core.documents.form_pdf import pdf_form
from linli.core.documents.form_word import word_form
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.intake.mail import read_mail
from linli.core.intake.page_content import page_content
from linli.core.intake.sent import SentPage
from linli.core.pages.form_portrait import cut_portrait, portrait_of
from linli.core.pages.form_signature import cut_signature
from linli.core.refusal import Refusal


class NoForm(Refusal):
    """A case without a form that could be read has nothing to print."""


def word_paper(application: Application) -> bytes:
    """Return the form of a case as a Word file. Raises ``NoForm``."""
    _require_form(application)
    return word_form(
        form_of(application),
        title=_title(application),
        portrait=portrait_in(application),
        signature=_drawn_signature(application),
        rehearsal=application.season.is_rehearsal,
        dated=beijing_date(application.received_at),
    )


def pdf_paper(application: Application) -> bytes:
    """Return the form of a case as PDF. Raises ``NoForm`` and ``FontsMissing``."""
    _require_form(application)
    return pdf_form(
        form_of(application),
        title=_title(application),
        portrait=portrait_in(application),
        signature=_drawn_signature(application),
        rehearsal=application.season.is_rehearsal,
        dated=beijing_date(application.received_at),
        fonts=settings.ASSETS / "fonts",
    )


def portrait_in(application: Application) -> bytes | None:
    """Return the portrait that the form came with, ``None`` if it has none or is a picture itself.

    Of a form that was filled in on the site it is the photo that was uploaded with it.

    On a page that is a picture nobody has told where the photo's edges are. What was kept and is
    gone is no reason to keep the form back: it comes out with the place of the photo empty.
    """
    digest = application.reading.get("digest", "")
    if photo := application.reading.get("photo"):
        return _uploaded(photo)
    if not may_hold_portrait(application):
        return None
    for mail in mails_of_case(application):
        if any(item["digest"] == digest for item in mail.reading["attachments"]):
            with suppress(MailNotKept):
                content = page_content(read_mail(mail.file, kept(mail.digest)), SentPage(digest))
                return portrait_of(read_text_carrier(content))
    return None


def may_hold_portrait(application: Application) -> bool:
    """Tell whether a portrait is worth looking for: the form has a photo and is no picture itself."""
    reading = application.reading
    if reading.get("photo"):
        return True
    return form_of(application).has_photo and not reading.get("pages")


def _uploaded(digest: str) -> bytes | None:
    with suppress(FileLost):
        return cut_portrait(UPLOADS.kept(digest))
    return None


def _drawn_signature(application: Application) -> bytes | None:
    """Return the signature that was drawn on the site, ``None`` where the name was typed."""
    if digest := application.reading.get("signature"):
        with suppress(FileLost):
            return cut_signature(UPLOADS.kept(digest))
    return None


def _title(application: Application) -> str:
    pack = application.season.pack
    return pack.text("form_title", pack.notice.issued)


def _require_form(application: Application) -> None:
    if not application.form:
        raise NoForm(
            f"报名{application.case_number}没有可读的登记表",
            why="D0 附件2",
            mend="按来件图片补录登记表后再下载",
        )
