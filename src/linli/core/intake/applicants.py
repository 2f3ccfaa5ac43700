"""Put the mails of one person together: the last valid form in time, and all papers that count.

Source: D0 三(一)2, 三(一)6.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from linli.core.documents.problems import Problem, ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.facts import AttachmentFacts, MailFacts
from linli.core.intake.people import identity_of
from linli.core.papers.kinds import MaterialKind


@dataclass(frozen=True, slots=True)
class CountedMail:
    """A mail of one person and how it counts; with a ``contest`` it counts for nothing.

    ``contest`` says in Chinese why an official must first decide whose mail it is.
    """

    mail: MailFacts
    is_late: bool
    is_withdrawal: bool
    contest: str | None = None


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person's application as it stood at the deadline.

    ``form`` is the last form that could be read; ``form_source`` is its carrier, or that of
    a form which could not be read, or ``none`` or ``wrong``. ``received_at`` is when the
    mail with that form came. ``mails`` names every mail of the person in order,
    ``counted_mails`` those whose papers count. ``set_aside`` says in Chinese what a
    person must still look at.
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
    materials: Mapping[MaterialKind, int] = field(default_factory=lambda: MappingProxyType({}))
    mails: tuple[str, ...] = ()
    counted_mails: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_withdrawn: bool = False
    is_late: bool = False
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ChosenForm:
    form: RegistrationForm | None = None
    source: str = "none"
    digest: str | None = None
    mail: MailFacts | None = None
    set_aside: tuple[str, ...] = ()


def applicant_of(key: str, mails: Sequence[CountedMail]) -> Applicant:
    """Put one person's mails, in order of receipt, into one application.

    A withdrawal counts whenever it comes; an application that follows it in time stands
    anew, with its own papers only. Late mails count for nothing unless there is no other.
    At least one of the mails is without a contest.
    """
    counted, is_withdrawn = _counted([entry for entry in mails if entry.contest is None])
    in_time = [entry.mail for entry in counted if not entry.is_late]
    used = in_time or [entry.mail for entry in counted]
    chosen = _choose_form(used)
    name, id_number, phone = _identity(used, chosen.form)
    return Applicant(
        key=key,
        name=name,
        id_number=id_number,
        phone=phone,
        form=chosen.form,
        form_source=chosen.source,
        form_digest=chosen.digest,
        form_mail=chosen.mail.file if chosen.mail else None,
        received_at=(chosen.mail or used[0]).received_at,
        materials=_materials(used),
        mails=tuple(entry.mail.file for entry in mails),
        counted_mails=tuple(mail.file for mail in used),
        problems=_problems(used, has_form=chosen.form is not None),
        is_withdrawn=is_withdrawn,
        is_late=not in_time,
        set_aside=(*chosen.set_aside, *_contests(mails)),
    )


def _contests(mails: Sequence[CountedMail]) -> tuple[str, ...]:
    found = (f"另有来件：{entry.contest}" for entry in mails if entry.contest is not None)
    return tuple(dict.fromkeys(found))


def _counted(mails: Sequence[CountedMail]) -> tuple[list[CountedMail], bool]:
    withdrawals = [number for number, entry in enumerate(mails) if entry.is_withdrawal]
    if not withdrawals:
        return list(mails), False
    after = [entry for entry in mails[withdrawals[-1] + 1 :] if not entry.is_late]
    if after:
        return after, False
    return [entry for entry in mails if not entry.is_withdrawal], True


def _choose_form(mails: Sequence[MailFacts]) -> _ChosenForm:
    chosen = _ChosenForm()
    for mail in mails:
        if mail.forms:
            last = mail.forms[-1]
            chosen = _ChosenForm(
                _signed_on_either(mail.forms), last.carrier or "docx", last.digest, mail
            )
        elif mail.unread_forms:
            unread = mail.unread_forms[-1]
            note = "最后一份报名表的文件种类本版本不能读取，须由人工阅读"
            source = chosen.source if chosen.form else unread.carrier or "none"
            chosen = replace(chosen, source=source, set_aside=(note,))
        elif mail.has_wrong_form and chosen.form is None and not chosen.set_aside:
            chosen = replace(chosen, source="wrong")
    if chosen.form is None and chosen.source == "none":
        return replace(chosen, set_aside=("没有读到报名表，须由人工核对附件",))
    return chosen


def _signed_on_either(forms: Sequence[AttachmentFacts]) -> RegistrationForm | None:
    """Return the last form of a mail; of two copies a signature on either counts."""
    last = forms[-1].form
    if last is None:
        return None
    copies = [item.form for item in forms if item.form and item.form.id_number == last.id_number]
    signed = next((copy for copy in copies if copy.pledge_signed), last)
    return replace(
        last, pledge_signed=signed.pledge_signed, pledge_date=last.pledge_date or signed.pledge_date
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


def _materials(mails: Iterable[MailFacts]) -> Mapping[MaterialKind, int]:
    """Count the papers by kind; the same file sent twice as the same paper is one."""
    papers = {
        (item.digest, kind) for mail in mails for item in mail.attachments for kind in item.kinds
    }
    counts = Counter(kind for _, kind in papers)
    return MappingProxyType({kind: counts[kind] for kind in MaterialKind if counts[kind]})


def _problems(mails: Iterable[MailFacts], *, has_form: bool) -> tuple[Problem, ...]:
    found = [
        problem
        for mail in mails
        for problem in (*(p for item in mail.attachments for p in item.problems), *mail.problems)
    ]
    # A right form mends a wrong or blank one.
    mended = {ProblemCode.FORM_WRONG, ProblemCode.FORM_BLANK} if has_form else set()
    return tuple(dict.fromkeys(problem for problem in found if problem.code not in mended))
