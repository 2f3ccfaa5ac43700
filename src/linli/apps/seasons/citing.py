"""How the public reads what an office cites by the code of its document."""

import re

from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import notice_of

_END = "。；; "


def told_clauses(text: str, season: Season) -> str:
    """Return a clause, or words that cite some, as the public reads it.

    The season's own document is 通知: ``通知三(一)`` for ``D0 三(一)``, ``通知附件2`` for ``D0 附件2``.
    Another one goes by its number, or by its short name where its code is that. What the pack does
    not know stays as it is.
    """
    notice = notice_of(season)
    for code, document in season.pack.documents.items():
        shown = code if not code.isascii() else document.number
        name = "通知" if document == notice else shown
        text = re.sub(rf"(?<![0-9A-Za-z]){re.escape(code)} ", name, text)
    return text


def told_sentences(text: str, season: Season) -> tuple[str, ...]:
    """Return the reasons that an office gave in one text, each a whole sentence as ``told_clauses`` tells it.

    A reason ends with its clause in brackets, or with its line; what stands after the last clause
    is a sentence too.
    """
    codes = "|".join(map(re.escape, season.pack.documents))
    parted = re.sub(rf"(（(?:{codes}) [^（）]*）)[；。]+", r"\1\n", text)
    lines = [line.strip() for line in parted.splitlines()]
    return tuple(f"{told_clauses(line, season).rstrip(_END)}。" for line in lines if line)
