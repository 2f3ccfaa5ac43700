"""Compare what a reader found in a mailbox with the truth about it, and count what was sure and wrong.

Values compare as the sample mailboxes' scorer compares them: without blanks and width, free
text without punctuation.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = (
    "name", "sex", "ethnicity", "birth", "native_place", "political_status", "school", "graduation",
    "major", "education", "degree", "id_number", "address", "phone", "intended", "adjustment.accepts",
    "adjustment.places", "pledge_signed",
)  # fmt: skip
FREE_TEXT = ("native_place", "address")
PICTURES = ("scan", "photo")
#: By which names a result may send a field to a person, where they are not the field's own.
OTHER_NAMES = {
    "adjustment.accepts": ("adjustment", "transfer", "accepts_transfer"),
    "adjustment.places": ("adjustment", "transfer", "transfer_areas"),
    "pledge_signed": ("pledge",),
}
_DOTS = re.compile("[•․‧∙⋅・ᐧ]")


@dataclass(frozen=True, slots=True)
class IntakeScore:
    """Shares from 0 to 1.

    ``image_covered`` counts a field of a scan or photo that was read right or sent to a
    person; ``sure_wrong`` is the share of all fields given as sure that are wrong, and
    ``misread`` names each, by applicant and field, without any value. ``doubted`` is the
    share of fields that were sent to a person.
    """

    fields_text: float
    fields_image: float
    image_covered: float
    sure_wrong: float
    doubted: float
    misread: tuple[str, ...]
    form_sources: float
    materials_recall: float
    materials_precision: float
    mail_kinds: float
    mail_applicants: float
    verdicts: float
    reasons_recall: float
    reasons_precision: float
    priorities: float


def score_intake(truth: Mapping[str, Any], result: Mapping[str, Any]) -> IntakeScore:
    """Compare a result document with ``truth.json``; applicants match by number, else by mails."""
    pairs = pairs_of(truth, result)
    tally: Counter[str] = Counter()
    misread: list[str] = []
    for true, read in pairs:
        if true["form"]:
            misread += _count_fields(true, read, tally)
        _count_rest(true, read, tally)
    matched = {id(read) for _, read in pairs}
    for read in result["applicants"]:
        if id(read) not in matched:
            tally["materials read"] += sum((read.get("materials") or {}).values())
            tally["reasons read"] += len(read.get("reasons") or ())
    _count_mails(truth, result, pairs, tally)
    return _score(tally, misread)


def _score(tally: Counter[str], misread: Sequence[str]) -> IntakeScore:
    def share(part: str, whole: str, *, of_none: float = 1.0) -> float:
        return tally[part] / tally[whole] if tally[whole] else of_none

    return IntakeScore(
        fields_text=share("text right", "text"),
        fields_image=share("image right", "image"),
        image_covered=share("image covered", "image"),
        sure_wrong=share("sure wrong", "sure", of_none=0.0),
        doubted=share("doubted", "fields", of_none=0.0),
        misread=tuple(misread),
        form_sources=share("source right", "applicants"),
        materials_recall=share("materials right", "materials"),
        materials_precision=share("materials right", "materials read"),
        mail_kinds=share("kind right", "mails"),
        mail_applicants=share("owner right", "mails"),
        verdicts=share("verdict right", "applicants"),
        reasons_recall=share("reasons right", "reasons"),
        reasons_precision=share("reasons right", "reasons read"),
        priorities=share("priority right", "applicants"),
    )


def pairs_of(
    truth: Mapping[str, Any], result: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return each true applicant with the one read, or with nothing."""
    left = list(result["applicants"])
    owners = {_file(mail): mail["applicant_key"] for mail in result["mails"]}
    pairs = []
    for true in truth["applicants"]:
        mails = {_file(m) for m in truth["mails"] if m["applicant_key"] == true["key"]}
        votes = Counter(owners[file] for file in mails if owners.get(file))
        keys = [key for key, _ in votes.most_common()]
        by_number = [one for one in left if _numbers(one) & _numbers(true)]
        by_mails = [one for key in keys for one in left if one["key"] == key]
        found = next(iter((*by_number, *by_mails)), None)
        if found is not None:
            left.remove(found)
        pairs.append((true, found or {}))
    return pairs


