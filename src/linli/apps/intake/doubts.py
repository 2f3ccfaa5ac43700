"""What the machine read with doubt: raised for a person, and settled by one.

Source: D0 三(二); requirements C2; 个人信息保护法 art. 24.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import recheck
from linli.apps.applications.change import WrongState, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_view
from linli.apps.applications.receiving import OPEN_STATES, Draft, update_person
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.numbers import borne_number, case_bearing
from linli.apps.ledger.actions import Event, record
from linli.apps.people.storing import fitted, storable
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.permissions import Permission, require
from linli.core.documents.form_entry import entered, entry_text
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.facts_record import made
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from linli.core.papers.record import paper_from_record, paper_to_record
from linli.core.refusal import Refusal

#: What a page is where it is none of the papers that the notice asks for.
OTHER_PAPER = "other"
#: What joins the kinds of one picture that shows several papers.
AND = "+"
#: One picture of both sides of the ID card.
BOTH_SIDES = AND.join((MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK))
_OFFICES = (Office.CITY, Office.COUNTY)
#: A person has told what it is.
SETTLED = (Doubt.Status.ACCEPTED, Doubt.Status.CORRECTED)
_UNKNOWN_PAPER = "看不出是哪一种材料"
_UNSURE_PAPER = "材料的种类或者级别没有把握"
_OF_THE_PERSON = frozenset({"name", "id_number", "phone", "address"})


class AlreadySettled(Refusal):
    """Somebody else has settled the doubt in the meantime, or newer mail has made it idle."""


class NumberTaken(Refusal):
    """Another application of the season bears the ID number: a person has one."""


class NoSuchPaper(Refusal):
    """A page can only be one of the papers that the notice asks for, or none of them."""


def form_of(application: Application) -> RegistrationForm:
    """Return the form of a case as the reader gave it; without one, a blank form."""
    form: RegistrationForm = (
        made(RegistrationForm, application.form) if application.form else RegistrationForm()
    )
    return form


def raise_doubts(applications: Sequence[Application], mails: Mapping[str, Mail]) -> None:
    """Store what a person must look at in cases that were received or amended just now.

    Open doubts become idle, and so do settled ones about an earlier form of a case.
    """
    earlier = Doubt.objects.filter(application__in=applications, status=Doubt.Status.OPEN)
    earlier.update(status=Doubt.Status.OUTDATED)
    _retire_settled(applications)
    by_case: dict[int, list[Mail]] = defaultdict(list)
    for mail in mails.values():
        if mail.application_id is not None:
            by_case[mail.application_id].append(mail)
    doubts = [
        doubt
        for application in applications
        for doubt in _doubts(application, by_case[application.pk])
    ]
    Doubt.objects.bulk_create(doubts, batch_size=200)


def _retire_settled(applications: Sequence[Application]) -> None:
    """Let settled doubts about an earlier form become idle: their answers are not for the new one."""
    readings = {application.pk: application.reading for application in applications}
    settled = Doubt.objects.filter(
        application__in=applications, kind=Doubt.Kind.FIELD, status__in=SETTLED
    ).select_related("mail")
    idle = [one.pk for one in settled if _is_of_another_form(one, readings[one.application_id])]
    Doubt.objects.filter(pk__in=idle).update(status=Doubt.Status.OUTDATED)


def _is_of_another_form(doubt: Doubt, reading: Mapping[str, Any]) -> bool:
    if doubt.page:
        return doubt.page not in reading.get("pages", [])
    # A form without pages is known by the mail that brought it, a copy of it by its digest.
    return doubt.mail is not None and _holder([doubt.mail], reading.get("digest", "")) is None


def _doubts(application: Application, mails: Sequence[Mail]) -> Iterator[Doubt]:
    reading = application.reading
    form = form_of(application)
    holder = next((mail for mail in mails if mail.file == reading.get("mail")), None)
    for name, reason in reading.get("doubts", {}).items():
        field = reading["fields"].get(name, {})
        place = field.get("place") or {}
        pages = reading.get("pages", [])
        texts = {"original": field.get("original", ""), "proposed": entry_text(name, form)}
        yield Doubt(
            application=application,
            mail=holder,
            kind=Doubt.Kind.FIELD,
            field=name,
            page=pages[place["page"]] if place and pages else {},
            box=[place["box"][edge] for edge in ("left", "top", "right", "bottom")]
            if place
            else [],
            **fitted(Doubt, reason=reason, **texts),
        )
    for page, reason in _pages_in_doubt(reading):
        yield Doubt(
            application=application,
            mail=_holder(mails, page["digest"]),
            kind=Doubt.Kind.PAPER,
            field="paper",
            page=page,
            reason=reason,
            proposed=_proposed_kind(application, page),
        )


def _proposed_kind(application: Application, page: Mapping[str, Any]) -> str:
    kinds = [kind for paper in application.papers if paper["at"] == page for kind in paper["kinds"]]
    return AND.join(kind for kind in MaterialKind if kind in kinds)


def _pages_in_doubt(reading: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for page in reading.get("unsorted", []):
        yield page, _UNKNOWN_PAPER
    for page in reading.get("unsure", []):
        yield page, _UNSURE_PAPER


def _holder(mails: Iterable[Mail], digest: str) -> Mail | None:
    for mail in mails:
        if any(item["digest"] == digest for item in mail.reading["attachments"]):
            return mail
    return None


def may_settle(official: User, application: Application) -> Permission:
    """Tell whether an official may settle what was read with doubt in a case."""
    if official.office not in _OFFICES:
        names = "、".join(office.label for office in _OFFICES)
        return Permission(False, f"“核对读取结果”由{names}办理")
    return may_view(official, application)


@transaction.atomic
def settle(doubt: Doubt, text: str, *, actor: User, at: datetime) -> None:
    """Accept or correct one reading: ``text`` is the right value as an official writes it.

    For a page it is a kind of paper, kinds joined by ``+``, or ``other``. The case is checked again where it was
    checked before. A settled doubt may be settled again while the case is open. Raises
    ``NotPermitted``, ``WrongState``, ``AlreadySettled``, ``EntryNotUnderstood`` and ``NoSuchPaper``.
    """
    application = doubt.application
    require(may_settle(actor, application))
    if doubt.field == "id_number":
        # Two officials may settle two cases to one number, of which only one can have it.
        lock_season(application.season)
    _require_open(application)
    # Read again under the case's lock: two officials may look at one doubt.
    application.refresh_from_db()
    standing = Doubt.objects.select_for_update().get(pk=doubt.pk)
    seen = (doubt.status, doubt.settled_at)
    if standing.status == Doubt.Status.OUTDATED or (standing.status, standing.settled_at) != seen:
        raise AlreadySettled("这一项已由他人核对，或者来件已更新", mend="继续核对下一项")
    if doubt.kind == Doubt.Kind.FIELD:
        _settle_field(application, doubt, text)
    else:
        _settle_paper(application, doubt, text)
    is_right = text.strip() == doubt.proposed
    doubt.status = Doubt.Status.ACCEPTED if is_right else Doubt.Status.CORRECTED
    doubt.settled, doubt.settled_by, doubt.settled_at = storable(text), actor, at
    doubt.save()
    record([_settled(doubt, application, actor, at)])
    if application.proposal:
        recheck([application], actor=actor, at=at)


def _require_open(application: Application) -> None:
    state = lock_standings([application])[application.pk].state
    if state not in OPEN_STATES:
        raise WrongState(
            f"报名{application.case_number}现为“{state.label}”，读取结果不能再改",
            why="D0 三(二)",
            mend="需要更正的，由作出决定的单位依程序办理",
        )


def _settle_field(application: Application, doubt: Doubt, text: str) -> None:
    names = gazetteer(application.season.city_id[:2])
    form = form_of(application)
    # What is found to stand there as it was read is kept, be it a usual word or not.
    if text.strip() != entry_text(doubt.field, form):
        form = replace(form, **entered(doubt.field, text, gazetteer=names))
    if doubt.field == "id_number":
        require_free_number(application, form)
    application.form = storable(asdict(form))
    doubts = application.reading.get("doubts", {})
    application.reading["doubts"] = {k: v for k, v in doubts.items() if k != doubt.field}
    application.save(update_fields=["form", "reading"])
    if doubt.field in _OF_THE_PERSON:
        follow_form(application)


def follow_form(application: Application) -> None:
    """Let the person of a case be as its form says; a number in doubt may be a stranger's."""
    form = form_of(application)
    is_open = "id_number" in application.reading.get("doubts", {})
    update_person(application, replace(form, id_number=None) if is_open else form)


