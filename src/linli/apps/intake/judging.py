"""What the checks come to for each applicant of a mailbox, before anything is registered.

Source: D0 三(二).
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from linli.apps.applications.checking import surroundings_of
from linli.apps.applications.facts import Surroundings, facts_of
from linli.apps.applications.verdicts import judge
from linli.apps.places.models import Division
from linli.core.intake.applicants import Applicant
from linli.core.intake.sorting import Sorted
from linli.core.policy import Edition, Pack, compile_rules


def judged(found: Sorted, pack: Pack) -> Mapping[str, Mapping[str, Any]]:
    """Return verdict, reasons, priority and open questions by applicant key, as results bear them.

    The pack's rules on the day of its notice hold.
    """
    day = pack.notice.issued
    edition = compile_rules(pack, day)
    city = Division.objects.get(code=next(iter(pack.table("quota", day)))[:4])
    around = surroundings_of(pack, city, day)
    return {one.key: _judged(one, edition, around) for one in found.applicants}


def _judged(applicant: Applicant, edition: Edition, around: Surroundings) -> dict[str, Any]:
    materials = {kind.value: count for kind, count in applicant.materials.items()}
    unknown = {"unknown": len(applicant.unsorted)} if applicant.unsorted else {}
    facts = facts_of(
        asdict(applicant.form) if applicant.form else {},
        materials | unknown,
        [problem.code.value for problem in applicant.problems],
        around,
        in_window=not applicant.is_late,
        papers=[sent.paper for sent in applicant.papers],
        doubtful=applicant.unknown,
    )
    verdict = judge(edition, facts, withdrawn=applicant.is_withdrawn)
    return {
        "verdict": verdict.kind.value,
        "reasons": [{"code": code, "clause": clause} for code, clause in verdict.reasons],
        "priority": list(verdict.priority),
        "unknown": list(verdict.unknown),
    }
