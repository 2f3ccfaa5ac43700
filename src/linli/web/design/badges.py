"""A word with its tone, as both sides show it."""

from dataclasses import dataclass

# A badge never speaks by colour alone: each tone has its own sign before the word.
GOOD, BAD, WAITING, QUIET = "good", "bad", "waiting", "quiet"


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with its tone."""

    label: str
    tone: str
