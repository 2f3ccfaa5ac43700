"""What was shown comes back as a short mark that no other content has."""

from linli.core.record import shown_mark


def test_the_mark_is_short_and_the_same_whatever_the_order() -> None:
    mark = shown_mark({"a": 1, "b": ["样本"]})

    assert mark == shown_mark({"b": ["样本"], "a": 1})
    assert (len(mark), int(mark, 16) > 0) == (16, True)


def test_the_mark_changes_with_anything_that_is_shown() -> None:
    marks = {shown_mark(one) for one in ({"a": 1}, {"a": 2}, {"b": 1}, {"a": "1"}, {})}

    assert len(marks) == 5
