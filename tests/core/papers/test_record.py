"""A paper survives being kept as plain data."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper, PaperValues
from linli.core.papers.record import paper_from_record, paper_to_record

TEXTS = st.none() | st.text(max_size=8)
VALUES = st.builds(
    PaperValues,
    name=TEXTS,
    id_number=TEXTS,
    birth=TEXTS,
    school=TEXTS,
    major=TEXTS,
    education=TEXTS,
    degree=TEXTS,
    graduation=TEXTS,
    is_full_time=st.none() | st.booleans(),
    issuer=TEXTS,
)
PAPERS = st.builds(
    Paper,
    kinds=st.lists(st.sampled_from(MaterialKind), max_size=2).map(tuple),
    sure=st.floats(0, 1),
    values=VALUES,
    doubtful=st.lists(st.sampled_from(["name", "major"]), max_size=2).map(tuple),
)


@given(PAPERS)
def test_a_paper_comes_back_from_its_record_as_it_was(paper: Paper) -> None:
    assert paper_from_record(json.loads(json.dumps(paper_to_record(paper)))) == paper


def test_a_record_leaves_out_what_a_paper_does_not_say() -> None:
    paper = Paper((MaterialKind.DIPLOMA,), 0.9, PaperValues(major="社会工作"), ("major",))

    assert paper_to_record(paper) == {
        "kinds": ["diploma"],
        "sure": 0.9,
        "values": {"major": "社会工作"},
        "doubtful": ["major"],
    }


def test_what_else_is_kept_beside_a_paper_is_passed_over() -> None:
    record = {"kinds": ["hukou"], "at": {"page": 0}, "values": {"name": "张样本", "other": "样本"}}

    assert paper_from_record(record) == Paper(
        (MaterialKind.HUKOU,), 0.0, PaperValues(name="张样本")
    )


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="passport"):
        paper_from_record({"kinds": ["passport"]})
