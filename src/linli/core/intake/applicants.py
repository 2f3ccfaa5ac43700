"""Put the mails of one person together: the last valid form in time, and all papers that count.

Source: D0 三(一)2, 三(一)6.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from linli.core.documents.doubts import unknown_fields
from linli.core.documents.form_reading import FieldReading
from linli.core.documents.problems import Problem, ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import normalise_id_number
from linli.core.intake.people import identity_of
from linli.core.intake.sent import AttachmentFacts, MailFacts, SentPage, SentPaper
from linli.core.papers.comparing import compare
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper

# A form whose text need not be recognised is the better of two copies.
_PICTURES = frozenset({"scan", "photo"})
_SIDES = frozenset({MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK})
_BOOKS = frozenset({MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK, MaterialKind.HUKOU})


@dataclass(frozen=True, slots=True)
class CountedMail:
    """A mail of one person and how it counts; with a ``contest`` it counts for nothing.

    ``contest`` says in Chinese why an official must first decide whose mail it is. A
    withdrawal that is not ``confirmed`` takes nothing out of count.
    """

    mail: MailFacts
    is_late: bool
    is_withdrawal: bool
    contest: str | None = None
    confirmed: bool = True

    @property
    def begins_anew(self) -> bool:
        """Tell whether it is an application anew where it follows a withdrawal."""
        return self.mail.brings_form and not self.is_late and not self.is_withdrawal


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person's application as it stood at the deadline.

    ``form`` is the last form that could be read; ``form_source`` is its carrier, or that of
    a form which could not be read, or ``none`` or ``wrong``. ``received_at`` is when the
    mail with that form came. ``fields`` and ``doubts`` are the form's by field name: what
    stands there, and why a person must look; ``form_pages`` are the pages that the places
    of ``fields`` count. ``papers`` are those that count, ``unsorted`` the pages whose kind
    nobody could tell, ``unsure`` those whose kind a person must confirm. ``mails`` names every
    mail of the person in order, ``counted_mails`` those whose papers count. ``is_withdrawn``
    tells that the last word is a withdrawal, confirmed or not; ``anew_after`` is the confirmed
    withdrawal that what counts came after. ``set_aside`` says in Chinese what a person must
    still look at.
    """

    key: str
    name: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    form: RegistrationForm | None = field(default=None, repr=False)
    form_source: str = "none"
    form_digest: str | None = None
    form_mail: str | None = None
    received_at: dt.datetime | None = None
    fields: Mapping[str, FieldReading] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    doubts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    form_pages: tuple[SentPage, ...] = ()
    papers: tuple[SentPaper, ...] = field(default=(), repr=False)
    unsorted: tuple[SentPage, ...] = ()
    unsure: tuple[SentPage, ...] = ()
    materials: Mapping[MaterialKind, int] = field(default_factory=lambda: MappingProxyType({}))
    mails: tuple[str, ...] = ()
    counted_mails: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_withdrawn: bool = False
    anew_after: str | None = None
    is_late: bool = False
    set_aside: tuple[str, ...] = ()

    @property
    def unknown(self) -> frozenset[str]:
        """Return the fields in doubt that no check may rest on until a person has looked."""
        return unknown_fields(self.doubts, self.fields)


@dataclass(frozen=True, slots=True)
class _ChosenForm:
    form: RegistrationForm | None = None
    source: str = "none"
    sent: AttachmentFacts | None = None
    mail: MailFacts | None = None
    set_aside: tuple[str, ...] = ()


