"""Who may read and adopt trials of a placement: a yes or no, with its reason."""

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season

TRY_LABEL, ADOPT_LABEL = "入围试算", "确定采用入围安排"


def may_try_placement(official: User, season: Season) -> Permission:
    """Tell whether an official may compute a trial: the city's office alone, as for the placement."""
    return may_act_in_season(official, season, (Office.CITY,), act=TRY_LABEL)


def may_adopt_placement(official: User, season: Season) -> Permission:
    """Tell whether an official may adopt a trial."""
    return may_act_in_season(official, season, (Office.CITY,), act=ADOPT_LABEL)


def may_read_trials(official: User, season: Season) -> Permission:
    """Tell whether an official may read trials: whoever may make them, and who watches over that.

    Nobody else sees what is not adopted: a result would be known in one county before another.
    """
    offices = (Office.CITY, Office.AUDITOR)
    answer = may_act_in_season(official, season, offices, act="查看入围试算")
    if answer.allowed:
        return answer
    return Permission(False, f"{answer.reason}。试算不是结果，采用以后各县（市、区）同时看到")
