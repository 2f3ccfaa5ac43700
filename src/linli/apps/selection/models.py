"""Interview scores, placements, medical conclusions and backfills."""

from typing import Any

from django.db import models

from linli.core.placement.scores import points


class Score(models.Model):
    """A candidate's interview result: examiners' marks and the total, in hundredths of a point."""

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="score", verbose_name="报名"
    )
    marks: "models.JSONField[list[int]]" = models.JSONField("考官评分（百分之一分）", default=list)
    total = models.PositiveIntegerField("总分（百分之一分）")

    class Meta:
        ordering = ("-total",)
        verbose_name = "面见成绩"

    def __str__(self) -> str:
        return points(self.total)


class PlacementBasis(models.Model):
    """What a placement was computed on, and when by whom.

    ``seats``, ``candidates`` and ``choices`` are CSV as ``linli place`` takes them;
    ``fingerprint`` is the SHA-256 of tables, rule and seed. Nobody's name stands in them.
    """

    number = models.PositiveIntegerField("次数")
    made_at = models.DateTimeField("办理时间")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="办理人")
    rule = models.CharField("办法", max_length=40)
    rank_by = models.CharField("名次依据", max_length=200)
    seed = models.CharField("抽签种子", max_length=100)
    seats = models.TextField("名额表")
    candidates = models.TextField("人员表")
    choices = models.TextField("志愿表")
    fingerprint = models.CharField("指纹", max_length=64)

    class Meta:
        abstract = True


class PlacementTrial(PlacementBasis):
    """A placement that was computed and stored to be read: it binds nobody and is shown to nobody.

    It lies in tables of its own, so that nothing that asks for placements comes upon one.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="placement_trials", verbose_name="招募季"
    )

    class Meta:
        ordering = ("season", "number")
        verbose_name = "入围试算"
        constraints = [
            models.UniqueConstraint(fields=("season", "number"), name="placement_trial_once")
        ]

    def __str__(self) -> str:
        return f"第{self.number}次试算"


class PlacementRun(PlacementBasis):
    """One placement of a season, adopted by its city, with the tables on which it was decided.

    ``reason`` says why it was adopted. Runs of releases before 0.6 have no ``trial``.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="placement_runs", verbose_name="招募季"
    )
    trial = models.OneToOneField(
        PlacementTrial, models.PROTECT, null=True, related_name="run", verbose_name="入围试算"
    )
    reason = models.TextField("采用理由", blank=True)

    class Meta:
        ordering = ("season", "number")
        verbose_name = "入围安排"
        constraints = [
            models.UniqueConstraint(fields=("season", "number"), name="placement_run_once")
        ]

    def __str__(self) -> str:
        return f"第{self.number}次入围安排"


#: Whatever was computed, adopted or not.
Computed = PlacementRun | PlacementTrial


class PlacedRow(models.Model):
    """Where a candidate stands in a placement, and why, in one sentence.

    ``merit_rank`` is the rank in the whole list; ``rank`` is the same, but for a reserve the
    place in the queue. ``answers`` tell the same choice by choice, each with its clause:
    ``{"choice", "post", "outcome", "text", "clause", "last", "last_rank", "last_figure"}``.
    """

    county = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, verbose_name="县（市、区）"
    )
    status = models.CharField("结果", max_length=10)
    choice = models.PositiveSmallIntegerField("志愿次序", default=0)
    rank = models.PositiveIntegerField("名次或递补位次")
    merit_rank = models.PositiveIntegerField("本次安排名次", default=0)
    reason = models.CharField("说明", max_length=400)
    answers: "models.JSONField[list[dict[str, Any]]]" = models.JSONField("逐项说明", default=list)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.status


class TrialPlacement(PlacedRow):
    """Where a candidate would stand by a trial."""

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        related_name="trial_placements",
        verbose_name="报名",
    )
    run = models.ForeignKey(
        PlacementTrial, models.PROTECT, related_name="placements", verbose_name="入围试算"
    )

    class Meta:
        ordering = ("county_id", "rank")
        verbose_name = "试算结果"
        constraints = [
            models.UniqueConstraint(fields=("run", "application"), name="trial_places_once")
        ]


