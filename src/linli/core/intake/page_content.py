"""Find the file of a sent page again in the mail that brought it."""

from linli.core.documents.text_carrier import read_text_carrier
from linli.core.intake.mail import ReadMail
from linli.core.intake.sent import SentPage


def page_content(mail: ReadMail, at: SentPage) -> bytes:
    """Return the attachment that holds the page, or the picture inside it; empty if there is none."""
    content = next((item.content for item in mail.attachments if item.digest == at.digest), b"")
    if not content or not at.inner:
        return content
    inner = read_text_carrier(content).pictures
    return inner[at.inner - 1] if at.inner <= len(inner) else b""
