"""What a person has settled stands when later mails come, and is told apart from what is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.apps.applications.models import Application
from linli.apps.intake.doubts import BOTH_SIDES, AlreadySettled, NoSuchPaper, settle
from linli.apps.intake.handling import handle_mail
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.registering import register_mailbox
from linli.apps.seasons.models import Season
from linli.core.documents.problems import unreadable
from linli.core.intake.sent import AttachmentFacts, MailFacts, SentPaper
from linli.core.papers.paper import Paper, PaperValues
from tests.apps.cast import Officials, at, make_registration_form, new_id_number
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

WHY = "字迹不清"


def read_paper(
    shade: int, *kinds: K, sure: float = 0.55, values: PaperValues | None = None
) -> AttachmentFacts:
    """Return a page that was read as a paper, so sure, with what stands on it."""
    page = paper_file(picture("样本", shade=shade), *kinds)
    papers = (SentPaper(Paper(kinds, sure, values or PaperValues()), page.papers[0].at),)
    return replace(page, papers=papers)


def with_paper(mail: MailFacts, paper: AttachmentFacts) -> MailFacts:
    return replace(mail, attachments=(*mail.attachments, paper))


def later(name: str, *papers: AttachmentFacts, sender: str = "unknown@mail.example") -> MailFacts:
    """Return the facts of a mail that completes an application."""
    mail = sent(name, {"样本.png": picture(name, shade=190)}, *papers)
    return replace(mail, sender=sender, subject="补交材料", received_at=at(6, 5))


def register(season: Season, cast: Officials, *mails: MailFacts) -> None:
    register_mailbox(season, {one.file: one for one in mails}, actor=cast.city, at=at(6, 6))


def again(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def waiting(case: Application) -> list[str]:
    found = case.doubts.filter(status=Doubt.Status.OPEN).order_by("field")
    return list(found.values_list("field", flat=True))


@pytest.mark.parametrize("answer", ["honor_municipal", "honor_provincial", "other"])
def test_a_page_that_a_person_told_waits_no_more_when_another_mail_comes(
    season: Season, cast: Officials, answer: str
) -> None:
    first = with_paper(application_mail("1.eml", {}), read_paper(201, K.HONOR_MUNICIPAL))
    (case,) = registered(season, cast.city, first)
    assert waiting(case) == ["paper"]

    settle(doubt_of(case, "paper"), answer, actor=cast.city, at=at(6, 5))
    assert again(case).reading["unsure"] == []
    register(season, cast, later("2.eml", read_paper(202, K.HUKOU, sure=0.9), sender=first.sender))

    assert (again(case).materials["hukou"], again(case).reading["unsure"]) == (1, [])
    assert waiting(case) == []


def test_a_page_that_nobody_told_waits_on(season: Season, cast: Officials) -> None:
    first = with_paper(application_mail("1.eml", {}), read_paper(201, K.HONOR_MUNICIPAL))
    (case,) = registered(season, cast.city, first)

    register(season, cast, later("2.eml", read_paper(202, K.HUKOU, sure=0.5), sender=first.sender))

    assert (len(again(case).reading["unsure"]), waiting(case)) == (2, ["paper", "paper"])


def test_an_answer_about_an_earlier_form_is_not_for_the_new_one(
    season: Season, cast: Officials
) -> None:
    first = application_mail("1.eml", {"school": WHY})
    (case,) = registered(season, cast.city, first)
    settle(doubt_of(case, "school"), "样本大学", actor=cast.city, at=at(6, 5))
    form = make_registration_form(case.form["id_number"], school="样本学院")
    second = application_mail("2.eml", {}, form=replace(form, phone=case.form["phone"]))
    register(season, cast, replace(second, sender=first.sender, received_at=at(6, 5)))
    assert again(case).form["school"] == "样本学院"

    with pytest.raises(AlreadySettled):
        settle(doubt_of(case, "school"), "样本理工大学", actor=cast.city, at=at(6, 7))

    assert again(case).form["school"] == "样本学院"


def test_an_answer_about_the_same_form_stays_and_can_be_mended(
    season: Season, cast: Officials
) -> None:
    first = application_mail("1.eml", {"school": WHY})
    (case,) = registered(season, cast.city, first)
    settle(doubt_of(case, "school"), "样本大学", actor=cast.city, at=at(6, 5))
    register(season, cast, later("2.eml", read_paper(202, K.HUKOU, sure=0.9), sender=first.sender))
    assert again(case).form["school"] == "样本大学"

    settle(doubt_of(case, "school"), "样本理工大学", actor=cast.city, at=at(6, 7))

    assert again(case).form["school"] == "样本理工大学"


def test_a_corrected_number_is_the_persons_after_the_next_mail(
    season: Season, cast: Officials
) -> None:
    right, wrong = new_id_number(), new_id_number()
    form = make_registration_form(wrong, phone="13800001234")
    first = application_mail("1.eml", {"id_number": WHY}, form=form)
    (case,) = registered(season, cast.city, first)
    settle(doubt_of(case, "id_number"), right, actor=cast.city, at=at(6, 5))

    register(season, cast, later("2.eml", read_paper(202, K.HUKOU, sure=0.9), sender=first.sender))

    assert (again(case).form["id_number"], again(case).person.id_number) == (right, right)
    assert again(case).materials["hukou"] == 1


def test_one_picture_of_both_sides_of_the_card_is_both(season: Season, cast: Officials) -> None:
    card = read_paper(201, K.ID_CARD_BACK, K.ID_CARD_FRONT)
    first = with_paper(application_mail("1.eml", {}, kinds=(K.DIPLOMA,)), card)
    (case,) = registered(season, cast.city, first)
    doubt = doubt_of(case, "paper")
    assert doubt.proposed == BOTH_SIDES == "id_card_front+id_card_back"

    settle(doubt, BOTH_SIDES, actor=cast.city, at=at(6, 5))

    assert (doubt.status, again(case).materials) == (
        "accepted",
        {"id_card_front": 1, "id_card_back": 1, "diploma": 1},
    )


@pytest.mark.parametrize("answer", ["", "+", "hukou+", "hukou+other", "id_card_front+passport"])
def test_every_kind_of_an_answer_is_one_that_the_notice_asks_for(
    season: Season, cast: Officials, answer: str
) -> None:
    (case,) = registered(season, cast.city, application_mail("1.eml", {}, unsorted=1))

    with pytest.raises(NoSuchPaper):
        settle(doubt_of(case, "paper"), answer, actor=cast.city, at=at(6, 5))


def test_what_was_read_of_a_paper_outlives_a_wrong_answer(season: Season, cast: Officials) -> None:
    first = application_mail("1.eml", {})
    assert first.attachments[0].form is not None
    name = first.attachments[0].form.name
    first = with_paper(first, read_paper(201, K.HUKOU, values=PaperValues(name=name)))
    (case,) = registered(season, cast.city, first)
    settle(doubt_of(case, "paper"), "other", actor=cast.city, at=at(6, 5))
    assert "hukou" not in again(case).materials

    settle(doubt_of(case, "paper"), "hukou", actor=cast.city, at=at(6, 5, 11))

    books = [paper["values"] for paper in again(case).papers if paper["kinds"] == ["hukou"]]
    assert (books, again(case).materials["hukou"]) == ([{"name": name}], 1)


def test_of_two_officials_who_settle_a_settled_doubt_the_slower_is_told(
    season: Season, cast: Officials
) -> None:
    (case,) = registered(season, cast.city, application_mail("1.eml", {"school": WHY}))
    settle(doubt_of(case, "school"), "样本大学", actor=cast.city, at=at(6, 5))
    one, other = doubt_of(case, "school"), doubt_of(case, "school")
    settle(one, "样本学院", actor=cast.city, at=at(6, 5, 11))

    with pytest.raises(AlreadySettled):
        settle(other, "样本理工大学", actor=cast.city, at=at(6, 5, 12))

    assert again(case).form["school"] == "样本学院"


def test_what_was_wrong_with_a_handled_mail_is_told_after_the_next_mail(
    season: Season, cast: Officials
) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))
    broken = AttachmentFacts("坏.pdf", "d" * 64, problems=(unreadable("附件已损坏，无法打开"),))
    second = later("2.eml", broken, read_paper(120, K.DIPLOMA, sure=0.9))
    (case,) = registered(season, cast.city, first, second)
    handle(Mail.objects.get(file="2.eml"), case, cast)
    findings = again(case).findings
    assert [one["text"] for one in findings] == ["附件已损坏，无法打开"]

    register(season, cast, later("3.eml", read_paper(121, K.HUKOU), sender=first.sender))

    assert (again(case).findings, again(case).materials) == (
        findings,
        {"id_card_front": 1, "id_card_back": 1, "hukou": 1, "diploma": 1},
    )


def test_another_picture_of_a_diploma_that_the_case_has_is_no_second_one(
    season: Season, cast: Officials
) -> None:
    values = PaperValues(name="张样本", school="样本学院", graduation="2024-07")
    first = application_mail("1.eml", {}, kinds=())
    first = with_paper(first, read_paper(100, K.DIPLOMA, sure=0.9, values=values))
    second = later("2.eml", read_paper(101, K.DIPLOMA, sure=0.9, values=values))
    (case,) = registered(season, cast.city, first, second)

    handle(Mail.objects.get(file="2.eml"), case, cast)

    assert again(case).materials == {"diploma": 1}


def handle(mail: Mail, case: Application, cast: Officials) -> None:
    handle_mail(
        mail, kind="supplement", note="样本", application=case, actor=cast.city, at=at(6, 5)
    )
