"""What came into the mailbox: each mail once, with what became of it."""

from typing import Any

from django.db import models


class Mail(models.Model):
    """One mail of a season's mailbox. ``reading`` is what was read from it, without attachment bytes.

    Nothing is deleted and nothing is read twice: ``digest`` is the mail's own SHA-256.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="mails", verbose_name="招募季"
    )
    file = models.CharField("文件", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    received_at = models.DateTimeField("收到时间", null=True)
    kind = models.CharField("类别", max_length=16, blank=True)
    reason = models.CharField("说明", max_length=400, blank=True)
    is_set_aside = models.BooleanField("须人工阅读", default=False)
    reading: "models.JSONField[dict[str, Any]]" = models.JSONField("读取结果", default=dict)
    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        null=True,
        related_name="mails",
        verbose_name="报名",
    )

    class Meta:
        ordering = ("file",)
        verbose_name = "来件"
        constraints = [
            models.UniqueConstraint(fields=("season", "file", "digest"), name="mail_read_once")
        ]

    def __str__(self) -> str:
        return self.file
