"""Lay what one mail brought into a case, or take it out again, as a person decided.

Source: D0 三(一)3, 三(一)6.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from linli.apps.applications.models import Application
from linli.apps.applications.receiving import Draft
from linli.apps.intake.doubts import (
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
from linli.apps.intake.models import Mail
from linli.apps.people.storing import storable
from linli.core.intake.applicants import (
    Applicant,
    CountedMail,
    applicant_of,
    identity_of_paper,
)
from linli.core.intake.facts_record import RecordOutdated, from_record, plain
from linli.core.intake.sorting import MailKind, Sorted
from linli.core.papers.record import paper_from_record, paper_to_record
from linli.core.refusal import Refusal

#: The kinds whose papers belong into a case.
COUNTED = frozenset({MailKind.APPLICATION, MailKind.SUPPLEMENT, MailKind.CORRECTION})
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
    """Remove the papers of a mail from a case, unless another mail of the case brought them as well.

    The caller holds the case's lock. Raises ``FormOfTheCase``.
    """
    if application.form and application.reading.get("mail") == mail.file:
        raise FormOfTheCase(
            f"报名{application.case_number}的登记表来自这封来件，来件不能移出",
            mend="保留原报名编号；登记表有误的，通知报名人重新发来",
        )
    others = application.mails.exclude(pk=mail.pk)
    elsewhere = {digest for other in others for digest in _digests(other)}
    leaving = _digests(mail) - elsewhere
    papers = [one for one in application.papers if _digest(one["at"]) not in leaving]
    unsorted = application.reading.get("unsorted", [])
    _store(application, papers, [page for page in unsorted if _digest(page) not in leaving])


def with_handled(application: Application, draft: Draft, counted: Collection[str]) -> Draft:
    """Keep in a newer draft of a case what a person laid into it from mails that sorting does not count.

    ``counted`` names the mails that the draft was made of.
    """
    handled = application.mails.filter(handled_by__isnull=False, kind__in=COUNTED)
    laid = [mail for mail in handled if mail.file not in counted]
    held = _Held([dict(paper) for paper in draft.papers], draft.reading.get("unsorted", []))
    settled = settled_pages(application)
    for mail in laid:
        brought = _brought(mail)
        held = held.with_brought(brought, settled)
        new = _new_findings(brought, draft.findings)
        draft = replace(draft, findings=(*draft.findings, *new))
    if any(mail.file == application.reading.get("mail") for mail in laid):
        draft = _with_form_of(application, draft)
    return replace(
        draft,
        papers=tuple(held.papers),
        reading={**draft.reading, **pages_in_doubt(held.papers, held.unsorted)},
        materials=counts_of(held.papers, held.unsorted),
    )


def _with_form_of(application: Application, draft: Draft) -> Draft:
    """Keep the form that a person laid in, unless a newer one came."""
    if draft.form is not None and draft.received_at > application.received_at:
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


def _brought(mail: Mail) -> Applicant:
    try:
        facts = from_record(mail.reading)
    except RecordOutdated:
        raise ReadByOlderRelease(
            "这封来件由旧版本读取，不能并入", mend="请系统管理员重新读取邮箱后再处理"
        ) from None
    return applicant_of(mail.file, [CountedMail(facts, is_late=False, is_withdrawal=False)])


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
