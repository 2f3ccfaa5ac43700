"""From whole mails to facts: forms read wherever they lie, papers counted, bytes let go."""

import json
from dataclasses import replace

import pytest

from linli.core.documents.problems import ProblemCode, unsupported
from linli.core.intake.attachment_facts import ReadingTerms
from linli.core.intake.facts import facts_of
from linli.core.intake.facts_record import RecordOutdated, from_record, to_record
from linli.core.intake.mail import read_mail
from linli.core.intake.sent import MailFacts
from linli.core.pages.recogniser import RapidRecogniser
from linli.core.papers.kinds import MaterialKind as K
from linli.core.places import Area
from linli.rehearsal.carriers import some_other_form
from tests.core.intake import made_form
from tests.core.intake import made_mail as made

FORM = made_form.form()
BROKEN_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TERMS = ReadingTerms(made_form.gazetteer(), made_form.TITLE)


NOT_LAID_OUT = unsupported("邮件中的Word文件过多或者过大，这一份未读取，须由人工阅读")


def facts(*parts: bytes) -> MailFacts:
    return facts_of(read_mail("a.eml", made.mail(*parts)), TERMS)


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


def test_a_form_to_apply_elsewhere_is_a_wrong_form_and_one_of_an_honour_is_none() -> None:
    seeing = replace(TERMS, recogniser=RapidRecogniser(threads=1))
    titles = ("机关事业单位公益性岗位申请表", "山西省普通高等学校三好学生登记表")
    files = [some_other_form(title) for title in titles]

    found = [
        facts_of(read_mail("a.eml", made.mail(made.named("1.docx", file.content))), seeing)
        for file in files
    ]

    assert [mail.has_wrong_form for mail in found] == [True, False]


@pytest.mark.parametrize("name", ["报名表.doc", "报名登记表.docx", "报名表.pdf"])
def test_form_that_cannot_be_opened_is_known_by_its_name(name: str) -> None:
    found = facts(made.named(name, BROKEN_WORD))

    (item,) = found.unread_forms
    assert (item.carrier, len(item.problems)) == ("none", 1)
    assert item.problems[0].code in {
        ProblemCode.ATTACHMENT_UNREADABLE,
        ProblemCode.UNSUPPORTED_CARRIER,
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [("毕业证.doc", BROKEN_WORD), ("演练甲.pdf", made.SMALL_PDF), ("1.jpg", made.SMALL_JPEG)],
)
def test_other_file_is_not_taken_for_a_form(name: str, content: bytes) -> None:
    assert facts(made.named(name, content)).unread_forms == ()


def test_form_pasted_into_the_mail_is_read() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in made_form.PERSON.items()
    )
    markup = f"<p>{made_form.TITLE}</p><table>{rows}</table>"

    (found,) = facts(made.text_part(markup, subtype="html")).forms

    assert (found.carrier, found.form and found.form.name) == ("html", made_form.PERSON["姓名"])


def test_word_file_of_papers_without_a_form_is_no_trouble() -> None:
    content = made_form.document(title="报名材料")

    assert [
        (item.carrier, item.problems)
        for item in facts(made.named("报名材料.docx", content)).attachments
    ] == [(None, ())]


@pytest.mark.parametrize(("files", "read"), [(39, 39), (40, 40), (41, 40)])
def test_forty_word_files_of_a_mail_are_opened_and_the_rest_named(files: int, read: int) -> None:
    found = facts(*[made.named(f"{number}.docx", FORM) for number in range(files)])

    assert (len(found.forms), sum(len(item.unsorted) for item in found.attachments)) == (
        read,
        files - read,
    )
    assert {problem for item in found.attachments for problem in item.problems} == (
        {NOT_LAID_OUT} if files > read else set()
    )


def big_word(mebibytes: int) -> bytes:
    """A Word file with so much XML, most of it a remark."""
    remark = b"<!--" + b"-x" * (mebibytes << 19) + b"-->"
    main = made_form.part_of(FORM).replace(b"</w:body>", remark + b"</w:body>")
    return made_form.with_part(FORM, "word/document.xml", main)


def test_big_word_files_are_opened_until_they_are_too_much_together() -> None:
    big = big_word(7)

    found = facts(*[made.named(f"{number}.docx", big) for number in range(4)])

    unread = [NOT_LAID_OUT in item.problems for item in found.attachments]
    assert (len(found.forms), unread) == (3, [False, False, False, True])


def test_big_word_file_in_an_archive_counts_like_any_other() -> None:
    big = big_word(7)
    archive = made.archive({f"{number}.docx": big for number in range(4)})

    found = facts(made.named("a.zip", archive))

    assert [NOT_LAID_OUT in item.problems for item in found.attachments] == [False] * 4 + [True]


def test_facts_are_kept_as_plain_values_and_come_back_whole() -> None:
    found = facts(made.named("报名表.docx", FORM), made.named("毕业证.jpg", made.SMALL_JPEG))

    assert from_record(json.loads(json.dumps(to_record(found)))) == found


@pytest.mark.parametrize(
    "spoiled", [{}, {"version": 0}, {"file": 1}, {"attachments": [{}]}, {"faults": ["unheard"]}]
)
def test_record_of_another_shape_is_not_taken_for_facts(spoiled: dict[str, object]) -> None:
    record = to_record(facts(made.named("报名表.docx", FORM)))

    with pytest.raises(RecordOutdated):
        from_record(record | spoiled if spoiled else {})
