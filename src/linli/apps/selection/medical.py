"""Medical conclusions, and nothing else of a medical check."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, require_fits
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act
from linli.apps.selection.models import MedicalCheck
from linli.core.refusal import Refusal

_MEDICAL_ACTS = {
    MedicalCheck.Conclusion.PASS: Act.PASS_MEDICAL,
    MedicalCheck.Conclusion.FAIL: Act.FAIL_MEDICAL,
    MedicalCheck.Conclusion.ABSENT: Act.RECORD_MEDICAL_ABSENCE,
}


class RecheckPending(Refusal):
    """A medical check that waits for a second one has no conclusion to record yet."""


@transaction.atomic
def record_medical(
    results: Mapping[Application, str],
    *,
    hospital: str,
    checked_on: date,
    actor: User,
    at: datetime,
) -> None:
    """Record medical conclusions, and nothing else of the medical check.

    Raises ``RecheckPending``: until the second check the case stays where it is.
    Source: D0 三(四); requirements E3, X12.
    """
    for one, conclusion in results.items():
        require_fits(MedicalCheck, "hospital", hospital, one)
        if conclusion == MedicalCheck.Conclusion.RECHECK:
            raise RecheckPending(
                f"报名{one.case_number}待复检，还没有结论", why="D0 三(四)", mend="复检有结果后登记"
            )
    change_states(
        [
            Change(
                one,
                _MEDICAL_ACTS[MedicalCheck.Conclusion(conclusion)],
                actor,
                at,
                reason=MedicalCheck.Conclusion(conclusion).label,
            )
            for one, conclusion in results.items()
        ]
    )
    MedicalCheck.objects.bulk_create(
        MedicalCheck(
            application=one, conclusion=conclusion, checked_on=checked_on, hospital=hospital
        )
        for one, conclusion in results.items()
    )
