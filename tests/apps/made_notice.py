"""A county's list of 代县 and what is done with it, for the tests of notices and of objections."""

from __future__ import annotations

from datetime import datetime

from linli.apps.applications.models import Application
from linli.apps.notices.actions import confirm_recruits
from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from tests.apps.cast import Officials, at

NAMES = ("张样本", "欧阳样本", "李样")
HEARD = at(7, 15)


def object_to(
    notice: PublicNotice,
    one: Application,
    cast: Officials,
    *,
    is_anonymous: bool = True,
    moment: datetime = HEARD,
) -> Objection:
    return take_objection(
        notice,
        Application.objects.get(pk=one.pk),
        Statement("反映样本人员毕业时间不实", name="" if is_anonymous else "王样本"),
        way=Objection.Way.TELEPHONE,
        actor=cast.dai,
        at=moment,
    )


def confirmed(notice: PublicNotice, cast: Officials, moment: datetime) -> list[str]:
    return [one.case_number for one in confirm_recruits(notice, actor=cast.dai, at=moment)]
