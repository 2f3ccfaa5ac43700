"""Accounts: officials, who act for an office in a subtree of divisions, and applicants, who act for themselves."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class Office(models.TextChoices):
    """The kind of office an official acts for (requirements P2), and the three administrators.

    Source: GB/T 22239-2019 8.1.5.
    """

    CITY = "city", "市委社会工作部"
    COUNTY = "county", "县（市、区）委社会工作部"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区"
    FINANCE = "finance", "财政局"
    AUDITOR = "auditor", "纪检监察、审计"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


#: Who look after accounts and records, and do nothing of the recruitment.
ADMINISTRATORS = (Office.SYSTEM, Office.SECURITY, Office.AUDIT)
#: Who recruit: what the security administrator may grant.
BUSINESS = tuple(one for one in Office if one not in ADMINISTRATORS)


class User(AbstractUser):
    """An official, or an applicant, who has no office. ``division`` is the root of what an official sees.

    An applicant's ``username`` is drawn, so that the ledger, which bears it, names nobody.
    An official's account that waits for its grant, or is closed, is not active.
    """

    display_name = models.CharField("姓名", max_length=60, blank=True)
    office = models.CharField("单位类别", max_length=12, choices=Office, blank=True)
    division = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, verbose_name="所属区划"
    )
    is_rehearsal = models.BooleanField("演练人员", default=False)
    awaits_grant = models.BooleanField("等待授权", default=False)
    sessions_ended = models.PositiveIntegerField("被结束登录的次数", default=0)
    phone = models.CharField("手机号码", max_length=11, null=True, unique=True)
    is_phone_verified = models.BooleanField("手机号码已验证", default=False)

    class Meta:
        verbose_name = "账号"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(awaits_grant=True, is_active=True),
                name="nobody_acts_before_the_grant",
            ),
        )

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_official(self) -> bool:
        """Tell an official from an applicant."""
        return self.office != ""

    @property
    def is_administrator(self) -> bool:
        """Tell who looks after accounts or records from who recruits."""
        return self.office in ADMINISTRATORS

    @property
    def root(self) -> str:
        """Return the code of the division whose accounts are an official's; without one nothing is."""
        return self.division_id or "-"

    @property
    def scope(self) -> str:
        """Return the code prefix of the cases that an official sees; an administrator sees none."""
        return "-" if self.is_administrator else self.root

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Return what a session must bear; it changes with the password, and when sessions are ended."""
        if not self.sessions_ended:
            unchanged: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
            return unchanged
        salt = "linli.accounts.session"
        value = f"{self.password} {self.sessions_ended}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class AccessEvent(models.Model):
    """What happened at the door: an official signed in, could not, left, or was refused a page.

    ``account`` is empty where nobody bears the user name, which is not kept: it may be anything.
    """

    class Kind(models.TextChoices):
        """What happened."""

        SIGNED_IN = "signed_in", "登录"
        FAILED = "failed", "登录失败"
        LOCKED = "locked", "锁定期间尝试登录"
        SIGNED_OUT = "signed_out", "退出"
        PASSWORD = "password", "更改密码"
        REFUSED = "refused", "被拒绝的办理"

    at = models.DateTimeField("时间")
    kind = models.CharField("事件", max_length=12, choices=Kind)
    account = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="账号")
    address = models.GenericIPAddressField("来源地址", null=True)
    page = models.CharField("页面", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    is_last_told = models.BooleanField("其后从略", default=False)

    class Meta:
        verbose_name = "访问记录"
        indexes = (
            models.Index(fields=("account", "kind", "at"), name="access_by_account"),
            models.Index(fields=("at",), name="access_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.account or '没有这个用户名'}）"
