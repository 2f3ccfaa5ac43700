"""The carriers of the form in the intake world: Word old and new, PDF, scan, photo, the mail's body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from PIL import Image

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.form_wording import DIALECTS
from linli.rehearsal.hostile import with_external_entity, with_macro_part
from linli.rehearsal.intake_world_desk import WorldDesk
from linli.rehearsal.intake_world_files import WorldFile, form_stem
from linli.rehearsal.papers.capture import Capture
from linli.rehearsal.papers.faces import Face
from linli.rehearsal.papers.form_html import form_html, word_web_page
from linli.rehearsal.papers.form_rtf import form_rtf
from linli.rehearsal.papers.form_word import word_dialect, word_form
from linli.rehearsal.papers.picture_pdf import picture_pdf
from linli.rehearsal.papers.text_pdf import form_pdf
from linli.rehearsal.pictures import draw_portrait, draw_signature
from linli.rehearsal.word_form_maker import FormPictures as MakerPictures
from linli.rehearsal.word_form_maker import make_word_form


class Carrier(StrEnum):
    """What carries a form."""

    WORD = "Word file"
    WORD_BY_MAKER = "Word file of the season's maker"
    WORD_MACROS = "Word file with a macro part"
    WORD_NAMED_DOC = "new Word file under an old name"
    WORD_ENTITY = "Word file with an external entity, and a PDF beside it"
    RTF = "RTF under a .doc name"
    WEB_PAGE = "web page saved by Word, under a .doc name"
    TEXT_PDF = "PDF with text"
    SCAN = "scanned pages as pictures"
    SCAN_PDF = "scanned pages as PDF"
    COPY = "photocopy, scanned"
    PHOTO = "photos of the pages"
    PHOTO_PDF = "photos of the pages as PDF"
    EXPORTED = "picture exported by the office program"
    BODY = "table in the mail's body"


#: How often each occurs; a text world has none that needs OCR.
CARRIER_WEIGHTS: Mapping[Carrier, int] = MappingProxyType(
    {
        Carrier.WORD: 22,
        Carrier.WORD_BY_MAKER: 8,
        Carrier.WORD_MACROS: 2,
        Carrier.WORD_NAMED_DOC: 2,
        Carrier.WORD_ENTITY: 1,
        Carrier.RTF: 4,
        Carrier.WEB_PAGE: 3,
        Carrier.TEXT_PDF: 11,
        Carrier.SCAN: 12,
        Carrier.SCAN_PDF: 9,
        Carrier.COPY: 3,
        Carrier.PHOTO: 14,
        Carrier.PHOTO_PDF: 2,
        Carrier.EXPORTED: 2,
        Carrier.BODY: 5,
    }
)
PICTURES = (
    Carrier.SCAN,
    Carrier.SCAN_PDF,
    Carrier.COPY,
    Carrier.PHOTO,
    Carrier.PHOTO_PDF,
    Carrier.EXPORTED,
)


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """A form as it travels: files, or HTML for the body, and as what a reader should see it.

    ``accept`` lists the carriers that are right where several are; ``is_suspicious`` tells
    that a file looks dangerous.
    """

    files: tuple[WorldFile, ...] = ()
    html: str = field(default="", repr=False)
    source: str = "docx"
    accept: tuple[str, ...] = ()
    is_suspicious: bool = False


Carry = Callable[[WorldDesk, RegistrationForm, str], CarriedForm]


def carried_form(carrier: Carrier, desk: WorldDesk, form: RegistrationForm) -> CarriedForm:
    """Return ``form`` on its carrier."""
    stem = form_stem(form.name or "", form.intended.county or "社区助理", desk.dice)
    return _CARRIES[carrier](desk, form, stem)


def word_bytes(
    desk: WorldDesk,
    form: RegistrationForm,
    enclosed: tuple[tuple[str, Image.Image], ...] = (),
) -> bytes:
    """Return the form as a .docx, with papers pasted in behind it."""
    style = desk.style(by_pen=False)
    pictures = desk.form_pictures(form, style)
    dialect = word_dialect(desk.dice)
    return word_form(desk.table(form, style), dialect, pictures, enclosed=enclosed)


def _word(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    return CarriedForm((WorldFile(f"{stem}.docx", word_bytes(desk, form)),))


def _by_maker(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    font = desk.shop.faces.folder / Face.SANS.value
    pictures = MakerPictures(
        portrait=draw_portrait(desk.shop.seed, desk.person.key, font=font),
        signature=draw_signature(form.name or "", font=font),
    )
    content = make_word_form(form, dialect=desk.dice.pick(DIALECTS), pictures=pictures)
    return CarriedForm((WorldFile(f"{stem}.docx", content),))


def _macros(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    content = with_macro_part(word_bytes(desk, form))
    return CarriedForm((WorldFile(f"{stem}.docm", content),), is_suspicious=True)


def _named_doc(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    files = (WorldFile(f"{stem}.doc", word_bytes(desk, form)),)
    return CarriedForm(files, accept=("docx", "doc"))


def _entity(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    hostile = WorldFile(f"{stem}.docx", with_external_entity(word_bytes(desk, form)))
    copy = _text_pdf(desk, form, stem).files
    return CarriedForm((hostile, *copy), source="pdf", accept=("docx", "pdf"), is_suspicious=True)


def _rtf(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    table = desk.table(form, desk.style(by_pen=False))
    suffix = desk.dice.pick(("doc", "doc", "rtf"))
    content = form_rtf(table, name=form.name or "")
    return CarriedForm((WorldFile(f"{stem}.{suffix}", content),), source="doc")


def _web_page(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    table = desk.table(form, desk.style(by_pen=False))
    content = word_web_page(table, desk.dice, name=form.name or "")
    return CarriedForm((WorldFile(f"{stem}.doc", content),), source="doc")


def _text_pdf(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
    style = desk.style(by_pen=False)
    pictures = desk.form_pictures(form, style)
    content = form_pdf(desk.table(form, style), desk.shop.faces, desk.dice, pictures)
    return CarriedForm((WorldFile(f"{stem}.pdf", content),), source="pdf")


def _body(desk: WorldDesk, form: RegistrationForm, _stem: str) -> CarriedForm:
    table = desk.table(form, desk.style(by_pen=False))
    html = form_html(table, desk.dice, name=form.name or "")
    return CarriedForm(html=html, source="html")


def form_shots(desk: WorldDesk, form: RegistrationForm, how: Capture) -> list[bytes]:
    """Return the form as pictures, one a page."""
    style = desk.style(by_pen=how is not Capture.CLEAN)
    return [desk.shot(page, how) for page in desk.form_pages(form, style)]


def _as_pictures(how: Capture, source: str, *accept: str) -> Carry:
    def carry(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
        shots = form_shots(desk, form, how)
        names = [stem] if len(shots) == 1 else [f"{stem}{n}" for n in range(1, len(shots) + 1)]
        files = [WorldFile(f"{name}.jpg", shot) for name, shot in zip(names, shots, strict=True)]
        return CarriedForm(tuple(files), source=source, accept=accept)

    return carry


def _as_picture_pdf(how: Capture, source: str, *accept: str) -> Carry:
    def carry(desk: WorldDesk, form: RegistrationForm, stem: str) -> CarriedForm:
        content = picture_pdf(form_shots(desk, form, how))
        return CarriedForm((WorldFile(f"{stem}.pdf", content),), source=source, accept=accept)

    return carry


_CARRIES: Mapping[Carrier, Carry] = MappingProxyType(
    {
        Carrier.WORD: _word,
        Carrier.WORD_BY_MAKER: _by_maker,
        Carrier.WORD_MACROS: _macros,
        Carrier.WORD_NAMED_DOC: _named_doc,
        Carrier.WORD_ENTITY: _entity,
        Carrier.RTF: _rtf,
        Carrier.WEB_PAGE: _web_page,
        Carrier.TEXT_PDF: _text_pdf,
        Carrier.SCAN: _as_pictures(Capture.SCAN, "scan"),
        Carrier.SCAN_PDF: _as_picture_pdf(Capture.SCAN, "scan"),
        Carrier.COPY: _as_pictures(Capture.COPY, "scan"),
        Carrier.PHOTO: _as_pictures(Capture.PHOTO, "photo"),
        Carrier.PHOTO_PDF: _as_picture_pdf(Capture.PHOTO, "photo", "photo", "scan"),
        # A picture that no scanner and no camera took is both or neither.
        Carrier.EXPORTED: _as_pictures(Capture.CLEAN, "scan", "scan", "photo"),
        Carrier.BODY: _body,
    }
)
