"""Refuse what a pack asks for and this release does not do.

Some parameters choose between methods. Where only one of them is programmed, another
value must stop the work: a figure that is printed and not followed is worse than none.
"""

from datetime import date

from linli.core.policy import Pack
from linli.core.policy.pack import Scalar
from linli.core.refusal import Refusal


class NotCarriedOut(Refusal):
    """A pack sets a parameter to a value that this release does not carry out."""


def require_value(pack: Pack, name: str, day: date, supported: Scalar) -> None:
    """Refuse a parameter whose value on a day is not the one supported. Raises ``NotCarriedOut``."""
    value = pack.scalar(name, day)
    if value != supported:
        raise NotCarriedOut(
            f"政策包参数{name}的值“{_shown(value)}”本版不能办理，只支持“{_shown(supported)}”",
            why=pack.clause(name, day),
            mend="核对政策包，或等待支持该办法的版本",
        )


def _shown(value: Scalar) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)
