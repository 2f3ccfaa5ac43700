"""Public notices: a frozen masked list with its fingerprint; objections to it."""

from datetime import date
from typing import Any

from django.db import models


class PublicNotice(models.Model):
    """A county's list as published. ``rows`` is frozen; ``fingerprint`` is its SM3.

    ``number`` counts a county's lists in a season: after a backfill there is a second one. One
    that ``corrects`` another stands in its place whole, says why (``reason``) and what is
    different (``changes``, public sentences); the other stays readable.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="notices", verbose_name="招募季"
    )
    county = models.ForeignKey("places.Division", models.PROTECT, verbose_name="县（市、区）")
    number = models.PositiveSmallIntegerField("次序", default=1)
    posted_on = models.DateField("张贴日期")
    last_day = models.DateField("公示截止（当日24时）")
    working_days = models.PositiveSmallIntegerField("工作日数")
    rows: "models.JSONField[list[dict[str, Any]]]" = models.JSONField("公示名单")
    fingerprint = models.CharField("名单指纹（SM3）", max_length=64)
    telephone = models.CharField("受理异议的电话", max_length=40, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正的公示"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True)
    changes: "models.JSONField[list[str]]" = models.JSONField("更正内容", default=list)

    class Meta:
        ordering = ("county_id", "number")
        verbose_name = "公示"
        constraints = [
            models.UniqueConstraint(
                fields=("season", "county", "number"), name="notice_number_once_per_county"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects=None) | ~models.Q(reason=""),
                name="correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        mark = "（更正）" if self.corrects_id else ""
        return f"{self.county}公示{self.number if self.number > 1 else ''}{mark}"

    @property
    def correction(self) -> dict[str, object] | None:
        """Return what a correction says besides its rows, as its fingerprint has it."""
        if self.corrects is None:
            return None
        former = {"fingerprint": self.corrects.fingerprint, "number": self.corrects.number}
        return {"changes": self.changes, "corrects": former, "reason": self.reason}


class Listing(models.Model):
    """One person on one public notice: a person is proposed once, and confirmed by that list.

    A correction takes over whoever goes on standing: the listing moves to it, and keeps the
    person's own period where that is not the list's (``own_posted_on``, ``own_last_day``).
    """

    notice = models.ForeignKey(
        PublicNotice, models.PROTECT, related_name="listings", verbose_name="公示"
    )
    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="listing", verbose_name="报名"
    )
    position = models.PositiveSmallIntegerField("名单序号")
    own_posted_on = models.DateField("本人公示开始", null=True)
    own_last_day = models.DateField("本人公示截止（当日24时）", null=True)

    class Meta:
        ordering = ("notice_id", "position")
        verbose_name = "公示人选"
        constraints = [
            models.UniqueConstraint(fields=("notice", "position"), name="position_once_per_notice"),
            models.CheckConstraint(
                condition=models.Q(own_posted_on=None, own_last_day=None)
                | models.Q(own_posted_on__isnull=False, own_last_day__isnull=False),
                name="own_period_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"公示人选{self.pk}"

    @property
    def posted_on(self) -> date:
        """Return the day on which the person's period began."""
        return self.own_posted_on or self.notice.posted_on

    @property
    def last_day(self) -> date:
        """Return the last day, included, of the person's period."""
        return self.own_last_day or self.notice.last_day


class Posting(models.Model):
    """Where and when a list was made public besides this site, as the county recorded it."""

    notice = models.ForeignKey(
        PublicNotice, models.PROTECT, related_name="postings", verbose_name="公示"
    )
    channel = models.CharField("渠道", max_length=60)
    address = models.URLField("网址", blank=True)
    posted_at = models.DateTimeField("发布时间")

    class Meta:
        ordering = ("posted_at", "pk")
        verbose_name = "公示渠道"
        constraints = [
            models.UniqueConstraint(
                fields=("notice", "channel", "posted_at"), name="posting_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return self.channel


class Objection(models.Model):
    """An objection to one person on a list. Open, it holds back that person only (D0 三(五)).

    Who objected is kept only of those who gave a name. ``receipt`` is the digest of the
    code by which whoever objected on the site sees the answer (``core.record.code_digest``); an
    objection that an official took down has none, and no ``position``: the line in which the site
    showed the person, which a correction shifts. ``is_crowded`` marks one that came among very many, which the county looks through; it holds back like every other.
    """

    class Status(models.TextChoices):
        """Where the handling stands."""

        OPEN = "open", "核查中"
        DISMISSED = "dismissed", "不成立"
        UPHELD = "upheld", "成立"

    class Way(models.TextChoices):
        """How it came in."""

        SITE = "site", "网站"
        TELEPHONE = "telephone", "电话"
        IN_PERSON = "in_person", "当面"
        LETTER = "letter", "书面"

    notice = models.ForeignKey(
        PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示"
    )
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="objections", verbose_name="报名"
    )
    received_at = models.DateTimeField("收到时间")
    way = models.CharField("提出方式", max_length=10, choices=Way, blank=True)
    is_anonymous = models.BooleanField("匿名")
    content = models.TextField("内容")
    evidence = models.TextField("证据和线索", blank=True)
    objector = models.CharField("提出人姓名", max_length=60, blank=True)
    contact = models.CharField("提出人联系方式", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("提出时的名单序号", null=True)
    receipt = models.CharField("查询码摘要", max_length=64, null=True, unique=True)
    is_crowded = models.BooleanField("短时间内大量收到", default=False)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    result = models.TextField("核查结果", blank=True)

    class Meta:
        ordering = ("received_at",)
        verbose_name = "异议"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_anonymous=False) | models.Q(objector="", contact=""),
                name="anonymous_objection_names_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"异议{self.pk}"
