"""The calendar as lists, so that any engine finds a period's last day by counting places."""

from bisect import bisect_right
from datetime import date, timedelta

from linli.core.policy.compiling import WorkingDays
from linli.core.policy.errors import CaseError


def working_days(calendar: WorkingDays | None) -> tuple[date, list[date]]:
    """Return the first day on which a period may begin, and all working days in their order.

    Only the years without a gap are covered, from the first one on. A period begins on the
    day after the one it is counted from, so that may be the last day before these years.
    """
    if calendar is None:
        raise CaseError("计算工作日需要放假安排表", mend="载入国务院办公厅公布的放假安排")
    day = date(min(calendar.years), 1, 1)
    first, found = day - timedelta(days=1), []
    while day.year in calendar.years:
        if calendar.is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return first, found


def calendar_lists(calendar: WorkingDays | None) -> tuple[date, list[int], list[int]]:
    """Return the first day, the working days up to each day, and the working days by number.

    The second list holds, for each day from the first on, how many working days there have
    been; the third, for the first, second, … working day, how many days after the first day
    it lies.
    """
    first, found = working_days(calendar)
    offsets = [(day - first).days for day in found]
    days = (date(found[-1].year, 12, 31) - first).days
    counts = [bisect_right(offsets, day) for day in range(days + 1)]
    return first, counts, offsets
