"""A file that was uploaded under a kind: how it counts beside what its pages say.

Source: D0 三(一)6.
"""

from dataclasses import replace
from types import MappingProxyType

from linli.core.documents.problems import ProblemCode
from linli.core.intake.sent import AttachmentFacts, SentPage, SentPaper
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from linli.core.papers.sorting import SURE_OF_NAME, declared

_OF_FORMS = frozenset({ProblemCode.FORM_WRONG, ProblemCode.FORM_BLANK, ProblemCode.FIELD_UNREAD})


def with_kind(facts: AttachmentFacts, kind: MaterialKind | None) -> AttachmentFacts:
    """Return a file as it counts; ``kind`` is what its sender says it is, ``None`` if nothing is said.

    What could not be read counts as what it is said to be, so unsurely that a person looks.
    A form on it does not count: the form is filled in on the site.
    """
    plain = replace(
        facts,
        form=None,
        carrier=None,
        fields=MappingProxyType({}),
        doubts=MappingProxyType({}),
        form_pages=(),
        problems=tuple(one for one in facts.problems if one.code not in _OF_FORMS),
    )
    if kind is None:
        nothing = not (facts.papers or facts.unsorted)
        return replace(plain, unsorted=(SentPage(facts.digest),)) if nothing else plain
    papers = [SentPaper(declared(sent.paper, kind), sent.at) for sent in facts.papers]
    pages = facts.unsorted or (() if papers else (SentPage(facts.digest),))
    said = [SentPaper(Paper((kind,), SURE_OF_NAME), page) for page in pages]
    return replace(plain, papers=(*papers, *said), unsorted=())
