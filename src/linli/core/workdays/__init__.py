"""Working days: State holidays, make-up days, periods."""

from linli.core.workdays.calendar import (
    DayKind,
    MissingYear,
    NotAPeriod,
    Period,
    WorkCalendar,
    days,
)

__all__ = ["DayKind", "MissingYear", "NotAPeriod", "Period", "WorkCalendar", "days"]
