"""The row definitions of RTF: control words that say where the edges and merges of cells are."""

from linli.core.documents.cell_flow import RowShape

_MOST_EDGES = 64
_JOINS = {"clmrg": "left", "clvmrg": "up"}
WORDS = frozenset({"trowd", "trleft", "cellx", *_JOINS})


class RowWriter:
    """Takes the words of a definition in order; it holds for the next row, and on until the next one."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._left = 0
        self._edges: list[int] = []
        self._joins: set[str] = set()
        self._joined: dict[str, set[int]] = {"left": set(), "up": set()}

    def take(self, word: str, number: int | None) -> None:
        """Take one of ``WORDS``; those on merges stand before the edge that closes their cell."""
        if word == "trowd":
            self._begin()
        elif word == "trleft":
            self._left = number or 0
        elif word in _JOINS:
            self._joins.add(_JOINS[word])
        elif len(self._edges) < _MOST_EDGES:
            for side in self._joins:
                self._joined[side].add(len(self._edges))
            self._joins = set()
            self._edges.append(number or 0)

    def shape(self) -> RowShape:
        """Return what is defined."""
        edges = (self._left, *self._edges) if self._edges else ()
        return RowShape(edges, frozenset(self._joined["left"]), frozenset(self._joined["up"]))
