"""Whom the story is about: a city, two counties, a street, three applicants, and those beside them."""

from __future__ import annotations

from datetime import date, datetime

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import check_applications
from linli.apps.applications.models import Application
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, Draft
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.uploading import add_upload
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notifications.working import SweepingWorker
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.core.places import Area
from linli.rehearsal.papers.holder import PaperSort
from linli.rehearsal.season_run import at
from tests.apps.cast import make_draft, make_registration_form, receive
from tests.factories import CITY, id_number, make_city, make_official
from tests.support.portal import fields, make_applicant, portrait
from tests.support.same_record import drawn
from tests.web.season.hands import clock

SEASON, SCHOOL = "xinzhou-2024", "忻州师范学院"
#: 岢岚县 has the fewest places, five, so that few people make it full; 定襄县 is the other county.
KELAN, DINGXIANG = "140929", "140921"
STREET = f"{KELAN}101"
COMMUNITIES = ("东街社区", "西街社区", "南关社区", "北关社区", "新城社区")
#: The applicant on the telephone, the one who is turned down, and the one who is objected to.
ON_THE_PHONE, TURNED_DOWN, OBJECTED_TO = "样本甲", "样本乙", "样本丙"
#: Who else applied in 岢岚县, by mail, in the order in which the panel will find them.
BESIDE_THEM = ("样本丁", "样本戊", "样本己", "样本庚", "样本辛", "样本壬")
OF_DINGXIANG = "样本癸"
NUMBERS = {
    name: id_number(place)
    for place, name in enumerate(
        (ON_THE_PHONE, TURNED_DOWN, OBJECTED_TO, *BESIDE_THEM, OF_DINGXIANG), start=1
    )
}


def the_offices_have_their_people() -> None:
    """Lay in the divisions and calendar of the city, and one official for each hand of the story."""
    make_city()
    fill_packaged_years()
    Division.objects.create(
        code=STREET, name="岚漪镇", level=Division.Level.STREET, parent_id=KELAN
    )
    for place, name in enumerate(COMMUNITIES, start=1):
        Division.objects.create(
            code=f"{STREET}{place:03d}",
            name=name,
            level=Division.Level.COMMUNITY,
            parent_id=STREET,
        )
    for username, office, division, name in (
        ("city", Office.CITY, CITY, "王样本"),
        ("finance", Office.FINANCE, CITY, "孙样本"),
        ("auditor", Office.AUDITOR, CITY, "周样本"),
        ("kelan", Office.COUNTY, KELAN, "赵样本"),
        ("kelan-2", Office.COUNTY, KELAN, "钱样本"),
        ("dingxiang", Office.COUNTY, DINGXIANG, "李样本"),
        ("dingxiang-2", Office.COUNTY, DINGXIANG, "吴样本"),
        ("street", Office.STREET, STREET, "郑样本"),
    ):
        make_official(username, division=division, office=office, name=name)


def the_season() -> Season:
    """Return the season of the story as the database holds it."""
    return Season.objects.get(code=SEASON)


def case_of(name: str) -> Application:
    """Return somebody's application."""
    return Application.objects.get(season__code=SEASON, person__name=name)


def number_of(name: str) -> str:
    """Return somebody's case number."""
    return case_of(name).case_number


def account_of(name: str) -> User:
    """Return the account that somebody applied with."""
    account = case_of(name).person.account
    assert account, f"{name} has an account"
    return account


def two_more_applicants_submit(day: date) -> None:
    """Lay in what two applicants filled in and sent off: one graduated outside the province."""
    with clock(day, 10):
        for draft in (
            _draft(TURNED_DOWN, "13800000002", at(day, 9), "忻州市定襄县", school="河北师范大学"),
            _draft(OBJECTED_TO, "13800000003", at(day, 9), "忻州市岢岚县"),
        ):
            name = draft.fields["name"]
            submit(draft, revision=draft.revision, signed_name=name, at=at(day, 10))
        the_site_works_through_what_waits()


def _draft(
    name: str, phone: str, moment: datetime, intended: str, *, school: str = SCHOOL
) -> Draft:
    account = make_applicant(f"applicant-{phone[-1]}", phone=phone)
    number = NUMBERS[name]
    draft = draft_of(the_season(), account)
    texts = fields(number, name=name, phone=phone, school=school, intended=intended, transfer_1="")
    save_fields(draft, {**texts, "transfer": "不接受"}, base=0, at=moment)
    give_consent(draft, at=moment)
    add_upload(draft, PHOTO, portrait(), at=moment)
    for sort in (PaperSort.HUKOU, PaperSort.DIPLOMA, PaperSort.DEGREE_CERTIFICATE):
        add_upload(draft, sort.value, drawn(sort, name, number, school), at=moment)
    draft.refresh_from_db()
    return draft


def others_apply_by_mail(day: date) -> None:
    """Register whom the counties need besides, checked against the notice as they come in."""
    city, moment = User.objects.get(username="city"), at(day, 15)
    wishes = {**dict.fromkeys(BESIDE_THEM, "岢岚县"), OF_DINGXIANG: "定襄县"}
    drafts = [
        make_draft(
            NUMBERS[name],
            form=make_registration_form(
                NUMBERS[name], name=name, intended=Area("忻州市", county), degree=None
            ),
            name=name,
            received_at=moment,
        )
        for name, county in wishes.items()
    ]
    cases = receive(the_season(), city, *drafts)
    check_applications(the_season(), cases, actor=city, at=moment)


def the_site_works_through_what_waits() -> None:
    """Let the worker read the papers that were sent, send the messages and make the lists."""
    SweepingWorker(["default", "reading"]).run()
