"""Whether a file can be used, told while it is being uploaded: at once, from its head and its end.

Papers are not decoded here; what only shows when they are read is a hint later. The photo and
the signature are small, and looked at whole. Source: D0 三(一)6, 附件2; requirements B6, B10-B15.
"""

import threading
from collections.abc import Sequence

from linli.apps.drafts.models import KINDS, PHOTO, SIGNATURE
from linli.core.documents.problems import Problem, ProblemCode
from linli.core.intake.damage import damage_of
from linli.core.pages.light import is_blank, marked_box
from linli.core.pages.pdf import pdf_problem
from linli.core.pages.pictures import declared_size, open_pictures
from linli.core.pages.portrait_check import PortraitFault, PortraitTerms, check_portrait
from linli.core.pages.reading import NARROWEST, SMALLEST
from linli.core.refusal import Refusal

#: A file of more bytes than this is refused; pages shrink pictures before they send them.
LARGEST = 10 * 1024 * 1024
ONLY_ONE = frozenset({PHOTO, SIGNATURE})
#: Photo and signature are decoded while the applicant waits: so many pixels, a phone's usual picture, at most.
MOST_PIXELS_AT_ONCE = 12_500_000
#: Each takes some hundred megabytes while it is decoded.
_DECODING = threading.BoundedSemaphore(1)
_PDF = "application/pdf"
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", _PDF),
)
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")
#: The strokes of a signature reach over so much of the picture's longer side; a dot does not.
_LEAST_REACH = 0.1
_AGAIN = "重新拍照，或者换一个文件"


class FileRefused(Refusal):
    """A file of another format, too large, empty, damaged, locked, unreadably small, or one too many."""


class PhotoRefused(FileRefused):
    """A photo that is not what the form asks for; ``faults`` tell each thing wrong with it."""

    def __init__(self, faults: Sequence[PortraitFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "；".join(fault.what for fault in faults),
            why="D0 附件2",
            mend="；".join(dict.fromkeys(fault.mend for fault in faults)),
        )


def media_type_of(content: bytes) -> str | None:
    """Return the media type that the bytes are of, ``None`` for any but JPEG, PNG, HEIC and PDF."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return next((name for start, name in _STARTS if content.startswith(start)), None)


def require_usable(kind: str, content: bytes) -> str:
    """Return the media type of a file that can be used. Raises ``FileRefused``."""
    if kind not in KINDS:
        raise FileRefused("没有这种材料", mend="从材料清单里选择种类后再上传")
    return _usable(kind, content)


def require_scan(content: bytes) -> str:
    """Return the media type of a usable paper that is no material of an application. Raises ``FileRefused``."""
    return _usable("", content)


def _usable(kind: str, content: bytes) -> str:
    if not content:
        raise FileRefused("文件是空的，可能没有传完", mend="请重新选择文件")
    require_size(len(content))
    media_type = media_type_of(content)
    if media_type is None or (kind in ONLY_ONE and media_type == _PDF):
        takes = "JPG、PNG、HEIC图片" if kind in ONLY_ONE else "JPG、PNG、HEIC图片和PDF"
        raise FileRefused(f"文件格式不能用，只收{takes}", mend="转换格式，或者直接拍照上传")
    _require_whole(content)
    if media_type == _PDF:
        _require_no(pdf_problem(content))
    else:
        _require_legible(kind, content)
    return media_type


def require_size(size: int) -> None:
    """Refuse a file of too many bytes, before it is read. Raises ``FileRefused``."""
    if size > LARGEST:
        raise FileRefused(
            f"文件有{size / 1_048_576:.1f}MB，超过{LARGEST // 1_048_576}MB",
            mend="改用手机重新拍照，或者压缩后再上传",
        )


def require_photo(content: bytes, terms: PortraitTerms) -> tuple[PortraitFault, ...]:
    """Return the faults that a photo is taken with. Raises ``PhotoRefused`` for the grave ones."""
    with _DECODING:
        faults = check_portrait(content, terms)
    grave = [fault for fault in faults if fault.is_grave]
    if grave:
        raise PhotoRefused(grave)
    return faults


def _require_whole(content: bytes) -> None:
    if damage_of("", content) is not None:
        raise FileRefused(
            "文件没有传完，或者已经损坏", mend=f"网络稳定时重新上传；仍然不行的，{_AGAIN}"
        )


def _require_no(problem: Problem | None) -> None:
    if problem is None:
        return
    is_locked = problem.code is ProblemCode.ATTACHMENT_UNREADABLE and "密码" in problem.reason
    mend = "取消密码后再上传，或者打开后截图上传" if is_locked else _AGAIN
    raise FileRefused(problem.reason, mend=mend)


def _require_legible(kind: str, content: bytes) -> None:
    size = declared_size(content)
    if isinstance(size, Problem):
        return _require_no(size)
    if kind in ONLY_ONE and size[0] * size[1] > MOST_PIXELS_AT_ONCE:
        raise FileRefused(
            f"图片有{size[0]}×{size[1]}像素，太大", mend="用手机相册裁剪或者缩小后再上传"
        )
    if kind == SIGNATURE:
        _require_strokes(content)
    elif kind != PHOTO and (max(size) < SMALLEST or min(size) < NARROWEST):
        raise FileRefused(
            f"图片只有{size[0]}×{size[1]}像素，上面的字读不出来",
            mend="对着原件重新拍照，让证件占满画面；截图请截大一些",
        )
    return None


def _require_strokes(content: bytes) -> None:
    with _DECODING:
        pages = open_pictures(content, most_pages=1).pages
    mend = "请重新签名，或者输入姓名作为签名"
    box = marked_box(pages[0]) if pages and not is_blank(pages[0]) else None
    if box is None:
        raise FileRefused("签名是空白的", why="D0 附件2", mend=mend)
    high, wide = pages[0].shape[:2]
    if max((box[2] - box[0]) * wide, (box[3] - box[1]) * high) < _LEAST_REACH * max(wide, high):
        raise FileRefused("签名只有一个点，看不出姓名", why="D0 附件2", mend=mend)
