"""What people ask about their own data in a submitted case, and what the office answers."""

from django.db import models


class RightsRequest(models.Model):
    """One request about the data of a case; blank ``answer`` waits.

    ``due_on`` is the last day for the answer, included. A refusal gives its reason in ``answer``.
    Source: 个人信息保护法 第四十六条至第五十条.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        CORRECT = "correct", "更正、补充"
        DELETE = "delete", "删除"
        EXPLAIN = "explain", "解释说明、人工复核"
        WITHDRAW_CONSENT = "withdraw_consent", "撤回同意"

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        related_name="rights_requests",
        verbose_name="报名",
    )
    kind = models.CharField("申请事项", max_length=20, choices=Kind)
    text = models.TextField("申请内容")
    asked_at = models.DateTimeField("申请时间")
    due_on = models.DateField("答复期限（含当日）")
    is_granted = models.BooleanField("同意", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = "个人信息申请"
        constraints = [
            models.UniqueConstraint(
                fields=("application", "kind"),
                condition=models.Q(answer=""),
                name="one_open_request_per_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", is_granted=None, answered_by=None, answered_at=None)
                | (
                    ~models.Q(answer="")
                    & models.Q(
                        is_granted__isnull=False,
                        answered_by__isnull=False,
                        answered_at__isnull=False,
                    )
                ),
                name="rights_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"申请{self.pk}"

    @property
    def clause(self) -> str:
        """Return the article that gives the right."""
        return _CLAUSES[RightsRequest.Kind(self.kind)]


_CLAUSES = {
    RightsRequest.Kind.CORRECT: "个人信息保护法 第四十六条",
    RightsRequest.Kind.DELETE: "个人信息保护法 第四十七条",
    RightsRequest.Kind.EXPLAIN: "个人信息保护法 第四十八条、第二十四条",
    RightsRequest.Kind.WITHDRAW_CONSENT: "个人信息保护法 第十五条",
}
