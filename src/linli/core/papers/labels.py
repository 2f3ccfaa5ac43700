"""Values that stand beside their labels, as on cards, in registers and in the reports of 学信网."""

import re
from collections.abc import Sequence

from linli.core.papers.wording import Reading, Word, Wording, present_shapes

#: Labels that papers print; a value ends where the next of them begins.
LABELS = (
    "姓名", "性别", "民族", "出生日期", "出生年月", "出生地", "出生", "住址", "籍贯", "曾用名",
    "公民身份证件编号", "公民身份号码", "证件号码", "证件类型", "身份证号码", "身份证号",
    "户主或与户主关系", "与户主关系", "婚姻状况", "文化程度", "兵役状况", "服务处所", "职业", "宗教信仰", "登记日期", "承办人签章",
    "院校名称", "学校名称", "毕业院校", "院校", "学校", "校名", "主考学校", "主考院校", "院系所", "院系", "分院", "系所", "班级",
    "学历层次", "培养层次", "层次", "专业名称", "专业", "学号", "考生号", "学历类别", "学历类型", "学习形式", "形式", "类型",
    "入学日期", "入学时间", "学制", "学籍状态", "预计毕业日期", "预计毕业时间", "离校日期",
    "毕(结)业日期", "毕(结)业", "毕业日期", "毕业时间", "校(院)长姓名", "校(院)长", "证书编号", "在线验证码", "更新日期",
    "签发机关", "有效期限", "发证机关", "发证单位",
)  # fmt: skip
_ANY_LABEL = re.compile("|".join(map(re.escape, sorted(LABELS, key=len, reverse=True))))
_NOISE = re.compile(r"^[:：\s]+|[\s]+$")
# 学信网 prints English names of the labels below or beside the Chinese ones.
_ENGLISH_LABEL = re.compile(
    r"^(?:Name|Gender|Sex|Date|Birth|DateofBirth|Institution|University|Level|Major|Form|Type|of|Nationality|ID|No\.?|Number"
    r"|Status|Duration|Class|Department|StudentID|StudentNo\.?|Graduation|Enrollment|Expected|Study|Program(?:me)?|Mode)+$",
    re.IGNORECASE,
)
_LOST_LETTERS = 1
_SHORTEST_WITH_SLIP = 4
_LONGEST_PIECE = 4
_WIDEST_GAP = 3.0


def label_of(text: str) -> str | None:
    """Return the longest label with which ``text`` begins."""
    found = _ANY_LABEL.match(present_shapes(text))
    return found[0] if found is not None else None


def value_beside(wording: Wording, labels: Sequence[str]) -> Reading | None:
    """Return what stands to the right of one of ``labels``, or below it in the same cell.

    ``labels`` come in order of preference; ``None`` if none of them has a value.
    """
    rows = [_with_whole_labels(row) for row in wording.rows]
    for label in labels:
        for row_number, row in enumerate(rows):
            for place, word in enumerate(row):
                rest = _after_label(word, label)
                if rest is None:
                    continue
                pieces = [*rest, *_until_next_label(row[place + 1 :])]
                pieces += _continued(wording, row_number, pieces, before=word)
                if pieces:
                    text = "".join(piece.text for piece in pieces)
                    return Reading(text, min(piece.sure for piece in pieces))
    return None


def _with_whole_labels(row: Sequence[Word]) -> list[Word]:
    """Return the row with the letters of spaced labels put together: 校 名."""
    whole: list[Word] = []
    for word in row:
        last = whole[-1] if whole else None
        joined = last.text + word.text if last is not None else ""
        if (
            last is not None
            and len(last.text) < _LONGEST_PIECE
            and _begins_label(joined, last.text)
        ):
            whole[-1] = Word(
                joined, last.left, last.top, word.right, word.bottom, min(last.sure, word.sure)
            )
        else:
            whole.append(word)
    return whole


def _begins_label(joined: str, first: str) -> bool:
    label = label_of(joined)
    is_longer = label is not None and len(label) > len(first)
    return (is_longer and label_of(first) is None) or (
        len(first) == 1 and len(joined) < 6 and any(other.startswith(joined) for other in LABELS)
    )


def _after_label(word: Word, label: str) -> list[Word] | None:
    """Return the words after the label in the same token, ``None`` if it is another label."""
    found = label_of(word.text)
    if found != label and not _is_slip_of(word.text, label):
        return None
    rest = _cleaned(word.text[len(label) :])
    if not rest:
        return []
    share = (word.right - word.left) * len(label) / max(len(word.text), 1)
    return [Word(rest, word.left + share, word.top, word.right, word.bottom, word.sure)]


def _is_slip_of(text: str, label: str) -> bool:
    """Tell a label one letter of which was misread: 预计华业日期."""
    if len(label) < _SHORTEST_WITH_SLIP or label_of(text) is not None:
        return False
    head = present_shapes(text[: len(label)])
    wrong = sum(one != other for one, other in zip(head, label, strict=False))
    return len(head) == len(label) and wrong <= _LOST_LETTERS


def _cleaned(text: str) -> str:
    rest = _NOISE.sub("", text)
    return "" if _ENGLISH_LABEL.match(rest.strip("()/ ")) else rest


def _until_next_label(words: Sequence[Word]) -> list[Word]:
    pieces: list[Word] = []
    for word in words:
        if label_of(word.text) is not None or (pieces and _is_apart(pieces[-1], word)):
            break
        text = _cleaned(word.text)
        if text:
            pieces.append(Word(text, word.left, word.top, word.right, word.bottom, word.sure))
    return pieces


def _is_apart(last: Word, word: Word) -> bool:
    """Tell a seal or a mark at the edge of the page from the next word of a value."""
    return word.left - last.right > _WIDEST_GAP * last.height


def _continued(
    wording: Wording, row_number: int, pieces: Sequence[Word], *, before: Word
) -> list[Word]:
    """Return the second line of a value that was too long for its cell."""
    if not pieces or row_number + 1 >= len(wording.rows):
        return []
    below = wording.rows[row_number + 1]
    first, height = pieces[0], before.height
    if len(below) != 1 or label_of(below[0].text) is not None:
        return []
    word = below[0]
    is_aligned = abs(word.left - first.left) < 1.2 * height and word.left > before.right
    is_near = word.top - first.bottom < 0.6 * height
    is_full = first.width > 4 * height
    return [word] if is_aligned and is_near and is_full else []
