"""What is true about a mailbox of the intake world, worked out from what was sent.

Source: D0 三(一)2, 三(一)6; the README of the sample mailboxes for what the notice leaves open.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind
from linli.core.places import Area
from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.intake_world_people import SentPaper
from linli.rehearsal.intake_world_rules import (
    CLAUSES,
    WITH_NAME,
    WITH_NUMBER,
    Sent,
    Standing,
    proven_claims,
    reason_codes,
    verdict_of,
)
from linli.rehearsal.sample_truth import MailKind

DEADLINE = datetime(2024, 6, 15, tzinfo=BEIJING)
PLAIN_FIELDS = (
    "name", "sex", "ethnicity", "birth", "native_place", "political_status", "school", "graduation",
    "major", "education", "degree", "id_number", "address", "phone",
)  # fmt: skip


def applicant_truth(key: str, sent: Sequence[Sent]) -> dict[str, Any]:
    """Return what is true about the person who sent these mails, in the shape of ``truth.json``.

    ``sent`` is in order of receipt.
    """
    standing = standing_of(sent)
    codes = reason_codes(standing)
    truth: dict[str, Any] = {
        "key": key,
        "form": form_truth(standing.form) if standing.form else None,
        "form_source": _source(standing),
        "materials": _materials(standing.papers),
        "verdict": verdict_of(codes),
        "reasons": [{"code": code, "clause": CLAUSES[code]} for code in codes],
        "priority": sorted(proven_claims(standing)),
        "identity": _identity(standing),
    }
    if standing.form_mail and standing.form_mail.accept:
        truth["form_source_accept"] = list(standing.form_mail.accept)
    return truth


def standing_of(sent: Sequence[Sent]) -> Standing:
    """Return the application as it stood: mails in time count, the late ones only if none is."""
    brings = [mail for mail in sent if mail.kind not in (MailKind.INQUIRY, MailKind.WITHDRAWAL)]
    in_time = [mail for mail in brings if mail.received_at < DEADLINE]
    counting = in_time or brings
    last = _form_that_counts(counting)
    papers = dict.fromkeys(paper for mail in counting for paper in mail.papers)
    return Standing(
        form=last.form if last else None,
        form_mail=last,
        papers=tuple(papers),
        mails=tuple(counting),
        is_late=not in_time,
        is_withdrawn=_is_withdrawn(sent),
    )


def _form_that_counts(counting: Sequence[Sent]) -> Sent | None:
    """Return the mail with the last form that is Annex 2, else the last with any form."""
    readable = [mail for mail in counting if mail.form]
    wrong = [mail for mail in counting if mail.is_wrong_form]
    return next(iter((*reversed(readable), *reversed(wrong))), None)


def _is_withdrawn(sent: Sequence[Sent]) -> bool:
    """A withdrawal counts whenever it comes; a new application only before the deadline."""
    kinds = [mail.kind for mail in sent]
    if MailKind.WITHDRAWAL not in kinds:
        return False
    after = sent[len(kinds) - kinds[::-1].index(MailKind.WITHDRAWAL) :]
    return not any(
        mail.kind is MailKind.APPLICATION and mail.received_at < DEADLINE for mail in after
    )


def _source(standing: Standing) -> str:
    mail = standing.form_mail
    if mail is None:
        return "none"
    return "wrong" if mail.is_wrong_form else mail.source


def _materials(papers: Iterable[SentPaper]) -> dict[str, int]:
    kinds = Counter(paper.sort.counted for paper in papers if paper.sort.counted)
    return {kind.value: kinds[kind] for kind in MaterialKind if kinds[kind]}


def _identity(standing: Standing) -> dict[str, str | None]:
    """Return the form's values or, without a form, those of the papers and the mails' words."""
    names = ("name", "id_number", "phone")
    if standing.form:
        return {name: getattr(standing.form, name) for name in names}
    said: dict[str, str | None] = dict.fromkeys(names)
    for mail in standing.mails:
        said |= {name: value for name, value in mail.says if said[name] is None}
    for paper in standing.papers:
        if paper.sort in WITH_NAME:
            said["name"] = said["name"] or paper.holder.name
        if paper.sort in WITH_NUMBER:
            said["id_number"] = said["id_number"] or paper.holder.id_number
    return said


def form_truth(form: RegistrationForm) -> dict[str, Any]:
    """Return a form in the shape of ``truth.json``."""
    plain: dict[str, Any] = {name: getattr(form, name) for name in PLAIN_FIELDS}
    return {
        **plain,
        "intended": _area(form.intended),
        "adjustment": {
            "accepts": form.accepts_transfer,
            "places": [_area(area) for area in form.transfer_areas],
        },
        "pledge_signed": form.pledge_signed,
    }


def _area(area: Area) -> dict[str, str | None]:
    return {"city": area.city, "county": area.county}
