"""Administrative divisions by their GB/T 2260 code; a code's prefix names its subtree."""

from django.db import models


class Division(models.Model):
    """A province (2 digits), city (4), county (6), street (9) or community (12)."""

    class Level(models.IntegerChoices):
        """How deep in the tree a division stands."""

        PROVINCE = 1, "省"
        CITY = 2, "市"
        COUNTY = 3, "县（市、区）"
        STREET = 4, "街道（乡镇）"
        COMMUNITY = 5, "社区"

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级"
    )
    is_sample = models.BooleanField("样本", default=False)

    class Meta:
        ordering = ("code",)
        verbose_name = "行政区划"

    def __str__(self) -> str:
        return self.name
