"""What the review bench shows of one case, prepared: materials beside the form, checks, differences.

Sex, ethnicity, political status, home town and address stay out: no decision rests on them
(requirements X10). Source: D0 三(二), 三(三).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, ApplicationQuerySet, Check
from linli.apps.applications.openings import open_elsewhere
from linli.apps.applications.permissions import may_act
from linli.apps.applications.states import Act, State, acts_from
from linli.apps.intake.models import Doubt
from linli.apps.intake.review_queue import Way, way_of
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.permissions import Permission
from linli.core.identity.names import mask_id_number
from linli.web.office.case_page import (
    CheckLine,
    DecisionLine,
    Heading,
    check_line,
    decision_line,
    form_entries,
    heading,
    month_text,
)
from linli.web.office.opinion_presenting import Opinions, opinions_on
from linli.web.office.review_presenting import names_of
from linli.web.office.review_sheets import Sheet, sheets_of
from linli.web.office.words import MATERIALS

_HIDDEN = frozenset({"sex"})
_ON_PAPERS = (
    "name", "id_number", "birth", "school", "graduation", "major", "education", "degree",
)  # fmt: skip
#: The field of the form that a reason is about.
_FIELDS: Mapping[str, str] = {
    "not_2024_graduate": "graduation",
    "school_outside_province": "school",
    "not_full_time": "school",
    "education_below_college": "education",
    "id_checksum": "id_number",
    "id_mismatch": "id_number",
    "name_mismatch": "name",
    "major_mismatch": "major",
    "birth_mismatch": "birth",
    "intention_missing": "intended",
    "intention_outside_city": "intended",
    "adjustment_contradictory": "transfer",
    "pledge_unsigned": "pledge",
}
_FIRST = {"fail": 0, "refer": 1}


@dataclass(frozen=True, slots=True)
class FormLine:
    """One field of the form; what papers say where they say something else; what is wrong with it."""

    label: str
    value: str
    papers: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """One case on the bench. ``doubt`` is the first doubt in the reading that nobody has settled."""

    heading: Heading
    sheets: tuple[Sheet, ...]
    checks: tuple[CheckLine, ...]
    form: tuple[FormLine, ...]
    decisions: tuple[DecisionLine, ...]
    opinions: Opinions
    opened: str
    way: Way
    decides: Permission
    reopens: Permission
    is_open: bool
    can_reopen: bool
    doubt: Doubt | None

    @property
    def open_checks(self) -> tuple[CheckLine, ...]:
        """Return the checks that ask for a look: that failed, are not known, or pass on a condition."""
        return tuple(one for one in self.checks if not one.is_plain_pass)

    @property
    def passed_checks(self) -> tuple[CheckLine, ...]:
        """Return the checks that pass without more."""
        return tuple(one for one in self.checks if one.is_plain_pass)


def bench_of(
    application: Application, official: User, queue: ApplicationQuerySet, at: datetime
) -> Bench:
    """Return everything that the bench shows of a case to an official at ``at``."""
    checks = sorted(application.checks.all(), key=_weight)
    doubts = list(application.doubts.filter(status=Doubt.Status.OPEN))
    acts = acts_from(State(application.state))
    opened = open_elsewhere([application], official, at)
    return Bench(
        heading=heading(application),
        sheets=sheets_of(application),
        checks=tuple(check_line(check) for check in checks),
        form=_form(application, checks, {doubt.field for doubt in doubts}),
        decisions=tuple(decision_line(one) for one in reversed(application.decisions.all())),
        opinions=opinions_on(application, official, beijing_date(at)),
        opened=names_of(opened.get(application.pk, ())),
        way=way_of(queue, application),
        decides=may_act(official, Act.QUALIFY, application),
        reopens=may_act(official, Act.REOPEN, application),
        is_open=Act.QUALIFY in acts,
        can_reopen=Act.REOPEN in acts,
        doubt=doubts[0] if doubts else None,
    )


def _weight(check: Check) -> tuple[int, int]:
    """Sort what is wrong before what is not known, and that before the rest."""
    return _FIRST.get(check.outcome, 2 if check.code else 3), check.position


def _form(application: Application, checks: list[Check], unread: set[str]) -> tuple[FormLine, ...]:
    marks: dict[str, list[str]] = defaultdict(list)
    for check in checks:
        if check.code in _FIELDS:
            marks[_FIELDS[check.code]].append(check.text)
    for field in unread:
        marks[field].append("读取结果待核对")
    on_papers = _on_papers(application)
    return tuple(
        FormLine(
            label,
            value,
            tuple(said for text, said in on_papers[name] if text != value),
            tuple(marks[name]),
        )
        for name, label, value in form_entries(application.form)
        if name not in _HIDDEN
    )


def _on_papers(application: Application) -> dict[str, list[tuple[str, str]]]:
    """Return by field what papers say, each once, as the form shows such a value, and with the paper."""
    kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for paper in application.papers:
        names = "、".join(MATERIALS.get(kind, kind) for kind in paper.get("kinds") or ())
        for field in _ON_PAPERS:
            text = _shown(field, (paper.get("values") or {}).get(field))
            if text and names:
                unsure = "（读取存疑）" if field in (paper.get("doubtful") or ()) else ""
                kinds[field][text].append(f"{names}{unsure}")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for field, texts in kinds.items():
        found[field] = [
            (text, f"{'、'.join(dict.fromkeys(where))}：{text}") for text, where in texts.items()
        ]
    return found


def _shown(field: str, value: str | None) -> str:
    if field == "id_number":
        return mask_id_number(value or "")
    return month_text(value) if field in ("birth", "graduation") else (value or "")
