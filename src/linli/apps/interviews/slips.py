"""The code on an interview slip: whoever stands at the door sees that the slip is a true one.

Source: D0 三(三); requirements D1.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from linli.apps.applications.models import Application
from linli.apps.applications.states import State

_SALT = "linli.interviews.slips"
_DIGITS, _GROUP = 12, 4
#: The states in which somebody is about to come to the interview.
COMING = (State.INTERVIEW_LISTED,)


def slip_code(application: Application) -> str:
    """Return the code of a case's slip: twelve digits in groups of four, the same each time.

    It follows from the case number and the site's secret; it says nothing of the person.
    """
    seal = salted_hmac(_SALT, application.subject, algorithm="sha256").digest()
    digits = f"{int.from_bytes(seal, 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))


def scanned_text(application: Application) -> str:
    """Return what a camera reads of a slip: the case as the ledger names it, and the code."""
    return f"linli:{application.subject}:{_plain(slip_code(application))}"


def is_slip_of(application: Application, written: str) -> bool:
    """Tell whether a code, with or without blanks, is the one of a case's slip."""
    return constant_time_compare(_plain(slip_code(application)), _plain(written))


def _plain(code: str) -> str:
    return "".join(code.split())
