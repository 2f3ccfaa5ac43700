"""The facts of a check in plain words: the formula of the engine without its signs.

What the checks rest on is said fact by fact, whatever joins them; the outcome stands beside it. The
exact formula is kept with the check. The signs are those of ``linli.core.policy.wording``.
"""

_JOINED = (" 且 ", " 或 ")
_DENIED, _REQUIRED = "并非（", " ＝ "


def facts_in_words(formula: str) -> str:
    """Return a formula as a list of facts: ``并非（甲：否） 或 乙：是`` as ``甲：否；乙：是``."""
    return "；".join(dict.fromkeys(_facts(formula)))


def _facts(formula: str) -> list[str]:
    parts = _parts(formula)
    if len(parts) > 1:
        return [fact for part in parts for fact in _facts(part)]
    if formula.startswith(_DENIED) and _closing(formula, len(_DENIED) - 1) == len(formula) - 1:
        return _facts(formula[len(_DENIED) : -1])
    if formula.startswith("（") and _closing(formula, 0) == len(formula) - 1:
        return _facts(formula[1:-1])
    value, sign, required = formula.partition(_REQUIRED)
    return [f"{value}，须为{required}" if sign else formula]


def _parts(formula: str) -> list[str]:
    """Split a formula where its outermost conditions are joined."""
    parts, begin, depth = [], 0, 0
    for at, sign in enumerate(formula):
        depth += (sign == "（") - (sign == "）")
        joint = formula[at : at + len(_JOINED[0])]
        if depth == 0 and joint in _JOINED:
            parts.append(formula[begin:at])
            begin = at + len(joint)
    return [*parts, formula[begin:]]


def _closing(formula: str, opening: int) -> int:
    """Return where the bracket ends that opens at a place, -1 if nowhere."""
    depth = 0
    for at in range(opening, len(formula)):
        depth += (formula[at] == "（") - (formula[at] == "）")
        if depth == 0:
            return at
    return -1
