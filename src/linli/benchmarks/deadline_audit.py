"""Hold every receipt that an applicant was shown against the database, the files and the ledger.

``python -m linli.benchmarks.deadline_audit SEASON PICTURES RECEIPTS.json`` prints what it found.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

from linli.benchmarks.deadline_people import Applicant, Pictures

#: A receipt as its applicant keeps it: the case number, and the number of the person.
Receipt = tuple[str, int]
# Fields of the form that stand in the record as they were typed.
_AS_TYPED = ("name", "id_number", "phone", "address", "school", "major", "resume", "awards")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found: receipts shown, those whose application is lost or incomplete, those stored twice.

    ``faults`` tell what is missing, by kind.
    """

    receipts: int
    lost: int
    doubled: int
    faults: Mapping[str, int]


def audit(season: Any, receipts: Sequence[Receipt], pictures: Pictures) -> Audit:
    """Check each receipt: its application with the form, its files with their digests, its entry."""
    faults: Counter[str] = Counter()
    lost = doubled = 0
    for start in range(0, len(receipts), _AT_ONCE):
        records = _Records(season, receipts[start : start + _AT_ONCE])
        for receipt in receipts[start : start + _AT_ONCE]:
            missing = list(records.missing(receipt, pictures))
            faults.update(missing)
            lost += bool(missing)
            doubled += records.is_doubled(receipt)
    doubled += len(receipts) - len({number for number, _ in receipts})
    return Audit(len(receipts), lost, doubled, dict(faults))


class _Records:
    """What the database holds of some receipts, read at once."""

    def __init__(self, season: Any, receipts: Sequence[Receipt]) -> None:
        from linli.apps.applications.models import Application  # noqa: PLC0415 (models load after Django)
        from linli.apps.drafts.models import Upload  # noqa: PLC0415 (as above)
        from linli.apps.ledger.models import Entry  # noqa: PLC0415 (as above)

        self._season = season.code
        people = [Applicant(person).id_number for _, person in receipts]
        rows = Application.objects.filter(season=season, person__id_number__in=people)
        self._cases = {one.case_number: one for one in rows.select_related("person")}
        self._per_person = Counter(one.person.id_number for one in self._cases.values())
        self._files: dict[int, dict[str, str]] = {}
        sent = Upload.objects.filter(
            draft__application__in=rows, is_submitted=True, removed_at=None
        )
        for case, kind, digest in sent.values_list("draft__application", "kind", "digest"):
            self._files.setdefault(case, {})[kind] = digest
        subjects = [f"{season.code}/{number}" for number, _ in receipts]
        entries = Entry.objects.filter(subject__in=subjects, body__contains='"action":"receive"')
        self._entries = Counter(entries.values_list("subject", flat=True))

    def missing(self, receipt: Receipt, pictures: Pictures) -> Iterator[str]:
        """Name what of a receipt is not there as it was sent."""
        number, person = receipt
        applicant, case = Applicant(person), self._cases.get(number)
        if case is None or case.person.id_number != applicant.id_number:
            yield "application"
            return
        if any(case.form.get(name) != applicant.fields[name] for name in _AS_TYPED):
            yield "form"
        sent = pictures.digests_of(applicant)
        if self._files.get(case.pk) != sent:
            yield "list of files"
        if not all(_is_kept(digest) for digest in sent.values()):
            yield "file"
        if not self._entries[f"{self._season}/{number}"]:
            yield "ledger entry"

    def is_doubled(self, receipt: Receipt) -> bool:
        """Tell whether a person has two applications, or one was entered twice."""
        number, person = receipt
        return (
            self._per_person[Applicant(person).id_number] > 1
            or self._entries[f"{self._season}/{number}"] > 1
        )


def _is_kept(digest: str) -> bool:
    from linli.apps.intake.keeping import UPLOADS, NotKept  # noqa: PLC0415 (as above)

    try:
        UPLOADS.kept(digest)
    except NotKept:
        return False
    return True


def main() -> None:
    """Audit the receipts of a file and print the result."""
    django.setup()
    from linli.apps.seasons.models import Season  # noqa: PLC0415 (as above)

    code, pictures, receipts = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shown: list[Receipt] = [(number, person) for number, person in json.loads(receipts.read_text())]
    found = audit(Season.objects.get(code=code), shown, Pictures(pictures))
    sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
