"""Mails of made-up people that lie on the intake desk: forms read with doubt, pages nobody could sort."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from PIL import Image, ImageDraw

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.keeping import keep
from linli.apps.intake.models import Doubt
from linli.apps.intake.registering import register_mailbox
from linli.apps.seasons.models import Season
from linli.core.documents.form_reading import FieldReading
from linli.core.documents.grid import Box, Place
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.sent import AttachmentFacts, MailFacts, SentPage, SentPaper
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from tests.apps.cast import at, make_registration_form, new_id_number
from tests.core.intake.made_mail import mail, named, text_part, word

K = MaterialKind
_phones = count(90_000)
#: Where the fields stand on the drawn form, in the order in which a form has them.
PLACES = {
    "name": Box(0.20, 0.10, 0.45, 0.15),
    "birth": Box(0.60, 0.10, 0.90, 0.15),
    "school": Box(0.20, 0.20, 0.55, 0.25),
    "id_number": Box(0.20, 0.30, 0.90, 0.35),
    "phone": Box(0.20, 0.40, 0.55, 0.45),
    "resume": Box(0.20, 0.55, 0.90, 0.80),
    "pledge": Box(0.55, 0.85, 0.90, 0.92),
}


def picture(text: str = "SAMPLE 样本", *, places: Sequence[Box] = (), shade: int = 250) -> bytes:
    """Return a page as a PNG: frames where fields stand, the words that it is a sample."""
    width, height = 620, 877
    page = Image.new("RGB", (width, height), (shade, shade, shade))
    pen = ImageDraw.Draw(page)
    pen.text((30, 20), text.encode("ascii", "ignore").decode(), fill=(120, 20, 20))
    for number, box in enumerate(places):
        edges = (box.left * width, box.top * height, box.right * width, box.bottom * height)
        pen.rectangle(edges, outline=(40, 60, 90), width=2)
        pen.text((edges[0] + 8, edges[1] + 8), f"SAMPLE {number}", fill=(0, 0, 0))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def form_file(
    content: bytes, form: RegistrationForm, doubts: Mapping[str, str], **fields: Any
) -> AttachmentFacts:
    """Return a photographed form of which some fields were read with doubt."""
    digest = digest_of(content)
    readings = {name: FieldReading(f"{name}？", Place(0, box, 0.6)) for name, box in PLACES.items()}
    values: dict[str, Any] = {
        "form": form,
        "carrier": "photo",
        "fields": readings,
        "doubts": doubts,
        "form_pages": (SentPage(digest),),
        "is_paper": True,
    }
    return AttachmentFacts("登记表.png", digest, **{**values, **fields})


def paper_file(content: bytes, *kinds: K, name: str = "材料.png") -> AttachmentFacts:
    """Return a page that is a paper, or with no kind one that nobody could sort."""
    page = SentPage(digest_of(content))
    if kinds:
        papers = (SentPaper(Paper(kinds, 0.9), page),)
        return AttachmentFacts(name, page.digest, papers=papers, is_paper=True)
    return AttachmentFacts(name, page.digest, is_paper=True, unsorted=(page,))


def sent(
    name: str, files: Mapping[str, bytes], *attachments: AttachmentFacts, **more: Any
) -> MailFacts:
    """Keep a mail with these files, and return its facts."""
    content = mail(
        text_part("报名材料见附件（样本）"),
        *(named(file, data) for file, data in files.items()),
        subject=word(f"社区助理报名{name}"),
    )
    facts = MailFacts(
        file=name,
        digest=keep(content),
        received_at=at(6, 3),
        sender=f"{name}@mail.example",
        subject="社区助理报名",
        text="报名材料见附件（样本）",
        attachments=attachments,
    )
    return replace(facts, **more)


def application_mail(
    name: str,
    doubts: Mapping[str, str],
    *,
    unsorted: int = 0,
    form: RegistrationForm | None = None,
    kinds: Sequence[K] = (K.ID_CARD_FRONT, K.ID_CARD_BACK, K.DIPLOMA, K.DEGREE_CERTIFICATE),
) -> MailFacts:
    """Return the facts of a kept mail: a form in doubt, the papers asked for, some pages unsorted."""
    own = form or make_registration_form(new_id_number(), phone=f"138{next(_phones):08d}")
    pictures = {f"登记表{name}.png": picture(name, places=tuple(PLACES.values()))}
    attachments = [form_file(pictures[f"登记表{name}.png"], own, doubts)]
    for number, kind in enumerate([*kinds, *[None] * unsorted]):
        file = f"材料{name}{number}.png"
        pictures[file] = picture(f"{name} {number}", shade=230 - number)
        attachments.append(paper_file(pictures[file], *([kind] if kind else [])))
    return sent(name, pictures, *attachments)


def registered(season: Season, actor: User, *mails: MailFacts) -> list[Application]:
    """Register mails, as the city does; return the new cases in order."""
    return register_mailbox(season, {one.file: one for one in mails}, actor=actor, at=at(6, 4))


def doubt_of(application: Application, field: str) -> Doubt:
    """Return the newest doubt about a field of a case."""
    found = Doubt.objects.filter(application=application, field=field).order_by("pk").last()
    assert found is not None
    return found
