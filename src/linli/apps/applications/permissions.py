"""Who may do what to an application: a yes or no, with its reason."""

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act
from linli.apps.seasons.permissions import Permission

__all__ = ["Permission", "may_act", "may_view"]


def may_view(official: User, application: Application) -> Permission:
    """Tell whether an official may open a case: in the own subtree, and in rehearsal no real one."""
    if official.is_rehearsal and not application.season.is_rehearsal:
        return Permission(False, "演练账号只能查看和办理演练招募季")
    place = application.county_id or application.season.city_id
    if place.startswith(official.scope):
        return Permission(True)
    # Below the county, a case belongs to where the agreement sends the recruit.
    agreement = (
        getattr(application, "agreement", None) if official.scope.startswith(place) else None
    )
    if agreement is not None and agreement.community_id.startswith(official.scope):
        return Permission(True)
    return Permission(False, "这件报名不在您的管辖范围内")


def may_act(official: User, act: Act, application: Application) -> Permission:
    """Tell whether an official's office and scope allow an act on a case."""
    transition = TABLE[act]
    if official.office not in transition.offices:
        offices = "、".join(Office(office).label for office in transition.offices)
        return Permission(False, f"“{transition.label}”由{offices}办理（{transition.clause}）")
    return may_view(official, application)
