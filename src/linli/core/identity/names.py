"""Names as the office keeps them, and the masks under which lists show people.

A public notice shows the name and no number at all; the masks of numbers are for
the office's own lists, where two people of one name must still be told apart.
"""

import re

# The dot between the parts of a name has one code point on ID cards; keyboards offer many.
_MIDDLE_DOTS = re.compile("[·•․‧∙⋅・･ᐧ⸱●]|(?<=[\u3400-\u9fff])[.．](?=[\u3400-\u9fff])")
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")


def normalise_name(text: str) -> str:
    """Return a name without blanks and with U+00B7 between its parts.

    No compatibility folding: a rare character is a person's own and is never
    replaced by one that looks alike.
    """
    return _MIDDLE_DOTS.sub("·", _UNSEEN.sub("", text))


def mask_name(name: str) -> str:
    """Return a name fit for a public notice: of two characters the first, of more the first and last.

    The dot of a name and the length stay: 张三 → 张*, 欧阳娜娜 → 欧**娜.
    """
    if len(name) < 2:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    middle = "".join("·" if mark == "·" else "*" for mark in name[1:-1])
    return name[0] + middle + name[-1]


def mask_id_number(number: str) -> str:
    """Return area code and last four characters, for lists of the office only: 990101********0012."""
    return _masked(number, head=6, tail=4)


def mask_phone(phone: str) -> str:
    """Return the first three and last four digits, for lists of the office only: 138****0001."""
    return _masked(phone, head=3, tail=4)


def mask_mail_address(address: str) -> str:
    """Return the first character and the domain, for lists of the office only: z***@mail.example."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at and local else "*" * len(address)


def _masked(text: str, *, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
