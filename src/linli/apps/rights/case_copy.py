"""What is kept of a case, relation by relation, as its person's copy tells it.

Source: 个人信息保护法 第四十五条.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.intake.models import Letter
from linli.apps.ledger.actions import BEIJING
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.models import Listing
from linli.apps.rights.telling import BEFORE_A_DECISION, told_reason
from linli.apps.workforce.models import Worker

_OWN = ("case_number", "received_at", "form", "reading", "materials", "papers", "findings")
_ALSO_OWN = ("proposal", "has_priority", "diploma_date")
# Who did it and the inputs of a ledger entry are the office's.
_OF_AN_ENTRY = ("at", "action", "clause")
_AGREEMENT = (
    "number",
    "street",
    "community",
    "monthly_allowance_fen",
    "premium_fen",
    "term_months",
)
_FILING = ("signed_on", "filing_receipt", "filed_on")
_SLIP = ("tier", "full_month_fen", "days_served", "days_in_month", "allowance_fen", "premium_fen")
_SHARES = ("deduction_fen", "net_fen", "province_fen", "city_fen", "county_fen")

#: Of what hangs on a case many times, the fields that are told.
MANY: Mapping[str, tuple[str, ...]] = {
    "checks": ("label", "clause", "outcome", "text"),
    "decisions": ("outcome", "reason", "decided_at", "undone_at"),
    "mails": ("received_at", "kind"),
    "doubts": ("field", "reason", "original", "proposed", "settled", "status", "settled_at"),
    "relations": ("kind", "declarant", "declared_at"),
    "original_checks": ("kind", "result", "note", "checked_at"),
    "rights_requests": ("kind", "text", "asked_at", "due_on", "is_granted", "answer", "answered_at"),
}  # fmt: skip
#: Of what hangs on a case once, the fields that are told.
ONCE: Mapping[str, tuple[str, ...]] = {
    "turn": ("position",),
    "attendance": ("arrived_at", "showed_slip"),
    "score": ("marks", "total"),
    "placement": ("status", "choice", "rank", "merit_rank", "reason", "answers"),
    "backfill": ("queue_position",),
    "medical_confirmation": ("attends", "answered_at", "told_by", "told_at"),
    "medical_recheck": ("checked_on", "hospital", "again_on", "again_at"),
    "medical_check": ("conclusion", "checked_on", "hospital"),
    "arrangement": ("community", "arranged_at"),
    "agreement_reading": ("read_and_signed_at", "text", "digest"),
}
#: What the copy tells beside the cases.
TOLD_ELSEWHERE = frozenset({"draft", "messages"})
#: What is not handed out, and why.
WITHHELD: Mapping[str, str] = {
    "objections": "what it says may show who objected; that one came is in the ledger",
    "trial_placements": "no result: the one that was adopted is told, before it nobody learns any",
    "vacancy": "it tells who moved up",
    "first_opinions": "no decision: the one that follows is told with its reason",
    "openings": "which official looks at it just now; what was done stands in the ledger",
}


def told_case(case: Application) -> dict[str, Any]:
    """Return all that is kept of a case and is its person's to have, by the names of the records."""
    told: dict[str, Any] = {
        "season": case.season.code,
        "state": case.state_label,
        "source": case.get_source_display(),
        "county": case.county.name if case.county else "",
        **_fields(case, (*_OWN, *_ALSO_OWN)),
        "ledger": [
            _entry(body)
            for body in entries_of(case.subject)
            if body["action"] not in BEFORE_A_DECISION
        ],
    }
    for name, fields in MANY.items():
        told[name] = [_fields(one, fields) for one in getattr(case, name).all()]
    told["letters"] = _letters(case)
    once = {name: getattr(case, name, None) for name in (*ONCE, *SPECIAL)}
    for name, record in once.items():
        if record is not None:
            told[name] = SPECIAL[name](record) if name in SPECIAL else _fields(record, ONCE[name])
    return told


def _entry(body: Mapping[str, Any]) -> dict[str, str]:
    return {**{name: body[name] for name in _OF_AN_ENTRY}, "reason": told_reason(body)}


def _letters(case: Application) -> list[dict[str, Any]]:
    released = case.letters.filter(status=Letter.Status.RELEASED)
    return [_fields(one, ("subject", "body", "released_at")) for one in released]


def _listing(listing: Listing) -> dict[str, Any]:
    notice = listing.notice
    return {
        **_fields(notice, ("number", "fingerprint")),
        **_fields(listing, ("posted_on", "last_day")),
        "position": listing.position,
        "row": notice.rows[listing.position - 1],
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    papers = agreement.papers.all()
    told = ("uploaded_at", "finding", "signatures", "digest", "replaced_at")
    return {
        **_fields(agreement, (*_AGREEMENT, *_FILING)),
        "papers": [_fields(one, told) for one in papers],
    }


def _worker(worker: Worker) -> dict[str, Any]:
    fields = ("post", "street", "community", "reported_on", "last_day")
    slips = worker.slips.select_related("run").order_by("run__month")
    return {
        **_fields(worker, (*fields, "counts_as_grassroots_experience")),
        "pay": [{"month": plain(one.run.month), **_fields(one, (*_SLIP, *_SHARES))} for one in slips],
    }  # fmt: skip


#: What is told in words of its own.
SPECIAL: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "listing": _listing,
    "agreement": _agreement,
    "worker": _worker,
}


def _fields(record: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(_value(record, name)) for name in names}


def _value(record: Any, name: str) -> Any:
    """Return a field in words where it has some."""
    words = getattr(record, f"get_{name}_display", None)
    return words() if words else getattr(record, name)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: moments in Beijing time, days, names of places."""
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | dict | list) else str(value)
