"""A drawn signature stands on the form as it was submitted, and holds for the person who drew it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image

from linli.apps.applications.models import Application
from linli.apps.drafts.discarding import discard
from linli.apps.drafts.models import SIGNATURE, Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.signature import must_sign_again
from linli.apps.drafts.submitting import SignatureMissing, submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import UPLOADS, add_upload, remove_upload
from linli.apps.drafts.usable import FileRefused
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.pages.form_signature import cut_signature
from tests.factories import id_number, make_season
from tests.support.portal import APPLYING, NAME, filled_draft, make_applicant
from tests.support.signatures import signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
LATER = APPLYING + timedelta(hours=1)
OTHER = (((60, 60), (300, 160)), ((60, 160), (300, 60)))
_IMAGE = 3


@pytest.fixture
def draft() -> Draft:
    return filled_draft(make_season(), make_applicant())


def signed(draft: Draft, picture: bytes | None = None) -> Draft:
    add_upload(draft, SIGNATURE, picture or signature(), at=APPLYING)
    draft.refresh_from_db()
    return draft


def handed_in(draft: Draft, *, typed: str = "") -> Application:
    draft.refresh_from_db()
    return submit(draft, revision=draft.revision, signed_name=typed, at=APPLYING).application


def drawn_in_word(case: Application) -> bytes | None:
    """Return the second picture of the Word form, whose first is the photo."""
    read = read_text_carrier(word_paper(case))
    assert "报名人（签名）：" in "".join(read.text_lines)
    return read.pictures[1] if len(read.pictures) > 1 else None


def images_in(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height in millimetres of each picture on the pages of a PDF."""
    sizes = []
    for page in pypdfium2.PdfDocument(pdf):
        for image in page.get_objects(filter=[_IMAGE], max_depth=5):
            left, low, right, high = image.get_bounds()
            sizes.append((round((right - left) * 25.4 / 72), round((high - low) * 25.4 / 72)))
    return sizes


def texts_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_drawn_signature_stands_on_word_and_pdf_in_place_of_the_typed_name(draft: Draft) -> None:
    case = handed_in(signed(draft))

    for _ in range(2):
        assert drawn_in_word(case) == cut_signature(signature())
        assert images_in(pdf_paper(case)) == [(25, 35), (28, 9)]
        assert texts_of(pdf_paper(case)).count(NAME) == 1
        take_over_application(case.pk, at=LATER)
        case.refresh_from_db()


def test_typed_signature_stays_typed(draft: Draft) -> None:
    case = handed_in(draft, typed=NAME)

    assert (case.reading["signature"], drawn_in_word(case)) == ("", None)
    assert images_in(pdf_paper(case)) == [(25, 35)]
    assert texts_of(pdf_paper(case)).count(NAME) == 2


def test_paper_bears_the_signature_that_was_submitted_until_another_is(draft: Draft) -> None:
    case = handed_in(signed(draft))
    signed(draft, signature(*OTHER))

    case.refresh_from_db()
    before = drawn_in_word(case)
    again = handed_in(draft)

    assert before == cut_signature(signature())
    assert drawn_in_word(again) == cut_signature(signature(*OTHER)) != before


def test_signature_whose_bytes_are_gone_leaves_the_name_in_type(draft: Draft) -> None:
    case = handed_in(signed(draft))
    UPLOADS.discard([case.reading["signature"]])

    assert drawn_in_word(case) is None
    assert texts_of(pdf_paper(case)).count(NAME) == 2


def test_withdrawn_case_keeps_its_signature_when_its_draft_is_deleted(
    draft: Draft, django_capture_on_commit_callbacks: object
) -> None:
    case = handed_in(signed(draft))
    withdraw_own(case, account=draft.account, at=APPLYING)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        discard(draft)

    case.refresh_from_db()
    assert drawn_in_word(case) == cut_signature(signature())


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [
        ({"name": "样本乙"}, False),
        ({"id_number": id_number(2)}, False),
        ({"name": "样本 甲"}, True),
        ({"id_number": f" {id_number(1).lower()} "}, True),
        ({"phone": "13800000009", "resume": "另写"}, True),
    ],
)
def test_signature_holds_until_name_or_number_really_change(
    draft: Draft, changed: Mapping[str, str], is_kept: bool
) -> None:
    signed(draft)
    save_fields(draft, changed, base=draft.revision, at=LATER)

    upload = draft.uploads.get(kind=SIGNATURE)
    assert upload.removed_at == (None if is_kept else LATER)
    assert must_sign_again(draft) is not is_kept
    if not is_kept:
        with pytest.raises(SignatureMissing):
            handed_in(draft)


def test_who_signed_again_or_took_the_signature_out_is_not_asked_to_sign_again(
    draft: Draft,
) -> None:
    signed(draft)
    save_fields(draft, {"name": "样本乙"}, base=None, at=LATER)
    save_fields(draft, {"name": NAME}, base=None, at=LATER)
    asked = [must_sign_again(draft)]
    upload = add_upload(draft, SIGNATURE, signature(), at=LATER)
    asked.append(must_sign_again(draft))
    remove_upload(draft, upload.pk, at=LATER)
    asked.append(must_sign_again(draft))

    assert asked == [True, False, False]


def test_who_submitted_with_a_typed_name_since_is_not_asked_to_sign_again(draft: Draft) -> None:
    signed(draft)
    save_fields(draft, {"name": "样本乙"}, base=None, at=APPLYING - timedelta(seconds=1))
    handed_in(draft, typed="样本乙")
    draft.refresh_from_db()
    answers = [must_sign_again(draft)]
    signed(draft)
    save_fields(draft, {"name": NAME}, base=None, at=LATER)
    answers.append(must_sign_again(draft))

    assert answers == [False, True]


def test_dot_is_no_signature_and_a_short_stroke_is_one(draft: Draft) -> None:
    dot, short = ((300, 100), (330, 106)), ((300, 100), (370, 104))
    with pytest.raises(FileRefused) as refusal:
        add_upload(draft, SIGNATURE, signature(dot), at=APPLYING)

    assert (refusal.value.what, refusal.value.mend) == (
        "签名只有一个点，看不出姓名",
        "请重新签名，或者输入姓名作为签名",
    )
    assert add_upload(draft, SIGNATURE, signature(short), at=APPLYING).kind == SIGNATURE


def test_submitted_drawing_reads_as_a_picture_of_black_strokes(draft: Draft) -> None:
    drawn = drawn_in_word(handed_in(signed(draft)))

    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as shown:
        assert (shown.mode, shown.getextrema()) == ("RGB", ((0, 255),) * 3)
