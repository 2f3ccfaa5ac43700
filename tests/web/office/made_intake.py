"""An intake desk with something on it, and its addresses."""

from __future__ import annotations

from dataclasses import replace

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.models import Season
from linli.core.papers.kinds import MaterialKind as K
from tests.apps.made_desk import application_mail, paper_file, picture, registered, sent
from tests.factories import DAI, YUANPING

BASE = "/office/seasons/xinzhou-2024"
WHY = "字迹不清"


def fill_desk(season: Season, official: User) -> Season:
    """Register case 00001 of 代县 with two doubts, case 00002 of 原平市 with one, a mail of nobody's."""
    unknown = picture("unknown", shade=200)
    registered(
        season,
        official,
        application_mail("1.eml", {"birth": WHY, "school": WHY}),
        application_mail("2.eml", {"phone": WHY}, kinds=(K.ID_CARD_FRONT,)),
        replace(sent("3.eml", {"a.png": unknown}, paper_file(unknown)), subject="补交材料"),
    )
    for number, county in (("00001", DAI), ("00002", YUANPING)):
        cases = Application.objects.filter(case_number=number)
        cases.update(county_id=county, applied_county_id=county, state=State.ROUTED)
    return season


def doubt_at(field: str) -> str:
    """Return the address of the one doubt about a field."""
    return f"{BASE}/intake/doubts/{Doubt.objects.get(field=field).pk}/"


def mail_at(file: str) -> str:
    """Return the address of a mail."""
    return f"{BASE}/intake/mails/{Mail.objects.get(file=file).pk}/"
