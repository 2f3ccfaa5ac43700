"""Who may act on a county's panels, and until when."""

from linli.apps.accounts.models import Office, User
from linli.apps.interviews.ledger import CLAUSE
from linli.apps.interviews.models import Panel, SignOff
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal


class SignedOff(Refusal):
    """A panel's scores are signed: nothing about them changes any more."""


def require_county(actor: User, season: Season, county: str, *, act: str) -> None:
    """Refuse who is not of the county's office. Raises ``NotPermitted``."""
    require_office(actor, season, Office.COUNTY, act=act, county=county)


def require_open(panel: Panel) -> Panel:
    """Lock a panel until the transaction ends, and return it as the database holds it.

    Raises ``SignedOff``.
    """
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if SignOff.objects.filter(panel=panel).exists():
        raise SignedOff(
            f"面见第{panel.number}组的成绩已签字确认，不再更改",
            why=CLAUSE,
            mend="对成绩有异议的，按异议程序办理",
        )
    return locked
