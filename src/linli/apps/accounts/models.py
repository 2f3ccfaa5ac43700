"""Accounts: officials, who act for an office in a subtree of divisions, and applicants, who act for themselves."""

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
    """An official, or an applicant, who has no office. ``division`` is the root of what an official sees.

    An applicant's ``username`` is drawn, so that the ledger, which bears it, names nobody.
    """

    display_name = models.CharField("姓名", max_length=60, blank=True)
    office = models.CharField("单位类别", max_length=12, choices=Office, blank=True)
    division = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, verbose_name="所属区划"
    )
    is_rehearsal = models.BooleanField("演练人员", default=False)
    phone = models.CharField("手机号码", max_length=11, null=True, unique=True)
    is_phone_verified = models.BooleanField("手机号码已验证", default=False)

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_official(self) -> bool:
        """Tell an official from an applicant."""
        return self.office != ""

    @property
    def scope(self) -> str:
        """Return the code prefix of the official's subtree; everything without a division is nothing."""
        return self.division_id or "-"
