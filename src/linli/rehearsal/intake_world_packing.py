"""How people of the intake world pack form and papers into one mail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from types import MappingProxyType

from PIL import Image

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.intake_world_desk import WorldDesk
from linli.rehearsal.intake_world_files import WorldFile, with_distinct_names
from linli.rehearsal.intake_world_forms import CarriedForm, form_shots, word_bytes
from linli.rehearsal.intake_world_people import SentPaper
from linli.rehearsal.papers.capture import Capture
from linli.rehearsal.papers.picture_pdf import picture_pdf
from linli.rehearsal.word_form_maker import MARK
from linli.rehearsal.word_xml import Picture, inline_picture, paragraph, run, word_file
from linli.rehearsal.zip_bytes import zip_bytes, zip_bytes_with_gbk_names


class Packing(StrEnum):
    """Where the papers are."""

    LOOSE = "loose files"
    PDF = "one PDF with all papers"
    WORD = "a Word file with the papers pasted in"
    IN_FORM = "pasted in behind the form in its Word file"
    ALL_IN_ONE = "form and papers in one scanned PDF"
    SHOWN = "pictures inside the mail's body"
    ZIP = "zip with UTF-8 names"
    GBK_ZIP = "zip with GBK names"
    NESTED = "zip inside a folder inside a zip"


PACKING_WEIGHTS: Mapping[Packing, int] = MappingProxyType(
    {
        Packing.LOOSE: 54,
        Packing.PDF: 9,
        Packing.WORD: 7,
        Packing.IN_FORM: 5,
        Packing.ALL_IN_ONE: 4,
        Packing.SHOWN: 6,
        Packing.ZIP: 6,
        Packing.GBK_ZIP: 6,
        Packing.NESTED: 3,
    }
)


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into the mail: files, pictures shown in the body, and the form as carried."""

    files: tuple[WorldFile, ...]
    shown: tuple[WorldFile, ...]
    form: CarriedForm


Carry = Callable[[], CarriedForm]


def packed(
    packing: Packing,
    desk: WorldDesk,
    carry: Carry,
    papers: Sequence[SentPaper],
    form: RegistrationForm,
) -> Packed:
    """Pack the papers and the form, which ``carry`` makes unless the packing carries it itself."""
    match packing:
        case Packing.IN_FORM:
            own = CarriedForm((WorldFile(f"{form.name}.docx", _pasted(desk, papers, form)),))
            return Packed(own.files, (), own)
        case Packing.ALL_IN_ONE:
            how = desk.dice.pick((Capture.SCAN, Capture.SCAN, Capture.COPY))
            pages = [*form_shots(desk, form, how), *desk.paper_pictures(papers)]
            own = CarriedForm((WorldFile("报名材料.pdf", picture_pdf(pages)),), source="scan")
            return Packed(own.files, (), own)
    carried = carry()
    if packing is Packing.SHOWN:
        shown = with_distinct_names(desk.paper_files(papers))
        pictures = tuple(file for file in shown if not file.name.endswith(".pdf"))
        rest = tuple(file for file in shown if file.name.endswith(".pdf"))
        return Packed((*carried.files, *rest), pictures, carried)
    files = with_distinct_names([*carried.files, *_paper_files(packing, desk, papers)])
    return Packed(_archived(packing, desk, files), (), carried)


def _pasted(desk: WorldDesk, papers: Sequence[SentPaper], form: RegistrationForm) -> bytes:
    shots = desk.paper_pictures(papers)
    opened = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    captions = [f"材料{number}" for number in range(1, len(shots) + 1)]
    return word_bytes(desk, form, tuple(zip(captions, opened, strict=True)))


def _paper_files(packing: Packing, desk: WorldDesk, papers: Sequence[SentPaper]) -> list[WorldFile]:
    if not papers:
        return []
    if packing is Packing.PDF:
        turn = desk.dice.weighted({0: 85, 90: 5, 180: 5, 270: 5})
        return [WorldFile("报名材料.pdf", picture_pdf(desk.paper_pictures(papers), turn=turn))]
    if packing is Packing.WORD:
        return [WorldFile("证明材料.docx", _word_of_pictures(desk.paper_pictures(papers)))]
    return desk.paper_files(papers)


def _word_of_pictures(shots: Sequence[bytes]) -> bytes:
    pictures = [Picture(shot, width_mm=150, height_mm=_height(shot)) for shot in shots]
    body = [
        paragraph(inline_picture(picture, number))
        for number, picture in enumerate(pictures, start=1)
    ]
    header = paragraph(run(MARK, half_points=18), align="right")
    return word_file("".join(body), header=header, application="WPS Office", pictures=pictures)


def _height(shot: bytes) -> float:
    with Image.open(BytesIO(shot)) as image:
        return 150 * image.height / image.width


def _archived(
    packing: Packing, desk: WorldDesk, files: Sequence[WorldFile]
) -> tuple[WorldFile, ...]:
    members = [(file.name, file.content) for file in files]
    name = desk.person.holder.name
    match packing:
        case Packing.ZIP:
            inside = [(f"{name}报名材料/{member}", content) for member, content in members]
            return (WorldFile(f"{name}-社区助理报名材料.zip", zip_bytes(inside)),)
        case Packing.GBK_ZIP if _all_in_gbk(files):
            return (WorldFile("报名材料.zip", zip_bytes_with_gbk_names(members)),)
        case Packing.NESTED:
            inner = zip_bytes(members[1:] or members)
            outer = [("材料/材料.zip", inner), *((f"材料/{n}", c) for n, c in members[:1])]
            return (WorldFile("附件.zip", zip_bytes(outer)),)
    return tuple(files)


def _all_in_gbk(files: Sequence[WorldFile]) -> bool:
    try:
        "".join(file.name for file in files).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
