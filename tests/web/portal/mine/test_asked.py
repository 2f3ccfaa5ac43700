"""What a case that waits for a supplement is asked for stands on its page once, as a list."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.intake.asked import asked_of
from linli.apps.intake.models import Letter
from linli.apps.seasons.models import Season
from tests.apps.applicants import own_application
from tests.apps.cast import at
from tests.factories import make_checks
from tests.web.portal.mine.test_status_page import address, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def test_what_is_asked_for_stands_once_on_the_page_sentence_by_sentence(
    as_mine: Client, season: Season, mine: User, dai_official: User, in_june: None
) -> None:
    case = own_application(season, mine, proposal="refer")
    make_checks(case)
    check = case.checks.exclude(code="").filter(outcome__in=("fail", "refer")).first()
    assert check
    reason = "请签名（D0 附件2）；专业不一致，请核对（D0 二3）；请尽快办理"
    ruling = Ruling(case, "supplement", reason, (check.code,))
    decide([ruling], actor=dai_official, at=at(6, 5))

    page = as_mine.get(address(case)).context["page"]
    text = text_of(as_mine, address(case))

    assert page.asked.items == (
        "请签名（通知附件2）。",
        "专业不一致，请核对（通知二3）。",
        "请尽快办理。",
    )
    assert [text.count(words) for words in ("请签名", "请核对", "请尽快办理")] == [1, 1, 1]
    assert check.label not in [fault.label for fault in page.faults]
    assert "要求补正 2024年6月5日" in text


def test_once_answered_the_supplement_is_told_among_what_happened(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = own_application(season, mine, proposal="refer")
    decide(
        [Ruling(case, "supplement", "请签名（D0 附件2）；请尽快")], actor=dai_official, at=at(6, 18)
    )
    decide([Ruling(case, "pass", "已补正")], actor=dai_official, at=at(6, 19))

    page = as_mine.get(address(case)).context["page"]

    told = {one.act: one.text for one in page.events}
    assert told["要求补正"] == "请签名（通知附件2）。\n请尽快。"
    assert page.asked is None


@pytest.mark.parametrize(
    ("released", "told"), [(at(6, 17), ("请签名。",)), (at(6, 19), ())], ids=["before", "after"]
)
def test_of_decision_and_letter_the_later_one_is_shown(
    season: Season,
    mine: User,
    dai_official: User,
    released: datetime,
    told: tuple[str, ...],
) -> None:
    case = own_application(season, mine, proposal="refer")
    decide([Ruling(case, "supplement", "请签名")], actor=dai_official, at=at(6, 18))
    Letter.objects.create(
        application=case,
        subject="请补正",
        body="依据：D0 附件2",
        status=Letter.Status.RELEASED,
        drafted_at=at(6, 10),
        released_at=released,
    )

    asked = asked_of(case)

    assert asked
    assert (asked.items, asked.letter) == (told, "" if told else "依据：通知附件2")
