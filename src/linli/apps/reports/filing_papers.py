"""The paper by which the city tells a county which agreements are on record."""

from linli.apps.agreements.models import Agreement
from linli.apps.places.models import Division
from linli.apps.reports.papers import county_organ
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import marks_of
from linli.core.documents.filing_receipt import FiledLine, FilingReceipt, filing_receipt_paper
from linli.core.documents.official import OfficialPaper


def filing_receipt(season: Season, county: Division) -> OfficialPaper:
    """Return the receipt of a county's filed agreements, by receipt. Raises ``NothingFiled``.

    One whose agreement was ended later stays on it: it was taken on record.
    Source: D0 三(六); requirements G2.
    """
    filed = list(
        Agreement.objects.filter(
            application__season=season, application__county=county, filed_on__isnull=False
        )
        .select_related("application__person", "street", "community")
        .order_by("filing_receipt")
    )
    pack = season.pack
    days = [one.filed_on for one in filed if one.filed_on]
    return filing_receipt_paper(
        FilingReceipt(
            organ=county_organ(season.city.name),
            addressee=county_organ(county.name),
            season_title=pack.text("programme", pack.notice.issued),
            basis=pack.notice.title,
            basis_number=pack.notice.number,
            lines=tuple(
                FiledLine(
                    one.filing_receipt,
                    one.number,
                    one.application.person.name,
                    f"{one.street.name}{one.community.name}",
                )
                for one in filed
            ),
            dated=max(days, default=pack.notice.issued),
            marks=marks_of(season),
        )
    )
