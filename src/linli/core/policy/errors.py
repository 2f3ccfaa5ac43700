"""What a pack, a rule or a case can be refused for."""

from pathlib import Path

from linli.core.refusal import Refusal


class PackError(Refusal):
    """A pack that may not be used; names file, line and figure."""

    def __init__(self, what: str, *, file: Path, line: int | None = None, mend: str = "") -> None:
        place = file.name if line is None else f"{file.name} 第{line}行"
        super().__init__(f"政策包 {file.parent.name}/{place}：{what}", mend=mend)
        self.line = line


class RuleError(Refusal):
    """A rule that is not well formed: unknown name, cycle, mixed units, overflow.

    ``line`` is the line of the rule in its ``rules.py``, where it is known.
    """

    def __init__(
        self, what: str, *, mend: str = "", line: int | None = None, file: Path | None = None
    ) -> None:
        super().__init__(what, mend=mend)
        self.line = line
        self.file = file


class NothingInForce(Refusal):
    """A parameter has no value on the date that was asked for."""


class CaseError(Refusal):
    """Facts of a case that are missing, unknown or out of bounds."""


class UnknownName(Refusal):
    """A pack, rule or parameter that does not exist."""
