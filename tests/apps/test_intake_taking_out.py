"""A mail that a person moves out of a case takes along what it brought, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.apps.applications.models import Application
from linli.apps.intake.doubts import AlreadySettled, settle
from linli.apps.intake.handling import handle_mail
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.models import Season
from linli.core.documents.problems import unreadable
from linli.core.intake.sent import AttachmentFacts, MailFacts
from linli.core.papers.paper import PaperValues
from tests.apps.cast import Officials, at
from tests.apps.made_desk import (
    K,
    application_mail,
    doubt_of,
    paper_file,
    picture,
    registered,
    sent,
)

pytestmark = pytest.mark.usefixtures("kept_files")

BROKEN = unreadable("文件已损坏")
SENDER = "1.eml@mail.example"


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    """A case without a diploma."""
    papers = (K.ID_CARD_FRONT, K.ID_CARD_BACK)
    (one,) = registered(season, cast.city, application_mail("1.eml", {}, kinds=papers))
    return one


def supplement(name: str, *kinds: K, file: AttachmentFacts | None = None) -> MailFacts:
    page = picture(name, shade=200)
    facts = sent(name, {"补.png": page}, file or paper_file(page, *kinds))
    return replace(facts, subject="补交材料", sender=SENDER, received_at=at(6, 5))


def diploma(name: str) -> AttachmentFacts:
    """Return one diploma, photographed anew for each mail."""
    told = paper_file(picture(name, shade=200), K.DIPLOMA)
    (sent_paper,) = told.papers
    values = PaperValues(name="张样本", school="忻州师范学院", graduation="2024-06")
    paper = replace(sent_paper.paper, values=values)
    return replace(told, papers=(replace(sent_paper, paper=paper),))


def move_out(file: str, cast: Officials) -> None:
    Mail.objects.filter(file=file).update(is_set_aside=True, handled_by=None)
    mail = Mail.objects.get(file=file)
    note = "不是本人所发（样本）"
    handle_mail(mail, kind="spam", note=note, application=None, actor=cast.city, at=at(6, 6))


def codes(case: Application) -> list[str]:
    case.refresh_from_db()
    return [finding["code"] for finding in case.findings]


def test_its_findings_leave_with_it(season: Season, case: Application, cast: Officials) -> None:
    broken = replace(paper_file(b"rar", name="证书.rar"), unsorted=(), problems=(BROKEN,))
    registered(season, cast.city, supplement("2.eml", file=broken))
    before = codes(case)

    move_out("2.eml", cast)

    assert (before, codes(case)) == (["attachment_unreadable"], [])
    assert case.checks.filter(code="attachment_unreadable").count() == 0


def test_a_finding_that_another_mail_of_the_case_brought_as_well_stays(
    season: Season, case: Application, cast: Officials
) -> None:
    for name, content in (("2.eml", b"rar"), ("3.eml", b"another rar")):
        broken = replace(paper_file(content, name="证书.rar"), unsorted=(), problems=(BROKEN,))
        registered(season, cast.city, supplement(name, file=broken))

    move_out("2.eml", cast)

    assert codes(case) == ["attachment_unreadable"]


def test_what_a_person_told_about_its_pages_can_no_longer_be_settled(
    season: Season, case: Application, cast: Officials
) -> None:
    registered(season, cast.city, supplement("2.eml"))
    doubt = doubt_of(case, "paper")
    settle(doubt, "diploma", actor=cast.city, at=at(6, 5))
    move_out("2.eml", cast)

    doubt.refresh_from_db()
    assert doubt.status == Doubt.Status.OUTDATED
    with pytest.raises(AlreadySettled):
        settle(doubt, "hukou", actor=cast.city, at=at(6, 7))
    case.refresh_from_db()
    assert sorted(case.materials) == ["id_card_back", "id_card_front"]


def test_its_pages_do_not_come_back_with_the_next_mail(
    season: Season, case: Application, cast: Officials
) -> None:
    registered(season, cast.city, supplement("2.eml"))
    settle(doubt_of(case, "paper"), "diploma", actor=cast.city, at=at(6, 5))
    move_out("2.eml", cast)

    registered(season, cast.city, supplement("3.eml", K.HUKOU))

    case.refresh_from_db()
    assert sorted(case.materials) == ["hukou", "id_card_back", "id_card_front"]


@pytest.mark.parametrize("leaving", ["2.eml", "3.eml"])
def test_a_diploma_that_came_as_two_pictures_in_two_mails_stays_with_the_other_one(
    season: Season, case: Application, cast: Officials, leaving: str
) -> None:
    for name in ("2.eml", "3.eml"):
        registered(season, cast.city, supplement(name, file=diploma(name)))
    case.refresh_from_db()
    before = case.materials["diploma"]

    move_out(leaving, cast)

    case.refresh_from_db()
    assert (before, case.materials.get("diploma")) == (1, 1)
    (kept,) = [paper for paper in case.papers if paper["kinds"] == ["diploma"]]
    rest = Mail.objects.get(application=case, kind="supplement")
    assert kept["at"]["digest"] in {item["digest"] for item in rest.reading["attachments"]}


def test_a_copy_of_a_card_s_side_that_bears_no_number_takes_the_place_of_the_one_that_leaves(
    season: Season, cast: Officials
) -> None:
    (case,) = registered(season, cast.city, application_mail("1.eml", {}, kinds=()))
    for name in ("2.eml", "3.eml"):
        registered(season, cast.city, supplement(name, K.ID_CARD_BACK))

    move_out("2.eml", cast)

    case.refresh_from_db()
    assert case.materials == {"id_card_back": 1}
