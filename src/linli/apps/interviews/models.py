"""A county's interview panels: examiners, relations, the drawn order, score sheets, sign-off."""

from django.db import models

from linli.core.papers.kinds import MaterialKind
from linli.core.placement.panels import RelationKind
from linli.core.placement.scores import points


class Panel(models.Model):
    """One panel of a county. ``seed`` is the public seed of its draw, blank until then.

    Most counties have one. Whoever is listed for the interview after the draw comes before
    a further panel, with the next ``number``.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="panels", verbose_name="招募季"
    )
    county = models.ForeignKey("places.Division", models.PROTECT, verbose_name="县（市、区）")
    number = models.PositiveSmallIntegerField("组别")
    seed = models.CharField("抽签种子", max_length=40, blank=True)

    class Meta:
        ordering = ("county_id", "number")
        verbose_name = "面见小组"
        constraints = [
            models.UniqueConstraint(
                fields=("season", "county", "number"), name="panel_number_once_per_county"
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}组"

    @property
    def subject(self) -> str:
        """Return how the ledger names this panel's county."""
        return f"{self.season.code}/{self.county_id}"


class Examiner(models.Model):
    """An examiner of a panel; ``body`` is the office that sent them (D0 三(三)).

    A substitute marks only where recusal leaves a candidate too few examiners.
    """

    panel = models.ForeignKey(
        Panel, models.PROTECT, related_name="examiners", verbose_name="面见小组"
    )
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("姓名或代号", max_length=60)
    body = models.CharField("单位", max_length=60)
    is_head = models.BooleanField("组长", default=False)
    is_substitute = models.BooleanField("替补", default=False)

    class Meta:
        ordering = ("panel_id", "number")
        verbose_name = "面见考官"
        constraints = [
            models.UniqueConstraint(fields=("panel", "number"), name="examiner_number_once"),
            models.UniqueConstraint(
                fields=("panel",),
                condition=models.Q(is_head=True),
                name="one_head_per_panel",
            ),
        ]

    def __str__(self) -> str:
        return f"考官{self.number}"


class Turn(models.Model):
    """A candidate's turn before a panel, as drawn."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="turns", verbose_name="面见小组")
    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="turn", verbose_name="报名"
    )
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        ordering = ("panel_id", "position")
        verbose_name = "面见次序"
        constraints = [
            models.UniqueConstraint(fields=("panel", "position"), name="turn_once_per_panel")
        ]

    def __str__(self) -> str:
        return f"第{self.position}位"


class Relation(models.Model):
    """A relation that an examiner or a candidate declared, and that keeps the examiner away."""

    class Declarant(models.TextChoices):
        """Who declared it; nothing is inferred from what is known of a person."""

        EXAMINER = "examiner", "考官申报"
        CANDIDATE = "candidate", "面见人员申报"

    examiner = models.ForeignKey(
        Examiner, models.PROTECT, related_name="relations", verbose_name="考官"
    )
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="relations", verbose_name="报名"
    )
    kind = models.CharField(
        "关系", max_length=10, choices=[(kind.value, kind.label) for kind in RelationKind]
    )
    declarant = models.CharField("申报人", max_length=10, choices=Declarant)
    declared_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="登记人")

    class Meta:
        ordering = ("examiner_id", "application_id")
        verbose_name = "回避关系"
        constraints = [
            models.UniqueConstraint(
                fields=("examiner", "application", "kind"), name="relation_declared_once"
            )
        ]

    def __str__(self) -> str:
        return RelationKind(self.kind).label


class ScoreSheet(models.Model):
    """A candidate's score sheet as entered the first or the second time; no marks if absent."""

    class Entry(models.IntegerChoices):
        """Which of the two entries, by two officials."""

        FIRST = 1, "第一次录入"
        SECOND = 2, "第二次录入"

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="sheets", verbose_name="面见次序")
    entry = models.PositiveSmallIntegerField("录入次数", choices=Entry)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        ordering = ("turn_id", "entry")
        verbose_name = "面见评分表"
        constraints = [
            models.UniqueConstraint(fields=("turn", "entry"), name="sheet_once_per_entry"),
            models.CheckConstraint(
                condition=models.Q(entry__in=(1, 2)),
                name="two_entries_and_no_more",
            ),
        ]

    def __str__(self) -> str:
        return self.get_entry_display()


class Mark(models.Model):
    """What one examiner gave one candidate, in hundredths of a point."""

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="marks", verbose_name="面见评分表"
    )
    examiner = models.ForeignKey(
        Examiner, models.PROTECT, related_name="marks", verbose_name="考官"
    )
    hundredths = models.PositiveIntegerField("评分（百分之一分）")

    class Meta:
        ordering = ("sheet_id", "examiner_id")
        verbose_name = "考官评分"
        constraints = [
            models.UniqueConstraint(fields=("sheet", "examiner"), name="mark_once_per_sheet")
        ]

    def __str__(self) -> str:
        return points(self.hundredths)


class SignOff(models.Model):
    """Who signed a panel's scores, when, and the SHA-256 of its sheets: nothing changes after it."""

    panel = models.OneToOneField(
        Panel, models.PROTECT, related_name="sign_off", verbose_name="面见小组"
    )
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="签字人")
    signed_at = models.DateTimeField("签字时间")
    fingerprint = models.CharField("评分表指纹（SHA-256）", max_length=64)

    class Meta:
        ordering = ("panel_id",)
        verbose_name = "成绩签字确认"

    def __str__(self) -> str:
        return f"{self.panel}签字确认"


class Attendance(models.Model):
    """When a candidate came to the interview, by whose record, and whether the slip was a true one.

    ``showed_slip`` is false where the office found the case by its number alone.
    Source: D0 三(三); requirements D1.
    """

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="attendance", verbose_name="报名"
    )
    arrived_at = models.DateTimeField("到场时间")
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="登记人")
    showed_slip = models.BooleanField("面见通知单核验码相符", default=False)

    class Meta:
        ordering = ("application_id",)
        verbose_name = "面见到场"

    def __str__(self) -> str:
        return f"{self.arrived_at:%H:%M}到场"


class OriginalCheck(models.Model):
    """One original ticked against what was sent, as last found (D0 三(三); requirements D1).

    ``kind`` is a ``MaterialKind``; both faces of an ID card are one original, its front's.
    """

    class Result(models.TextChoices):
        """What the official found."""

        VERIFIED = "verified", "已核验"
        DIFFERS = "differs", "不符"
        MISSING = "missing", "未带"

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        related_name="original_checks",
        verbose_name="报名",
    )
    kind = models.CharField(
        "原件", max_length=20, choices=[(kind.value, kind.label) for kind in MaterialKind]
    )
    result = models.CharField("核验结果", max_length=8, choices=Result)
    note = models.CharField("说明", max_length=200, blank=True)
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="核验人")
    checked_at = models.DateTimeField("核验时间")

    class Meta:
        ordering = ("application_id", "pk")
        verbose_name = "原件核验"
        constraints = [
            models.UniqueConstraint(fields=("application", "kind"), name="original_checked_once")
        ]

    def __str__(self) -> str:
        return self.get_result_display()
