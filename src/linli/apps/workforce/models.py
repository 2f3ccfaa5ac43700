"""Workers: the record that begins when a recruit reports for duty."""

from django.db import models


class Worker(models.Model):
    """One person's service in a community. The last day is included.

    Source: D0 一(四), 三(七).
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="services", verbose_name="人员"
    )
    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="worker", verbose_name="报名"
    )
    county = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name="县（市、区）"
    )
    street = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name="街道（乡镇）"
    )
    community = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="workers", verbose_name="社区"
    )
    post = models.CharField("岗位", max_length=30, default="社区助理")
    reported_on = models.DateField("报到日期")
    last_day = models.DateField("服务期满日（含当日）")
    counts_as_grassroots_experience = models.BooleanField("视为基层就业经历", default=True)

    class Meta:
        ordering = ("community_id", "pk")
        verbose_name = "社区工作者"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gt=models.F("reported_on")),
                name="term_ends_after_report",
            )
        ]

    def __str__(self) -> str:
        return f"社区助理{self.pk}"