class Placement(PlacedRow):
    """Where a candidate was placed or queued by the placement that was adopted."""

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="placement", verbose_name="报名"
    )
    run = models.ForeignKey(
        PlacementRun,
        models.PROTECT,
        # Placements of releases before 0.4 kept no tables.
        null=True,
        related_name="placements",
        verbose_name="入围安排",
    )

    class Meta:
        ordering = ("county_id", "rank")
        verbose_name = "入围结果"


class MedicalConfirmation(models.Model):
    """Whether a person who is placed will come to the medical check, as last answered.

    ``answered_by`` is the applicant's own account, or the official who was told; then ``told_by``
    and ``told_at`` say who told it, without a name, and when.
    Source: D0 三(三); requirements D3.
    """

    class Teller(models.TextChoices):
        """Who told the county's office."""

        SELF = "self", "本人"
        KIN = "kin", "本人委托的亲属"

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        related_name="medical_confirmation",
        verbose_name="报名",
    )
    attends = models.BooleanField("参加体检")
    answered_at = models.DateTimeField("答复时间")
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="答复人"
    )
    told_by = models.CharField("告知人", max_length=8, choices=Teller, blank=True)
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta:
        ordering = ("application_id",)
        verbose_name = "参加体检的答复"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_by="", told_at=None)
                | ~models.Q(told_by="") & models.Q(told_at__isnull=False),
                name="who_told_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return "参加体检" if self.attends else "不参加体检"


class MedicalCheck(models.Model):
    """The conclusion of a medical check, and nothing else (requirements E3, X12)."""

    class Conclusion(models.TextChoices):
        """What may be recorded of a medical check."""

        PASS = "pass", "合格"
        FAIL = "fail", "不合格"
        RECHECK = "recheck", "待复检"
        ABSENT = "absent", "缺席"

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        related_name="medical_check",
        verbose_name="报名",
    )
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion)
    checked_on = models.DateField("日期")
    hospital = models.CharField("医院", max_length=80)

    class Meta:
        ordering = ("application_id",)
        verbose_name = "体检结论"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(conclusion="recheck"), name="recheck_is_no_conclusion"
            )
        ]

    def __str__(self) -> str:
        return self.get_conclusion_display()


class MedicalRecheck(models.Model):
    """A first medical check that had no conclusion: the person is checked a second time.

    It says when and where the first was, and, where known, when and where the second is to be;
    nothing clinical. ``MedicalCheck`` then holds the second conclusion with its own day.
    Source: D0 三(四); requirements E3, X12.
    """

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        related_name="medical_recheck",
        verbose_name="报名",
    )
    checked_on = models.DateField("初检日期")
    hospital = models.CharField("初检医院", max_length=80)
    again_on = models.DateField("复检日期", null=True)
    again_at = models.CharField("复检医院", max_length=80, blank=True)

    class Meta:
        ordering = ("application_id",)
        verbose_name = "待复检"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(again_on=None) | models.Q(again_on__gte=models.F("checked_on")),
                name="recheck_not_before_check",
            )
        ]

    def __str__(self) -> str:
        return f"待复检{self.pk}"


class Backfill(models.Model):
    """One vacancy and who filled it; ``filler`` is empty when the reserve was used up."""

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="backfills", verbose_name="招募季"
    )
    county = models.ForeignKey("places.Division", models.PROTECT, verbose_name="县（市、区）")
    leaver = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="vacancy", verbose_name="空缺来自"
    )
    filler = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        null=True,
        related_name="backfill",
        verbose_name="递补人选",
    )
    queue_position = models.PositiveIntegerField("递补位次", null=True)
    reason = models.CharField("理由", max_length=200)

    class Meta:
        ordering = ("pk",)
        verbose_name = "递补"

    def __str__(self) -> str:
        return f"递补{self.pk}"


def marks_text(marks: list[int]) -> list[str]:
    """Return marks as points with two decimals, for sheets and pages."""
    return [points(mark) for mark in marks]
