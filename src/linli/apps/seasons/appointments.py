"""When and where a county interviews and has people checked, in the words that everybody reads.

Source: D0 三(三), 三(四); requirements D1, E1.
"""

from collections.abc import Iterable, Mapping

from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.core.documents.official import date_text

#: What is said as long as a county has not set it.
TO_BE_TOLD = "时间地点由县（市、区）另行通知。"


def appointment_of(season: Season, county: str | None, stage: Stage) -> Appointment | None:
    """Return when and where a county has people come, if it has set that."""
    return season.appointments.filter(county_id=county, stage=stage).first()


def appointments_of(seasons: Iterable[Season]) -> Mapping[tuple[int, str, str], Appointment]:
    """Return the appointments of seasons, by season, county and stage."""
    found = Appointment.objects.filter(season__in=list(seasons))
    return {(one.season_id, one.county_id, one.stage): one for one in found}


def time_text(appointment: Appointment) -> str:
    """Return the day and time in Beijing: 2024年6月28日09:00."""
    local = appointment.starts_at.astimezone(BEIJING)
    return f"{date_text(local.date())}{local:%H:%M}"


def told(appointment: Appointment | None) -> str:
    """Return the sentences by which people learn when and where to come, and what to bring."""
    if appointment is None:
        return TO_BE_TOLD
    notes = f"{appointment.notes.rstrip('。')}。" if appointment.notes else ""
    return f"时间：{time_text(appointment)}；地点：{appointment.place}。{notes}"
