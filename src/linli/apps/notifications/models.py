"""Messages to applicants: stored first, sent after commit, never doubled."""

from django.db import models


class Message(models.Model):
    """One message about one change. ``key`` makes a second one for the same change impossible."""

    class Status(models.TextChoices):
        """Where a message stands."""

        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"
        REHEARSED = "rehearsed", "演练，不发送"

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="messages", verbose_name="报名"
    )
    key = models.CharField("去重键", max_length=120, unique=True)
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)

    class Meta:
        ordering = ("pk",)
        verbose_name = "通知"

    def __str__(self) -> str:
        return self.subject
