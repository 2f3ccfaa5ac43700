"""Agreements between a street and a recruit, and their filing with the city."""

from django.db import models


class AgreementReading(models.Model):
    """That a formal recruit has read the text of the agreement and signed for it by typing the own name.

    It comes before the agreement, which street and recruit sign by hand. ``text`` is what was shown,
    paragraph by paragraph, ``digest`` its SHA-256.
    Source: D0 三(六); requirements G1.
    """

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        related_name="agreement_reading",
        verbose_name="报名",
    )
    read_and_signed_at = models.DateTimeField("阅读并签名的时间")
    text = models.TextField("所读文本")
    digest = models.CharField("所读文本的摘要", max_length=64)

    class Meta:
        ordering = ("application_id",)
        verbose_name = "协议文本的阅读签名"

    def __str__(self) -> str:
        return f"协议阅读{self.pk}"


class Agreement(models.Model):
    """《山西省招募高校毕业生担任社区助理协议书》 of one recruit (D0 三(六))."""

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="agreement", verbose_name="报名"
    )
    number = models.CharField("协议编号", max_length=40, unique=True)
    street = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name="街道（乡镇）"
    )
    community = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name="社区"
    )
    monthly_allowance_fen = models.PositiveIntegerField("月生活补贴（分）")
    premium_fen = models.PositiveIntegerField("人身意外保险费（分）")
    term_months = models.PositiveSmallIntegerField("服务期限（月）")
    signed_on = models.DateField("签订日期")
    filing_receipt = models.CharField("备案回执", max_length=40, blank=True)
    filed_on = models.DateField("备案日期", null=True)

    class Meta:
        ordering = ("number",)
        verbose_name = "协议"
        constraints = [
            models.UniqueConstraint(
                fields=("filing_receipt",),
                condition=~models.Q(filing_receipt=""),
                name="filing_receipt_once",
            )
        ]

    def __str__(self) -> str:
        return self.number
