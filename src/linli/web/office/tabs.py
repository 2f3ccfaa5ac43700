"""The pages of a season that lead to the others, and whose offices they are for.

Nobody is shown a tab that refuses; whether a page opens is still the page's own decision.
"""

from dataclasses import dataclass

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.applications.models import COUNTY_DIGITS

_CITY_AND_COUNTIES = (Office.CITY, Office.COUNTY)
_WITH_AUDITORS = (*_CITY_AND_COUNTIES, Office.AUDITOR)
_ALL = tuple(office for office in Office if office not in ADMINISTRATORS)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the name by which a page says that it belongs to it, its words, its first page."""

    name: str
    label: str
    page: str
    offices: tuple[Office, ...]
    reads_city: tuple[Office, ...] = ()

    def opens_for(self, official: User) -> bool:
        """Tell whether an official is shown the tab; ``reads_city`` are offices that need the whole city."""
        if official.office in self.offices:
            return True
        return official.office in self.reads_city and len(official.scope) < COUNTY_DIGITS


#: In the order of the notice.
TABS = (
    Tab("overview", "总览", "season", _ALL),
    Tab("intake", "收件", "intake", _ALL),
    Tab("applications", "报名", "applications", _ALL),
    Tab("review", "审查", "review", _WITH_AUDITORS),
    Tab("interviews", "面见", "panels", _ALL),
    Tab("diplomas", "毕业证书", "diplomas", _WITH_AUDITORS),
    Tab("placement", "入围", "placement", _ALL),
    Tab("medical", "体检", "medical", _WITH_AUDITORS),
    Tab("reserve", "候补", "reserve", _WITH_AUDITORS),
    Tab("notice", "公示", "notice", _WITH_AUDITORS),
    Tab(
        "agreements",
        "协议",
        "agreements",
        (*_CITY_AND_COUNTIES, Office.STREET),
        reads_city=(Office.AUDITOR,),
    ),
    Tab("pay", "发放", "pay", (*_WITH_AUDITORS, Office.FINANCE)),
    Tab("policy", "政策依据", "policy", _ALL),
)


def tabs_for(official: User) -> tuple[Tab, ...]:
    """Return the tabs of an official, in the order of the notice."""
    return tuple(tab for tab in TABS if tab.opens_for(official))
