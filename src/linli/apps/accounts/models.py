"""Officials: who may act, for which office, in which subtree of divisions."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Office(models.TextChoices):
    """The kind of office an official acts for (requirements P2)."""

    CITY = "city", "市委社会工作部"
    COUNTY = "county", "县（市、区）委社会工作部"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区"
    FINANCE = "finance", "财政局"
    AUDITOR = "auditor", "纪检监察、审计"


class User(AbstractUser):
    """An official. ``division`` is the root of the subtree that the official sees."""

    display_name = models.CharField("姓名", max_length=60)
    office = models.CharField("单位类别", max_length=12, choices=Office)
    division = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, verbose_name="所属区划"
    )
    is_rehearsal = models.BooleanField("演练人员", default=False)

    class Meta:
        verbose_name = "工作人员"

    def __str__(self) -> str:
        return self.display_name

    @property
    def scope(self) -> str:
        """Return the code prefix of the official's subtree; everything without a division is nothing."""
        return self.division_id or "-"
