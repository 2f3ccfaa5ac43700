"""Every state and every act has an applicant's words, and they promise nothing that is not there."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.states import FINAL, Act, State
from linli.apps.rights.telling import TOLD_WITH_REASON
from linli.web.portal.mine.words import (
    AGREEMENT_READ,
    ATTENDING,
    BAD,
    EVENTS,
    PERIOD_OVER,
    STATES,
    TURNED_AWAY,
    UNDER_INQUIRY,
    WITHDRAWN_IN_TIME,
    StateWords,
)


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(State)
    assert [state for state, words in STATES.items() if not (words.title and words.next)] == []


def test_every_act_of_the_table_is_told_and_nothing_that_the_ledger_does_not_know() -> None:
    assert set(Act) <= set(EVENTS)
    assert set(EVENTS) - set(Act) <= set(OTHER_ACTS)


VARIANTS = (WITHDRAWN_IN_TIME, ATTENDING, AGREEMENT_READ, PERIOD_OVER, UNDER_INQUIRY)


@pytest.mark.parametrize("words", (*STATES.values(), *VARIANTS))
def test_words_have_a_term_exactly_where_they_name_its_stage(words: StateWords) -> None:
    assert (words.stage is not None) == bool(words.by_when)
    assert gaps(words.by_when) == ({"last"} if words.stage else set())
    assert gaps(words.happened) <= {"county"}
    assert gaps(words.next) <= {"county", "where"}
    assert gaps(words.late) == set()


def test_who_was_turned_away_stands_at_an_end_and_reads_how_to_ask_again() -> None:
    # A refusal of the review ends the way of its person; the office may undo it.
    assert FINAL | {State.NOT_QUALIFIED} >= TURNED_AWAY
    assert {STATES[state].tone for state in TURNED_AWAY} == {BAD}
    assert all("重新核对" in STATES[state].next for state in TURNED_AWAY)


def test_reason_of_a_backfill_is_not_told_because_it_names_another_case() -> None:
    assert Act.BACKFILL not in TOLD_WITH_REASON


def test_texts_speak_to_the_applicant_without_the_offices_words() -> None:
    every = (*STATES.values(), *VARIANTS)
    texts = [words.title + words.happened + words.next + words.by_when for words in every]

    assert [text for text in texts if re.search(r"该件|退件|台账|系统意见|状态", text)] == []


def test_texts_promise_no_place_at_once_and_use_the_official_words() -> None:
    every = (*STATES.values(), *VARIANTS)
    texts = [words.happened + words.next + words.by_when for words in every]

    wrong = r"马上|录用|签完|须等|不服|由递补候选人递补"
    assert [text for text in texts if re.search(wrong, text)] == []
