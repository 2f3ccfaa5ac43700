"""Objections of one wording are told from others, and dismissed together or not at all."""

from __future__ import annotations

import pytest

from linli.apps.applications.change import NotPermitted
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import ObjectionClosed, answer_objection, publish_list
from linli.apps.notices.alike import NotAlike, alike, dismiss_together, wording
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.factories import DAI, make_application


@pytest.fixture
def notice(season: Season, cast: Officials) -> PublicNotice:
    fill_packaged_years()
    make_application(season, state=State.MEDICAL_PASSED)
    return publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))


def lodge(notice: PublicNotice, sign: str, content: str, evidence: str = "") -> Objection:
    statement = Statement(content, evidence)
    return lodge_objection(notice, 1, statement, code=f"{sign}KQM3XWPV2HT", at=at(7, 15))


def statuses() -> list[str]:
    return list(Objection.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize(
    ("content", "evidence", "is_same"),
    [
        ("名单有问题，请核查。", "", True),
        (" 名单有问题,请核查！\n", "", True),
        ("名单有问题，请核查1次。", "", False),
        ("名单有问题", "", False),
        ("名单有问题，请核查。", "样本线索", False),
        ("名单有问题，", "请核查。", False),
    ],
)
def test_wording_leaves_blanks_and_punctuation_out_and_nothing_else(
    content: str, evidence: str, is_same: bool
) -> None:
    first = Objection(content="名单有问题，请核查。")

    assert (wording(Objection(content=content, evidence=evidence)) == wording(first)) == is_same


def test_answered_ones_and_other_wordings_are_not_alike(
    notice: PublicNotice, cast: Officials
) -> None:
    first, second, third = (lodge(notice, sign, "名单有问题") for sign in "789")
    lodge(notice, "A", "名单有错")
    answer_objection(third, is_upheld=False, result="不属实", actor=cast.dai, at=at(7, 16))

    assert [one.pk for one in alike(second)] == [second.pk, first.pk]


def test_several_wordings_are_not_dismissed_together(notice: PublicNotice, cast: Officials) -> None:
    several = [lodge(notice, "7", "名单有问题"), lodge(notice, "8", "名单有错")]

    for found in (several, []):
        with pytest.raises(NotAlike, match="只选择内容相同的异议"):
            dismiss_together(found, result="不属实", actor=cast.dai, at=at(7, 16))

    assert statuses() == ["open", "open"]


def test_one_that_is_answered_meanwhile_leaves_all_as_they_were(
    notice: PublicNotice, cast: Officials
) -> None:
    several = [lodge(notice, sign, "名单有问题") for sign in "78"]
    answer_objection(several[1], is_upheld=False, result="已核", actor=cast.dai, at=at(7, 16))

    with pytest.raises(ObjectionClosed):
        dismiss_together(several, result="不属实", actor=cast.dai, at=at(7, 16))

    assert statuses() == ["open", "dismissed"]


def test_another_county_dismisses_none(notice: PublicNotice, cast: Officials) -> None:
    one = lodge(notice, "7", "名单有问题")

    with pytest.raises(NotPermitted):
        dismiss_together([one], result="不属实", actor=cast.yuanping, at=at(7, 16))

    assert statuses() == ["open"]
