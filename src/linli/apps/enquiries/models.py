"""Enquiries about a season: asked by anybody, answered by the city's office, public where it says so."""

from django.db import models


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Questions about enquiries."""

    def waiting(self) -> "EnquiryQuerySet":
        """Return those without an answer, the oldest first."""
        return self.filter(answer="").order_by("asked_at", "pk")

    def answered(self) -> "EnquiryQuerySet":
        """Return those with an answer, the last answered first."""
        return self.exclude(answer="").order_by("-answered_at", "-pk")

    def published(self) -> "EnquiryQuerySet":
        """Return what everybody may read, the last answered first."""
        return self.answered().filter(is_public=True)

    def about(self, words: str) -> "EnquiryQuerySet":
        """Return those whose public wording or answer holds every one of the words, parted by blanks."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(wording__icontains=word) | models.Q(answer__icontains=word)
            )
        return found


class Enquiry(models.Model):
    """One question to the city's office, and its answer.

    ``wording`` is the question as it is made public, which the office may have rid of what is
    personal; ``contact`` is for the office's eyes only. ``receipt`` is the digest of the code by
    which the asker sees the answer (``core.record.code_digest``). Source: D0 三(一); requirements B2.
    """

    class Category(models.TextChoices):
        """What a question is about; the first three are those that D0 三(一) names."""

        CONDITIONS = "conditions", "报名条件"
        PROCESS = "process", "申报流程"
        PAY = "pay", "待遇标准"
        MATERIALS = "materials", "报名材料"
        OTHER = "other", "其他"

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="enquiries", verbose_name="招募季"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    question = models.TextField("问题")
    contact = models.CharField("联系方式", max_length=100, blank=True)
    receipt = models.CharField("查询码摘要", max_length=64, unique=True)
    asked_at = models.DateTimeField("提问时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    wording = models.TextField("公开的问题", blank=True)
    is_public = models.BooleanField("公开", default=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = "咨询"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False)
                | (~models.Q(answer="") & ~models.Q(wording="")),
                name="public_enquiry_has_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="answer_has_time",
            ),
        ]
        indexes = [models.Index(fields=("season", "is_public"), name="enquiry_by_season_public")]

    def __str__(self) -> str:
        return f"咨询{self.pk}"
