"""Which mails are one person's, and what is left to a person to read.

Source: D0 三(一)3.
"""

from dataclasses import replace
from typing import Any

import pytest

from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.facts import MailFacts
from linli.core.intake.hints import Hints
from linli.core.intake.sent import AttachmentFacts, SentPaper
from linli.core.intake.sorting import MailKind
from linli.core.papers.names import MaterialKind as K
from linli.core.papers.paper import Paper, PaperValues
from tests.core.intake.made_facts import (
    FIRST,
    FORM,
    OTHER,
    at,
    form_file,
    mail,
    only,
    paper,
    sort,
    unread_form,
    wrong_form,
)


def test_form_that_cannot_be_read_is_an_application_set_aside() -> None:
    found = sort(
        mail("1", at(3), unread_form(carrier="doc"), hints=Hints("王样本", True, "13800000001"))
    )

    assert [(item.kind, item.is_set_aside) for item in found.mails] == [
        (MailKind.APPLICATION, True)
    ]
    assert [
        (item.name, item.phone, item.form, item.form_source, len(item.set_aside))
        for item in found.applicants
    ] == [("王样本", "13800000001", None, "doc", 1)]


def test_later_form_that_cannot_be_read_asks_for_a_person_beside_the_read_one() -> None:
    found = only(FIRST, mail("2", at(4), unread_form(), subject="更正报名表"))

    assert (found.form, found.set_aside) == (
        FORM,
        ("最后一份报名表无法读取，须由人工阅读",),
    )


def test_copy_of_the_form_in_another_kind_of_file_beside_it_asks_for_nobody() -> None:
    assert only(mail("1", at(3), form_file(), unread_form(carrier="pdf"))).set_aside == ()


def test_signature_on_either_copy_of_a_form_counts() -> None:
    signed = RegistrationForm(
        name=FORM.name, id_number=FORM.id_number, phone=FORM.phone, pledge_signed=True
    )

    found = only(mail("1", at(3), form_file(signed, digest="a"), form_file(digest="b")))

    assert found.form == signed


def test_application_without_any_form_is_set_aside() -> None:
    found = sort(mail("1", at(3), paper(K.HUKOU)))

    assert [(item.kind, item.is_set_aside) for item in found.mails] == [
        (MailKind.APPLICATION, True)
    ]
    assert found.applicants[0].set_aside == ("没有读到报名表，须由人工核对附件",)


def test_mails_of_one_id_number_are_one_person_from_any_address() -> None:
    later = mail("2", at(4), form_file(digest="form 2"), sender="other@mail.example")

    assert len(sort(FIRST, later).applicants) == 1


def test_two_people_of_one_address_are_two_applicants() -> None:
    second = mail("2", at(4), form_file(OTHER, digest="other"))

    assert [(item.name, item.mails) for item in sort(FIRST, second).applicants] == [
        ("王样本", ("1",)),
        ("李样本", ("2",)),
    ]


def test_two_people_of_one_name_are_two_applicants() -> None:
    namesake = RegistrationForm(name="王样本", id_number=OTHER.id_number, phone=OTHER.phone)

    found = sort(
        FIRST, mail("2", at(4), form_file(namesake, digest="other"), sender="other@mail.example")
    )

    assert [item.id_number for item in found.applicants] == [FORM.id_number, OTHER.id_number]


@pytest.mark.parametrize(
    ("id_number", "phone", "people"),
    [
        (OTHER.id_number, OTHER.phone, 2),
        (OTHER.id_number, FORM.phone, 1),
        (FORM.id_number, OTHER.phone, 1),
        (OTHER.id_number, None, 2),
    ],
)
def test_a_form_with_another_number_is_a_namesakes_unless_the_phone_is_the_same(
    id_number: str, phone: str | None, people: int
) -> None:
    second = form_file(replace(FORM, id_number=id_number, phone=phone), digest="second")

    assert len(sort(FIRST, mail("2", at(4), second)).applicants) == people


def test_papers_with_another_number_after_a_form_stay_with_their_sender_for_the_review() -> None:
    later = mail("2", at(4), paper(K.HUKOU, id_number=OTHER.id_number, name=FORM.name))

    assert [one.mails for one in sort(FIRST, later).applicants] == [("1", "2")]


def test_a_wrong_form_with_papers_of_a_namesake_begins_another_application() -> None:
    papers = [
        paper(kind, id_number=OTHER.id_number, name=FORM.name) for kind in (K.HUKOU, K.DIPLOMA)
    ]
    later = mail("2", at(4), wrong_form(), *papers)

    assert [one.mails for one in sort(FIRST, later).applicants] == [("1",), ("2",)]


def sides_in_one_picture(number: str | None) -> AttachmentFacts:
    sides = Paper((K.ID_CARD_FRONT, K.ID_CARD_BACK), 0.9, PaperValues(id_number=number))
    return replace(paper(K.ID_CARD_FRONT, digest="both"), papers=(SentPaper(sides),))


