"""Where each county's tile stands: row and column in the rough geography, north above; no map.

Neighbours of one row or column lie roughly so on the ground; distances and areas say nothing. A
city whose counties are not here is shown in the order of their codes.
"""

from collections.abc import Sequence

# West of the mountains three columns, east of them three.
_XINZHOU = (
    ("", "140932", "140927", "", "140923", "140924"),
    ("140930", "140928", "140925", "140981", "", "140922"),
    ("140931", "140929", "140926", "140902", "140921", ""),
)
_PLACES = {
    code: (row, column)
    for row, codes in enumerate(_XINZHOU, start=1)
    for column, code in enumerate(codes, start=1)
    if code
}
_COLUMNS = 6


def tile_places(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return row and column by county, both from 1; six columns at most."""
    if all(code in _PLACES for code in codes):
        return {code: _PLACES[code] for code in codes}
    return {
        code: (1 + number // _COLUMNS, 1 + number % _COLUMNS) for number, code in enumerate(codes)
    }
