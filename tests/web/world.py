"""One season with something behind every address: whom each page belongs to can then be asked of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.intake.models import Doubt, Mail
from linli.apps.interviews.preparing import draw_order
from linli.apps.notices.actions import publish_list
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notifications.models import Message
from linli.apps.notifications.receipts import store_receipt
from linli.apps.places.models import Division
from linli.apps.rights.actions import ask
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import at, serving
from tests.apps.sample_panel import listed, panel_of
from tests.factories import CITY, DAI, YUANPING, make_application, make_official, make_season
from tests.support.portal import filled_draft
from tests.web.office.made_intake import fill_desk
from tests.web.office.made_placement import fill_placement

CASE = "00001"
_OF_A_PERSON = (
    *("person", "close-official", "reopen-official", "reset-password", "grant-office"),
    *("unlock-official", "end-sessions"),
)
_STREET, _COMMUNITY, _OTHER_CITY = "140923901", "140923901901", "1402"

Arguments = Mapping[str, object]


@dataclass(frozen=True)
class World:
    """Who comes to an address, by what the table calls them (``None``: nobody signed in), and what is there.

    ``keys`` are the arguments of addresses by the name of the page, ``shared`` those of all others.
    """

    people: Mapping[str, User | None]
    keys: Mapping[str, Arguments]
    shared: Arguments

    def arguments(self, page: str, names: set[str]) -> dict[str, object]:
        """Return what the address of a page is made of."""
        own = self.keys.get(page, {})
        return {name: own.get(name, self.shared[name]) for name in names}


def make_world() -> World:
    """Return a season of 忻州市 whose case 00001 of 代县 is an applicant's own, and everybody around it."""
    city = make_official("city", division=CITY, office=Office.CITY)
    dai = make_official("dai", division=DAI)
    people = _people(city, dai)
    fill_packaged_years()
    season = fill_desk(make_season(), city)
    owner = people["报名人本人"]
    assert owner is not None
    case = season.applications.get(case_number=CASE)
    case.person.account = owner
    case.person.save(update_fields=("account",))
    draft = filled_draft(season, owner)
    fill_placement(season, city)
    (coming,) = listed(season, 1)
    panel_of(season, dai)
    draw_order(season, DAI, actor=dai, at=at(6, 26))
    upload = draft.uploads.first()
    assert upload is not None
    keys = _keys(season, case, owner, city, dai, upload.pk)
    door = ("door-case", "door-photo")
    return World(
        people,
        keys | {f"office:{name}": {"case_number": coming.case_number} for name in door},
        _SHARED,
    )


# The first that the made-up placement places, behind the two of the desk.
_PLACED: Arguments = {"case_number": "00003"}
_SHARED: Arguments = {
    "code": "xinzhou-2024",
    "case_number": CASE,
    "county": DAI,
    "number": 1,
    "name": "person",
    "ending": "pdf",
    "what": "form",
    "digest": "0" * 64,
    "entry": 1,
    "position": 1,
    "file": 1,
    "page": 0,
    "key": 0,
    "pk": 0,
    "month": "2024-06",
    "year": 2024,
    "street": _STREET,
    "uidb64": "MQ",
    "token": "none",
}


def _people(city: User, dai: User) -> dict[str, User | None]:
    province = Division.objects.get(code="14")
    for code, name, level, parent in (
        (_OTHER_CITY, "大同市", Division.Level.CITY, province.code),
        (_STREET, "代县样本第1街道", Division.Level.STREET, DAI),
        (_COMMUNITY, "代县样本第1社区", Division.Level.COMMUNITY, _STREET),
    ):
        Division.objects.create(code=code, name=name, level=level, parent_id=parent)
    return {
        "未登录": None,
        "报名人本人": applicant(),
        "其他报名人": applicant("applicant-2", "13800000002"),
        "市级": city,
        "本县": dai,
        "他县": make_official("yuanping", division=YUANPING),
        "街道": make_official("street", division=_STREET, office=Office.STREET),
        "社区": make_official("community", division=_COMMUNITY, office=Office.COMMUNITY),
        "财政": make_official("finance", division=CITY, office=Office.FINANCE),
        "审计": make_official("auditor", division=CITY, office=Office.AUDITOR),
        "县财政": make_official("dai-finance", division=DAI, office=Office.FINANCE),
        "县审计": make_official("dai-auditor", division=DAI, office=Office.AUDITOR),
        "外市": make_official("elsewhere", division=_OTHER_CITY, office=Office.CITY),
        **{
            office.label: make_official(office.value, division=CITY, office=office)
            for office in ADMINISTRATORS
        },
    }


def _keys(
    season: Season, case: Application, owner: User, city: User, dai: User, upload: int
) -> dict[str, Arguments]:
    make_application(season, state=State.MEDICAL_PASSED)
    notice = publish_list(season, DAI, actor=dai, at=at(7, 12, 9))
    said = Statement("样本内容", "", "", "")
    objection = lodge_objection(notice, 1, said, code="7KQM3XWPV2HT", at=at(7, 15))
    enquiry = ask_enquiry(
        season,
        category=Enquiry.Category.PAY,
        question="样本问题",
        code="8KQM3XWPV2HT",
        at=at(6, 20),
    )
    wish = ask(case, kind=RightsRequest.Kind.EXPLAIN, text="样本申请", account=owner, at=at(6, 20))
    store_receipt(case, at=at(6, 20))
    # Served a month that is over when the world is walked: its pay can be run.
    worker = serving(season, date(2024, 6, 10))
    mail = {"key": Mail.objects.get(file="1.eml").pk}
    doubt = {"key": Doubt.objects.filter(application=case).latest("pk").pk}
    enquiries = ("enquiry", "enquiry-answer", "enquiry-publish", "enquiry-unpublish")
    mails = ("mail", "withdraw", "original", "mail-file", "mail-words", "mail-picture")
    files = ("apply-file", "apply-remove", "apply-name")
    return {
        **{f"portal:{name}": {"key": upload} for name in files},
        **{f"office:{name}": mail for name in mails},
        **{f"office:{name}": doubt for name in ("doubt", "doubt-place", "doubt-page")},
        **{f"office:{name}": {"key": enquiry.pk} for name in enquiries},
        "portal:my-message": {"key": Message.objects.get(application=case).pk},
        "portal:my-paper": {"name": "form"},
        "office:placement-file": {"file": "seats.csv"},
        **{f"office:{name}": {"key": objection.pk} for name in ("objection", "objection-alike")},
        **{
            f"office:{name}": _PLACED
            for name in ("placement-word", "placement-pdf", "trial-person")
        },
        "office:pay-slip": {"case_number": worker.application.case_number},
        "office:request": {"key": wish.pk},
        "office:export": {"name": next(iter(CATALOGUE))},
        **{f"office:{name}": {"key": dai.pk} for name in _OF_A_PERSON},
    }
