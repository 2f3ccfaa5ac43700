"""Working days: State holidays, make-up days, periods."""

from linli.core.workdays.calendar import DayKind, MissingYear, NotAPeriod, WorkCalendar, days

__all__ = ["DayKind", "MissingYear", "NotAPeriod", "WorkCalendar", "days"]
