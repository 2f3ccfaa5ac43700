"""Monthly pay runs and their slips, in whole fen."""

from typing import Any

from django.db import models


class PayRun(models.Model):
    """One month of one season's workers. ``month`` is its first day."""

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="pay_runs", verbose_name="招募季"
    )
    month = models.DateField("月份")

    class Meta:
        ordering = ("month",)
        verbose_name = "补贴发放批次"
        constraints = [
            models.UniqueConstraint(fields=("season", "month"), name="pay_run_once_per_month")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y年%m月}"


class PaySlip(models.Model):
    """What one worker gets for a month, the premium taken off, and who bears it.

    ``premium_fen`` is what the street paid; ``deduction_fen`` what was taken off, at most
    the allowance (requirements Q5). The three parts add up to ``allowance_fen`` exactly.
    """

    run = models.ForeignKey(PayRun, models.CASCADE, related_name="slips", verbose_name="批次")
    worker = models.ForeignKey(
        "workforce.Worker", models.PROTECT, related_name="slips", verbose_name="社区工作者"
    )
    tier = models.PositiveSmallIntegerField("最低工资类别")
    full_month_fen = models.PositiveIntegerField("月标准")
    days_served = models.PositiveSmallIntegerField("服务天数")
    days_in_month = models.PositiveSmallIntegerField("当月天数")
    allowance_fen = models.PositiveIntegerField("应发")
    premium_fen = models.PositiveIntegerField("保险费")
    deduction_fen = models.PositiveIntegerField("代扣")
    net_fen = models.PositiveIntegerField("实发")
    province_fen = models.PositiveIntegerField("省级分担")
    city_fen = models.PositiveIntegerField("市级分担")
    county_fen = models.PositiveIntegerField("县级分担")
    steps: "models.JSONField[list[dict[str, Any]]]" = models.JSONField("计算步骤", default=list)

    class Meta:
        ordering = ("worker_id",)
        verbose_name = "补贴单"
        constraints = [
            models.UniqueConstraint(fields=("run", "worker"), name="slip_once_per_worker"),
            models.CheckConstraint(
                condition=models.Q(
                    allowance_fen=models.F("province_fen")
                    + models.F("city_fen")
                    + models.F("county_fen")
                ),
                name="shares_add_up",
            ),
            models.CheckConstraint(
                condition=models.Q(allowance_fen=models.F("net_fen") + models.F("deduction_fen")),
                name="net_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"补贴单{self.pk}"
