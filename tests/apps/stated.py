"""What a made-up person states on form and papers, as the facts of the rules."""

from dataclasses import asdict
from typing import Any

from linli.apps.applications.facts import Facts, Surroundings, facts_of
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper, PaperValues
from linli.core.schools import school_book
from tests.apps.cast import FULL_MATERIALS, make_registration_form
from tests.factories import id_number

AROUND = Surroundings(
    city_name="忻州市",
    schools=school_book(
        province="山西省",
        schools=("10124 忻州师范学院", "10108 山西大学"),
        elsewhere=("内蒙古自治区", "内蒙古", "河北省", "河北", "西安市", "西安"),
    ),
    look_alike=lambda one, other: False,
)
NUMBER, ANOTHER_NUMBER = id_number(3), id_number(4)


def facts(
    form: dict[str, Any] | None = None,
    materials: dict[str, int] | None = None,
    findings: tuple[str, ...] = (),
    papers: tuple[Paper, ...] = (),
    doubtful: tuple[str, ...] = (),
    **fields: Any,
) -> Facts:
    """Return the facts of the made-up person, with some fields exchanged."""
    whole = asdict(make_registration_form(NUMBER)) | fields if form is None else form
    counts = FULL_MATERIALS if materials is None else materials
    return facts_of(
        whole, counts, findings, AROUND, in_window=True, papers=papers, doubtful=doubtful
    )


def paper(kind: MaterialKind, *doubtful: str, **values: Any) -> Paper:
    return Paper((kind,), 0.9, PaperValues(**values), doubtful)
