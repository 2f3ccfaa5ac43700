"""The study that an applicant finished or will finish, as the papers tell it.

The papers prevail over the form. Of several studies the last one counts: who sends the
diploma of a bachelor's degree beside the report of a master's study graduates from the latter.

Source: D0 一(一), 三(一)6(2), 三(二).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from linli.core.documents.form_values import EDUCATION_LEVELS
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper

_K = MaterialKind
#: Papers of a study, the one that decides first: a diploma is what a report only expects.
_ORDER = (_K.DIPLOMA, _K.EDUCATION_RECORD, _K.ENROLLMENT_REPORT, _K.DEGREE_CERTIFICATE)

_Key = Literal["graduation", "school", "education", "major"]


@dataclass(frozen=True, slots=True)
class Study:
    """What the papers surely say of a study; ``None`` where they say nothing or not surely.

    ``graduation`` is ``YYYY-MM``, for a report the month it expects.
    """

    graduation: str | None = None
    school: str | None = None
    education: str | None = None
    is_full_time: bool | None = None
    major: str | None = None


def study_of(papers: Iterable[Paper]) -> Study:
    """Return the last study that the papers speak of; doubtful values decide nothing."""
    chosen = papers_of_last_study(papers)
    return Study(
        graduation=_first(chosen, "graduation"),
        school=_first(chosen, "school"),
        education=_first(chosen, "education"),
        is_full_time=_mode(chosen),
        major=_first(chosen, "major"),
    )


def papers_of_last_study(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return the academic papers of the last study, the deciding one first."""
    academic = sorted(
        (paper for paper in papers if _rank(paper) is not None), key=lambda paper: _rank(paper) or 0
    )
    leading = max(academic, key=_lateness, default=None)
    if leading is None:
        return ()
    return tuple(paper for paper in academic if _may_be_same_study(paper, leading))


def _rank(paper: Paper) -> int | None:
    return next((number for number, kind in enumerate(_ORDER) if kind in paper.kinds), None)


def _lateness(paper: Paper) -> tuple[str, bool, int, int]:
    graduation = _sure_value(paper, "graduation") or ""
    education = _sure_value(paper, "education")
    level = EDUCATION_LEVELS.index(education) if education in EDUCATION_LEVELS else -1
    # People study for a second diploma in the evening: the full-time one of the same year counts.
    is_full_time = paper.values.is_full_time is not False
    return graduation[:4], is_full_time, level, -(_rank(paper) or 0)


def _may_be_same_study(paper: Paper, leading: Paper) -> bool:
    modes = {paper.values.is_full_time, leading.values.is_full_time}
    levels = {paper.values.education, leading.values.education} - {None}
    return modes != {True, False} and len(levels) < 2


def _first(papers: Sequence[Paper], key: _Key) -> str | None:
    return next((value for paper in papers if (value := _sure_value(paper, key))), None)


def _sure_value(paper: Paper, key: _Key) -> str | None:
    value: str | None = getattr(paper.values, key)
    return None if key in paper.doubtful else value


def _mode(papers: Sequence[Paper]) -> bool | None:
    return next(
        (
            paper.values.is_full_time
            for paper in papers
            if paper.values.is_full_time is not None and "is_full_time" not in paper.doubtful
        ),
        None,
    )
