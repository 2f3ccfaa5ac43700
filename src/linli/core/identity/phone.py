"""Mobile numbers of the mainland, as people write them."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}", flags=re.ASCII)
_SEPARATORS = re.compile(r"[\s\-()]+")


def mobile_number(text: str) -> str | None:
    """Return a mobile number in its eleven digits, ``None`` if the text is none.

    Blanks, hyphens, brackets, +86 and full-width digits do not matter.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    digits = plain.removeprefix("+86")
    return digits if _MOBILE.fullmatch(digits) else None