def test_a_side_of_the_id_card_that_comes_again_counts_once_with_or_without_its_number() -> None:
    number = FORM.id_number
    first = mail(
        "1", at(3), form_file(), paper(K.ID_CARD_FRONT, id_number=number), paper(K.ID_CARD_BACK)
    )
    again = mail(
        "2", at(4), paper(K.ID_CARD_BACK, digest="back"), paper(K.ID_CARD_FRONT, digest="front")
    )
    both = mail("2", at(4), sides_in_one_picture(number))
    other = mail("3", at(5), paper(K.ID_CARD_FRONT, digest="other", id_number=OTHER.id_number))

    assert only(first, again).materials == {K.ID_CARD_FRONT: 1, K.ID_CARD_BACK: 1}
    assert only(both, first).materials == only(first, both).materials
    assert only(first, both).materials == {K.ID_CARD_FRONT: 1, K.ID_CARD_BACK: 1}
    assert only(first, again, other).materials == {K.ID_CARD_FRONT: 2, K.ID_CARD_BACK: 1}


def test_of_two_copies_of_a_side_the_surer_counts_and_anothers_card_is_no_copy() -> None:
    unsure = paper(K.ID_CARD_BACK, digest="unsure", sure=0.4)
    clear = paper(K.ID_CARD_BACK, digest="clear")
    own = paper(K.ID_CARD_FRONT, digest="own")
    anothers = paper(K.ID_CARD_FRONT, digest="father", id_number=OTHER.id_number)

    found = only(mail("1", at(3), form_file(), own, unsure), mail("2", at(4), clear, anothers))

    assert [sent.at.digest for sent in found.papers if sent.at] == ["own", "clear", "father"]


def test_supplement_in_a_thread_from_another_address_finds_its_person() -> None:
    first = mail("1", at(3), form_file(), message_id="<1@mail.example>")
    later = mail(
        "2", at(4), paper(K.HUKOU), sender="other@mail.example", references=("<1@mail.example>",)
    )

    assert [item.applicant for item in sort(first, later).mails] == ["a0001", "a0001"]


def test_supplement_with_a_name_alone_is_linked_for_a_person_to_confirm() -> None:
    later = mail(
        "2",
        at(4),
        paper(K.HUKOU),
        sender="x@mail.example",
        subject="补充材料",
        hints=Hints("王样本", True),
    )

    found = sort(FIRST, later).mails[1]

    assert (found.kind, found.applicant, found.is_set_aside) == (MailKind.SUPPLEMENT, "a0001", True)


def test_supplement_of_nobody_known_is_set_aside() -> None:
    later = mail("2", at(4), paper(K.HUKOU), sender="x@mail.example", subject="补充材料")

    found = sort(FIRST, later).mails[1]

    assert (found.kind, found.applicant, found.is_set_aside) == (MailKind.SUPPLEMENT, None, True)


def test_one_office_that_forwards_for_several_people_is_no_link() -> None:
    first = mail("1", at(3), form_file(), sender="jiuye@school.example", is_forwarded=True)
    second = mail("2", at(4), unread_form(), sender="jiuye@school.example", is_forwarded=True)

    assert len(sort(first, second).applicants) == 2


@pytest.mark.parametrize("text", ["见附件身份证", "99010120020315902", "990101200203159027"])
def test_number_that_is_none_makes_two_people_no_one(text: str) -> None:
    first = mail("1", at(3), form_file(replace(FORM, id_number=text)))
    second = mail(
        "2", at(4), form_file(replace(OTHER, id_number=text), digest="o"), sender="li@mail.example"
    )

    found = sort(first, second)

    assert [item.kind for item in found.mails] == [MailKind.APPLICATION, MailKind.APPLICATION]
    assert [(item.name, item.mails) for item in found.applicants] == [
        ("王样本", ("1",)),
        ("李样本", ("2",)),
    ]


OTHER_NAME = "公民身份号码与该报名人相同而姓名不同，未并入，须由人工核对"
UNKNOWN = "发件邮箱和联系电话都与该报名人此前所留不同，未替换报名表，须由人工核对是否本人"
STRANGER = "x@mail.example"


def other_name(day: int = 4, *, sender: str = STRANGER) -> MailFacts:
    form = replace(OTHER, id_number=FORM.id_number)
    return mail("2", at(day), form_file(form, digest="o"), paper(K.HUKOU), sender=sender)


def takeover(day: int = 4, **more: Any) -> MailFacts:
    form = replace(FORM, phone="13900000009", strengths="演练")
    return mail(
        "2", at(day), form_file(form, digest="t"), paper(K.HUKOU), **{"sender": STRANGER, **more}
    )


