"""An application that an official types in, or a school sends as a row: read, held against the rules.

Nothing is written here: the counter and the workbook show what would be registered, then register.

Source: D0 三(一), 附件2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from linli.apps.applications.checking import checks_of, examine, surroundings
from linli.apps.applications.facts import Surroundings
from linli.apps.applications.models import Application, Check
from linli.apps.applications.receiving import OPEN_STATES, Draft
from linli.apps.intake.doubts import NumberTaken
from linli.apps.intake.numbers import live_numbers
from linli.apps.intake.receipt import (
    Receipt,
    RegistrationTime,
    receipt_finding,
    receipt_refusals,
    registration_time,
)
from linli.apps.ledger.actions import beijing_date
from linli.apps.people.models import Person
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.models import Season
from linli.core.documents.form_entry import (
    ENTRY_LABELS,
    EntryNotUnderstood,
    entered,
    require_understood,
)
from linli.core.documents.form_reading import plain_fields
from linli.core.documents.form_words import kept_fault, remarks_on
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import (
    IdNumberRefused,
    normalise_id_number,
    parse_id_number,
)
from linli.core.places import Gazetteer
from linli.core.policy import Edition, compile_rules
from linli.core.refusal import Refusal

#: More sheets of one kind than this are a slip of the keyboard.
MOST_SHEETS = 99
#: Without these nobody can be told apart or reached.
NEEDED = ("name", "id_number", "phone")
# Fields that are more than a word: they have attributes of their own.
_ANSWERS = frozenset({"intended", "transfer", "pledge"})
#: The longest text a field takes; what mails carry is cut there as well.
LONGEST_TEXT = 20_000


class EntryIncomplete(Refusal):
    """An application is registered with name, ID number and telephone."""


class MaterialsWrong(Refusal):
    """A count of materials is no number of sheets, or an original was ticked that was not counted."""


class FormOnFile(Refusal):
    """The case has a form already, or has been decided: a form is typed in only where none is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed in: the fields of 附件2 as text by name, and the materials counted by kind.

    ``originals`` names the kinds whose original papers were shown, in the office's words.
    ``receipt`` tells of papers that came in earlier; without one they come in as they are entered.
    ``case`` is an existing case whose form nobody could read; its materials and the time of
    its receipt stay as they are.
    """

    fields: Mapping[str, str] = field(repr=False)
    materials: Mapping[str, int] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    receipt: Receipt | None = None
    case: Application | None = None


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """What a season's entries are held against, made ready once for many; ``taken`` are its ID numbers."""

    season: Season
    at: datetime
    days: RegistrationTime
    names: Gazetteer
    edition: Edition
    around: Surroundings
    taken: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an entry comes to: the draft, why it cannot be registered, and the checks as proposed.

    ``refusals`` stand by the field they are about, ``""`` for the entry as a whole. ``remarks``
    name, by field, words that are kept as written though they are not the usual ones. ``checks``
    and ``proposal`` are blank until :func:`examined` makes them.
    """

    form: RegistrationForm = field(repr=False)
    draft: Draft = field(repr=False)
    refusals: Mapping[str, Refusal]
    remarks: Mapping[str, str] = field(default_factory=dict)
    proposal: str = ""
    checks: tuple[Check, ...] = ()

    def require_clear(self) -> None:
        """Raise the first refusal, if there is any."""
        for refusal in self.refusals.values():
            raise refusal


def terms_of_entry(season: Season, at: datetime) -> EntryTerms:
    """Return what entries of a season at a time are held against."""
    days = registration_time(season)
    # What is entered before the first day is refused, and shown by the rules of that day.
    day = max(beijing_date(at), days.first_day)
    return EntryTerms(
        season=season,
        at=at,
        days=days,
        names=gazetteer(season.city_id[:2]),
        edition=compile_rules(season.pack, day),
        around=surroundings(season, day),
        taken={number: case.case_number for number, case in live_numbers(season).items()},
    )


def rehearse(entry: Entry, terms: EntryTerms, *, source: str) -> Rehearsed:
    """Return what an entry would come to; nothing is stored."""
    form, refusals = read_fields(entry.fields, names=terms.names)
    number = normalise_id_number(form.id_number or "")
    for name, refusal in (*_identity(form), *_materials(entry), *_moment(entry, terms)):
        refusals.setdefault(name, refusal)
    taken = terms.taken.get(number)
    if taken is not None and (entry.case is None or taken != entry.case.case_number):
        refusals.setdefault("id_number", number_taken(taken))
    return Rehearsed(form, _draft(entry, form, terms, source), refusals, remarks_on(form))


def read_fields(
    fields: Mapping[str, str], *, names: Gazetteer
) -> tuple[RegistrationForm, dict[str, Refusal]]:
    """Return the form that the fields make, and by name those that were not understood."""
    written = {name: fields.get(name, "")[:LONGEST_TEXT] for name in ENTRY_LABELS}
    form = plain_fields(written)
    values: dict[str, Any] = {}
    refusals: dict[str, Refusal] = {}
    for name, text in written.items():
        try:
            if name not in _ANSWERS:
                # One field may be understood only with another at hand, as the level of 研究生.
                require_understood(name, text, getattr(form, name))
            elif text.strip():
                values |= entered(name, text, gazetteer=names)
        except EntryNotUnderstood as refusal:
            refusals[name] = refusal
    return replace(form, **values), refusals


def _identity(form: RegistrationForm) -> list[tuple[str, Refusal]]:
    found: list[tuple[str, Refusal]] = [
        (
            name,
            EntryIncomplete(f"没有填写{ENTRY_LABELS[name]}", why="D0 附件2", mend="补填后再试算"),
        )
        for name in NEEDED
        if getattr(form, name) is None
    ]
    # A number that is wrong in itself is kept as written, as a mailed form's: the check names it.
    if form.id_number and not kept_fault(form.id_number):
        try:
            parse_id_number(form.id_number)
        except IdNumberRefused as refusal:
            found.append(("id_number", refusal))
    return found


def _materials(entry: Entry) -> list[tuple[str, Refusal]]:
    wrong = [kind for kind, sheets in entry.materials.items() if not 0 <= sheets <= MOST_SHEETS]
    found: list[tuple[str, Refusal]] = [
        (kind, MaterialsWrong("份数应当是整数", mend=f"填0至{MOST_SHEETS}")) for kind in wrong
    ]
    for kind, name in entry.originals.items():
        if not entry.materials.get(kind):
            refusal = MaterialsWrong(f"勾选了{name}的原件，但没有填份数", mend="填写份数或取消勾选")
            found.append((kind, refusal))
    return found


def _moment(entry: Entry, terms: EntryTerms) -> list[tuple[str, Refusal]]:
    """Return why the entry comes at the wrong time: too late, or for a case that has a form."""
    if entry.case is not None:
        refusal = form_on_file(entry.case)
        return [("", refusal)] if refusal else []
    return list(receipt_refusals(entry.receipt, terms.days, at=terms.at))


def form_on_file(case: Application) -> FormOnFile | None:
    """Return why no form can be typed in for a case, ``None`` if one can."""
    if not case.form and case.state in OPEN_STATES:
        return None
    return FormOnFile(
        f"报名{case.case_number}现为“{case.state_label}”，已有登记表或者已有决定，不能补录登记表",
        why="D0 三(二)",
        mend="打开该报名查看现有的登记表和决定",
    )


def number_taken(case_number: str) -> NumberTaken:
    """Return the refusal of a second application of one person. Source: requirements B17."""
    return NumberTaken(
        f"这个身份证号在本招募季已有报名（{case_number}），一人只能有一份报名",
        why="D0 三(一)3",
        mend="再核对一遍号码；确属同一人的，打开该报名办理",
    )


def _draft(entry: Entry, form: RegistrationForm, terms: EntryTerms, source: str) -> Draft:
    case = entry.case
    if case is not None:
        return Draft(
            form=form,
            materials=case.materials,
            received_at=case.received_at,
            source=case.source,
            name=form.name or "",
            id_number=form.id_number,
            phone=form.phone or "",
            email=case.person.email,
            findings=tuple(case.findings),
            reading={**case.reading, **_reading(form, source)},
            papers=tuple(case.papers),
        )
    return Draft(
        form=form,
        materials={kind: sheets for kind, sheets in entry.materials.items() if sheets},
        received_at=entry.receipt.at if entry.receipt else terms.at,
        source=source,
        name=form.name or "",
        id_number=form.id_number,
        phone=form.phone or "",
        findings=_findings(entry),
        reading={"digest": "", "mail": "", **_reading(form, source)},
    )


def _reading(form: RegistrationForm, source: str) -> dict[str, Any]:
    """Return how a typed form was read: clearly, and a number that cannot be right is looked at again."""
    fault = kept_fault(form.id_number or "")
    return {
        "carrier": source,
        "fields": {"id_number": {"original": form.id_number}} if fault else {},
        "doubts": {"id_number": f"{fault.what}，请对照身份证核对"} if fault else {},
        "unknown": [],
    }


def _findings(entry: Entry) -> tuple[Mapping[str, str], ...]:
    found = [receipt_finding(entry.receipt)] if entry.receipt else []
    if entry.originals:
        text = f"查验原件：{'、'.join(entry.originals.values())}"
        found.append({"code": "originals_seen", "text": text})
    return tuple(found)


def with_known_addresses(drafts: Sequence[Draft], season: Season) -> list[Draft]:
    """Return drafts with the mail addresses of those who are known already, so that none is lost."""
    known = Person.objects.filter(is_rehearsal=season.is_rehearsal).exclude(email="")
    addresses = dict(known.values_list("id_number", "email"))
    return [
        replace(draft, email=addresses.get(normalise_id_number(draft.id_number or ""), ""))
        for draft in drafts
    ]


def examined(rehearsed: Rehearsed, terms: EntryTerms) -> Rehearsed:
    """Return a rehearsed entry with the checks that the engine proposes for it."""
    draft = rehearsed.draft
    case = Application(
        season=terms.season,
        form=asdict(rehearsed.form),
        reading=dict(draft.reading),
        materials=dict(draft.materials),
        papers=list(draft.papers),
        findings=list(draft.findings),
    )
    in_window = not terms.days.is_over(draft.received_at)
    answer = examine(terms.edition, case, terms.around, in_window=in_window)
    checks = tuple(checks_of(case, answer, terms.edition))
    return replace(rehearsed, proposal=str(answer.value), checks=checks)
