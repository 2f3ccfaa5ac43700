"""The holiday table: the years it covers and the days that break the weekly rule."""

from django.db import models

from linli.core.workdays import DayKind


class CalendarYear(models.Model):
    """A year whose holiday arrangement has been loaded, and from where."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("来源", max_length=200)

    class Meta:
        ordering = ("year",)
        verbose_name = "年度放假安排"

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A weekday off, or a weekend day worked."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")
    kind = models.CharField(
        "类别", max_length=10, choices=[(kind.value, kind.name) for kind in DayKind]
    )

    class Meta:
        ordering = ("day",)
        verbose_name = "放假或补班日"

    def __str__(self) -> str:
        return self.day.isoformat()
