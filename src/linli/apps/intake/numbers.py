"""Which live case of a season bears an ID number: a person has one application.

Source: D0 三(一)3; requirements B17.
"""

from django.db.models import Q
from django.db.models.fields.json import KT

from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.documents.form_words import kept_fault
from linli.core.identity.id_number import id_number_fault, normalise_id_number

# Whoever asks for the number wants nothing of what was handed in.
_LARGE = ("form", "reading", "papers", "findings")


def borne_number(bound: str | None, written: str | None) -> str | None:
    """Return the number by which a case is known: that of its person, or a wrong one on its form.

    A number wrong in itself binds no person, yet two forms that bear the same are one person's.
    A right one on a form that binds nobody was read with doubt, and may be a stranger's.
    """
    if bound and id_number_fault(bound) is None:
        return normalise_id_number(bound)
    number = normalise_id_number(written or "")
    return number if kept_fault(number) else None


def live_numbers(season: Season) -> dict[str, Application]:
    """Return the cases that stand, by the number that each bears; without what was handed in."""
    cases = ((_number_of(case), case) for case in _live(season))
    return {number: case for number, case in cases if number is not None}


def case_bearing(number: str, season: Season, *, but: Application) -> Application | None:
    """Return another case that stands and bears a number, ``None`` if there is none."""
    named = _live(season).filter(Q(person__id_number=number) | Q(form__id_number=number))
    others = named.exclude(pk=but.pk)
    return next((case for case in others if _number_of(case) == number), None)


def _live(season: Season) -> ApplicationQuerySet:
    live = season.applications.exclude(state=State.WITHDRAWN).select_related("person")
    found: ApplicationQuerySet = live.annotate(written=KT("form__id_number")).defer(*_LARGE)
    return found


def _number_of(case: Application) -> str | None:
    return borne_number(case.person.id_number, case.written)  # type: ignore[attr-defined]
