"""Lay what one mail brought into a case, or take it out again, as a person decided.

Source: D0 三(一)3, 三(一)6.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q

from linli.apps.applications.models import Application
from linli.apps.applications.receiving import Draft
from linli.apps.intake.doubts import (
    SETTLED,
    counts_of,
    follow_form,
    form_of,
    pages_in_doubt,
    raise_doubts,
    require_free_number,
    settled_pages,
    with_counts,
)
from linli.apps.intake.drafts import reading_of
from linli.apps.intake.models import Doubt, Mail
from linli.apps.people.storing import storable
from linli.core.intake.applicants import (
    Applicant,
    CountedMail,
    applicant_of,
    identity_of_paper,
)
from linli.core.intake.facts_record import RecordOutdated, from_record, plain
from linli.core.intake.sorting import COUNTED, MailKind, Sorted
from linli.core.papers.record import paper_from_record, paper_to_record
from linli.core.refusal import Refusal

_LAID = ("form", "reading", "papers", "materials", "findings", "received_at")
_WITH_A_FORM = frozenset({MailKind.APPLICATION, MailKind.CORRECTION})


class FormOfTheCase(Refusal):
    """The form of the case came with this mail: the mail cannot leave the case."""


class ReadByOlderRelease(Refusal):
    """What was read of the mail has the shape of an older release."""


@dataclass(frozen=True, slots=True)
class _Held:
    """The papers and unsorted pages that a case holds, as records."""

    papers: list[dict[str, Any]]
    unsorted: list[Any]

    def with_brought(self, brought: Applicant, settled: Sequence[Any]) -> "_Held":
        """Add what a mail brought, but for what is held already or was told by a person."""
        known = [mark for paper in self.papers for mark in _marks(paper)]
        sent = [{**paper_to_record(one.paper), "at": plain(one.at)} for one in brought.papers]
        papers = [
            *self.papers,
            *(
                storable(paper)
                for paper in sent
                if paper["at"] not in settled and not any(mark in known for mark in _marks(paper))
            ),
        ]
        seen = [*self.unsorted, *settled, *(paper["at"] for paper in self.papers)]
        pages = [page for page in plain(brought.unsorted) if page not in seen]
        return _Held(papers, [*self.unsorted, *pages])


def lay_in(mail: Mail, application: Application) -> None:
    """Add the papers of a mail to a case; its form, too, where the mail corrects it or it has none.

    What the case has already is not added twice. The caller holds the case's lock. Raises
    ``ReadByOlderRelease`` and ``linli.apps.intake.doubts.NumberTaken``.
    """
    brought = _brought(mail)
    if brought.form is not None and (mail.kind in _WITH_A_FORM or not application.form):
        _lay_form(brought, application)
        application.received_at = mail.received_at or application.received_at
    found = _new_findings(brought, application.findings)
    application.findings = [*application.findings, *storable(found)]
    held = _Held(application.papers, application.reading.get("unsorted", []))
    held = held.with_brought(brought, settled_pages(application))
    _store(application, held.papers, held.unsorted)
    if brought.form is not None and application.reading["digest"] == brought.form_digest:
        follow_form(application)


def take_out(mail: Mail, application: Application) -> None:
    """Remove the papers and findings of a mail from a case, unless another of its mails brought them as well.

    Of a document that came as two pictures in two mails the other one takes the place. The
    caller holds the case's lock. Raises ``FormOfTheCase`` and ``ReadByOlderRelease``.
    """
    if application.form and application.reading.get("mail") == mail.file:
        raise FormOfTheCase(
            f"报名{application.case_number}的登记表来自这封来件，来件不能移出",
            mend="保留原报名编号；登记表有误的，通知报名人重新发来",
        )
    others = list(application.mails.exclude(pk=mail.pk))
    leaving = _digests(mail) - {digest for other in others for digest in _digests(other)}
    retire_told(application, leaving)
    gone = [one for one in application.papers if _digest(one["at"]) in leaving]
    unsorted = application.reading.get("unsorted", [])
    held = _Held(
        [one for one in application.papers if one not in gone],
        [page for page in unsorted if _digest(page) not in leaving],
    )
    rest = [other for other in others if other.kind in COUNTED]
    if gone and rest:
        held = held.with_brought(_copies_of(gone, _brought(*rest)), settled_pages(application))
    left = _findings_of([mail]) - _findings_of(rest)
    application.findings = [
        one for one in application.findings if (one["code"], one["text"]) not in left
    ]
    _store(application, held.papers, held.unsorted)


def retire_told(application: Application, leaving: Collection[str]) -> None:
    """Let what a person told about pages that leave the case become idle: they are not here to be told."""
    told = application.doubts.filter(kind=Doubt.Kind.PAPER, status__in=SETTLED)
    idle = [one.pk for one in told if _digest(one.page) in leaving]
    Doubt.objects.filter(pk__in=idle).update(status=Doubt.Status.OUTDATED)


def _copies_of(gone: Iterable[Mapping[str, Any]], brought: Applicant) -> Applicant:
    """Return what mails brought of the kinds of papers that leave: a case holds one copy of each document."""
    kinds = [paper["kinds"] for paper in gone]
    copies = tuple(sent for sent in brought.papers if list(sent.paper.kinds) in kinds)
    return replace(brought, papers=copies, unsorted=())


def _findings_of(mails: Iterable[Mail]) -> set[tuple[str, str]]:
    """Return what was wrong with mails and their attachments, as the findings of a case have it."""
    files = [
        item for mail in mails for item in (mail.reading, *mail.reading.get("attachments", ()))
    ]
    return {
        (one["code"], one.get("reason", "")) for item in files for one in item.get("problems", ())
    }


def with_handled(application: Application, draft: Draft, counted: Collection[str]) -> Draft:
    """Keep in a newer draft of a case what sorting does not count: laid in by a person, sent on the site.

    ``counted`` names the mails that the draft was made of.
    """
    is_kept = Q(handled_by__isnull=False) | Q(kind=MailKind.ONLINE)
    handled = application.mails.filter(is_kept, kind__in=COUNTED)
    laid = [mail for mail in handled if mail.file not in counted]
    held = _Held([dict(paper) for paper in draft.papers], draft.reading.get("unsorted", []))
    settled = settled_pages(application)
    for mail in laid:
        brought = _brought(mail)
        held = held.with_brought(brought, settled)
        new = _new_findings(brought, draft.findings)
        draft = replace(draft, findings=(*draft.findings, *new))
    holder = next((one for one in laid if one.file == application.reading.get("mail")), None)
    if holder is not None:
        draft = _with_form_of(application, draft, holder)
    return replace(
        draft,
        papers=tuple(held.papers),
        reading={**draft.reading, **pages_in_doubt(held.papers, held.unsorted)},
        materials=counts_of(held.papers, held.unsorted),
    )


def _with_form_of(application: Application, draft: Draft, holder: Mail) -> Draft:
    """Keep the form that a person laid in, unless a newer one came.

    One that was filled in on the site gives way only to a mail that an official laid in as a form.
    """
    is_newer = draft.form is not None and draft.received_at > application.received_at
    if is_newer and holder.kind != MailKind.ONLINE:
        return draft
    return replace(
        draft,
        form=form_of(application),
        reading=dict(application.reading),
        received_at=application.received_at,
        name=application.person.name,
        id_number=application.person.id_number,
        phone=application.person.phone,
    )


def moved_mails(found: Sorted, known: Mapping[str, Mail]) -> frozenset[str]:
    """Name the mails that do not count where sorting puts them, because a person decided otherwise."""
    mails = {
        one.key: [known[file] for file in one.counted_mails if file in known]
        for one in found.applicants
    }
    owned = {key: case_of(sent, handled=False) for key, sent in mails.items()}
    owners = {case for case in owned.values() if case is not None}
    return frozenset(
        mail.file
        for key, sent in mails.items()
        for mail in sent
        if mail.handled_by_id is not None and _is_moved(mail, owned[key], owners)
    )


def _is_moved(mail: Mail, own: Application | None, owners: Collection[Application]) -> bool:
    if mail.kind not in COUNTED or mail.application is None:
        return True
    return mail.application != own if own is not None else mail.application in owners


def case_of(mails: Iterable[Mail], *, handled: bool) -> Application | None:
    """Return the case that mails belong to; ``handled`` tells whether one that a person put there counts."""
    cases = (mail.application for mail in mails if handled or mail.handled_by_id is None)
    return next((case for case in cases if case is not None), None)


def _brought(*mails: Mail) -> Applicant:
    try:
        facts = [from_record(mail.reading) for mail in mails]
    except RecordOutdated:
        raise ReadByOlderRelease(
            "来件由旧版本读取，不能并入或者移出", mend="请系统管理员重新读取邮箱后再处理"
        ) from None
    counted = [CountedMail(read, is_late=False, is_withdrawal=False) for read in facts]
    return applicant_of(mails[0].file, counted)


def _lay_form(brought: Applicant, application: Application) -> None:
    assert brought.form is not None
    require_free_number(application, brought.form)
    application.form = storable(asdict(brought.form))
    unsorted = application.reading.get("unsorted", [])
    application.reading = storable({**reading_of(brought), "unsorted": unsorted})


def _new_findings(brought: Applicant, known: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    found = [{"code": one.code.value, "text": one.reason} for one in brought.problems]
    return [one for one in found if one not in list(known)]


def _store(application: Application, papers: list[Any], unsorted: list[Any]) -> None:
    with_counts(application, papers, unsorted)
    application.save(update_fields=_LAID)
    raise_doubts([application], {one.file: one for one in application.mails.all()})


def _marks(paper: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Return by what a paper is known: its page, and what two pictures of one document share."""
    shared = identity_of_paper(paper_from_record(paper))
    kinds = tuple(paper["kinds"])
    at = [("at", paper["at"], kinds)] if paper["at"] else []
    return [*at, *([("shared", *shared, kinds)] if shared else [])]


def _digests(mail: Mail) -> set[str]:
    return {item["digest"] for item in mail.reading.get("attachments", ())}


def _digest(page: Mapping[str, Any] | None) -> str:
    return page["digest"] if page else ""