def _file(mail: Mapping[str, Any]) -> str:
    return str(mail["file"]).replace("\\", "/").rpartition("/")[2]


def _numbers(applicant: Mapping[str, Any]) -> set[Any]:
    parts = (applicant.get("identity") or {}, applicant.get("form") or {})
    return {_folded(part.get("id_number"), "id_number") for part in parts} - {None}


def _count_fields(
    true: Mapping[str, Any], read: Mapping[str, Any], tally: Counter[str]
) -> list[str]:
    """Count one form's fields; return those that are sure and wrong."""
    sort = "image" if true["form_source"] in PICTURES else "text"
    doubts, wrong = set(read.get("doubts") or ()), []
    form = read.get("form")
    for name in FIELDS:
        is_right = form is not None and value(true["form"], name) == value(form, name)
        is_doubted = bool(doubts & {name, *OTHER_NAMES.get(name, ())})
        tally["fields"] += 1
        tally["doubted"] += is_doubted
        tally[sort] += 1
        tally[f"{sort} right"] += is_right
        # A form that was not read at all lies before a person as a whole.
        tally[f"{sort} covered"] += is_right or is_doubted or form is None
        if form is not None and not is_doubted:
            tally["sure"] += 1
            tally["sure wrong"] += not is_right
            wrong += [] if is_right else [f"{true['key']}: {name}"]
    return wrong


def _count_rest(true: Mapping[str, Any], read: Mapping[str, Any], tally: Counter[str]) -> None:
    sources = true.get("form_source_accept") or [true["form_source"]]
    held, found = Counter(true["materials"]), Counter(read.get("materials") or {})
    codes = {reason["code"] for reason in true["reasons"]}
    read_codes = {reason["code"] for reason in read.get("reasons") or ()}
    tally["applicants"] += 1
    tally["source right"] += read.get("form_source") in sources
    tally["materials"] += held.total()
    tally["materials read"] += found.total()
    tally["materials right"] += (held & found).total()
    tally["verdict right"] += read.get("verdict") == true["verdict"]
    tally["reasons"] += len(codes)
    tally["reasons read"] += len(read_codes)
    tally["reasons right"] += len(codes & read_codes)
    tally["priority right"] += bool(read) and set(read.get("priority") or ()) == set(
        true["priority"]
    )


def _count_mails(
    truth: Mapping[str, Any],
    result: Mapping[str, Any],
    pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
    tally: Counter[str],
) -> None:
    keys = {true["key"]: read.get("key") for true, read in pairs}
    read_mails = {_file(mail): mail for mail in result["mails"]}
    for mail in truth["mails"]:
        read = read_mails.get(_file(mail), {})
        owner = mail["applicant_key"]
        tally["mails"] += 1
        tally["kind right"] += read.get("kind") == mail["kind"]
        tally["owner right"] += bool(read) and read.get("applicant_key") == (
            keys[owner] if owner else None
        )


def value(form: Mapping[str, Any], name: str) -> Any:
    """Return a field of a form so that equal things are equal."""
    if name == "intended":
        return _place(form.get("intended"))
    if name == "adjustment.places":
        return [_place(place) for place in (form.get("adjustment") or {}).get("places") or ()]
    if name == "adjustment.accepts":
        return (form.get("adjustment") or {}).get("accepts")
    return _folded(form.get(name), name)


def _place(place: Mapping[str, Any] | None) -> tuple[Any, Any]:
    given = place or {}
    return _folded(given.get("city")), _folded(given.get("county"))


def _folded(written: Any, name: str = "") -> Any:
    if not isinstance(written, str):
        return written
    folded = _DOTS.sub("·", re.sub(r"\s+", "", unicodedata.normalize("NFKC", written)))
    if name == "id_number":
        folded = folded.upper()
    elif name == "phone":
        folded = re.sub(r"\D", "", folded)
    elif name in FREE_TEXT:
        folded = re.sub(r"[\W_]", "", folded)
    return folded or None
