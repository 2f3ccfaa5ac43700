"""The size that the photo of the form has, as the season's document is read.

Source: D0 附件2; requirements B6.
"""

from datetime import date

from linli.apps.seasons.models import Season
from linli.core.pages.portrait_check import PortraitTerms


def portrait_terms(season: Season, day: date) -> PortraitTerms:
    """Return the size of the photo on a day. Source: policy parameters ``photo_mm``, ``photo_pixels``."""
    print_size = season.pack.whole_table("photo_mm", day)
    pixels = season.pack.whole_table("photo_pixels", day)
    return PortraitTerms(
        width_mm=print_size["width"],
        height_mm=print_size["height"],
        width_px=pixels["width"],
        height_px=pixels["height"],
    )
