"""The reports of 学信网: the enrolment report of a student and the registration form of a diploma.

Source: D0 三(一)6(2), 三(一)6(3).
"""

import re

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.labels import value_beside
from linli.core.papers.organisations import school_of
from linli.core.papers.paper import Paper
from linli.core.papers.values import (
    Collected,
    education_of,
    full_time_of,
    major_of,
    month_of,
    name_of,
    take_birth,
    take_id_number,
)
from linli.core.papers.wording import Wording, present_shapes

_K = MaterialKind
_ENROLMENT_TITLES = ("学籍在线验证报告", "教育部学籍在线验证报告")
_RECORD_TITLES = ("学历证书电子注册备案表",)
# Reports of degrees and of finished studies are other papers of the same office.
_OTHER_TITLES = (
    "学位在线验证报告",
    "学历认证报告",
    "学位认证",
    "学历学位认证书",
    "学籍学历信息",
    "成绩认证",
)
_STUDENT_MARKS = ("学籍状态", "注册学籍", "预计毕业", "在籍", "离校日期")
_STUDY_LABELS = (
    "院校",
    "层次",
    "专业",
    "学制",
    "入学",
    "学号",
    "学习形式",
    "形式",
    "班级",
    "学校名称",
)
_RECORD_MARKS = ("证书编号", "毕(结)业", "学历类别", "校(院)长")
_FEWEST_LABELS = 4
_MODE = re.compile("(?:普通|非)?.?日制$|普通.{1,2}日?制$|业余$|函授$|网络教育$|开放教育$|成人")


def read_report(wording: Wording) -> Paper | None:
    """Return an enrolment report or a registration form; another report of 学信网 counts as none."""
    if any(title in text for text in wording.row_texts for title in _OTHER_TITLES):
        return Paper(kinds=(), sure=0.8)
    if wording.is_titled(*_RECORD_TITLES):
        return _report(wording, _K.EDUCATION_RECORD, sure=0.95)
    if wording.is_titled(*_ENROLMENT_TITLES):
        return _report(wording, _K.ENROLLMENT_REPORT, sure=0.95)
    if wording.count(*_STUDY_LABELS) < _FEWEST_LABELS:
        return None
    # A picture of 学信网's own page, or a report whose title was cut off: a person looks.
    if wording.count(*_STUDENT_MARKS) >= 2:
        return _report(wording, _K.ENROLLMENT_REPORT, sure=0.55)
    if wording.count(*_RECORD_MARKS) >= 3:
        return _report(wording, _K.EDUCATION_RECORD, sure=0.55)
    return None


def _report(wording: Wording, kind: MaterialKind, *, sure: float) -> Paper:
    collected = Collected()
    take_id_number(collected, wording)
    take_birth(collected, value_beside(wording, ["出生日期", "出生年月"]))
    for key, labels, normal in (
        ("name", ("姓名",), name_of),
        ("school", ("院校名称", "学校名称", "院校", "毕业院校", "学校"), school_of),
        ("education", ("学历层次", "培养层次", "层次"), education_of),
        ("major", ("专业名称", "专业"), major_of),
        ("graduation", _graduation_labels(kind), month_of),
    ):
        reading = value_beside(wording, labels)
        if reading is not None:
            collected.take(key, normal(reading.text), reading.sure)
    _take_mode(collected, wording)
    return Paper((kind,), sure, collected.paper_values(), collected.doubts())


def _graduation_labels(kind: MaterialKind) -> tuple[str, ...]:
    if kind is _K.ENROLLMENT_REPORT:
        return ("预计毕业日期", "预计毕业时间", "毕业日期", "毕业时间", "离校日期")
    return ("毕(结)业日期", "毕业日期", "毕业时间")


def _take_mode(collected: Collected, wording: Wording) -> None:
    form = value_beside(wording, ["学习形式", "形式"])
    category = value_beside(wording, ["学历类别", "学历类型", "类型"])
    read = [reading for reading in (form, category) if reading is not None]
    collected.is_full_time = full_time_of("".join(present_shapes(one.text) for one in read))
    if collected.is_full_time is None:
        # The label was lost: what stands alone on the page says the same.
        alone = [word for word in wording.words if _MODE.match(present_shapes(word.text))]
        collected.is_full_time = full_time_of(" ".join(word.text for word in alone))