def applicant_of(key: str, mails: Sequence[CountedMail]) -> Applicant:
    """Put one person's mails, in order of receipt, into one application.

    A withdrawal counts whenever it comes; a form that follows it in time begins an application
    anew, with its own papers only. Papers alone do not. Late mails count for nothing unless there
    is no other. At least one of the mails is without a contest.
    """
    uncontested = [entry for entry in mails if entry.contest is None]
    anew_after, counted = _counted(uncontested)
    in_time = [entry.mail for entry in counted if not entry.is_late]
    used = in_time or [entry.mail for entry in counted]
    chosen = _choose_form(used)
    name, id_number, phone = _identity(used, chosen.form)
    own_number = normalise_id_number(id_number) if id_number else None
    papers = _papers(used, own_number=own_number)
    sent = chosen.sent or AttachmentFacts("", "")
    return Applicant(
        key=key,
        name=name,
        id_number=id_number,
        phone=phone,
        form=chosen.form,
        form_source=chosen.source,
        form_digest=chosen.sent.digest if chosen.sent else None,
        form_mail=chosen.mail.file if chosen.mail else None,
        received_at=(chosen.mail or used[0]).received_at,
        fields=sent.fields,
        doubts=_open_doubts(sent.doubts, chosen.form, papers),
        form_pages=sent.form_pages,
        papers=papers,
        unsorted=_unsorted(used),
        unsure=_unsure(papers),
        materials=_materials(papers),
        mails=tuple(entry.mail.file for entry in mails),
        counted_mails=tuple(mail.file for mail in used),
        problems=_problems(used, has_form=chosen.form is not None),
        is_withdrawn=is_withdrawn(uncontested),
        anew_after=anew_after,
        is_late=not in_time,
        set_aside=(*chosen.set_aside, *_contests(mails)),
    )


def _open_doubts(
    doubts: Mapping[str, str], form: RegistrationForm | None, papers: Sequence[SentPaper]
) -> Mapping[str, str]:
    """Return the doubts that no paper settles by saying the same as the form."""
    if form is None or not doubts:
        return doubts
    agreement = compare(form, [sent.paper for sent in papers])
    return MappingProxyType(
        {name: why for name, why in doubts.items() if getattr(agreement, name, None) is not True}
    )


def _contests(mails: Sequence[CountedMail]) -> tuple[str, ...]:
    found = (f"另有来件：{entry.contest}" for entry in mails if entry.contest is not None)
    return tuple(dict.fromkeys(found))


def _counted(mails: Sequence[CountedMail]) -> tuple[str | None, list[CountedMail]]:
    """Return the last confirmed withdrawal after which the person applied anew, and what counts."""
    anew_after, counted = None, mails
    for number, entry in enumerate(mails, start=1):
        rest = mails[number:]
        is_left = entry.is_withdrawal and entry.confirmed
        if is_left and any(later.begins_anew for later in rest):
            anew_after, counted = entry.mail.file, [later for later in rest if not later.is_late]
    return anew_after, [entry for entry in counted if not entry.is_withdrawal]


def is_withdrawn(mails: Iterable[CountedMail]) -> bool:
    """Tell whether a withdrawal is the last word of a person: no form came in time after it."""
    words = [entry.is_withdrawal for entry in mails if entry.is_withdrawal or entry.begins_anew]
    return bool(words) and words[-1]


def _choose_form(mails: Sequence[MailFacts]) -> _ChosenForm:
    chosen = _ChosenForm()
    for mail in mails:
        if mail.forms:
            last = _best_copy(mail.forms)
            form = _signed_on_either(last, mail.forms)
            chosen = _ChosenForm(form, last.carrier or "docx", last, mail)
        elif mail.unread_forms:
            unread = mail.unread_forms[-1]
            source = chosen.source if chosen.form else unread.carrier or "none"
            note = "最后一份报名表无法读取，须由人工阅读"
            chosen = replace(chosen, source=source, set_aside=(note,))
        elif mail.has_wrong_form and chosen.form is None and not chosen.set_aside:
            chosen = replace(chosen, source="wrong")
    if chosen.form is None and chosen.source == "none":
        return replace(chosen, set_aside=("没有读到报名表，须由人工核对附件",))
    return chosen


def _best_copy(forms: Sequence[AttachmentFacts]) -> AttachmentFacts:
    """Return the last form of a mail, in its copy with text where it came as a picture as well."""
    last = forms[-1]
    if last.carrier not in _PICTURES:
        return last
    copies = [item for item in forms if item.carrier not in _PICTURES and _is_copy(item, last)]
    return copies[-1] if copies else last


def _is_copy(one: AttachmentFacts, other: AttachmentFacts) -> bool:
    if one.form is None or other.form is None:
        return False
    return one.form.id_number == other.form.id_number or (
        (one.form.name, one.form.phone) == (other.form.name, other.form.phone)
    )


