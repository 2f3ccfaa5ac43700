"""Whether the papers say what the form says.

A paper accuses only with a value that was surely read and cannot be a slip of the recogniser:
letters that look alike, letters too rare to be known, a number whose check digit fails
leave a question to a person instead.

Source: D0 三(二).
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import id_number_fault
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from linli.core.papers.phrases import slips_of
from linli.core.papers.study import papers_of_last_study
from linli.core.papers.wording import present_shapes

LookAlike = Callable[[str, str], bool]

_K = MaterialKind
_CARDS = frozenset({_K.ID_CARD_FRONT, _K.HUKOU})
_CERTIFICATES = frozenset({_K.DIPLOMA, _K.DEGREE_CERTIFICATE, _K.EDUCATION_RECORD})
_REPORT = frozenset({_K.ENROLLMENT_REPORT})
_STUDY_PAPERS = frozenset({_K.DIPLOMA, _K.EDUCATION_RECORD, _K.ENROLLMENT_REPORT})
#: Which papers each field of the form is compared with.
_COMPARED: dict[str, frozenset[MaterialKind]] = {
    "name": _CARDS | _CERTIFICATES | _REPORT,
    "id_number": _CARDS | _REPORT,
    "birth": _CARDS | _CERTIFICATES | _REPORT,
    "school": _STUDY_PAPERS,
    "graduation": _STUDY_PAPERS,
    "major": frozenset({_K.DIPLOMA, _K.ENROLLMENT_REPORT}),
}
_OF_STUDY = frozenset({"school", "graduation", "major"})
_BRACKETED = re.compile("[(（【\\[].*?[)）】\\]]")
_MARKS = re.compile("[·•.．、,，\\s—-]")


class _Finding(Enum):
    SAME = "same"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What papers and form say to one another, field by field.

    True: a paper confirms the form and none contradicts it; False: a paper that was surely
    read says otherwise; ``None``: there is nothing to compare, or only doubtful readings
    differ. ``unsettled`` names the fields in which a doubtful reading differs: a person
    looks at the picture. ``graduation`` is compared by its year.
    """

    name: bool | None = None
    id_number: bool | None = None
    major: bool | None = None
    school: bool | None = None
    graduation: bool | None = None
    birth: bool | None = None
    unsettled: tuple[str, ...] = ()


def any_two_look_alike(one: str, other: str) -> bool:
    """Take any letter for any other: who cannot see letters accuses nobody of one."""
    return bool(one and other)


def compare(
    form: RegistrationForm,
    papers: Sequence[Paper],
    *,
    unsure: Collection[str] = (),
    look_alike: LookAlike = any_two_look_alike,
) -> Agreement:
    """Compare a form with all papers of its applicant.

    ``unsure`` names the fields of the form that were read with too little certainty
    themselves; ``look_alike`` tells whether one letter may be misread as another.
    """
    own = _without_other_members(form, papers)
    settled: dict[str, bool | None] = {}
    unsettled = []
    for key in _COMPARED:
        findings = _findings(key, form, own, look_alike=look_alike)
        if key in unsure:
            findings = [_softened(finding) for finding in findings]
        settled[key] = _settled(findings)
        if settled[key] is not False and _Finding.DOUBTFUL in findings:
            unsettled.append(key)
    return Agreement(**settled, unsettled=tuple(unsettled))


def _softened(finding: _Finding) -> _Finding:
    return _Finding.DOUBTFUL if finding is _Finding.DIFFERENT else finding


def _settled(findings: Sequence[_Finding]) -> bool | None:
    if _Finding.DIFFERENT in findings:
        return False
    return True if _Finding.SAME in findings else None


def _without_other_members(form: RegistrationForm, papers: Sequence[Paper]) -> list[Paper]:
    """Leave out pages of the register of other members of the household, if another paper is the person's."""
    own = [paper for paper in papers if not _is_other_member(form, paper)]
    is_known = any(
        paper.values.id_number == form.id_number for paper in own if form.id_number is not None
    )
    return own if is_known else list(papers)


