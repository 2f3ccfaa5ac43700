"""Fields of RTF whose result is not words: boxes with their ticks, lists, characters of symbol fonts."""

from dataclasses import dataclass, field

from linli.core.documents.grid import TICKED, UNTICKED
from linli.core.documents.symbol_field import symbol_of

_LONGEST_INSTRUCTION = 1_000
_MOST_ENTRIES = 1_000
_BOX, _LIST = 1, 2
_TAKE_DEFAULT = 25


@dataclass(slots=True)
class Instruction:
    """What stands in a field: its words, and the settings of a form field."""

    words: str = ""
    settings: dict[str, int] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)

    def add_words(self, text: str) -> None:
        """Take words of the instruction, as many as any real one has."""
        self.words = (self.words + text)[:_LONGEST_INSTRUCTION]

    def add_entry(self, text: str) -> None:
        """Take an entry of a list."""
        if len(self.entries) < _MOST_ENTRIES:
            self.entries.append(text[:_LONGEST_INSTRUCTION])

    def shown(self) -> str | None:
        """Return what the field shows in place of its result, ``None`` if the result shows it."""
        kind = self.settings.get("fftype")
        default = self.settings.get("ffdefres", 0)
        result = self.settings.get("ffres", default)
        chosen = default if result == _TAKE_DEFAULT else result
        if kind == _BOX or "FORMCHECKBOX" in self.words:
            return TICKED if chosen == 1 else UNTICKED
        if kind == _LIST and self.entries:
            return self.entries[chosen] if 0 <= chosen < len(self.entries) else ""
        return symbol_of(self.words)
