"""Who appears in an intake world and how each applies, shared out so that everything occurs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world_cases import CLAIM, Case, goes_with
from linli.rehearsal.intake_world_forms import CARRIER_WEIGHTS, PICTURES, Carrier
from linli.rehearsal.intake_world_odd import Odd
from linli.rehearsal.intake_world_packing import PACKING_WEIGHTS, Packing

K = TypeVar("K")
FLAWED_SHARE, TWICE_FLAWED_SHARE, ODD_SHARE, SHARED_SENDER_SHARE = 0.55, 0.25, 0.14, 0.03
# Papers in these packings are pictures, whatever the form is.
PICTURE_PACKINGS = (Packing.PDF, Packing.WORD, Packing.IN_FORM, Packing.ALL_IN_ONE, Packing.SHOWN)


class Story(StrEnum):
    """How a person applies."""

    PLAIN = "one mail"
    INQUIRY_FIRST = "a question, then the application"
    SUPPLEMENTED = "papers forgotten and sent later"
    CORRECTED = "a form with slips, then the right one"
    WRONG_THEN_RIGHT = "the form of something else, then Annex 2"
    BROKEN_THEN_RIGHT = "a form cut off, then a whole one"
    SENT_TWICE = "the same mail twice"
    WITHDRAWN = "applied and withdrew"
    WITHDRAWN_LATE = "applied and withdrew after the deadline"
    BACK_AGAIN = "withdrew and applied anew"
    FORWARDED = "forwarded whole by somebody else"
    FORWARDED_INLINE = "forwarded as quoted text by somebody else"
    LAST_SECOND = "one second before the end"
    LATE = "after the end"
    LATE_FORGED = "after the end, with a Date header before it"
    LATE_SUPPLEMENT = "papers sent after the end"
    LATE_CORRECTION = "another form after the end"
    FORM_MISSING = "papers without a form"
    FORM_WRONG = "the form of something else"
    FORM_LOCKED = "the form in a file that cannot be opened"


STORY_WEIGHTS: Mapping[Story, int] = MappingProxyType(
    {
        Story.PLAIN: 52,
        Story.INQUIRY_FIRST: 3,
        Story.SUPPLEMENTED: 7,
        Story.CORRECTED: 6,
        Story.WRONG_THEN_RIGHT: 2,
        Story.BROKEN_THEN_RIGHT: 2,
        Story.SENT_TWICE: 4,
        Story.WITHDRAWN: 2,
        Story.WITHDRAWN_LATE: 1,
        Story.BACK_AGAIN: 1,
        Story.FORWARDED: 2,
        Story.FORWARDED_INLINE: 2,
        Story.LAST_SECOND: 1,
        Story.LATE: 2,
        Story.LATE_FORGED: 1,
        Story.LATE_SUPPLEMENT: 2,
        Story.LATE_CORRECTION: 2,
        Story.FORM_MISSING: 3,
        Story.FORM_WRONG: 3,
        Story.FORM_LOCKED: 2,
    }
)


WITHDRAWING = (Story.WITHDRAWN, Story.WITHDRAWN_LATE, Story.BACK_AGAIN)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one person applies: the story, the form's carrier, the packing, what is odd."""

    story: Story
    carrier: Carrier
    packing: Packing
    odd: Odd | None = None
    sender: str = ""

    @property
    def notes(self) -> str:
        """Return the plan in one line, for the analysis of errors."""
        parts = [self.story.name, self.carrier.name, self.packing.name]
        return "; ".join([*parts, *([self.odd.name] if self.odd else [])]).lower()


def make_plans(count: int, *, seed: int, is_text: bool) -> tuple[Plan, ...]:
    """Return one plan a person. A text world has no form that needs OCR."""
    dice = Dice(seed, "world plans")
    carriers = {
        carrier: weight
        for carrier, weight in CARRIER_WEIGHTS.items()
        if not (is_text and carrier in PICTURES)
    }
    packings = {
        packing: weight
        for packing, weight in PACKING_WEIGHTS.items()
        if not (is_text and packing in PICTURE_PACKINGS)
    }
    stories = dice.shuffled(_shared_out(count, STORY_WEIGHTS))
    chosen_carriers = dice.shuffled(_shared_out(count, carriers))
    chosen_packings = dice.shuffled(_shared_out(count, packings))
    odds = list(Odd)
    plans: list[Plan] = []
    for number in range(count):
        odd = odds[dice.below(len(odds))] if dice.chance(ODD_SHARE) else None
        shares = number > 0 and dice.chance(SHARED_SENDER_SHARE)
        sender = f"dorm{number:04}@mail.example" if shares else ""
        if shares:
            plans[-1] = replace(plans[-1], sender=sender)
        plans.append(
            Plan(stories[number], chosen_carriers[number], chosen_packings[number], odd, sender)
        )
    return tuple(plans)


def make_cases(plans: Sequence[Plan], *, seed: int) -> tuple[frozenset[Case], ...]:
    """Return what is special about each person; no claim stands beside a withdrawal."""
    dice = Dice(seed, "world cases")
    flawed = round(len(plans) * FLAWED_SHARE)
    pool = [list(Case)[number % len(Case)] for number in range(flawed)]
    given: list[Case | None] = dice.shuffled([*pool, *[None] * (len(plans) - flawed)])
    return tuple(_cases(dice, case, plan) for case, plan in zip(given, plans, strict=True))


def _cases(dice: Dice, case: Case | None, plan: Plan) -> frozenset[Case]:
    if case is None:
        return frozenset()
    cases = {case}
    other = dice.pick(tuple(Case))
    if dice.chance(TWICE_FLAWED_SHARE) and goes_with(case, other):
        cases.add(other)
    if plan.story in WITHDRAWING:
        cases -= {*CLAIM, Case.SOCIAL_WORK, Case.SOCIAL_WORK_UNPROVEN}
    return frozenset(cases)


def _shared_out(total: int, weights: Mapping[K, int]) -> list[K]:
    """Return ``total`` keys in proportion to their weights, by the largest remainder."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return [key for key, share in shares.items() for _ in range(share)]
