"""How people apply: each story is the mails that one person sends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linli.core.papers.kinds import MaterialKind
from linli.rehearsal import hostile
from linli.rehearsal.carriers import form_as_pdf, form_as_photo, some_other_form
from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.mail_variety import Attachment
from linli.rehearsal.person import Flaw
from linli.rehearsal.planned_mail import NOTE, Desk, PlannedMail, with_notes
from linli.rehearsal.sample_truth import FormSource, MailKind
from linli.rehearsal.zip_bytes import zip_bytes, zip_bytes_with_gbk_names

Tell = Callable[[Desk], list[PlannedMail]]
LAST_SECOND = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
MIDNIGHT = datetime(2024, 6, 15, 0, 0, 0, tzinfo=BEIJING)
STUDY_PAPERS = (
    MaterialKind.DIPLOMA,
    MaterialKind.DEGREE_CERTIFICATE,
    MaterialKind.ENROLLMENT_REPORT,
)
# Past headers and text, before the end of the first attachment.
INSIDE_THE_FORM = 6_000
A_FEW_DAYS = timedelta(days=2, hours=3)


@dataclass(frozen=True, slots=True)
class Story:
    """Who the person is to be and how they apply."""

    tell: Tell
    county: str
    flaw: Flaw | None = None
    transfer_to: tuple[str, ...] | None = None


def plain(desk: Desk) -> list[PlannedMail]:
    """Send the form and loose pictures."""
    return [desk.application(desk.moment(), (desk.form_file(), *desk.papers()))]


def _members(desk: Desk) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in (desk.form_file(), *desk.papers())]


def zipped_with_gbk_names(desk: Desk) -> list[PlannedMail]:
    """Send everything in an archive with GBK names."""
    packed = Attachment("报名材料.zip", zip_bytes_with_gbk_names(_members(desk)))
    return [with_notes(desk.application(desk.moment(), (packed,)), "zip with GBK names")]


def zipped_in_a_folder(desk: Desk) -> list[PlannedMail]:
    """Send everything in a folder inside an archive."""
    members = ((f"报名材料/{name}", content) for name, content in _members(desk))
    packed = Attachment("材料打包.zip", zip_bytes(members))
    return [with_notes(desk.application(desk.moment(), (packed,)), "zip with UTF-8 names")]


def papers_pasted_into_the_form(desk: Desk) -> list[PlannedMail]:
    """Paste the papers into the Word form and send nothing else."""
    form_file = desk.form_file(enclosing=desk.person.materials)
    return [
        with_notes(desk.application(desk.moment(), (form_file,)), "papers inside the Word file")
    ]


def pictures_without_names(desk: Desk) -> list[PlannedMail]:
    """Send pictures under the names that a phone gives them."""
    papers = tuple(
        replace(paper, name=f"IMG_202406{number:02}_1024.jpg")
        for number, paper in enumerate(desk.papers(), start=1)
    )
    mail = desk.application(desk.moment(), (desk.form_file(name="报名表(1).docx"), *papers))
    return [with_notes(mail, "picture names say nothing")]


def forwarded_whole(desk: Desk) -> list[PlannedMail]:
    """Let a counsellor forward the whole mail."""
    own = desk.application(desk.moment(), (desk.form_file(), *desk.papers()))
    later = own.received_at + timedelta(hours=2)
    outer = replace(
        own,
        received_at=later,
        sender="counsellor@students.example",
        sender_name="辅导员",
        subject=f"转发：{own.subject}",
        text=f"我班学生的报名邮件，代为转发。\n{NOTE}",
        attachments=(),
        forwards=own,
        notes="forwarded as message/rfc822",
    )
    return [outer]


def forwarded_as_text(desk: Desk) -> list[PlannedMail]:
    """Let a classmate forward the mail as quoted text with its attachments."""
    own = desk.application(desk.moment(), (desk.form_file(), *desk.papers()))
    quoted = (
        f"同学邮箱发不出去，帮忙转一下。\n\n-----原始邮件-----\n发件人：{own.sender_name} "
        f"<{own.sender}>\n主题：{own.subject}\n\n{own.text}"
    )
    return [
        replace(
            own,
            sender="classmate@mail.example",
            sender_name="同学甲",
            subject=f"Fwd: {own.subject}",
            text=quoted,
            notes="forwarded inline",
        )
    ]


def _with_extra(notes: str, make_extra: Callable[[Desk], Attachment]) -> Tell:
    def tell(desk: Desk) -> list[PlannedMail]:
        attachments = (desk.form_file(), *desk.papers(), make_extra(desk))
        return [with_notes(desk.application(desk.moment(), attachments), notes)]

    return tell


with_zip_bomb = _with_extra("zip bomb", lambda _: Attachment("照片.zip", hostile.zip_bomb()))
with_path_traversal = _with_extra(
    "path traversal", lambda _: Attachment("备份.zip", hostile.zip_with_path_traversal())
)
with_locked_file = _with_extra(
    "password-protected OLE",
    lambda _: Attachment("获奖情况.docx", hostile.password_protected_office_file()),
)
with_external_entity = _with_extra(
    "external entity",
    lambda desk: Attachment(
        "自荐信.docx", hostile.with_external_entity(some_other_form("自荐信").content)
    ),
)


def form_with_macro_part(desk: Desk) -> list[PlannedMail]:
    """Send the form as .docm."""
    form_file = desk.form_file()
    carrier = Attachment("报名登记表.docm", hostile.with_macro_part(form_file.content))
    return [with_notes(desk.application(desk.moment(), (carrier, *desk.papers())), "docm form")]


def at_the_last_second(desk: Desk) -> list[PlannedMail]:
    """Send everything so that it arrives one second before the end. Source: D0 三(一)2."""
    mail = desk.application(LAST_SECOND, (desk.form_file(), *desk.papers()))
    return [with_notes(mail, "one second before the end")]


def sent_twice(desk: Desk) -> list[PlannedMail]:
    """Send the same mail again a few minutes later."""
    first = desk.application(desk.moment(), (desk.form_file(), *desk.papers()))
    again = replace(
        first, kind=MailKind.DUPLICATE, received_at=first.received_at + timedelta(minutes=7)
    )
    return [first, with_notes(again, "the same once more")]


def supplemented(desk: Desk) -> list[PlannedMail]:
    """Forget diploma and report at first and send them later."""
    study = tuple(kind for kind in desk.person.materials if kind in STUDY_PAPERS)
    others = tuple(kind for kind in desk.person.materials if kind not in STUDY_PAPERS)
    at = desk.moment(last_day=10)
    first = desk.application(at, (desk.form_file(), *desk.papers(others)))
    return [replace(first, materials=others), _supplement(desk, at + A_FEW_DAYS, study)]


def _supplement(desk: Desk, at: datetime, kinds: tuple[MaterialKind, ...]) -> PlannedMail:
    letter = desk.letter(at, MailKind.SUPPLEMENT, "补充材料", "现补交报名材料，请查收。")
    return replace(letter, attachments=desk.papers(kinds), materials=kinds)


def supplemented_too_late(desk: Desk) -> list[PlannedMail]:
    """Send a missing paper at the first late second."""
    first = plain(desk)[0]
    late = _supplement(desk, MIDNIGHT, (MaterialKind.ID_CARD_BACK,))
    return [first, replace(late, kind=MailKind.LATE, notes="supplement at the first late second")]


def corrected(desk: Desk) -> list[PlannedMail]:
    """Send a form with slips, then the right one."""
    at = desk.moment(last_day=10)
    wrong = replace(desk.person.form, political_status="群众", phone="15400000000")
    first = desk.application(at, (desk.form_file(wrong), *desk.papers()))
    return [replace(first, form=wrong), _correction(desk, at + A_FEW_DAYS)]


def _correction(desk: Desk, at: datetime) -> PlannedMail:
    text = "之前发送的报名登记表有误，以本次的报名登记表为准。"
    letter = desk.letter(at, MailKind.CORRECTION, "更正报名登记表", text)
    return replace(
        letter,
        attachments=(desk.form_file(name="报名登记表（更正）.docx"),),
        form=desk.person.form,
        form_source=FormSource.DOCX,
    )


def corrected_too_late(desk: Desk) -> list[PlannedMail]:
    """Send another form after the end, with a Date header before it."""
    first = plain(desk)[0]
    another = replace(desk.person.form, strengths="无")
    late = _correction(desk, MIDNIGHT + timedelta(hours=9))
    return [
        first,
        replace(
            late,
            kind=MailKind.LATE,
            form=another,
            attachments=(desk.form_file(another),),
            written_at=LAST_SECOND,
            notes="correction after the end; the Date header says otherwise",
        ),
    ]


def _without_form(mail: PlannedMail, notes: str) -> PlannedMail:
    return replace(mail, form=None, form_source=FormSource.NONE, notes=notes)


def cut_off_form_then_right(desk: Desk) -> list[PlannedMail]:
    """Send a Word file that was cut off, then a whole one."""
    at = desk.moment(last_day=10)
    form_file = desk.form_file()
    damaged = replace(form_file, content=hostile.cut_off(form_file.content))
    first = desk.application(at, (damaged, *desk.papers()))
    return [_without_form(first, "Word file cut off"), _correction(desk, at + A_FEW_DAYS)]


def wrong_form_then_right(desk: Desk) -> list[PlannedMail]:
    """Send the form of another programme, then the right one. Source: D0 三(一)5."""
    at = desk.moment(last_day=10)
    wrong = some_other_form("2023年高校毕业生就业见习登记表")
    first = desk.application(at, (wrong, *desk.papers()))
    return [_without_form(first, "not Annex 2"), _correction(desk, at + A_FEW_DAYS)]


def mail_cut_off_then_whole(desk: Desk) -> list[PlannedMail]:
    """Send a mail that breaks off, then the whole one."""
    at = desk.moment(last_day=10)
    whole = desk.application(at + A_FEW_DAYS, (desk.form_file(), *desk.papers()))
    cut = replace(_without_form(whole, "mail cut off in the form"), received_at=at, materials=())
    again = replace(whole, kind=MailKind.CORRECTION, notes="the whole mail after a cut one")
    return [replace(cut, bytes_kept=INSIDE_THE_FORM), again]


def form_forgotten(desk: Desk) -> list[PlannedMail]:
    """Send papers without the form."""
    return [_without_form(desk.application(desk.moment(), desk.papers()), "no form")]


def form_on_pdf(desk: Desk) -> list[PlannedMail]:
    """Send the form as a scanned PDF."""
    mail = desk.application(desk.moment(), (form_as_pdf(desk), *desk.papers()))
    return [replace(mail, form_source=FormSource.PDF, notes="form as PDF")]


def form_on_photo(desk: Desk) -> list[PlannedMail]:
    """Send the form as a photo."""
    mail = desk.application(desk.moment(), (form_as_photo(desk), *desk.papers()))
    return [replace(mail, form_source=FormSource.PHOTO, notes="form as photo")]


def late_at_midnight(desk: Desk) -> list[PlannedMail]:
    """Send everything so that it arrives at the first late second. Source: D0 三(一)2."""
    mail = desk.application(MIDNIGHT, (desk.form_file(), *desk.papers()))
    return [replace(mail, kind=MailKind.LATE, notes="the first late second")]


def late_by_a_day(desk: Desk) -> list[PlannedMail]:
    """Send everything a day late, with a Date header before the end."""
    mail = desk.application(
        MIDNIGHT + timedelta(days=1, hours=9), (desk.form_file(), *desk.papers())
    )
    notes = "the Date header says 14 June"
    return [replace(mail, kind=MailKind.LATE, written_at=LAST_SECOND, notes=notes)]


def withdrawn(desk: Desk) -> list[PlannedMail]:
    """Apply, then withdraw."""
    first = desk.application(desk.moment(last_day=10), (desk.form_file(), *desk.papers()))
    return [first, _withdrawal(desk, first.received_at + A_FEW_DAYS)]


def _withdrawal(desk: Desk, at: datetime) -> PlannedMail:
    text = "因个人原因，本人自愿放弃社区助理报名，申请撤回报名材料。"
    return desk.letter(at, MailKind.WITHDRAWAL, "撤回报名", text)


def withdrawn_and_back(desk: Desk) -> list[PlannedMail]:
    """Apply, withdraw, and apply anew."""
    first = desk.application(desk.moment(last_day=8), (desk.form_file(), *desk.papers()))
    back = replace(first, received_at=first.received_at + 2 * A_FEW_DAYS, notes="applies anew")
    return [first, _withdrawal(desk, first.received_at + A_FEW_DAYS), back]


def copy_without_received(desk: Desk) -> list[PlannedMail]:
    """Apply; a copy out of a drafts folder lies beside it."""
    first = plain(desk)[0]
    saved = replace(
        first,
        kind=None,
        has_received=False,
        form=None,
        form_source=FormSource.NONE,
        materials=(),
        notes="no Received header: time of receipt unknown",
    )
    return [first, saved]
