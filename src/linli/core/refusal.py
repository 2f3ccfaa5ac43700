"""The one base of every refusal that can happen in normal work."""


class Refusal(Exception):
    """A refusal with a sentence for the person who asked.

    ``what`` says what is wrong, ``why`` names the clause or the law behind it,
    ``mend`` says what to do next. The edge (page, command, form) translates it.
    None of the three may hold personal data: name the case number instead.
    """

    def __init__(self, what: str, *, why: str = "", mend: str = "") -> None:
        self.what = what
        self.why = why
        self.mend = mend
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the refusal as one Chinese sentence: what, why, what next."""
        parts = [self.what]
        if self.why:
            parts.append(f"依据：{self.why}")
        if self.mend:
            parts.append(f"处理办法：{self.mend}")
        return "；".join(parts) + "。"
