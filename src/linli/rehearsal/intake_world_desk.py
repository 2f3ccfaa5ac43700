"""Where one person of the intake world turns papers and the form into files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world_files import NAME_WAYS, NameWay, WorldFile, paper_stem
from linli.rehearsal.intake_world_people import SentPaper, WorldPerson
from linli.rehearsal.papers.capture import Capture, Hardness, captured, file_bytes, on_a4
from linli.rehearsal.papers.drawing import draw_paper
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.form_ink import FormPictures, draw_form
from linli.rehearsal.papers.form_model import FormTable
from linli.rehearsal.papers.form_rows import form_table
from linli.rehearsal.papers.form_style import FormStyle, SignWay, form_style
from linli.rehearsal.papers.holder import PaperSort
from linli.rehearsal.papers.stamps import portrait, signature
from linli.rehearsal.papers.text_pdf import report_pdf

REPORTS = (PaperSort.ENROLLMENT_REPORT, PaperSort.EDUCATION_RECORD)
CARD = (PaperSort.ID_CARD_FRONT, PaperSort.ID_CARD_BACK)
CAMERAS = {Capture.PHOTO: 48, Capture.SCAN: 26, Capture.CLEAN: 18, Capture.COPY: 8}
REPORT_CAMERAS = {Capture.CLEAN: 30, Capture.SCREEN: 30, Capture.PHOTO: 25, Capture.SCAN: 15}
TURNS = {0: 82, 90: 7, 180: 4, 270: 7}
PAPER_SUFFIXES = {"jpg": 86, "png": 8, "jpeg": 3, "webp": 2, "bmp": 1}


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all people of a world share: the seed, the faces, how bad pictures get.

    ``text_share`` is the share of reports that stay text; ``pictures`` collects every page
    that a reader has to look at, for measuring the bare reading of pictures beside it.
    """

    seed: int
    faces: Faces
    hardness: Hardness
    text_share: float = 0.55
    pictures: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int, fonts: Path, hardness: float, text_share: float) -> "Workshop":
        """Return a workshop for fonts in a folder."""
        return cls(seed, Faces(fonts), Hardness(hardness), text_share)


class WorldDesk:
    """One person's desk: a way of naming files, a camera, a way with the form."""

    def __init__(self, person: WorldPerson, shop: Workshop) -> None:
        self.person = person
        self.shop = shop
        self.dice = Dice(shop.seed, f"world desk {person.key}")
        self.names: NameWay = self.dice.pick(NAME_WAYS)
        self.camera: Capture = self.dice.weighted(CAMERAS)
        self._count = 0

    def style(self, *, by_pen: bool) -> FormStyle:
        """Return this person's way with the form, the same each time."""
        return form_style(Dice(self.shop.seed, f"style {self.person.key}"), by_pen=by_pen)

    def table(self, form: RegistrationForm, style: FormStyle) -> FormTable:
        """Return the form laid out."""
        return form_table(form, style, birth_day=self.person.birth_day, has_portrait=form.has_photo)

    def form_pictures(self, form: RegistrationForm, style: FormStyle) -> FormPictures:
        """Return portrait and signature for a form."""
        own = Dice(self.shop.seed, f"portrait {self.person.key}")
        signs = form.pledge_signed and style.sign is SignWay.DRAWN
        return FormPictures(
            portrait=portrait(own, self.shop.faces, sex=self.person.holder.sex),
            signature=signature(form.name or "", self.dice, self.shop.faces) if signs else None,
        )

    def form_pages(self, form: RegistrationForm, style: FormStyle) -> list[Image.Image]:
        """Return the form drawn, page by page."""
        pictures = self.form_pictures(form, style)
        return draw_form(self.table(form, style), self.shop.faces, self.dice, pictures)

    def shot(self, image: Image.Image, how: Capture, *, suffix: str = "jpg") -> bytes:
        """Return a picture as it arrives, turned now and then."""
        taken = captured(image, how, self.dice, self.shop.faces, self.shop.hardness)
        may_turn = how in (Capture.PHOTO, Capture.SCAN)
        turn = self.dice.weighted(TURNS) if may_turn else 0
        by_exif = turn != 0 and how is Capture.PHOTO and self.dice.chance(0.5)
        content = file_bytes(taken, self.dice, suffix=suffix, turn=turn, by_exif=by_exif)
        self.shop.pictures.append(content)
        return content

    def paper_image(self, paper: SentPaper) -> Image.Image:
        """Return a paper drawn flat."""
        return draw_paper(paper.sort, paper.holder, self.shop.faces, number=paper.number)

    def paper_files(self, papers: Sequence[SentPaper]) -> list[WorldFile]:
        """Return one file a paper; both sides of a card may share one picture."""
        files, rest = self._card_on_one_page(list(papers))
        for paper in rest:
            files.append(self._paper_file(paper))
        return files

    def _card_on_one_page(self, papers: list[SentPaper]) -> tuple[list[WorldFile], list[SentPaper]]:
        sides = [paper for paper in papers if paper.sort in CARD]
        if len(sides) < 2 or not self.dice.chance(0.3):
            return [], papers
        page = on_a4([self.paper_image(side) for side in sides], self.dice)
        how = self.dice.pick((Capture.SCAN, Capture.PHOTO, Capture.CLEAN))
        name = "身份证正反面" if self.names is NameWay.TELLING else self._stem(sides[0])
        rest = [paper for paper in papers if paper not in sides]
        return [WorldFile(f"{name}.jpg", self.shot(page, how))], rest

    def _paper_file(self, paper: SentPaper) -> WorldFile:
        if paper.sort in REPORTS and self.dice.chance(self.shop.text_share):
            own = Dice(self.shop.seed, f"{paper.sort.value} {paper.holder.key}")
            content = report_pdf(paper.sort, paper.holder, self.shop.faces, own)
            return WorldFile(f"{self._stem(paper)}.pdf", content)
        suffix = self.dice.weighted(PAPER_SUFFIXES)
        content = self.shot(self._flat(paper), self._camera_for(paper), suffix=suffix)
        return WorldFile(f"{self._stem(paper)}.{suffix}", content)

    def _flat(self, paper: SentPaper) -> Image.Image:
        """Return a paper, the household page now and then together with the first page."""
        image = self.paper_image(paper)
        if paper.sort is PaperSort.HUKOU and self.dice.chance(0.25):
            first = SentPaper(PaperSort.HUKOU_FIRST_PAGE, paper.holder)
            return on_a4([self.paper_image(first), image], self.dice)
        return image

    def paper_pictures(self, papers: Sequence[SentPaper]) -> list[bytes]:
        """Return one JPEG a paper, for files that hold several pages."""
        return [self.shot(self._flat(paper), self._camera_for(paper)) for paper in papers]

    def _camera_for(self, paper: SentPaper) -> Capture:
        if paper.sort is PaperSort.PORTRAIT:
            return Capture.CLEAN
        if paper.sort in REPORTS:
            return self.dice.weighted(REPORT_CAMERAS)
        return self.camera

    def _stem(self, paper: SentPaper) -> str:
        self._count += 1
        return paper_stem(self.names, paper.sort, paper.holder, self._count, self.dice)
