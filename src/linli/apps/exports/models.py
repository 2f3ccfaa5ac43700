"""The log of exports: who ordered which list, why, what came of it, when it was downloaded."""

from datetime import datetime, timedelta

from django.db import models

#: How long the file of an export is kept for the one who ordered it.
KEPT = timedelta(days=7)


class Export(models.Model):
    """One list as a workbook, as an official ordered it; the file goes, the entry stays.

    ``rows`` of ``total`` are written so far, in the end all of them; ``digest`` is the SHA-256 of
    the file. ``is_full`` tells that ID numbers and the like stand there in full. ``tries`` counts how
    often it was begun. ``downloaded_at`` are instants as ISO 8601.
    """

    class Status(models.TextChoices):
        """Where an export stands."""

        WAITING = "waiting", "排队中"
        RUNNING = "running", "正在生成"
        READY = "ready", "已生成"
        FAILED = "failed", "没有完成"
        EXPIRED = "expired", "已过期删除"

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="exports", verbose_name="招募季"
    )
    list_name = models.CharField("名单", max_length=20)
    filters: "models.JSONField[dict[str, str]]" = models.JSONField("筛选条件", default=dict)
    is_full = models.BooleanField("含完整个人信息", default=False)
    reason = models.CharField("用途", max_length=200)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="exports", verbose_name="导出人"
    )
    ordered_at = models.DateTimeField("申请时间")
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.WAITING)
    total = models.PositiveIntegerField("应有行数", default=0)
    rows = models.PositiveIntegerField("行数", default=0)
    tries = models.PositiveSmallIntegerField("办理次数", default=0)
    digest = models.CharField("文件摘要（SHA-256）", max_length=64, blank=True)
    failure = models.CharField("没有完成的原因", max_length=400, blank=True)
    finished_at = models.DateTimeField("生成时间", null=True)
    downloaded_at: "models.JSONField[list[str]]" = models.JSONField("下载时间", default=list)

    class Meta:
        ordering = ("-ordered_at", "-pk")
        verbose_name = "导出"
        indexes = [
            models.Index(fields=("status", "ordered_at"), name="exports_by_status"),
        ]

    def __str__(self) -> str:
        return f"导出{self.pk}"

    @property
    def file_name(self) -> str:
        """Return how the file is called; nobody's name stands in it."""
        return f"{self.season.code}-{self.list_name}-{self.pk}.xlsx"

    @property
    def kept_until(self) -> datetime | None:
        """Return until when the file is kept, ``None`` before there is one."""
        return self.finished_at + KEPT if self.finished_at else None

    @property
    def is_unfinished(self) -> bool:
        """Tell whether it still waits or is being made."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
