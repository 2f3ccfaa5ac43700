"""A file counts as its pages say; where they say nothing, as its sender does, for a person to confirm."""

from __future__ import annotations

import pytest

from linli.core.documents.problems import Problem, ProblemCode, unreadable
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.declared import with_kind
from linli.core.intake.mail import read_mail
from linli.core.intake.parcel import SentFile, parcel
from linli.core.intake.sent import AttachmentFacts, SentPage, SentPaper
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper, PaperValues

K = MaterialKind
DIGEST = "a" * 64
FIRST, SECOND = SentPage(DIGEST), SentPage(DIGEST, 1)


def read_as(*papers: Paper, **more: object) -> AttachmentFacts:
    sent = tuple(SentPaper(one, SentPage(DIGEST, number)) for number, one in enumerate(papers))
    return AttachmentFacts(**{"name": "文件.jpg", "digest": DIGEST, "papers": sent, **more})


@pytest.mark.parametrize(
    ("read", "counts"),
    [
        (Paper((K.DIPLOMA,), 0.9), Paper((K.DIPLOMA,), 0.9)),
        (
            Paper((K.DEGREE_CERTIFICATE,), 0.9, PaperValues(name="样本甲"), ("name",)),
            Paper((K.DEGREE_CERTIFICATE,), 0.72, PaperValues(name="样本甲"), ("name",)),
        ),
        (Paper((), 0.9), Paper((), 0.72)),
        (Paper((), 0.51), Paper((), 0.408)),
        (Paper((), 0.5), Paper((K.DIPLOMA,), 0.4)),
    ],
)
def test_what_a_page_surely_says_wins_over_what_it_is_called(read: Paper, counts: Paper) -> None:
    (sent,) = with_kind(read_as(read), K.DIPLOMA).papers

    assert (sent.paper.kinds, sent.paper.values, sent.paper.doubtful, sent.at) == (
        counts.kinds,
        counts.values,
        counts.doubtful,
        FIRST,
    )
    assert sent.paper.sure == pytest.approx(counts.sure)


def test_an_honour_of_an_unsure_level_is_of_the_level_that_is_said() -> None:
    (sent,) = with_kind(read_as(Paper((K.HONOR_MUNICIPAL,), 0.4)), K.HONOR_PROVINCIAL).papers

    assert sent.paper == Paper((K.HONOR_PROVINCIAL,), 0.5)


def test_pages_without_words_count_as_said_and_a_person_looks_at_each() -> None:
    facts = with_kind(read_as(unsorted=(FIRST, SECOND)), K.HUKOU)

    said = Paper((K.HUKOU,), 0.5)
    assert (facts.papers, facts.unsorted) == (
        (SentPaper(said, FIRST), SentPaper(said, SECOND)),
        (),
    )
    assert not said.is_sure


def test_a_file_that_could_not_be_opened_counts_as_said_and_says_why() -> None:
    problem = unreadable("图片已损坏或不完整，无法打开")

    facts = with_kind(read_as(problems=(problem,)), K.DIPLOMA)

    assert facts.papers == (SentPaper(Paper((K.DIPLOMA,), 0.5), FIRST),)
    assert facts.problems == (problem,)


def test_a_form_among_the_files_does_not_count_as_one() -> None:
    wrong = Problem(ProblemCode.FORM_WRONG, "不是本次招募的登记表")
    form = read_as(
        form=RegistrationForm(name="样本乙"),
        carrier="photo",
        doubts={"name": "字迹不清"},
        form_pages=(FIRST,),
        problems=(wrong,),
    )

    facts = with_kind(form, K.DIPLOMA)

    assert facts == read_as(Paper((K.DIPLOMA,), 0.5))


def test_a_file_of_which_nothing_is_said_waits_for_a_person_to_sort_it() -> None:
    read = Paper((K.DIPLOMA,), 0.9)

    assert with_kind(read_as(), None).unsorted == (FIRST,)
    assert with_kind(read_as(unsorted=(SECOND,)), None).unsorted == (SECOND,)
    assert with_kind(read_as(read), None) == read_as(read)


def test_a_parcel_is_the_same_for_the_same_files_and_gives_them_back() -> None:
    files = [
        SentFile("毕业证.pdf", b"%PDF-1.7 sample %%EOF", "application/pdf"),
        SentFile("身份证（人像面）.heic", b"\0\0\0\x18ftypheic sample", "image/heic"),
    ]

    found = read_mail("x.eml", parcel(files)).attachments

    assert [(one.name, one.content) for one in found] == [(one.name, one.content) for one in files]
    assert parcel(files) == parcel(list(files))
    assert parcel(files) != parcel(files[:1])