def _signed_on_either(
    chosen: AttachmentFacts, forms: Sequence[AttachmentFacts]
) -> RegistrationForm | None:
    """Return a form of a mail; of two copies a signature on either counts."""
    form = chosen.form
    if form is None:
        return None
    copies = [item.form for item in forms if item.form and _is_copy(item, chosen)]
    signed = next((copy for copy in copies if copy.pledge_signed), form)
    return replace(
        form, pledge_signed=signed.pledge_signed, pledge_date=form.pledge_date or signed.pledge_date
    )


def _identity(
    mails: Sequence[MailFacts], form: RegistrationForm | None
) -> tuple[str | None, str | None, str | None]:
    if form is not None:
        return form.name, form.id_number, form.phone
    known = [identity_of(mail) for mail in mails]
    sure = [identity.name for identity in known if identity.name_is_sure]
    return (
        next(iter([*sure, *(identity.name for identity in known if identity.name)]), None),
        next((identity.id_number for identity in known if identity.id_number), None),
        next((identity.phone for identity in known if identity.phone), None),
    )


def _papers(mails: Iterable[MailFacts], *, own_number: str | None) -> tuple[SentPaper, ...]:
    """Return the papers that count: the same document sent twice is one."""
    kept: dict[tuple[object, ...], SentPaper] = {}
    for mail in mails:
        for item in mail.attachments:
            for number, sent in enumerate(item.papers):
                identity = identity_of_paper(sent.paper) or (item.digest, number)
                kept.setdefault((sent.paper.kinds, *identity), sent)
    return _without_copies(list(kept.values()), own_number)


def _without_copies(papers: Sequence[SentPaper], own_number: str | None) -> tuple[SentPaper, ...]:
    """Leave out the sides of the person's own ID card that came again; of copies the surest counts.

    The back bears no number, and a front may be read without its own.
    """

    def rank(place: int) -> tuple[bool, int, bool, int]:
        paper = papers[place].paper
        return not paper.is_sure, -len(paper.kinds), not identity_of_paper(paper), place

    seen: set[tuple[MaterialKind, str | None]] = set()
    kept: list[int] = []
    for place in sorted(range(len(papers)), key=rank):
        sides = _sides(papers[place].paper, own_number)
        if not sides or not sides <= seen:
            kept.append(place)
            seen |= sides
    return tuple(papers[place] for place in sorted(kept))


def _sides(paper: Paper, own_number: str | None) -> set[tuple[MaterialKind, str | None]]:
    """Return the sides of an ID card that a paper shows, each with the number if it is another's."""
    if not paper.kinds or not _SIDES.issuperset(paper.kinds):
        return set()
    number = next(iter(identity_of_paper(paper)), None)
    anothers = None if number == own_number else number
    return {
        (kind, anothers if kind is MaterialKind.ID_CARD_FRONT else None) for kind in paper.kinds
    }


def identity_of_paper(paper: Paper) -> tuple[str, ...]:
    """Return what two pictures of one document share; nothing where that cannot be told."""
    values = paper.values
    if _BOOKS.issuperset(paper.kinds) and values.id_number and "id_number" not in paper.doubtful:
        return (values.id_number,)
    if values.school and values.graduation and values.name:
        return (values.school, values.graduation, values.name)
    return ()


def _materials(papers: Iterable[SentPaper]) -> Mapping[MaterialKind, int]:
    """Count the papers by kind."""
    counts = Counter(kind for sent in papers for kind in sent.paper.kinds)
    return MappingProxyType({kind: counts[kind] for kind in MaterialKind if counts[kind]})


def _unsorted(mails: Iterable[MailFacts]) -> tuple[SentPage, ...]:
    pages = (page for mail in mails for item in mail.attachments for page in item.unsorted)
    return tuple(dict.fromkeys(pages))


def _unsure(papers: Iterable[SentPaper]) -> tuple[SentPage, ...]:
    pages = (sent.at for sent in papers if sent.at and not sent.paper.is_sure)
    return tuple(dict.fromkeys(pages))


def _problems(mails: Iterable[MailFacts], *, has_form: bool) -> tuple[Problem, ...]:
    found = [
        problem
        for mail in mails
        for problem in (*(p for item in mail.attachments for p in item.problems), *mail.problems)
    ]
    # A right form mends a wrong or blank one.
    mended = {ProblemCode.FORM_WRONG, ProblemCode.FORM_BLANK} if has_form else set()
    return tuple(dict.fromkeys(problem for problem in found if problem.code not in mended))