def _settle_paper(application: Application, doubt: Doubt, text: str) -> None:
    pages = application.reading.get("unsorted", [])
    papers, unsorted = _with_page_as(_kinds(text), doubt.page, application.papers, pages)
    with_counts(application, papers, unsorted)
    application.save(update_fields=["papers", "reading", "materials"])


def _kinds(text: str) -> tuple[MaterialKind, ...]:
    """Return the kinds that an answer names; none for a page that is no paper asked for."""
    if text == OTHER_PAPER:
        return ()
    named = text.split(AND)
    if not set(named) <= set(MaterialKind):
        raise NoSuchPaper("没有这种材料", mend="从列出的材料中选择一种")
    return tuple([kind for kind in MaterialKind if kind in named])


def require_free_number(application: Application, form: RegistrationForm) -> None:
    """Refuse a form with the ID number of another live application. Raises ``NumberTaken``.

    Source: requirements B17.
    """
    number = borne_number(form.id_number, form.id_number)
    if number is None:
        return
    other = case_bearing(number, application.season, but=application)
    if other is not None:
        raise NumberTaken(
            f"报名{other.case_number}已使用这个身份证号，一人只能有一份报名",
            mend="再核对一遍号码；确属同一人的，由市级办理",
        )


def with_counts(
    application: Application, papers: list[dict[str, Any]], unsorted: list[Any]
) -> None:
    """Set papers and unsorted pages on the copy in hand, and count them by kind."""
    application.papers = papers
    application.reading = {**application.reading, **pages_in_doubt(papers, unsorted)}
    application.materials = counts_of(papers, unsorted)


