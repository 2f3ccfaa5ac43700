"""The catalogue of the office's lists, by name, in the order of the work."""

from collections.abc import Mapping

from linli.apps.accounts.models import User
from linli.apps.exports.case_lists import CASE_LISTS
from linli.apps.exports.desk_lists import DESK_LISTS
from linli.apps.exports.lists import OfficeList
from linli.apps.intake.handling import READERS
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission

CATALOGUE: Mapping[str, OfficeList] = {one.name: one for one in (*CASE_LISTS, *DESK_LISTS)}


def lists_for(official: User, season: Season) -> tuple[OfficeList, ...]:
    """Return the lists that an official may take."""
    return tuple(one for one in CATALOGUE.values() if one.may(official, season).allowed)


def may_take(official: User, season: Season, wanted: OfficeList, *, is_full: bool) -> Permission:
    """Tell whether an official may take a list; in full only where forms and mails lie open to the office.

    Source: 个人信息保护法 art. 6.
    """
    permission = wanted.may(official, season)
    if not permission.allowed or not is_full:
        return permission
    if not wanted.has_full:
        return Permission(False, f"“{wanted.title}”没有可以完整导出的个人信息")
    if official.office not in READERS:
        names = "、".join(office.label for office in READERS)
        return Permission(False, f"完整的个人信息由{names}导出")
    return Permission(True)
