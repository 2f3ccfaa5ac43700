"""What came into the mailbox: each mail once, with what became of it."""

from typing import Any

from django.db import models

from linli.core.intake.sorting import MailKind


class MailQuerySet(models.QuerySet["Mail"]):
    """Questions about what came in."""

    def of_mailbox(self) -> "MailQuerySet":
        """Return the mails of the mailbox, without what was sent on the site."""
        return self.exclude(kind=MailKind.ONLINE)


class Mail(models.Model):
    """One mail of a season's mailbox. ``reading`` is what was read from it, without attachment bytes.

    Nothing is deleted and nothing is read twice: ``digest`` is the mail's own SHA-256, by
    which its bytes are kept. A mail that was set aside keeps its mark; ``handled_by`` tells
    that a person has dealt with it. What was sent on the site stands here as well, under the
    kind ``online``: one row a case, which a later submission puts its own files into.
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
    handled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    handled_at = models.DateTimeField("处理时间", null=True)
    handling_note = models.CharField("处理说明", max_length=400, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ("file",)
        verbose_name = "来件"
        constraints = [
            models.UniqueConstraint(fields=("season", "file", "digest"), name="mail_read_once")
        ]

    def __str__(self) -> str:
        return self.file

    @property
    def problem_texts(self) -> list[str]:
        """Return what was wrong with the mail and its attachments, in the office's words."""
        files = [self.reading, *self.reading.get("attachments", [])]
        # Mails that were registered before pictures were read have their problems in one list.
        problems = [
            problem for item in files if isinstance(item, dict) for problem in item["problems"]
        ]
        return [problem.get("reason") or problem.get("text", "") for problem in problems]


class Doubt(models.Model):
    """One reading that a person must look at: a value of the form, or a page whose kind is unknown.

    ``page`` is where it stands, ``{"digest", "page", "inner", "frame"}`` of an attachment of
    ``mail``, and ``box`` the edges there as fractions; both are empty where the carrier has
    no pages. ``proposed`` is what the machine read, ``settled`` what the person decided.
    """

    class Kind(models.TextChoices):
        """What is in doubt."""

        FIELD = "field", "登记表的填写内容"
        PAPER = "paper", "材料的种类"

    class Status(models.TextChoices):
        """Where a doubt stands."""

        OPEN = "open", "待核对"
        ACCEPTED = "accepted", "读取无误"
        CORRECTED = "corrected", "已更正"
        OUTDATED = "outdated", "来件已更新，不必核对"

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="doubts", verbose_name="报名"
    )
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, related_name="doubts", verbose_name="来件"
    )
    kind = models.CharField("种类", max_length=6, choices=Kind)
    field = models.CharField("项目", max_length=40)
    reason = models.CharField("须核对的原因", max_length=200)
    original = models.TextField("表上所写", blank=True)
    page: "models.JSONField[dict[str, Any]]" = models.JSONField("位置", default=dict)
    box: "models.JSONField[list[float]]" = models.JSONField("范围", default=list)
    proposed = models.TextField("读取结果", blank=True)
    settled = models.TextField("核对结果", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    settled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    settled_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        ordering = ("application__case_number", "pk")
        verbose_name = "待核对项"
        indexes = [models.Index(fields=("status", "application"), name="doubts_by_status")]

    def __str__(self) -> str:
        return self.field


class Letter(models.Model):
    """A supplement request: drafted by the machine, sent only when a person releases it."""

    class Status(models.TextChoices):
        """Where a letter stands."""

        DRAFT = "draft", "草稿"
        RELEASED = "released", "已发出"
        DROPPED = "dropped", "已作废"

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="letters", verbose_name="报名"
    )
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    drafted_at = models.DateTimeField("起草时间")
    released_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    released_at = models.DateTimeField("签发时间", null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "补正通知"
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=models.Q(status="draft"),
                name="one_draft_per_application",
            )
        ]

    def __str__(self) -> str:
        return self.subject
