"""Phrases that a recogniser may have read with a slip."""


def slips_of(text: str, phrase: str) -> int:
    """Return how many characters keep ``phrase`` from standing somewhere in ``text``.

    A character that is wrong, lost or too many is one slip each; the length of ``phrase``
    is the most there can be.
    """
    row = [0] * (len(text) + 1)
    for depth, wanted in enumerate(phrase, start=1):
        before, row[0] = row[0], depth
        for place, found in enumerate(text, start=1):
            kept = before if found == wanted else before + 1
            before = row[place]
            row[place] = min(kept, before + 1, row[place - 1] + 1)
    return min(row)


def is_said(text: str, phrase: str) -> bool:
    """Tell whether ``phrase`` stands in ``text``, one slip allowed for each five characters."""
    if phrase in text:
        return True
    allowed = len(phrase) // 5
    # Most lines share no letters with a title: they need not be compared place by place.
    shared = sum(letter in text for letter in phrase)
    return allowed > 0 and shared >= len(phrase) - allowed and slips_of(text, phrase) <= allowed
