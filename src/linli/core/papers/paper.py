"""One paper as read: its kind and the values on it that a check compares.

Sex, ethnicity and home town are not read: no check asks for them.

Source: D0 三(一)6, 三(二).
"""

from dataclasses import dataclass, field

from linli.core.papers.kinds import MaterialKind

#: Beneath this a person tells the kind of a paper; that it is none is told by a name alone, too.
_SURE_ENOUGH, _SURE_OF_NONE = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class PaperValues:
    """What a paper says of its holder; ``None`` where it says nothing or it could not be read.

    ``birth`` and ``graduation`` are ``YYYY-MM``; ``education`` is one of 中专, 专科, 本科,
    硕士研究生, 博士研究生; ``is_full_time`` tells the mode of study; ``issuer`` is who issued the paper.
    """

    name: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    birth: str | None = field(default=None, repr=False)
    school: str | None = None
    major: str | None = None
    education: str | None = None
    degree: str | None = None
    graduation: str | None = None
    is_full_time: bool | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One page that is a paper.

    ``kinds`` is empty for a paper that the notice does not ask for, and has two members for
    one picture of both sides of an ID card. ``sure`` (0 to 1) is how sure the kind is;
    ``doubtful`` names the values that were read with too little certainty to be relied on.
    """

    kinds: tuple[MaterialKind, ...]
    sure: float
    values: PaperValues = PaperValues()
    doubtful: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether the kind is sure enough for a check to rest on it."""
        return self.sure >= (_SURE_ENOUGH if self.kinds else _SURE_OF_NONE)
