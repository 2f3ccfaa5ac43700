"""Before submission an applicant is told what the files seem to say otherwise; nothing of it is a bar."""

from __future__ import annotations

from typing import Any

import pytest

from linli.apps.drafts.hints import Hint, HintCode, hints
from linli.apps.drafts.models import PHOTO, UNKNOWN, Draft, Upload
from linli.apps.drafts.readings import suggested_kind
from linli.apps.drafts.reviewing import review
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.uploading import add_upload
from linli.core.documents.problems import unreadable
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from tests.factories import id_number, make_season
from tests.support.portal import APPLYING, NAME, filled_draft, make_applicant, paper
from tests.support.read_papers import paper_of, tell, tell_as_declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
K = MaterialKind
H = HintCode


@pytest.fixture
def draft() -> Draft:
    made = filled_draft(make_season(), make_applicant())
    tell_as_declared(made)
    return made


def present(draft: Draft) -> list[Upload]:
    return list(draft.uploads.all().present())


def of_kind(draft: Draft, kind: str) -> Upload:
    return draft.uploads.all().present().get(kind=kind)


def hinted(draft: Draft) -> list[tuple[HintCode, str, str | None]]:
    """Return code, kind of the file and field of each hint."""
    return [
        (one.code, one.upload.kind if one.upload else "", one.field)
        for one in hints(draft, present(draft), at=APPLYING)
    ]


def only_hint(draft: Draft) -> Hint:
    (hint,) = hints(draft, present(draft), at=APPLYING)
    return hint


def test_files_that_say_what_is_typed_give_no_hint(draft: Draft) -> None:
    assert hints(draft, present(draft), at=APPLYING) == ()


def test_files_that_are_still_being_read_give_no_hint() -> None:
    waiting = filled_draft(make_season(), make_applicant())

    assert hints(waiting, present(waiting), at=APPLYING) == ()


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        ("name", "王五六", "name"),
        ("school", "样本大学", "school"),
        ("major", "机械制造", "major"),
        ("graduation", "2023-06", "graduation"),
    ],
)
def test_value_on_a_diploma_that_differs_is_named_with_its_file_and_field(
    draft: Draft, field: str, value: str, asked: str
) -> None:
    tell(of_kind(draft, "diploma"), paper_of(K.DIPLOMA, **{field: value}))

    hint = only_hint(draft)

    assert (hint.code, hint.upload, hint.field) == (H.DIFFERS, of_kind(draft, "diploma"), asked)
    assert hint.what.startswith("毕业证上的")
    assert hint.what.endswith("与填写的不一致")
    assert value not in hint.what + hint.mend + repr(hint)


def test_number_and_birth_on_a_card_that_differ_stand_by_the_number(draft: Draft) -> None:
    tell(of_kind(draft, "hukou"), paper_of(K.HUKOU, id_number=id_number(7), birth="1999-12"))
    tell(of_kind(draft, "diploma"), paper_of(K.DIPLOMA))

    assert hinted(draft) == [
        (H.DIFFERS, "hukou", "id_number"),
        (H.DIFFERS, "hukou", "id_number"),
    ]


def test_reading_in_doubt_accuses_nobody_unless_two_papers_agree_on_it(draft: Draft) -> None:
    one, other = of_kind(draft, "diploma"), of_kind(draft, "degree_certificate")
    tell(one, paper_of(K.DIPLOMA, name="王五六", doubtful=("name",)))
    assert hinted(draft) == []

    tell(other, paper_of(K.DEGREE_CERTIFICATE, name="王五六", doubtful=("name",)))

    assert sorted(hinted(draft)) == [
        (H.DIFFERS, "degree_certificate", "name"),
        (H.DIFFERS, "diploma", "name"),
    ]


def test_page_of_another_member_in_the_register_is_no_difference(draft: Draft) -> None:
    mother = paper_of(K.HUKOU, name="样本乙", id_number=id_number(8))
    own = paper_of(K.HUKOU, name=NAME, id_number=id_number(1))

    tell(of_kind(draft, "hukou"), mother, own)

    assert hinted(draft) == []


@pytest.mark.parametrize(
    ("papers", "more", "code", "what"),
    [
        (
            [paper_of(K.DEGREE_CERTIFICATE)],
            {},
            H.OTHER_KIND,
            "这像是学位证，不像毕业证",
        ),
        ([], {}, H.NO_WORDS, "毕业证没有读出文字，可能太模糊"),
        ([], {"unsorted": ()}, H.NO_WORDS, "毕业证没有读出文字，可能太模糊"),
        ([Paper((), 0.9)], {}, H.OTHER_PAPER, "毕业证看起来不是通知要求的材料"),
        ([], {"carrier": "photo"}, H.FORM, "毕业证像是报名登记表"),
        (
            [],
            {"unsorted": (), "problems": (unreadable("PDF文件第1页已损坏，无法打开"),)},
            H.UNREADABLE,
            "毕业证没能读取：PDF文件第1页已损坏，无法打开",
        ),
    ],
)
def test_file_that_is_not_what_it_is_called_is_told(
    draft: Draft, papers: list[Paper], more: dict[str, Any], code: HintCode, what: str
) -> None:
    tell(of_kind(draft, "diploma"), *papers, **more)

    hint = only_hint(draft)

    assert (hint.code, hint.what, hint.upload, hint.field) == (
        code,
        what,
        of_kind(draft, "diploma"),
        None,
    )
    assert hint.mend


