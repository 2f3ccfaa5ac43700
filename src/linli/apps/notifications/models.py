"""Messages to applicants: stored first, sent after commit, each channel once."""

from django.db import models

#: The most characters of a short message that goes out as one.
LONGEST_SHORT = 70


class Attachment(models.TextChoices):
    """The files that a message may carry; they are made as it is sent."""

    FILLED_FORM = "filled_form", "填好的报名登记表"


class Message(models.Model):
    """What is said to the person of a case, or to an account: on the site, and by its deliveries.

    ``key`` makes a second message about the same thing impossible. ``short`` is the text of the
    short message, blank if none goes out; ``read_at`` is when the applicant opened it on the site.
    """

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        null=True,
        related_name="messages",
        verbose_name="报名",
    )
    account = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="messages", verbose_name="账号"
    )
    key = models.CharField("去重键", max_length=120, unique=True)
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    short = models.CharField("短信正文", max_length=LONGEST_SHORT, blank=True)
    attachment = models.CharField("附件", max_length=20, choices=Attachment, blank=True)
    stored_at = models.DateTimeField("通知时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "通知"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=True, account__isnull=False)
                | models.Q(application__isnull=False, account__isnull=True),
                name="message_to_a_case_or_an_account",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether the message belongs to a rehearsal and never leaves the site."""
        if self.application is not None:
            return self.application.season.is_rehearsal
        return self.account is not None and self.account.is_rehearsal


class Delivery(models.Model):
    """One message on its way by one channel; the address is looked up as it is sent.

    ``due_at`` is the earliest instant of the next attempt, ``last_error`` the name of what went
    wrong last.
    """

    class Channel(models.TextChoices):
        """By what a message goes out."""

        EMAIL = "email", "电子邮件"
        SMS = "sms", "短信"

    class Status(models.TextChoices):
        """Where a delivery stands. What failed, or hangs in ``sending``, waits for a person."""

        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"
        UNADDRESSED = "unaddressed", "没有可用的地址"
        REHEARSED = "rehearsed", "演练，不发送"

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="deliveries", verbose_name="通知"
    )
    channel = models.CharField("渠道", max_length=5, choices=Channel)
    status = models.CharField("状态", max_length=11, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    due_at = models.DateTimeField("下次发送时间")
    last_error = models.CharField("最近的错误", max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "通知的发送"
        constraints = [
            models.UniqueConstraint(fields=("message", "channel"), name="one_delivery_per_channel")
        ]
        indexes = [
            models.Index(
                fields=("due_at",),
                condition=models.Q(status="waiting"),
                name="deliveries_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}：{self.get_status_display()}"
