"""Draw any sort of paper flat, as its printer made it."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.certificates import draw_degree, draw_diploma
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.holder import Holder, PaperSort
from linli.rehearsal.papers.honours import draw_honour
from linli.rehearsal.papers.household import draw_household_first_page, draw_household_page
from linli.rehearsal.papers.id_card import draw_id_card_back, draw_id_card_front
from linli.rehearsal.papers.other_papers import (
    draw_computer_test,
    draw_english_test,
    draw_portrait_alone,
    draw_transcript,
)
from linli.rehearsal.papers.proofs import (
    draw_discharge_proof,
    draw_enlistment_proof,
    draw_low_income_proof,
    draw_village_proof,
)
from linli.rehearsal.papers.study_reports import draw_record, draw_report

Draw = Callable[[Holder, Faces, Dice], Image.Image]
HONOURS = (
    PaperSort.HONOR_NATIONAL,
    PaperSort.HONOR_PROVINCIAL,
    PaperSort.HONOR_MUNICIPAL,
    PaperSort.HONOR_DEPARTMENT,
)
DRAWN_BY: Mapping[PaperSort, Draw] = MappingProxyType(
    {
        PaperSort.ID_CARD_FRONT: draw_id_card_front,
        PaperSort.ID_CARD_BACK: draw_id_card_back,
        PaperSort.HUKOU: draw_household_page,
        PaperSort.DIPLOMA: draw_diploma,
        PaperSort.DEGREE_CERTIFICATE: draw_degree,
        PaperSort.ENROLLMENT_REPORT: draw_report,
        PaperSort.EDUCATION_RECORD: draw_record,
        PaperSort.LOW_INCOME_PROOF: draw_low_income_proof,
        PaperSort.ENLISTMENT_PROOF: draw_enlistment_proof,
        PaperSort.DISCHARGE_PROOF: draw_discharge_proof,
        PaperSort.VILLAGE_PROOF: draw_village_proof,
        PaperSort.HUKOU_FIRST_PAGE: draw_household_first_page,
        PaperSort.ENGLISH_TEST: draw_english_test,
        PaperSort.COMPUTER_TEST: draw_computer_test,
        PaperSort.TRANSCRIPT: draw_transcript,
        PaperSort.PORTRAIT: draw_portrait_alone,
        **{sort: partial(draw_honour, sort) for sort in HONOURS},
    }
)


def draw_paper(sort: PaperSort, holder: Holder, faces: Faces, *, number: int = 0) -> Image.Image:
    """Return a paper drawn flat; ``number`` tells two papers of one sort apart.

    The same holder, sort and number give the same picture.
    """
    dice = Dice(holder.seed, f"{sort.value} {number} of {holder.key}")
    return DRAWN_BY[sort](holder, faces, dice)
