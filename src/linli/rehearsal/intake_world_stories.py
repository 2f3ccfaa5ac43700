"""How people of the intake world apply: each story is the mails that one person sends."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.hostile import cut_off
from linli.rehearsal.intake_world_desk import WorldDesk
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.intake_world_forms import form_shots, word_bytes
from linli.rehearsal.intake_world_letters import FORWARD_WORDS, NOTE, OWN_INQUIRIES, WITHDRAWALS
from linli.rehearsal.intake_world_odd import locked_zip
from linli.rehearsal.intake_world_people import SentPaper
from linli.rehearsal.intake_world_plans import Plan, Story
from linli.rehearsal.intake_world_post import Post
from linli.rehearsal.intake_world_teller import Teller, Told
from linli.rehearsal.intake_world_wrong_forms import wrong_form
from linli.rehearsal.papers.capture import Capture
from linli.rehearsal.papers.picture_pdf import picture_pdf
from linli.rehearsal.sample_truth import MailKind

LAST_SECOND = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
MIDNIGHT = datetime(2024, 6, 15, tzinfo=BEIJING)
Tell = Callable[[Teller], list[Told]]


def told_mails(desk: WorldDesk, plan: Plan) -> list[Told]:
    """Return the mails of one person in order of receipt."""
    return _TELLS[plan.story](Teller(desk, plan))


def _later(teller: Teller, at: datetime) -> datetime:
    return at + timedelta(hours=teller.dice.between(2, 60), minutes=teller.dice.below(60))


def _plain(teller: Teller) -> list[Told]:
    return [teller.application(teller.any_time())]


def _inquiry_first(teller: Teller) -> list[Told]:
    at = teller.early()
    asked = teller.letter(OWN_INQUIRIES, at, MailKind.INQUIRY)
    return [asked, teller.application(_later(teller, at))]


def _supplemented(teller: Teller) -> list[Told]:
    now, then = _halves(teller)
    first = teller.application(teller.early(), papers=now)
    if not then:
        return [first]
    if teller.dice.chance(0.2):
        # Some send everything again, the old papers too.
        then = teller.person.papers
    return [first, teller.supplement(_later(teller, first.post.received_at), then)]


def _halves(teller: Teller) -> tuple[tuple[SentPaper, ...], tuple[SentPaper, ...]]:
    """Return the papers that are sent at once and those that are forgotten."""
    papers = teller.person.papers
    cut = len(papers) // 2
    return papers[:cut], papers[cut:]


def _with_slips(teller: Teller, form: RegistrationForm) -> RegistrationForm:
    slips: tuple[Callable[[], RegistrationForm], ...] = (
        lambda: replace(form, political_status="群众", strengths="无"),
        lambda: replace(form, phone="154" + "".join(str(teller.dice.below(10)) for _ in range(8))),
        lambda: replace(form, address=(form.address or "")[:-3] + "99号"),
    )
    return teller.dice.pick(slips)()


def _corrected(teller: Teller) -> list[Told]:
    at = teller.early()
    first = teller.application(at, form=_with_slips(teller, teller.person.form))
    return [first, teller.correction(_later(teller, at))]


def _wrong_then_right(teller: Teller) -> list[Told]:
    at = teller.early()
    first = teller.without_form(at, wrong_form(teller.desk, teller.person.form))
    wrong = replace(first.sent, is_wrong_form=True)
    return [replace(first, sent=wrong), teller.correction(_later(teller, at))]


def _broken_then_right(teller: Teller) -> list[Told]:
    at, form = teller.early(), teller.person.form
    broken = WorldFile(f"{form.name}报名表.docx", cut_off(word_bytes(teller.desk, form)))
    first = teller.without_form(at, broken)
    unreadable = replace(first.sent, is_unreadable=True)
    return [replace(first, sent=unreadable), teller.correction(_later(teller, at))]


def _sent_twice(teller: Teller) -> list[Told]:
    first = teller.application(teller.early())
    at = first.post.received_at + timedelta(minutes=teller.dice.between(1, 900))
    again = replace(first.sent, kind=MailKind.DUPLICATE, received_at=at)
    return [first, Told(replace(first.post, received_at=at), again)]


def _withdrawn(teller: Teller) -> list[Told]:
    at = teller.early()
    gone = teller.letter(WITHDRAWALS, _later(teller, at), MailKind.WITHDRAWAL)
    return [teller.application(at), gone]


def _withdrawn_late(teller: Teller) -> list[Told]:
    gone = teller.letter(WITHDRAWALS, MIDNIGHT + timedelta(hours=30), MailKind.WITHDRAWAL)
    return [teller.application(teller.any_time()), gone]


def _back_again(teller: Teller) -> list[Told]:
    first, gone = _withdrawn(teller)
    at = _later(teller, gone.post.received_at)
    at = min(at, LAST_SECOND)
    back = Told(replace(first.post, received_at=at), replace(first.sent, received_at=at))
    return [first, gone, back]


def _by_somebody(teller: Teller, post: Post) -> Post:
    return replace(
        post,
        sender=teller.dice.pick(("jiuyeban@school.example", "fudaoyuan@school.example")),
        sender_name=teller.dice.pick(("就业指导中心", "辅导员", "王老师")),
    )


def _forwarded(teller: Teller) -> list[Told]:
    told = teller.application(teller.early())
    outer = Post(
        subject=f"转发：{told.post.subject}",
        text=f"{teller.dice.pick(FORWARD_WORDS)}\n{NOTE}",
        sender="",
        sender_name="",
        received_at=_later(teller, told.post.received_at),
        inner=told.post,
    )
    at = outer.received_at
    return [Told(_by_somebody(teller, outer), replace(told.sent, received_at=at))]


def _forwarded_inline(teller: Teller) -> list[Told]:
    told = teller.application(teller.early())
    post = told.post
    quoted = (
        f"{teller.dice.pick(FORWARD_WORDS)}\n\n------------------ 原始邮件 ------------------\n"
        f'发件人: "{post.sender_name}" <{post.sender}>\n主题: {post.subject}\n\n{post.text}'
    )
    forwarded = replace(post, subject=f"Fwd: {post.subject}", text=quoted)
    return [Told(_by_somebody(teller, forwarded), told.sent)]


def _last_second(teller: Teller) -> list[Told]:
    return [teller.application(LAST_SECOND)]


def _as_late(told: Told) -> Told:
    return replace(told, sent=replace(told.sent, kind=MailKind.LATE))


def _late(teller: Teller) -> list[Told]:
    return [_as_late(teller.application(MIDNIGHT + timedelta(minutes=teller.dice.below(4000))))]


def _late_forged(teller: Teller) -> list[Told]:
    told = _late(teller)[0]
    return [replace(told, post=replace(told.post, written_at=LAST_SECOND))]


def _late_supplement(teller: Teller) -> list[Told]:
    now, then = _halves(teller)
    first = teller.application(teller.any_time(), papers=now)
    if not then:
        return [first]
    at = MIDNIGHT + timedelta(minutes=teller.dice.below(3000))
    return [first, _as_late(teller.supplement(at, then))]


def _late_correction(teller: Teller) -> list[Told]:
    other = _with_slips(teller, teller.person.form)
    at = MIDNIGHT + timedelta(minutes=teller.dice.below(3000))
    late = _as_late(teller.correction(at, other))
    forged = replace(late.post, written_at=LAST_SECOND)
    return [teller.application(teller.any_time()), replace(late, post=forged)]


def _form_missing(teller: Teller) -> list[Told]:
    if not teller.person.papers:
        # With neither form nor papers it would be no application at all.
        return _plain(teller)
    return [teller.without_form(teller.any_time())]


def _form_wrong(teller: Teller) -> list[Told]:
    told = teller.without_form(teller.any_time(), wrong_form(teller.desk, teller.person.form))
    return [replace(told, sent=replace(told.sent, is_wrong_form=True))]


def _form_locked(teller: Teller) -> list[Told]:
    form, desk = teller.person.form, teller.desk
    if teller.dice.chance(0.5):
        shots = form_shots(desk, form, Capture.SCAN)
        # Nobody can look at a picture inside a file that does not open.
        del desk.shop.pictures[-len(shots) :]
        file = WorldFile("报名登记表.pdf", picture_pdf(shots, is_locked=True))
    else:
        members = [(f"{form.name}报名表.docx", word_bytes(desk, form))]
        file = WorldFile("报名登记表.zip", locked_zip(members))
    told = teller.without_form(teller.any_time(), file)
    return [replace(told, sent=replace(told.sent, is_unreadable=True))]


_TELLS: Mapping[Story, Tell] = MappingProxyType(
    {
        Story.PLAIN: _plain,
        Story.INQUIRY_FIRST: _inquiry_first,
        Story.SUPPLEMENTED: _supplemented,
        Story.CORRECTED: _corrected,
        Story.WRONG_THEN_RIGHT: _wrong_then_right,
        Story.BROKEN_THEN_RIGHT: _broken_then_right,
        Story.SENT_TWICE: _sent_twice,
        Story.WITHDRAWN: _withdrawn,
        Story.WITHDRAWN_LATE: _withdrawn_late,
        Story.BACK_AGAIN: _back_again,
        Story.FORWARDED: _forwarded,
        Story.FORWARDED_INLINE: _forwarded_inline,
        Story.LAST_SECOND: _last_second,
        Story.LATE: _late,
        Story.LATE_FORGED: _late_forged,
        Story.LATE_SUPPLEMENT: _late_supplement,
        Story.LATE_CORRECTION: _late_correction,
        Story.FORM_MISSING: _form_missing,
        Story.FORM_WRONG: _form_wrong,
        Story.FORM_LOCKED: _form_locked,
    }
)