@pytest.mark.parametrize("sender", [STRANGER, "wang@mail.example"])
def test_one_number_under_two_names_is_laid_beside_the_first(sender: str) -> None:
    found = sort(FIRST, other_name(sender=sender))

    outcome = found.mails[1]
    assert (outcome.kind, outcome.reason) == (MailKind.SET_ASIDE, OTHER_NAME)
    assert (outcome.is_set_aside, outcome.applicant) == (True, "a0001")
    assert found.applicants == (
        replace(only(FIRST), mails=("1", "2"), set_aside=(f"另有来件：{OTHER_NAME}",)),
    )


def test_unknown_sender_with_another_phone_replaces_no_form() -> None:
    found = sort(FIRST, takeover())

    outcome = found.mails[1]
    assert (outcome.kind, outcome.reason) == (MailKind.SET_ASIDE, UNKNOWN)
    assert (outcome.is_set_aside, outcome.applicant) == (True, "a0001")
    assert found.applicants == (
        replace(only(FIRST), mails=("1", "2"), set_aside=(f"另有来件：{UNKNOWN}",)),
    )


def test_unknown_sender_becomes_no_known_one_by_writing_again() -> None:
    again = replace(takeover(day=5), file="3", text="再次提交报名材料")

    found = sort(FIRST, takeover(), again)

    assert [item.kind for item in found.mails[1:]] == [MailKind.SET_ASIDE, MailKind.SET_ASIDE]
    assert found.applicants[0].form == FORM


def test_answer_in_the_thread_from_an_unknown_sender_replaces_no_form() -> None:
    first = mail("1", at(3), form_file(), message_id="<1@mail.example>")
    form = replace(FORM, id_number=None, phone="13900000009")
    later = mail(
        "2",
        at(4),
        form_file(form, digest="t"),
        sender=STRANGER,
        references=("<1@mail.example>",),
    )

    found = sort(first, later)

    assert [item.kind for item in found.mails] == [MailKind.APPLICATION, MailKind.SET_ASIDE]
    assert found.applicants[0].form == FORM


@pytest.mark.parametrize(
    ("sender", "phone"), [("wang@mail.example", "13900000009"), (STRANGER, FORM.phone)]
)
def test_known_sender_or_known_phone_still_corrects(sender: str, phone: str) -> None:
    form = replace(FORM, phone=phone, strengths="演练")
    later = mail("2", at(4), form_file(form, digest="c"), sender=sender)

    found = sort(FIRST, later)

    assert [item.kind for item in found.mails] == [MailKind.APPLICATION, MailKind.CORRECTION]
    assert [(item.form, item.set_aside) for item in found.applicants] == [(form, ())]


def test_mail_with_forms_of_two_people_asks_for_a_person() -> None:
    outcome = sort(mail("1", at(3), form_file(), form_file(OTHER, digest="o"))).mails[0]

    assert (outcome.kind, outcome.is_set_aside, outcome.reason) == (
        MailKind.APPLICATION,
        True,
        "报名邮件；邮件内有不止一人的报名表，只按最后一份登记，须由人工核对",
    )


def test_contested_mail_after_the_deadline_is_late_and_says_so() -> None:
    outcome = sort(FIRST, takeover(day=15)).mails[1]

    assert (outcome.kind, outcome.is_set_aside, outcome.reason) == (
        MailKind.LATE,
        True,
        f"收到时间在报名截止之后；{UNKNOWN}",
    )


@pytest.mark.parametrize(
    ("sender", "hints", "is_withdrawn"),
    [
        (STRANGER, Hints("王样本", True, None, FORM.id_number), False),
        (STRANGER, Hints("王样本", True, FORM.phone, FORM.id_number), True),
        ("wang@mail.example", Hints("王样本", True, None, FORM.id_number), True),
        ("wang@mail.example", Hints("李样本", True, None, FORM.id_number), False),
    ],
)
def test_withdrawal_by_a_number_counts_from_a_known_address_or_phone(
    sender: str, hints: Hints, is_withdrawn: bool
) -> None:
    leave = mail(
        "2", at(4), subject="放弃报名", text="自愿放弃本次报名。", sender=sender, hints=hints
    )

    found = sort(FIRST, leave)

    assert found.applicants[0].is_withdrawn is is_withdrawn
    assert [(item.kind, item.applicant, item.is_set_aside) for item in found.mails[1:]] == [
        (MailKind.WITHDRAWAL, "a0001", not is_withdrawn)
    ]


def test_no_two_applicants_of_any_mailbox_have_one_valid_number() -> None:
    moved = mail("3", at(5), form_file(replace(FORM, id_number=OTHER.id_number), digest="m"))
    other = mail("4", at(6), form_file(OTHER, digest="o"), sender="li@mail.example")

    found = sort(FIRST, other_name(), moved, other)

    numbers = [item.id_number for item in found.applicants]
    assert len(set(numbers)) == len(numbers)
    assert {file for item in found.applicants for file in item.mails} == {"1", "2", "3", "4"}
