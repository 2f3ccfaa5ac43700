"""What the files of a draft seem to say otherwise than the applicant: told before submission, never a bar.

Source: D0 三(一)6, 三(二); requirements B6, B10-B15.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from linli.apps.drafts.fields import LABELS
from linli.apps.drafts.models import PHOTO, UNKNOWN, Draft, Upload
from linli.apps.drafts.photo import portrait_terms
from linli.apps.drafts.readings import facts_of, sure_kinds
from linli.apps.drafts.reviewing import form_of_draft, surroundings_on
from linli.apps.ledger.actions import beijing_date
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.sent import AttachmentFacts
from linli.core.pages.portrait_check import PortraitFlaw, fault_of
from linli.core.papers.comparing import LookAlike, compare
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from linli.core.papers.sorting import SURE_OF_NAME

_CARD = frozenset({MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK})
_COMPARED = ("name", "id_number", "birth", "school", "graduation", "major")
#: Birth is not typed on the site but taken from the ID number.
_TYPED_IN = {"birth": "id_number"}
_RETAKE = "把证件放平、对准焦、光线均匀，占满画面后重新拍照；本来就清楚的，不用理会"


class HintCode(StrEnum):
    """What a hint is about."""

    PHOTO = "photo"
    UNREADABLE = "unreadable"
    NO_WORDS = "no_words"
    FORM = "form"
    OTHER_PAPER = "other_paper"
    OTHER_KIND = "other_kind"
    KIND_OPEN = "kind_open"
    ONE_SIDE = "one_side"
    DIFFERS = "differs"


@dataclasses.dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at again: of which file, of which field of the form, in words for the applicant.

    ``upload`` is ``None`` for what is not about one file, ``field`` for what is about no field.
    """

    code: HintCode
    upload: Upload | None
    field: str | None
    what: str = dataclasses.field(repr=False)
    mend: str = dataclasses.field(repr=False)


def hints(draft: Draft, uploads: Sequence[Upload], *, at: datetime) -> tuple[Hint, ...]:
    """Return what the files of a draft seem to say otherwise than the applicant.

    Files that are still being read give no hint. Nothing here stands in the way of submission.
    """
    read = [(upload, facts) for upload in uploads if (facts := facts_of(upload)) is not None]
    of_files = [hint for upload, facts in read if (hint := _of_file(upload, facts)) is not None]
    form, _ = form_of_draft(draft)
    look_alike = surroundings_on(draft.season, beijing_date(at)).look_alike
    return (
        *_of_photos(draft, uploads, at),
        *of_files,
        *_of_sides(uploads),
        *_of_values(form, read, look_alike),
    )


def _of_photos(draft: Draft, uploads: Sequence[Upload], at: datetime) -> Iterator[Hint]:
    for upload in uploads:
        if upload.kind == PHOTO:
            terms = portrait_terms(draft.season, beijing_date(at))
            for flaw in upload.reading.get("flaws", ()):
                fault = fault_of(PortraitFlaw(flaw), terms)
                yield Hint(HintCode.PHOTO, upload, PHOTO, fault.what, fault.mend)


def _of_file(upload: Upload, facts: AttachmentFacts) -> Hint | None:
    """Return what is to be said of one file by itself: the first thing that holds."""
    name = "这个文件" if upload.kind == UNKNOWN else MaterialKind(upload.kind).label
    kinds = sure_kinds(upload)
    if upload.status == Upload.Status.UNREADABLE:
        what = f"{name}没能读取：{facts.problems[0].reason}"
        return _hint(HintCode.UNREADABLE, upload, what, _RETAKE)
    if facts.carrier is not None:
        mend = "登记表已在网上填写，不用上传；传错的请删除"
        return _hint(HintCode.FORM, upload, f"{name}像是报名登记表", mend)
    if kinds:
        return _of_kind(upload, kinds)
    if not facts.papers:
        return _hint(HintCode.NO_WORDS, upload, f"{name}没有读出文字，可能太模糊", _RETAKE)
    if any(not sent.paper.kinds and sent.paper.sure > SURE_OF_NAME for sent in facts.papers):
        what = f"{name}看起来不是通知要求的材料"
        return _hint(HintCode.OTHER_PAPER, upload, what, "传错的请删除；没有传错的，不用理会")
    if upload.kind == UNKNOWN:
        return _hint(HintCode.KIND_OPEN, upload, "看不出这个文件是哪种材料", "请选定它的种类")
    return None


def _of_kind(upload: Upload, kinds: Sequence[MaterialKind]) -> Hint | None:
    names = "、".join(kind.label for kind in kinds)
    if upload.kind == UNKNOWN:
        return _hint(HintCode.KIND_OPEN, upload, f"这个文件像是{names}", "核对后选定它的种类")
    declared = MaterialKind(upload.kind)
    if declared in kinds:
        return None
    what = f"这像是{names}，不像{declared.label}"
    return _hint(HintCode.OTHER_KIND, upload, what, "传错位置的请改正；没有传错的，不用理会")


def _of_sides(uploads: Sequence[Upload]) -> Iterator[Hint]:
    """Tell an ID card of which only one side is there, by what the pages show where they were read."""
    there = {kind for upload in uploads for kind in sure_kinds(upload) or (upload.kind,)}
    if len(there & _CARD) == 1 and MaterialKind.HUKOU not in there:
        (missing,) = _CARD - there
        what = f"身份证只有一面，没有看到{missing.label}"
        yield Hint(HintCode.ONE_SIDE, None, None, what, "把另一面也拍照上传，或者上传户口簿本人页")


def _of_values(
    form: RegistrationForm,
    read: Sequence[tuple[Upload, AttachmentFacts]],
    look_alike: LookAlike,
) -> Iterator[Hint]:
    papers = [paper for _, facts in read for paper in _papers(facts)]
    together = compare(form, papers, look_alike=look_alike)
    for name in _COMPARED:
        if getattr(together, name) is not False:
            continue
        alone = [
            (upload, facts, compare(form, _papers(facts), look_alike=look_alike))
            for upload, facts in read
        ]
        sure = [one for one in alone if getattr(one[2], name) is False]
        # Two papers that agree on a doubtful reading are surely read together.
        for upload, facts, _ in sure or [one for one in alone if name in one[2].unsettled]:
            yield _difference(name, upload, facts)


def _papers(facts: AttachmentFacts) -> list[Paper]:
    return [sent.paper for sent in facts.papers]


def _difference(name: str, upload: Upload, facts: AttachmentFacts) -> Hint:
    kinds = [kind for sent in facts.papers for kind in sent.paper.kinds]
    label = LABELS[name]
    what = f"{kinds[0].label}上的{label}与填写的不一致"
    mend = "填错的请更正；传错的请重新上传；都没有错的（例如改过名），不用理会"
    return Hint(HintCode.DIFFERS, upload, _TYPED_IN.get(name, name), what, mend)


def _hint(code: HintCode, upload: Upload, what: str, mend: str) -> Hint:
    return Hint(code, upload, None, what, mend)
