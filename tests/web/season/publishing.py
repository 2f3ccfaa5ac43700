"""The public notice through its pages: lists, one objection taken and answered, formal recruits."""

from __future__ import annotations

from datetime import timedelta

from linli.apps.applications.states import State
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Stage
from tests.web.season.office import Offices, clock, county_desk, move_on

_TELEPHONE = "0350-0000000"


def publish(offices: Offices) -> None:
    """Post each county's list and answer one objection; confirm who stands when the days are over."""
    first = offices.window(Stage.SELECTION)[0]
    move_on(offices, Stage.SELECTION)
    listed = [one for one in offices.counties if offices.waiting(one, State.MEDICAL_PASSED)]
    for county in listed:
        with clock(first, 9):
            page = offices.open(county_desk(county), "notice/")
            page.form("publish/").fill({"telephone": _TELEPHONE}).send()
    _one_objection(offices, sorted(listed)[0])
    move_on(offices, Stage.AGREEMENT)
    with clock(offices.window(Stage.AGREEMENT)[0], 8):
        for county in listed:
            offices.open(county_desk(county), "notice/1/").form("confirm/").send()


def _one_objection(offices: Offices, county: str) -> None:
    first, username = offices.window(Stage.SELECTION)[0], county_desk(county)
    with clock(first + timedelta(days=3), 9):
        form = offices.open(username, "notice/1/objections/new/").form()
        form.fill(
            {
                "line": "1",
                "way": Objection.Way.TELEPHONE.value,
                "heard_at": f"{first + timedelta(days=3):%Y-%m-%d} 08:50",
                "content": "【演练】反映其毕业时间",
            }
        ).send()
    with clock(first + timedelta(days=4), 9):
        taken = Objection.objects.get(notice__season=offices.season)
        form = offices.open(username, f"objections/{taken.pk}/").form()
        form.fill(
            {"is_upheld": "no", "result": "【演练】经核对毕业证书原件，反映的情况不属实"}
        ).send()
