"""One mail of the sample before it is written, and the desk at which people put it together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.dice import Dice
from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.form_wording import DIALECTS, Dialect, written_values
from linli.rehearsal.mail_variety import CLIENTS, Attachment, Client
from linli.rehearsal.person import MadeUpPerson
from linli.rehearsal.pictures import draw_material, draw_page, draw_portrait, draw_signature
from linli.rehearsal.sample_truth import FormSource, MailKind
from linli.rehearsal.word_form_maker import FormPictures, make_word_form
from linli.rehearsal.word_xml import Picture

NOTE = "（样本邮件：人物、学校经历、证件均为虚构）"
MAIL_DOMAINS = ("mail.example", "post.example", "students.example", "phone.example")
FILE_NAMES = {
    MaterialKind.ID_CARD_FRONT: "身份证正面",
    MaterialKind.ID_CARD_BACK: "身份证反面",
    MaterialKind.HUKOU: "户口本本人页",
    MaterialKind.DIPLOMA: "毕业证",
    MaterialKind.DEGREE_CERTIFICATE: "学位证",
    MaterialKind.ENROLLMENT_REPORT: "教育部学籍在线验证报告",
    MaterialKind.EDUCATION_RECORD: "教育部学历证书电子注册备案表",
    MaterialKind.HONOR_NATIONAL: "国家励志奖学金证书",
    MaterialKind.HONOR_PROVINCIAL: "省级优秀毕业生荣誉证书",
    MaterialKind.HONOR_MUNICIPAL: "校级三好学生荣誉证书",
    MaterialKind.HONOR_DEPARTMENT: "院级优秀学生干部荣誉证书",
    MaterialKind.LOW_INCOME_PROOF: "民政局低保证明",
    MaterialKind.ENLISTMENT_PROOF: "入伍证明",
    MaterialKind.DISCHARGE_PROOF: "退役证明",
}
PASTED_PICTURE_MM = (120, 80)
FORM_PAGE_SIZE = (480, 640)
FIRST_DAY = datetime(2024, 6, 1, 8, 0, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A mail to be written, with what is true about it.

    ``form`` and ``materials`` are what a reader can find in it; ``bytes_kept`` cuts the
    finished mail off after so many; ``forwards`` is a whole mail that travels inside this one.
    """

    kind: MailKind | None
    received_at: datetime
    client: Client
    sender: str
    sender_name: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    person: MadeUpPerson | None = None
    form: RegistrationForm | None = None
    form_source: FormSource = FormSource.NONE
    materials: tuple[MaterialKind, ...] = ()
    notes: str = ""
    written_at: datetime | None = None
    has_received: bool = True
    bytes_kept: int | None = None
    forwards: "PlannedMail | None" = None


class Desk:
    """Where one person fills in the form, collects papers and writes mails.

    Dialect and mail program go round by the person's number, so that each occurs.
    """

    def __init__(self, person: MadeUpPerson, *, seed: int, number: int, font: Path | None) -> None:
        self.person = person
        self.dialect: Dialect = DIALECTS[number % len(DIALECTS)]
        self.client: Client = tuple(CLIENTS.values())[number % len(CLIENTS)]
        self.sender = f"user{number:03}@{MAIL_DOMAINS[number % len(MAIL_DOMAINS)]}"
        self._seed, self._font = seed, font
        self._dice = Dice(seed, f"mails {person.key}")

    def moment(self, last_day: int = 13) -> datetime:
        """Return a moment of the registration days, not before the form was signed."""
        signed = int((self.person.form.pledge_date or FIRST_DAY.date().isoformat())[-2:])
        days = self._dice.between(signed, last_day) - 1
        return FIRST_DAY + timedelta(days=days, seconds=self._dice.below(14 * 3600))

    def form_file(
        self,
        form: RegistrationForm | None = None,
        *,
        name: str = "",
        enclosing: Sequence[MaterialKind] = (),
    ) -> Attachment:
        """Return the registration form as a Word file, with papers pasted in behind it."""
        font = self._font
        pictures = FormPictures(
            portrait=draw_portrait(self._seed, self.person.key, font=font),
            signature=draw_signature(self.person.form.name or "", font=font),
            enclosed=tuple((FILE_NAMES[kind], self._pasted(kind)) for kind in enclosing),
        )
        word_file = make_word_form(
            form or self.person.form, dialect=self.dialect, pictures=pictures
        )
        return Attachment(name or f"{self.person.form.name}报名登记表.docx", word_file)

    def _pasted(self, kind: MaterialKind) -> Picture:
        width, height = PASTED_PICTURE_MM
        return Picture(self._paper(kind), width_mm=width, height_mm=height)

    def _paper(self, kind: MaterialKind) -> bytes:
        return draw_material(self.person, kind, font=self._font)

    def form_page(self) -> bytes:
        """Return the form as a picture of a page, as a phone or a scanner makes it."""
        values = written_values(self.person.form, self.dialect)
        lines = tuple(f"{label}：{value}" for label, value in values.items())
        return draw_page("担任社区助理报名登记表", lines, font=self._font, size=FORM_PAGE_SIZE)

    def papers(self, kinds: Sequence[MaterialKind] | None = None) -> tuple[Attachment, ...]:
        """Return papers as loose pictures, all that the person has unless ``kinds`` says which."""
        chosen = self.person.materials if kinds is None else kinds
        return tuple(Attachment(f"{FILE_NAMES[kind]}.jpg", self._paper(kind)) for kind in chosen)

    def application(self, at: datetime, attachments: Sequence[Attachment]) -> PlannedMail:
        """Return an application; ``attachments`` carry the person's form and all papers."""
        form = self.person.form
        county = form.intended.county or ""
        return PlannedMail(
            kind=MailKind.APPLICATION,
            received_at=at,
            client=self.client,
            sender=self.sender,
            sender_name=form.name or "",
            subject=f"{form.name}+{county}社区助理报名+{form.school}",
            text=(
                f"尊敬的老师：\n您好！我是{form.school}{form.major}专业毕业生{form.name}，"
                f"现报名参加{county}社区助理招募，报名登记表及报名材料见附件，请查收。\n"
                f"联系电话：{form.phone}\n此致\n敬礼！\n{NOTE}"
            ),
            attachments=tuple(attachments),
            person=self.person,
            form=form,
            form_source=FormSource.DOCX,
            materials=self.person.materials,
        )

    def letter(self, at: datetime, kind: MailKind, subject: str, text: str) -> PlannedMail:
        """Return a short mail of the person without form or papers."""
        name = self.person.form.name or ""
        signed = f"老师您好：\n{text}\n{name}\n身份证号：{self.person.form.id_number}\n{NOTE}"
        return PlannedMail(
            kind=kind,
            received_at=at,
            client=self.client,
            sender=self.sender,
            sender_name=name,
            subject=f"{name}：{subject}",
            text=signed,
            person=self.person,
        )


def with_notes(mail: PlannedMail, notes: str) -> PlannedMail:
    """Return the mail with a word on what is special about it."""
    return replace(mail, notes=notes)
