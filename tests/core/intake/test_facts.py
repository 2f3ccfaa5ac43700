"""From whole mails to facts: forms read wherever they lie, papers counted, bytes let go."""

import dataclasses

import pytest

from linli.core.documents.problems import ProblemCode, unsupported
from linli.core.intake.facts import MailFacts, facts_of
from linli.core.intake.mail import read_mail
from linli.core.papers.names import MaterialKind as K
from linli.core.places import Area
from tests.core.intake import made_form
from tests.core.intake import made_mail as made

FORM = made_form.form()
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def facts(*parts: bytes) -> MailFacts:
    return facts_of(
        read_mail("a.eml", made.mail(*parts)),
        gazetteer=made_form.gazetteer(),
        title=made_form.TITLE,
    )


def test_form_is_read_loose_and_inside_an_archive_alike() -> None:
    loose = facts(made.named("演练甲.docx", FORM))
    packed = facts(made.named("材料.zip", made.archive({"甲/1.docx": FORM})))

    assert [item.form for item in loose.forms] == [item.form for item in packed.forms]
    assert [item.form.intended for item in loose.forms if item.form] == [Area("忻州市", "代县")]


def test_form_is_known_by_its_content_whatever_its_name() -> None:
    assert len(facts(made.named("毕业证.docx", FORM)).forms) == 1


def test_papers_count_by_name_unless_they_cannot_be_opened() -> None:
    found = facts(made.named("身份证正反面.jpg", made.SMALL_JPEG), made.named("毕业证.jpg", b""))

    assert [item.kinds for item in found.attachments] == [(K.ID_CARD_FRONT, K.ID_CARD_BACK), ()]


@pytest.mark.parametrize(
    ("name", "content", "carrier"),
    [
        ("报名表.doc", OLD_WORD, "doc"),
        ("演练甲.doc", OLD_WORD, "doc"),
        ("报名登记表.pdf", made.SMALL_PDF, "pdf"),
        ("报名表照片.jpg", made.SMALL_JPEG, "photo"),
        ("报名表扫描.pdf", made.SMALL_PDF, "scan"),
        ("报名表.html", b"<html></html>", "html"),
    ],
)
def test_form_in_a_file_that_is_not_read_yet_is_named(
    name: str, content: bytes, carrier: str
) -> None:
    found = facts(made.named(name, content))

    assert [(item.carrier, [p.code for p in item.problems]) for item in found.unread_forms] == [
        (carrier, [ProblemCode.UNSUPPORTED_CARRIER])
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("毕业证.doc", OLD_WORD), ("演练甲.pdf", made.SMALL_PDF), ("1.jpg", made.SMALL_JPEG)],
)
def test_other_file_is_not_taken_for_a_form(name: str, content: bytes) -> None:
    assert facts(made.named(name, content)).unread_forms == ()


def test_form_pasted_into_the_mail_is_left_to_a_person() -> None:
    table = "".join(f"<tr><td>{label}</td><td>演练</td></tr>" for label in made_form.PERSON)

    found = facts(made.text_part(f"<table>{table}</table>", subtype="html"))

    assert [item.carrier for item in found.unread_forms] == ["html"]


def test_word_file_of_papers_without_a_form_is_no_trouble() -> None:
    content = made_form.document(title="报名材料")

    assert [
        (item.carrier, item.problems)
        for item in facts(made.named("报名材料.docx", content)).attachments
    ] == [(None, ())]


@pytest.mark.parametrize(("files", "read"), [(39, 39), (40, 40), (41, 40), (60, 40)])
def test_forty_word_files_of_a_mail_are_opened_and_the_rest_named(files: int, read: int) -> None:
    found = facts(*[made.named(f"{number}.docx", FORM) for number in range(files)])

    assert (len(found.forms), len(found.unread_forms)) == (read, files - read)
    assert {problem for item in found.unread_forms for problem in item.problems} == (
        {unsupported("邮件中的Word文件过多，这一份未读取，须由人工阅读")} if files > read else set()
    )


def test_facts_hold_no_bytes_of_attachments() -> None:
    found = facts(made.named("报名表.docx", FORM))

    assert not [value for value in _leaves(dataclasses.asdict(found)) if isinstance(value, bytes)]


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]
