"""A formal recruit reads the agreement and signs for it before the street signs."""

from __future__ import annotations

import hashlib

import pytest

from linli.apps.agreements.models import AgreementReading
from linli.apps.agreements.reading import NameDiffers, TextChanged, digest_of, sign_reading
from linli.apps.applications.change import WrongState
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import at, entry_count, last_entry, state_of

pytestmark = pytest.mark.django_db
TEXT = "一、服务岗位。"
SHOWN = hashlib.sha256(TEXT.encode()).hexdigest()


def test_first_signature_stays_with_the_digest_of_the_text_and_changes_no_state(
    season: Season,
) -> None:
    account = applicant()
    case = own_application(season, account, state=State.FORMAL)

    sign_reading(case, text=TEXT, shown=SHOWN, signed_name="张 样本", account=account, at=at(7, 18))
    before = entry_count()
    sign_reading(
        case, text="二", shown=digest_of("二"), signed_name="张样本", account=account, at=at(7, 19)
    )

    reading = AgreementReading.objects.get()
    assert (reading.read_and_signed_at, reading.text, reading.digest) == (at(7, 18), TEXT, SHOWN)
    assert (state_of(case), entry_count()) == (State.FORMAL, before)
    entry = last_entry(case.subject)
    assert (entry["action"], entry["clause"], entry["inputs"]) == (
        "read_agreement",
        "D0 三(六)",
        {"text": SHOWN},
    )


def test_another_name_is_no_signature(season: Season) -> None:
    account = applicant()
    case = own_application(season, account, state=State.FORMAL)

    with pytest.raises(NameDiffers):
        sign_reading(
            case, text=TEXT, shown=SHOWN, signed_name="李样本", account=account, at=at(7, 18)
        )

    assert AgreementReading.objects.count() == 0


@pytest.mark.parametrize("shown", ["", digest_of("一、服务岗位。（旧）")])
def test_text_that_is_not_the_one_that_was_shown_is_not_signed_for(
    season: Season, shown: str
) -> None:
    account = applicant()
    case = own_application(season, account, state=State.FORMAL)

    with pytest.raises(TextChanged, match="与您读到的不一样"):
        sign_reading(
            case, text=TEXT, shown=shown, signed_name="张样本", account=account, at=at(7, 18)
        )

    assert AgreementReading.objects.count() == 0


def test_nobody_signs_for_another_or_before_the_list_is_final(season: Season) -> None:
    account, other = applicant(), applicant("applicant-2", "13800000002")
    formal = own_application(season, account, state=State.FORMAL)
    proposed = own_application(season, other, state=State.PROPOSED)

    with pytest.raises(NotPermitted):
        sign_reading(
            formal, text=TEXT, shown=SHOWN, signed_name="张样本", account=other, at=at(7, 18)
        )
    with pytest.raises(WrongState):
        sign_reading(
            proposed, text=TEXT, shown=SHOWN, signed_name="张样本", account=other, at=at(7, 18)
        )

    assert AgreementReading.objects.count() == 0
