"""Who may do what to an application: a yes or no, with its reason."""

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act, Transition
from linli.apps.seasons.permissions import Permission

__all__ = ["Permission", "is_office_for", "is_own", "may_act", "may_view"]


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


def may_act(actor: User, act: Act, application: Application) -> Permission:
    """Tell whether somebody may do an act on a case: by office and scope, or as its applicant."""
    transition = TABLE[act]
    if not actor.is_official:
        return _may_act_oneself(actor, transition, application)
    by_office = is_office_for(actor, act)
    return may_view(actor, application) if by_office.allowed else by_office


def is_office_for(official: User, act: Act) -> Permission:
    """Tell whether an act is one of an official's office, whatever the case."""
    transition = TABLE[act]
    return (
        Permission(True) if official.office in transition.offices else _done_by_others(transition)
    )


def is_own(account: User, application: Application) -> bool:
    """Tell whether a case is an account's own."""
    return application.person.account_id == account.pk


def _may_act_oneself(
    applicant: User, transition: Transition, application: Application
) -> Permission:
    if not is_own(applicant, application):
        return Permission(False, "这件报名不是您本人的")
    return Permission(True) if transition.by_applicant else _done_by_others(transition)


def _done_by_others(transition: Transition) -> Permission:
    return Permission(
        False, f"“{transition.label}”由{transition.done_by}办理（{transition.clause}）"
    )
