"""Which papers a page holds: what the page says wins over what its file is called.

Source: D0 三(一)6.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from linli.core.pages.page import Page
from linli.core.papers.certificate import read_certificate
from linli.core.papers.honour import read_honour
from linli.core.papers.household import read_household_page
from linli.core.papers.id_card import read_id_card
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.names import is_form_name, is_other_name, kinds_of_name
from linli.core.papers.other import is_form_page, is_other_paper
from linli.core.papers.paper import Paper
from linli.core.papers.parting import parts_of
from linli.core.papers.proof import read_proof
from linli.core.papers.report import read_report
from linli.core.papers.wording import Wording, wording_of

_READERS: tuple[Callable[[Wording], Paper | None], ...] = (
    read_report,
    read_household_page,
    read_certificate,
    read_proof,
    read_honour,
)
#: How sure a kind is that only the file's name tells, and how much a name that contradicts takes away.
SURE_OF_NAME = 0.5
_CONTRADICTED = 0.8
# A page with fewer letters was not read.
_FEWEST_LETTERS = 12
_NOTHING_TOLD = Paper(kinds=(), sure=0.0)
_K = MaterialKind
_HONOURS = (_K.HONOR_NATIONAL, _K.HONOR_PROVINCIAL, _K.HONOR_MUNICIPAL, _K.HONOR_DEPARTMENT)


def papers_of(page: Page, *, name: str) -> tuple[Paper, ...]:
    """Return the papers on a page, none for a page of a registration form.

    ``name`` is the file's name as sent. A page that holds no paper that was asked for gives
    one ``Paper`` without kinds; its ``sure`` is 0 if neither page nor name tell anything.
    Never raises on any words.
    """
    wording = wording_of(page)
    if is_form_page(wording) or (not wording.words and is_form_name(name)):
        return ()
    found = [paper for part in parts_of(page, wording) for paper in _read(part)]
    counted = [paper for paper in found if paper.kinds]
    if counted:
        return tuple(_weighed(paper, kinds_of_name(name)) for paper in counted)
    return (_by_name(found[0] if found else None, wording, name),)


def _read(wording: Wording) -> list[Paper]:
    if is_other_paper(wording):
        return [Paper(kinds=(), sure=0.9)]
    found = next((paper for reader in _READERS if (paper := reader(wording)) is not None), None)
    card = read_id_card(wording)
    if found is None:
        return [card] if card is not None else []
    # Other papers print the labels of the card as well; only the card has an address.
    beside = card is not None and found.kinds and _may_lie_beside_card(found, wording)
    return [found, card] if beside and card is not None else [found]


def _may_lie_beside_card(paper: Paper, wording: Wording) -> bool:
    is_certificate = set(paper.kinds) <= {_K.DIPLOMA, _K.DEGREE_CERTIFICATE}
    return is_certificate and wording.says("住址") and wording.says("公民身份号码")


def declared(paper: Paper, kind: MaterialKind) -> Paper:
    """Return a paper as it counts where its sender says that it is of a kind.

    What the page itself surely says wins, as over a file's name.
    """
    if paper.kinds:
        return _weighed(paper, (kind,))
    if paper.sure > SURE_OF_NAME:
        return replace(paper, sure=paper.sure * _CONTRADICTED)
    return Paper((kind,), SURE_OF_NAME * _CONTRADICTED)


def _weighed(paper: Paper, named: Sequence[MaterialKind]) -> Paper:
    """Return the paper less sure if it is named as another."""
    if not named or set(named) & set(paper.kinds):
        return paper
    if paper.sure < SURE_OF_NAME and named[0] in _HONOURS and paper.kinds[0] in _HONOURS:
        return replace(paper, kinds=tuple(named), sure=SURE_OF_NAME)
    return replace(paper, sure=paper.sure * _CONTRADICTED)


def _by_name(other: Paper | None, wording: Wording, name: str) -> Paper:
    """Return what the name tells of a page that holds no paper that was recognised."""
    named = kinds_of_name(name)
    if other is not None and not (named and other.sure < SURE_OF_NAME):
        return replace(other, sure=other.sure * _CONTRADICTED) if named else other
    if named:
        is_silent = wording.length < _FEWEST_LETTERS
        return Paper(named, SURE_OF_NAME if is_silent else SURE_OF_NAME * _CONTRADICTED)
    if is_other_name(name) or wording.length >= _FEWEST_LETTERS:
        return Paper(kinds=(), sure=SURE_OF_NAME)
    return _NOTHING_TOLD
