"""The groups of RTF: what holds inside a pair of braces, and where the text of some of them goes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from linli.core.documents.rich_text_fields import Instruction


class Place(Enum):
    """Where the text of a group goes."""

    TEXT = auto()
    NOWHERE = auto()
    # Inside a shape: nothing but its pictures and the text of its box is seen.
    SHAPE = auto()
    FONTS = auto()
    INSTRUCTION = auto()
    ENTRY = auto()
    PICTURE = auto()
    TEMPLATE = auto()


PLACES = {
    **dict.fromkeys(
        (
            "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "headerf", "footer",
            "footerl", "footerr", "footerf", "footnote", "annotation", "listtext", "pntext",
            "nonshppict", "shprslt", "nonesttables", "sn", "xe", "tc", "txe", "rxe", "ftnsep",
            "ftnsepc", "ftncn", "filetbl", "listtable", "revtbl",
        ),
        Place.NOWHERE,
    ),
    "fonttbl": Place.FONTS,
    "fldinst": Place.INSTRUCTION,
    "formfield": Place.INSTRUCTION,
    "ffl": Place.ENTRY,
    "pict": Place.PICTURE,
    "shpinst": Place.SHAPE,
    "sv": Place.SHAPE,
    "template": Place.TEMPLATE,
}  # fmt: skip
# Groups that a program may pass over, but that this one reads.
READ_IF_STARRED = frozenset(
    {"fldinst", "formfield", "ffl", "shppict", "shpinst", "nesttableprops", "template", "objdata"}
)


@dataclass(slots=True)
class Group:
    """What holds inside a pair of braces, handed down to the braces inside."""

    place: Place = Place.TEXT
    font: int = 0
    stand_ins: int = 1
    unseen: frozenset[str] = frozenset()
    in_table: bool = False
    nesting: int = 0
    is_replaced: bool = False
    instruction: Instruction | None = None
    at_end: Callable[[], None] | None = None
