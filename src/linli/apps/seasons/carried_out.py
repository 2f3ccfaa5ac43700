"""Refuse what a pack asks for and this release does not do.

Some parameters choose between methods. Where only one of them is programmed, another
value must stop the work: a figure that is printed and not followed is worse than none.
"""

from collections.abc import Iterable
from datetime import date

from linli.core.policy import Pack
from linli.core.policy.pack import Scalar
from linli.core.refusal import Refusal


class NotCarriedOut(Refusal):
    """A pack sets a parameter to a value that this release does not carry out."""


def require_value(pack: Pack, name: str, day: date, supported: Scalar) -> None:
    """Refuse a parameter whose value on a day is not the one supported. Raises ``NotCarriedOut``."""
    if pack.scalar(name, day) != supported:
        raise not_carried_out(pack, name, day, (supported,))


def require_one_of(pack: Pack, name: str, day: date, supported: Iterable[str]) -> str:
    """Return a parameter's value on a day if it is one that is supported.

    Raises ``NotCarriedOut``.
    """
    value, known = pack.scalar(name, day), tuple(supported)
    if value not in known:
        raise not_carried_out(pack, name, day, known)
    return str(value)


def not_carried_out(pack: Pack, name: str, day: date, supported: Iterable[Scalar]) -> NotCarriedOut:
    """Return the refusal of a parameter's value on a day, naming what is supported."""
    known = "”或“".join(_shown(one) for one in supported)
    return NotCarriedOut(
        f"政策包参数{name}的值“{_shown(pack.scalar(name, day))}”本版不能办理，只支持“{known}”",
        why=pack.clause(name, day),
        mend="核对政策包，或等待支持该办法的版本",
    )


def _shown(value: Scalar) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)