def pages_in_doubt(papers: Iterable[Mapping[str, Any]], unsorted: list[Any]) -> dict[str, Any]:
    """Return the pages that a person must look at, as ``Application.reading`` holds them.

    What a person has told is sure, and does not come back.
    """
    unsure: list[Any] = []
    for paper in papers:
        if paper["at"] and paper["at"] not in unsure and not paper_from_record(paper).is_sure:
            unsure.append(paper["at"])
    return {"unsorted": unsorted, "unsure": unsure}


def settled_pages(application: Application) -> list[dict[str, Any]]:
    """Return the pages of a case whose kind a person has told."""
    settled = application.doubts.filter(kind=Doubt.Kind.PAPER, status__in=SETTLED)
    return list(settled.values_list("page", flat=True))


def _with_page_as(
    kinds: Sequence[MaterialKind],
    page: Mapping[str, Any],
    papers: Iterable[Mapping[str, Any]],
    unsorted: Iterable[Any],
) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return papers and unsorted pages with one page being of the kinds that a person told."""
    everything = [dict(paper) for paper in papers]
    read = [paper for paper in everything if paper["at"] == page]
    others = [paper for paper in everything if paper["at"] != page]
    return [*others, *_told(kinds, page, read)], [other for other in unsorted if other != page]


def _told(
    kinds: Sequence[MaterialKind], page: Mapping[str, Any], read: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what a page holds; what was read there stays, whatever it is now known to be."""
    told = paper_to_record(Paper(kinds=tuple(kinds), sure=1.0))
    if not kinds:
        return [{**paper, "kinds": [], "sure": told["sure"]} for paper in read]
    # Several papers on one page keep each its own values where the reader told them right.
    if sorted(kind for paper in read for kind in paper["kinds"]) == sorted(kinds):
        return [{**paper, "sure": told["sure"]} for paper in read]
    first = read[0] if read else told
    return [{**first, "kinds": told["kinds"], "sure": told["sure"], "at": dict(page)}]


def counts_of(papers: Iterable[Mapping[str, Any]], unsorted: Sequence[object]) -> dict[str, int]:
    """Count papers by kind, and the pages whose kind nobody has told."""
    kinds = [kind for paper in papers for kind in paper["kinds"]]
    counts = {kind.value: kinds.count(kind) for kind in MaterialKind if kind in kinds}
    return counts | ({"unknown": len(unsorted)} if unsorted else {})


def with_settled(application: Application, draft: Draft) -> Draft:
    """Keep in a newer draft of a case what a person has settled, unless another form came."""
    settled = application.doubts.filter(status__in=SETTLED, kind=Doubt.Kind.PAPER)
    for doubt in settled:
        draft = _with_paper(draft, doubt)
    if application.reading.get("digest") != draft.reading.get("digest"):
        return draft
    kept = {key: application.reading[key] for key in ("doubts", "fields")}
    reading = {**draft.reading, **kept}
    if not application.form:
        return replace(draft, form=None, reading=reading)
    form = form_of(application)
    return replace(
        draft,
        form=form,
        name=form.name or draft.name,
        # A number that is still in doubt binds nobody.
        id_number=None if "id_number" in reading["doubts"] else form.id_number,
        phone=form.phone or draft.phone,
        reading=reading,
    )


def _with_paper(draft: Draft, doubt: Doubt) -> Draft:
    pages = draft.reading.get("unsorted", [])
    papers, unsorted = _with_page_as(_kinds(doubt.settled), doubt.page, draft.papers, pages)
    return replace(
        draft,
        papers=tuple(papers),
        reading={**draft.reading, **pages_in_doubt(papers, unsorted)},
        materials=counts_of(papers, unsorted),
    )


def _settled(doubt: Doubt, application: Application, actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="settle_doubt",
        subject=application.subject,
        clause="D0 三(二)",
        reason=f"核对{doubt.get_kind_display()}",
        rule=application.season.rule_version,
        inputs={"field": doubt.field, "outcome": doubt.status},
        rehearsal=application.season.is_rehearsal,
    )
