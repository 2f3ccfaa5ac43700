"""Which mails are one person's, and what is left to a person to read.

Source: D0 三(一)3.
"""

from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.hints import Hints
from linli.core.intake.materials import MaterialKind as K
from linli.core.intake.sorting import MailKind
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
        ("最后一份报名表的文件种类本版本不能读取，须由人工阅读",),
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
