"""What is sent with a query code is kept once: sent again it is the same, or it is refused."""

from linli.core.refusal import Refusal


class FormUsed(Refusal):
    """The code that a form came with stands for something else that was sent before."""


def require_same(kept: object, given: object, *, mend: str) -> None:
    """Refuse what came with a code under which something else is kept. Raises ``FormUsed``.

    ``mend`` says how to send another one.
    """
    if kept != given:
        raise FormUsed("本页填写的内容先前已经提交过一次", mend=mend)
