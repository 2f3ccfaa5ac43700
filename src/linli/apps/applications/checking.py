"""Hold an application against the notice: the engine's answer, and its checks one by one."""

from datetime import date

from linli.apps.applications.facts import Surroundings, facts_of
from linli.apps.applications.models import Application, Check
from linli.apps.places.queries import other_regions
from linli.apps.seasons.models import Season
from linli.core.policy import Edition, Explanation, explain


def surroundings(season: Season, on: date) -> Surroundings:
    """Return what the checks of a season need to know beside the form."""
    pack = season.pack
    city = season.city
    return Surroundings(
        city_name=city.name,
        province_name=city.parent.name if city.parent else "",
        provincial_schools=frozenset(pack.texts("provincial_schools", on)),
        other_regions=other_regions(city.code[:2]),
    )


def examine(
    edition: Edition, application: Application, around: Surroundings, *, in_window: bool
) -> Explanation:
    """Return the proposal with its steps, and set on the copy in hand whether it has priority."""
    findings = [finding["code"] for finding in application.findings]
    facts = facts_of(application.form, application.materials, findings, around, in_window=in_window)
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
        )
        for position, step in enumerate(steps, start=1)
    ]
