"""Fill a season for the benchmark of the office's pages: some people go the whole way, the rest wait or are out.

``python -m linli.benchmarks.office_stored SEASON COUNT`` stores COUNT applications and prints a line
of JSON: the password of the made-up officials, and cases that they may open. The first ``WHOLE_WAY`` go through the real acts of a season to
its end; the others get their checks, decisions and states in bulk.
"""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import django

from linli.benchmarks.deadline_stored import copied, store

#: So many people at most go the whole way from the application to the first pay.
WHOLE_WAY = 900
_SEED = 7
# Of ten of the others: so many wait to be routed or reviewed, the rest did not come to the interview.
_STATES = (
    "received", "routed", "supplement_requested",
    *("not_qualified",) * 4, *("not_interview_listed",) * 3,
)  # fmt: skip
_CHUNK, _MOST_CASES = 5_000, 90
#: The county whose official opens pages.
COUNTY = "140902"


def fill(season: Any, count: int) -> None:
    """Store ``count`` applications; the season then stands in its review again."""
    from linli.apps.seasons.models import Season, Stage  # noqa: PLC0415 (models load after Django)
    from linli.policies import get_pack  # noqa: PLC0415 (as above)
    from linli.rehearsal.runs import made_up_officials  # noqa: PLC0415 (as above)
    from linli.rehearsal.season_run import Run, at, run_season  # noqa: PLC0415 (as above)

    received_at = at(season.windows.get(stage=Stage.REGISTRATION).first_day, 9)
    officials = made_up_officials(get_pack(season.pack_id))
    whole = min(count, WHOLE_WAY)
    store(season, first=0, count=whole, at=received_at)
    run_season(Run(season, officials, _SEED, lambda _: None))
    if count > whole:
        store(season, first=whole, count=count - whole, at=received_at)
        _part(season, officials, received_at)
    Season.objects.filter(pk=season.pk).update(stage=Stage.ELIGIBILITY_REVIEW)


def _part(season: Any, officials: Any, decided_at: datetime) -> None:
    """Give the received ones their checks, decisions and states, as if they had been reviewed."""
    from linli.apps.applications.models import Application  # noqa: PLC0415 (as above)

    received = season.applications.filter(state="received").order_by("pk")
    model = _model(season, officials)
    keys = list(received.values_list("pk", flat=True))
    counties = list(season.quotas.order_by("pk").values_list("county_id", flat=True))
    for start in range(0, len(keys), _CHUNK):
        _store_reviews(keys[start : start + _CHUNK], model, officials.city, decided_at)
    for place, county in enumerate(counties):
        for number, state in enumerate(_STATES):
            chosen = [
                key
                for position, key in enumerate(keys)
                if position % len(counties) == place and position // len(counties) % 10 == number
            ]
            rows = Application.objects.filter(pk__in=chosen)
            at_county = None if state == "received" else county
            rows.update(
                state=state, county=at_county, applied_county=county, proposal=model.proposal
            )


def _model(season: Any, officials: Any) -> Any:
    """Return a case that the engine has checked; the others get the same checks."""
    from linli.apps.applications.actions import check_applications  # noqa: PLC0415 (as above)
    from linli.rehearsal.season_run import at  # noqa: PLC0415 (as above)

    case = season.applications.filter(state="received").select_related("season__city").first()
    day = season.windows.get(stage="eligibility_review").first_day
    check_applications(season, [case], actor=officials.city, at=at(day, 9))
    return case


def _store_reviews(keys: Sequence[int], model: Any, official: Any, decided_at: datetime) -> None:
    from linli.apps.applications.models import Check, Decision  # noqa: PLC0415 (as above)

    checks = list(model.checks.all())
    values = [
        {field.attname: getattr(one, field.attname) for field in Check._meta.concrete_fields}
        for one in checks
    ]
    others = [key for key in keys if key != model.pk]
    copied(Check(**(row | {"id": None, "application_id": key})) for key in others for row in values)
    copied(
        Decision(
            application_id=key,
            proposal=model.proposal,
            outcome="fail",
            reason="性能测试样本，不通过",
            decided_by=official,
            decided_at=decided_at,
        )
        for key in keys[::2]
    )


def main() -> None:
    """Fill the season that the arguments name, then let the database count what it holds."""
    code, count = sys.argv[1], int(sys.argv[2])
    django.setup()
    from django.db import connection  # noqa: PLC0415 (as above)

    from linli.apps.seasons.models import Season  # noqa: PLC0415 (as above)
    from linli.rehearsal.officials import sign_in_password  # noqa: PLC0415 (as above)

    season = Season.objects.select_related("city").get(code=code)
    fill(season, count)
    with connection.cursor() as cursor:
        # What the database does by itself within minutes.
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps({"password": sign_in_password(), "cases": _cases(season)}))


def _cases(season: Any) -> dict[str, list[str]]:
    """Return numbers of cases that the city may open, and of those that wait for a county's review."""
    numbers = season.applications.order_by("case_number").values_list("case_number", flat=True)
    waiting = numbers.filter(county_id=COUNTY).exclude(state="received")
    return {"city": list(numbers[:_MOST_CASES]), "county": list(waiting.reverse()[:_MOST_CASES])}


if __name__ == "__main__":
    main()
