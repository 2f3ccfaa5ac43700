"""The code on an interview slip: whoever stands at the door sees that the slip is a true one.

Source: D0 三(三); requirements D1.
"""

import unicodedata
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.ledger import CLAUSE
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal

_SALT = "linli.interviews.slips"
_DIGITS, _GROUP = 12, 4
_SCANNED = "linli:"
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
    return f"{_SCANNED}{application.subject}:{_plain(slip_code(application))}"


def is_slip_of(application: Application, written: str) -> bool:
    """Tell whether a code, with or without blanks, is the one of a case's slip."""
    return constant_time_compare(_plain(slip_code(application)), _plain(written))


class WrongSlip(Refusal):
    """What was typed or scanned is of nobody who comes to this county's interview."""


@dataclass(frozen=True, slots=True)
class Comer:
    """Who stands at the door, and whether it was the code of the own slip that told."""

    application: Application
    showed_slip: bool


def comer_of(season: Season, county: str, written: str) -> Comer:
    """Return whom a slip's code, its scanned text or a case number means. Raises ``WrongSlip``."""
    text = "".join(unicodedata.normalize("NFKC", written).split())
    if text.lower().startswith(_SCANNED):
        subject, _, code = text[len(_SCANNED) :].rpartition(":")
        return _of_scan(season, county, subject, code)
    if not text.isascii() or not text.isdigit():
        raise _wrong("看不出是报名编号还是核验码", "输入5位报名编号，或者面见通知单上的12位核验码")
    return (
        _of_code(season, county, text) if len(text) == _DIGITS else _of_number(season, county, text)
    )


def _of_scan(season: Season, county: str, subject: str, code: str) -> Comer:
    found_season, _, number = subject.rpartition("/")
    if found_season != season.code:
        raise _wrong("这张面见通知单不是本招募季的", "核对来人带的通知单")
    found = _of_number(season, county, number).application
    if not is_slip_of(found, code):
        raise _wrong(f"通知单上的核验码与报名{found.case_number}不符", "核对证件，按报名编号查找")
    return Comer(found, True)


def _of_code(season: Season, county: str, code: str) -> Comer:
    coming = season.applications.in_state(*COMING).select_related("season", "county")
    found = next((one for one in coming if is_slip_of(one, code)), None)
    if found is None:
        raise _wrong("没有哪份面见通知单是这个核验码", "核对数字，或者按报名编号查找")
    return Comer(_require_here(found, county), True)


def _of_number(season: Season, county: str, number: str) -> Comer:
    found = season.applications.filter(case_number=number.zfill(5))
    application = found.select_related("season", "county", "person").first()
    if application is None:
        raise _wrong(f"没有报名编号{number[:12]}", "核对面见通知单上的报名编号")
    return Comer(_require_here(application, county), False)


def _require_here(application: Application, county: str) -> Application:
    number = application.case_number
    if application.county_id != county:
        where = application.county.name if application.county else "市级"
        raise _wrong(f"报名{number}在{where}办理，不在本县面见", "请来人到通知单上的地点")
    if application.state not in COMING:
        raise _wrong(
            f"报名{number}现为“{application.state_label}”，不在面见名单", "核对报名编号和台账"
        )
    return application


def _wrong(what: str, mend: str) -> WrongSlip:
    return WrongSlip(what, why=CLAUSE, mend=mend)


def _plain(code: str) -> str:
    return "".join(code.split())
