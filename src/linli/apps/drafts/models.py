"""What an applicant fills in on the site: the draft, field by field, and the files beside it."""

from typing import Any

from django.db import models

from linli.core.papers.kinds import MaterialKind

#: Two kinds of files that are no material of the notice: the photo of the form and the drawn signature.
PHOTO, SIGNATURE = "photo", "signature"
#: A paper of which its owner has not said what it is.
UNKNOWN = "unknown"
KINDS = (PHOTO, SIGNATURE, UNKNOWN, *MaterialKind)


class Draft(models.Model):
    """One account's form in one season, kept as it is typed.

    ``fields`` holds the text of each field of 附件2 by name. Every saving that changes something
    takes the next ``revision``; ``stamps`` tells by field in which one it last changed, so that two
    open pages never overwrite one another unseen. ``application`` is the case that it was submitted
    as, ``submitted_revision`` what of it was submitted, ``laid_in_at`` the ``submitted_at`` of the
    submission whose files lie in the case.
    Source: D0 三(一)3, 附件2; requirements B4, B5, B17.
    """

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="drafts", verbose_name="招募季"
    )
    account = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="drafts", verbose_name="账号"
    )
    fields: "models.JSONField[dict[str, str]]" = models.JSONField("填写内容", default=dict)
    stamps: "models.JSONField[dict[str, int]]" = models.JSONField("各项修改次序", default=dict)
    revision = models.PositiveIntegerField("修改次序", default=0)
    saved_at = models.DateTimeField("保存时间", null=True)
    consented_at = models.DateTimeField("同意上传证件和照片的时间", null=True)
    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        null=True,
        related_name="draft",
        verbose_name="报名",
    )
    submitted_at = models.DateTimeField("提交时间", null=True)
    submitted_revision = models.PositiveIntegerField("提交时的修改次序", null=True)
    laid_in_at = models.DateTimeField("已并入报名的提交时间", null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "报名草稿"
        constraints = [
            models.UniqueConstraint(fields=("season", "account"), name="one_draft_per_account")
        ]

    def __str__(self) -> str:
        return f"草稿{self.pk}"

    def present_uploads(self) -> "UploadQuerySet":
        """Return the files that are in the draft; none in one that is not stored."""
        return Upload.objects.filter(draft_id=self.pk).present()

    @property
    def has_changes_to_submit(self) -> bool:
        """Tell whether something was changed since it was submitted, or it never was."""
        return self.submitted_revision != self.revision


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about the files of drafts."""

    def present(self) -> "UploadQuerySet":
        """Return the files that the applicant has not taken out again."""
        return self.filter(removed_at=None)


class Upload(models.Model):
    """One file of a draft. ``digest`` is its SHA-256, by which its bytes are kept.

    The file's own name is not kept: people put their names and numbers there. ``reading`` is what
    was read of it (``status`` ``read``); ``is_submitted`` tells that the office has it.
    Source: D0 三(一)6, 附件2.
    """

    class Status(models.TextChoices):
        """How far the reading of a file has come."""

        WAITING = "waiting", "待读取"
        READ = "read", "已读取"
        UNREADABLE = "unreadable", "未能读取"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads", verbose_name="草稿")
    kind = models.CharField("种类", max_length=24)
    digest = models.CharField("摘要", max_length=64)
    media_type = models.CharField("格式", max_length=40)
    size = models.PositiveIntegerField("字节数")
    uploaded_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True)
    is_submitted = models.BooleanField("已提交", default=False)
    status = models.CharField("读取情况", max_length=10, choices=Status, default=Status.WAITING)
    reading: "models.JSONField[dict[str, Any]]" = models.JSONField("读取结果", default=dict)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = "上传的文件"
        constraints = [
            models.UniqueConstraint(
                fields=("draft", "kind", "digest"), name="file_once_per_draft_and_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(kind) for kind in KINDS]), name="kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"文件{self.pk}"