def test_kind_that_is_not_sure_and_words_that_tell_none_give_no_hint(draft: Draft) -> None:
    tell(of_kind(draft, "diploma"), paper_of(K.DEGREE_CERTIFICATE, sure=0.59))
    assert hinted(draft) == []

    tell(of_kind(draft, "diploma"), Paper((), 0.5))
    assert hinted(draft) == []


def test_doubtful_photo_is_told_in_words(draft: Draft) -> None:
    photo = of_kind(draft, PHOTO)
    photo.reading = {"flaws": ["ground", "blurred"]}
    photo.save()

    found = hints(draft, present(draft), at=APPLYING)

    assert [(one.code, one.field, one.what) for one in found] == [
        (H.PHOTO, PHOTO, "照片的背景好像不是一种颜色"),
        (H.PHOTO, PHOTO, "照片好像不清晰"),
    ]


def with_card(draft: Draft, *kinds: str) -> None:
    draft.uploads.filter(kind="hukou").update(removed_at=APPLYING)
    for kind in kinds:
        add_upload(draft, kind, paper(kind), at=APPLYING)


def test_card_of_one_side_is_told_also_where_the_same_side_came_twice(draft: Draft) -> None:
    with_card(draft, "id_card_front", "id_card_back")
    front, back = of_kind(draft, "id_card_front"), of_kind(draft, "id_card_back")
    assert hinted(draft) == []

    tell(front, paper_of(K.ID_CARD_FRONT))
    assert hinted(draft) == []
    tell(back, paper_of(K.ID_CARD_FRONT))

    assert hinted(draft) == [(H.OTHER_KIND, "id_card_back", None), (H.ONE_SIDE, "", None)]
    tell(back, paper_of(K.HUKOU))
    assert hinted(draft) == [(H.OTHER_KIND, "id_card_back", None)]


def test_one_picture_of_both_sides_is_whole_and_can_be_submitted(draft: Draft) -> None:
    with_card(draft, "id_card_front")
    codes = [one.code for one in review(draft, present(draft), at=APPLYING).missing]
    assert (hinted(draft), codes) == (
        [(H.ONE_SIDE, "", None)],
        ["material_missing.id_card_back"],
    )

    tell(of_kind(draft, "id_card_front"), paper_of(K.ID_CARD_FRONT, K.ID_CARD_BACK))

    assert hinted(draft) == []
    found = review(draft, present(draft), at=APPLYING)
    assert found.is_complete
    assert (found.materials["id_card_front"], found.materials["id_card_back"]) == (1, 1)


def test_file_without_a_kind_is_suggested_one_and_counts_as_it(draft: Draft) -> None:
    draft.uploads.filter(kind="diploma").update(removed_at=APPLYING)
    upload = add_upload(draft, UNKNOWN, paper("unknown"), at=APPLYING)
    assert (suggested_kind(upload), hinted(draft)) == (None, [])
    assert review(draft, present(draft), at=APPLYING).materials["unknown"] == 1

    tell(upload, paper_of(K.DIPLOMA))

    hint = only_hint(draft)
    assert (hint.code, hint.what) == (H.KIND_OPEN, "这个文件像是毕业证")
    assert suggested_kind(of_kind(draft, UNKNOWN)) is K.DIPLOMA
    assert review(draft, present(draft), at=APPLYING).materials == {
        "hukou": 1,
        "degree_certificate": 1,
        "diploma": 1,
    }


@pytest.mark.parametrize(
    "read", [[paper_of(K.DIPLOMA, sure=0.5)], [paper_of(K.ID_CARD_FRONT, K.ID_CARD_BACK)], []]
)
def test_nothing_is_suggested_where_that_is_not_one_sure_kind(
    draft: Draft, read: list[Paper]
) -> None:
    upload = add_upload(draft, UNKNOWN, paper("unknown"), at=APPLYING)

    assert suggested_kind(tell(upload, *read)) is None


def test_words_that_tell_no_kind_ask_the_owner_of_a_file_without_one(draft: Draft) -> None:
    tell(add_upload(draft, UNKNOWN, paper("unknown"), at=APPLYING), Paper((), 0.5))

    hint = only_hint(draft)

    assert (hint.code, hint.what) == (H.KIND_OPEN, "看不出这个文件是哪种材料")


def test_paper_that_may_be_the_file_without_a_kind_is_not_missed(draft: Draft) -> None:
    draft.uploads.filter(kind="diploma").update(removed_at=APPLYING)
    before = review(draft, present(draft), at=APPLYING).missing
    add_upload(draft, UNKNOWN, paper("unknown"), at=APPLYING)

    found = review(draft, present(draft), at=APPLYING)

    assert [one.code for one in before] == ["material_missing.diploma_or_report"]
    assert (found.missing, found.is_complete) == ((), True)


def test_no_hint_keeps_a_draft_from_being_submitted(draft: Draft) -> None:
    tell(of_kind(draft, "diploma"), paper_of(K.DEGREE_CERTIFICATE, name="王五六"))
    draft.refresh_from_db()
    assert hints(draft, present(draft), at=APPLYING)

    assert submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).is_first
