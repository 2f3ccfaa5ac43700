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


class Arrangement(models.Model):
    """The community that a formal recruit is to go to, as the county arranged it before the signing.

    ``reason`` says why a community takes more than the document foresees.
    Source: D0 三(六), 一(三); requirements G1, Q13.
    """

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="arrangement", verbose_name="报名"
    )
    community = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name="社区"
    )
    reason = models.CharField("调整理由", max_length=200, blank=True)
    arranged_at = models.DateTimeField("安排时间")

    class Meta:
        ordering = ("application_id",)
        verbose_name = "安排社区"

    def __str__(self) -> str:
        return f"安排{self.pk}"


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


class AgreementPaper(models.Model):
    """A signed agreement as it was uploaded: a scan, or a PDF with digital signatures.

    ``digest`` is the SHA-256 under which the bytes lie. ``signatures`` tells of each signature in
    the order of signing its organisation, time and finding; the name of a person is not kept.
    One that was replaced stays. Source: D0 三(六); 电子签名法 第十三条; requirements G1.
    """

    class Finding(models.TextChoices):
        """What the check of the signatures came to; an altered file is not kept."""

        TRUSTED = "trusted", "签名有效且可信"
        UNTRUSTED = "untrusted", "签名完整、证书未列入信任名单"
        UNCHECKED = "unchecked", "签名算法本系统不能核验（按扫描件保存）"
        UNSIGNED = "unsigned", "没有数字签名（按扫描件保存）"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="papers", verbose_name="协议"
    )
    digest = models.CharField("文件摘要", max_length=64)
    media_type = models.CharField("文件类型", max_length=40)
    size = models.PositiveIntegerField("文件大小（字节）")
    finding = models.CharField("签名核验", max_length=10, choices=Finding)
    signatures = models.JSONField("各签名", default=list)
    uploaded_at = models.DateTimeField("上传时间")
    replaced_at = models.DateTimeField("替换时间", null=True)

    class Meta:
        ordering = ("agreement_id", "uploaded_at", "pk")
        verbose_name = "已签协议文件"
        constraints = [
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(replaced_at__isnull=True),
                name="one_paper_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"已签协议文件{self.pk}"