def _is_other_member(form: RegistrationForm, paper: Paper) -> bool:
    values = paper.values
    return (
        _K.HUKOU in paper.kinds
        and values.name not in (None, form.name)
        and values.id_number not in (None, form.id_number)
    )


def _findings(
    key: str, form: RegistrationForm, papers: Sequence[Paper], *, look_alike: LookAlike
) -> list[_Finding]:
    written: str | None = getattr(form, key)
    if written is None:
        return []
    of_study = papers_of_last_study(papers) if key in _OF_STUDY else papers
    readings = [
        (paper, value)
        for paper in of_study
        if _COMPARED[key].intersection(paper.kinds)
        and (value := getattr(paper.values, key)) is not None
    ]
    findings = [_finding(key, written, value, paper, look_alike) for paper, value in readings]
    if key == "name" and not _is_rare(written):
        return _agreed_upon(findings, [value for _, value in readings])
    return findings


def _agreed_upon(findings: list[_Finding], values: list[str]) -> list[_Finding]:
    """Two papers do not misread a name the same way: what both say is surely read."""
    counted = Counter(
        value
        for finding, value in zip(findings, values, strict=True)
        if finding is _Finding.DOUBTFUL
    )
    return [
        _Finding.DIFFERENT
        if finding is _Finding.DOUBTFUL and counted[value] > 1 and len(value) > 1
        else finding
        for finding, value in zip(findings, values, strict=True)
    ]


def _finding(key: str, written: str, value: str, paper: Paper, look_alike: LookAlike) -> _Finding:
    finding = _COMPARERS[key](written, value, look_alike)
    is_doubtful = key in paper.doubtful or (
        # Numerals of a sentence are easily lost; cards and reports print digits.
        key == "birth" and not (_CARDS | _REPORT).intersection(paper.kinds)
    )
    return _softened(finding) if is_doubtful else finding


def _names(written: str, value: str, look_alike: LookAlike) -> _Finding:
    """Compare two names, the dot between their parts left out."""
    return _words(_MARKS.sub("", written), _MARKS.sub("", value), look_alike)


def _titles(written: str, value: str, look_alike: LookAlike) -> _Finding:
    """Compare majors or schools; a part of the other's name is neither the same nor another."""
    one, other = (
        _MARKS.sub("", _BRACKETED.sub("", present_shapes(text))) for text in (written, value)
    )
    if one != other and (one in other or other in one):
        return _Finding.DOUBTFUL
    return _words(one, other, look_alike)


def _words(one: str, other: str, look_alike: LookAlike) -> _Finding:
    if one == other:
        return _Finding.SAME
    slips = slips_of(one, other) if len(one) > len(other) else slips_of(other, one)
    if max(slips, abs(len(one) - len(other))) > max(len(one) // 4, 1):
        return _Finding.DIFFERENT
    if len(one) != len(other):
        return _Finding.DOUBTFUL
    wrong = [(first, second) for first, second in zip(one, other, strict=True) if first != second]
    is_slip = all(
        _is_rare(first) or _is_rare(second) or look_alike(first, second) for first, second in wrong
    )
    return _Finding.DOUBTFUL if is_slip else _Finding.DIFFERENT


def _is_rare(text: str) -> bool:
    """Tell whether a letter stands outside GB 2312, where recognisers guess."""
    try:
        text.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _numbers(written: str, value: str, _look_alike: LookAlike) -> _Finding:
    if written == value:
        return _Finding.SAME
    return _Finding.DIFFERENT if id_number_fault(value) is None else _Finding.DOUBTFUL


def _months(written: str, value: str, _look_alike: LookAlike) -> _Finding:
    return _Finding.SAME if written == value else _Finding.DIFFERENT


def _graduations(written: str, value: str, _look_alike: LookAlike) -> _Finding:
    """Compare by the year, which decides: a report's month is only expected, a form's often guessed."""
    return _Finding.SAME if written[:4] == value[:4] else _Finding.DIFFERENT


_COMPARERS: dict[str, Callable[[str, str, LookAlike], _Finding]] = {
    "name": _names,
    "id_number": _numbers,
    "birth": _months,
    "school": _titles,
    "graduation": _graduations,
    "major": _titles,
}
