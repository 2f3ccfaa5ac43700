"""What the application's pages show: which sections are done, which papers are there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from linli.apps.drafts.fields import (
    ANSWER,
    LABELS,
    OPTIONAL,
    SECTIONS,
    TRANSFERS,
    Section,
)
from linli.apps.drafts.hints import Hint, hints
from linli.apps.drafts.materials import GROUPS, MaterialGroup
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.readings import suggested_kind, sure_kinds
from linli.apps.drafts.reviewing import Review, review
from linli.core.documents.form_entry import REFUSES
from linli.core.intake.media import ENDINGS
from linli.core.papers.kinds import MaterialKind
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

_SHOWN_AS_PICTURE = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list."""

    label: str
    href: str
    badge: Badge
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file as its card shows it; ``remove`` is where its removal is posted to."""

    name: str
    size: str
    format: str
    href: str
    thumbnail: str = ""
    remove: str = ""
    badge: Badge | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of paper with the files that are there."""

    kind: str
    label: str
    files: tuple[FileCard, ...]


@dataclass(frozen=True, slots=True)
class UnnamedFile:
    """A file without a kind: ``name_at`` is where its kind is posted to, ``suggested`` what it looks like."""

    card: FileCard
    name_at: str
    suggested: str


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One item of the notice's list of papers."""

    group: MaterialGroup
    rows: tuple[KindRow, ...]
    badge: Badge

    @property
    def is_open(self) -> bool:
        """Tell whether the card stands open: one that few need is folded until it holds a file."""
        return self.group.is_for_everyone or any(row.files for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft with its present files, what they come to, and what is to be looked at again."""

    draft: Draft
    uploads: tuple[Upload, ...]
    found: Review
    hints: tuple[Hint, ...] = ()

    @property
    def is_submitted(self) -> bool:
        """Tell whether the office has an application of this draft."""
        return self.draft.application is not None


def sheet_of(draft: Draft, *, at: datetime) -> Sheet:
    """Return a draft as it stands at ``at``."""
    uploads = tuple(draft.present_uploads())
    return Sheet(draft, uploads, review(draft, uploads, at=at))


def hinted_sheet_of(draft: Draft, *, at: datetime) -> Sheet:
    """Return a draft as it stands at ``at``, with what its files seem to say otherwise than the form."""
    sheet = sheet_of(draft, at=at)
    return replace(sheet, hints=hints(draft, sheet.uploads, at=at))


def tasks_of(sheet: Sheet) -> list[Task]:
    """Return the lines of the task list, in the order of the form."""
    code = sheet.draft.season.code
    lines = [_section_task(sheet, section) for section in SECTIONS]
    lines.append(
        Task(
            "照片",
            reverse("portal:apply-photo", args=[code]),
            Badge("已上传", GOOD) if sheet.found.form.has_photo else Badge("未上传", WAITING),
            "近期1寸免冠正面彩色照片，可以在页面里裁剪",
        )
    )
    groups = [group_badge(sheet, group) for group in GROUPS if group.is_for_everyone]
    is_whole = all(badge.tone in (GOOD, QUIET) for badge in groups)
    lines.append(
        Task(
            "报名材料",
            reverse("portal:apply-materials", args=[code]),
            Badge("已备齐", GOOD) if is_whole else Badge("未备齐", WAITING),
            "身份证明、毕业证或者学籍报告等，拍照或者选文件",
        )
    )
    return lines


def _section_task(sheet: Sheet, section: Section) -> Task:
    href = reverse("portal:apply-section", args=[sheet.draft.season.code, section.name])
    names = [name for name in section.fields if name not in OPTIONAL]
    filled = [name for name in names if sheet.draft.fields.get(name)]
    wrong = [name for name in section.fields if name in sheet.found.faults]
    wrong_filled = [name for name in wrong if sheet.draft.fields.get(name)]
    if not any(sheet.draft.fields.get(name) for name in section.fields):
        badge = Badge("未填写", QUIET)
    elif wrong_filled:
        badge = Badge(f"{len(wrong_filled)}项要更正", BAD)
    elif len(filled) < len(names) or wrong:
        badge = Badge(f"还差{max(len(names) - len(filled), len(wrong))}项", WAITING)
    else:
        badge = Badge("已填好", GOOD)
    return Task(section.title, href, badge, "、".join(LABELS[name] for name in names[:4]) + "等")


def group_cards(sheet: Sheet) -> list[GroupCard]:
    """Return the papers group by group."""
    return [
        GroupCard(
            group,
            tuple(_kind_row(sheet, kind) for kind in group.kinds),
            group_badge(sheet, group),
        )
        for group in GROUPS
    ]


def group_badge(sheet: Sheet, group: MaterialGroup) -> Badge:
    """Return how far a group of papers is."""
    missing = [reason for reason in sheet.found.missing if reason.clause == group.clause]
    there = sum(sheet.found.materials.get(kind, 0) for kind in group.kinds)
    if missing:
        return Badge("还缺" if there else "未上传", WAITING)
    if there:
        return Badge(f"已上传{there}个", GOOD)
    return Badge("可以以后补交" if group.is_for_everyone else "没有的不用交", QUIET)


def _kind_row(sheet: Sheet, kind: MaterialKind) -> KindRow:
    files = [upload for upload in sheet.uploads if upload.kind == kind]
    return KindRow(kind.value, kind.label, tuple(file_card(sheet, one) for one in files))


def unnamed_files(sheet: Sheet) -> list[UnnamedFile]:
    """Return the files of which the applicant has not said what they are, with what they look like."""
    code = sheet.draft.season.code
    return [
        UnnamedFile(
            file_card(sheet, one),
            reverse("portal:apply-name", args=[code, one.pk]),
            suggested_kind(one) or "",
        )
        for one in sheet.uploads
        if one.kind == UNKNOWN
    ]


def file_card(sheet: Sheet, upload: Upload) -> FileCard:
    """Return the card of a file, with the first thing that is to be looked at again."""
    draft = sheet.draft
    href = reverse("portal:apply-file", args=[draft.season.code, upload.pk])
    told = [hint for hint in sheet.hints if hint.upload is not None and hint.upload.pk == upload.pk]
    return FileCard(
        name=kind_label(upload.kind),
        size=size_text(upload.size),
        format=ENDINGS[upload.media_type].upper(),
        href=href,
        thumbnail=href if upload.media_type in _SHOWN_AS_PICTURE else "",
        remove=reverse("portal:apply-remove", args=[draft.season.code, upload.pk]),
        badge=Badge("请核对", WAITING) if told else _reading_badge(upload),
        hint="".join(f"{hint.what}。{hint.mend}。" for hint in told),
    )


def _reading_badge(upload: Upload) -> Badge | None:
    if upload.kind in (PHOTO, SIGNATURE):
        return None
    if upload.status == Upload.Status.READ and upload.kind in sure_kinds(upload):
        return Badge("已自动辨认", GOOD)
    return {
        Upload.Status.WAITING: Badge("已收到，稍后自动辨认", QUIET),
        Upload.Status.READ: Badge("已收到，由工作人员核对", QUIET),
        Upload.Status.UNREADABLE: Badge("请核对", WAITING),
    }[Upload.Status(upload.status)]


def single_file(sheet: Sheet, kind: str) -> FileCard | None:
    """Return the card of the photo or the signature, ``None`` where there is none."""
    return next((file_card(sheet, one) for one in sheet.uploads if one.kind == kind), None)


def kind_label(kind: str) -> str:
    """Return what a kind of file is called."""
    own = {PHOTO: "照片", SIGNATURE: "手写签名", UNKNOWN: "未选种类的文件"}
    return own.get(kind) or MaterialKind(kind).label


def size_text(size: int) -> str:
    """Return a number of bytes in KB or MB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


def written_lines(sheet: Sheet, section: Section) -> Sequence[tuple[str, str, str]]:
    """Return name, label and text of each field of a section, for the page on which one looks it over.

    What the ID number says stands behind it; places of a transfer that is refused are left out.
    """
    fields = sheet.draft.fields
    refuses = fields.get(ANSWER) == REFUSES
    lines = [
        (name, LABELS[name], fields.get(name, ""))
        for name in section.fields
        if not (refuses and name in TRANSFERS)
    ]
    place = next((at for at, line in enumerate(lines, 1) if line[0] == "id_number"), None)
    return lines if place is None else [*lines[:place], *_said_by_number(sheet), *lines[place:]]


def _said_by_number(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    form = sheet.found.form
    if "id_number" in sheet.found.faults or not form.birth:
        return
    year, _, month = form.birth.partition("-")
    yield "birth", "出生年月（由身份证号得出）", f"{year}年{int(month)}月"
    yield "sex", "性别（由身份证号得出）", form.sex or ""
