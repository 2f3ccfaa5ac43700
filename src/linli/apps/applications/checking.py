"""Hold an application against the notice: the engine's answer, and its checks one by one."""

from datetime import date
from functools import partial

from django.conf import settings

from linli.apps.applications.facts import Facts, Surroundings, facts_of
from linli.apps.applications.models import Application, Check
from linli.apps.places.models import Division
from linli.apps.places.queries import other_regions
from linli.apps.seasons.models import Season
from linli.core.pages.glyphs import look_alike
from linli.core.papers.record import paper_from_record
from linli.core.policy import Edition, Explanation, Pack, explain
from linli.core.schools import school_book

# Certificates are printed in faces with serifs.
_PRINT = "NotoSerifSC-Regular.ttf"


def surroundings(season: Season, on: date) -> Surroundings:
    """Return what the checks of a season need to know beside the form."""
    return surroundings_of(season.pack, season.city, on)


def surroundings_of(pack: Pack, city: Division, on: date) -> Surroundings:
    """Return what the checks under a pack need to know, for applications to one city."""
    return Surroundings(
        city_name=city.name,
        schools=school_book(
            province=city.parent.name if city.parent else "",
            schools=pack.texts("provincial_schools", on),
            aliases=pack.texts("school_aliases", on),
            elsewhere=(*other_regions(city.code[:2]), *pack.texts("schools_elsewhere", on)),
        ),
        look_alike=partial(look_alike, font=settings.ASSETS / "fonts" / _PRINT),
    )


def facts_of_application(
    application: Application, around: Surroundings, *, in_window: bool
) -> Facts:
    """Return the facts of an application as it is kept; fields that were not clearly read are unknown."""
    open_doubts = application.reading.get("doubts", {})
    unclear = set(application.reading.get("unknown", open_doubts))
    return facts_of(
        application.form,
        application.materials,
        [finding["code"] for finding in application.findings],
        around,
        in_window=in_window,
        papers=[paper_from_record(record) for record in application.papers],
        doubtful=unclear & set(open_doubts),
    )


def examine(
    edition: Edition, application: Application, around: Surroundings, *, in_window: bool
) -> Explanation:
    """Return the proposal with its steps, and set on the copy in hand whether it has priority."""
    facts = facts_of_application(application, around, in_window=in_window)
    application.has_priority = bool(explain(edition, "has_priority", facts).value)
    return explain(edition, "eligibility", facts)


def checks_of(application: Application, answer: Explanation, edition: Edition) -> list[Check]:
    """Return the checks of an answer as rows not stored yet, in the order they were made."""
    reasons = {reason.code: reason for reason in answer.reasons}
    steps = [step for step in answer.steps if edition.rules[step.rule].rule.is_check]
    return [
        Check(
            application=application,
            position=position,
            rule=step.rule,
            label=step.label,
            clause=step.clause,
            outcome=str(step.value),
            formula=step.formula,
            code=code if (code := edition.rules[step.rule].rule.code) in reasons else "",
            text=reasons[code].text if code in reasons else "",
            is_unknown=code in reasons and reasons[code].is_unknown,
        )
        for position, step in enumerate(steps, start=1)
    ]
