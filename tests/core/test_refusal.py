"""A refusal is one sentence: what is wrong, why, what to do next."""

import pytest

from linli.core.refusal import Refusal


@pytest.mark.parametrize(
    ("why", "mend", "sentence"),
    [
        ("", "", "报名已截止。"),
        ("D0 三(一)2", "", "报名已截止；依据：D0 三(一)2。"),
        ("", "联系市委社会工作部", "报名已截止；处理办法：联系市委社会工作部。"),
        (
            "D0 三(一)2",
            "联系市委社会工作部",
            "报名已截止；依据：D0 三(一)2；处理办法：联系市委社会工作部。",
        ),
    ],
)
def test_refusal_says_what_why_and_what_to_do(why: str, mend: str, sentence: str) -> None:
    refusal = Refusal("报名已截止", why=why, mend=mend)

    assert (str(refusal), refusal.sentence()) == (sentence, sentence)
    assert (refusal.what, refusal.why, refusal.mend) == ("报名已截止", why, mend)
