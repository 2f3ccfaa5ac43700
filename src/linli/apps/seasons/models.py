"""A recruitment season: what its pack says, fixed at opening, and where it stands."""

from django.db import models

from linli.core.policy import Pack
from linli.core.refusal import Refusal
from linli.policies import get_pack


class Stage(models.TextChoices):
    """The stages of D0 三, in order; ``closed`` follows the last."""

    REGISTRATION = "registration", "宣传报名"
    ELIGIBILITY_REVIEW = "eligibility_review", "资格审查"
    INTERVIEW = "interview", "面见复审"
    MEDICAL_CHECK = "medical_check", "组织体检"
    SELECTION = "selection", "确定人选"
    AGREEMENT = "agreement", "签订协议"
    REPORTING = "reporting", "人员报到"
    CLOSED = "closed", "已结束"


#: The stages in the order in which a season goes through them.
ORDER = tuple(Stage)


class EditionChanged(Refusal):
    """The installed pack is another edition than the one that a season was opened from."""


class SeasonSet(models.QuerySet["Season"]):
    """Seasons."""

    def standing(self) -> "SeasonSet":
        """Return those that were not withdrawn: the others are shown nowhere but in the office's list."""
        return self.filter(withdrawn_at=None)


class Season(models.Model):
    """One run of a pack. ``code`` is the pack's id, with ``-2`` and so on for later runs.

    ``source`` is the fingerprint of what a rehearsal was made from, so that a run stopped
    half-way is found again; it is blank for a real season. ``last_number`` is the last case
    number given out: counting the cases instead would take longer with each of them.
    ``withdrawn_at`` is set where the season was opened by mistake; its row stays, so that its code,
    which the ledger bears, is never given to another.
    """

    code = models.SlugField("招募季编号", max_length=60, unique=True, allow_unicode=False)
    pack_id = models.CharField("政策包", max_length=60)
    edition = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=100)
    city = models.ForeignKey("places.Division", models.PROTECT, verbose_name="市")
    stage = models.CharField("阶段", max_length=20, choices=Stage, default=Stage.REGISTRATION)
    is_rehearsal = models.BooleanField("演练", default=False)
    seed = models.CharField("公开种子", max_length=40)
    source = models.CharField("演练来源", max_length=64, blank=True, db_index=True)
    opened_at = models.DateTimeField("开启时间")
    last_number = models.PositiveIntegerField("最后报名编号", default=0)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    objects = SeasonSet.as_manager()

    class Meta:
        ordering = ("-opened_at", "code")
        verbose_name = "招募季"

    def __str__(self) -> str:
        return self.title

    @property
    def pack(self) -> Pack:
        """Return the pack that the season was opened from. Raises ``EditionChanged``."""
        pack = get_pack(self.pack_id)
        if pack.edition != self.edition:
            raise EditionChanged(
                f"招募季按政策包{self.edition}版开启，现安装的是{pack.edition}版",
                why="同一招募季自始至终适用同一版规定",
                mend="安装开启时的版本，或以新版另开一季",
            )
        return pack

    def window(self, stage: Stage) -> "StageWindow":
        """Return the days of a stage; windows that were loaded with the season are not asked for again."""
        return next(one for one in self.windows.all() if one.stage == stage)

    @property
    def rule_version(self) -> str:
        """Return the pack and edition that decisions of this season quote."""
        return f"{self.pack_id}@{self.edition}"


class Quota(models.Model):
    """A county's places and communities in a season (D0 附件1)."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="quotas", verbose_name="招募季")
    county = models.ForeignKey("places.Division", models.PROTECT, verbose_name="县（市、区）")
    places = models.PositiveIntegerField("招募人数")
    communities = models.PositiveIntegerField("社区数")

    class Meta:
        ordering = ("county_id",)
        verbose_name = "名额"
        constraints = [
            models.UniqueConstraint(fields=("season", "county"), name="quota_once_per_county")
        ]

    def __str__(self) -> str:
        return f"{self.county}：{self.places}名"

    @property
    def differs_from_communities(self) -> bool:
        """Tell whether the places differ from the communities (requirements A4)."""
        return self.places != self.communities


class StageWindow(models.Model):
    """First and last day of a stage, both included, with its clause."""

    season = models.ForeignKey(
        Season, models.PROTECT, related_name="windows", verbose_name="招募季"
    )
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    first_day = models.DateField("开始")
    last_day = models.DateField("结束（含当日）")
    clause = models.CharField("条款", max_length=60)

    class Meta:
        ordering = ("first_day",)
        verbose_name = "阶段时限"
        constraints = [
            models.UniqueConstraint(fields=("season", "stage"), name="window_once_per_stage"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="window_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.first_day}至{self.last_day}"


class Publication(models.Model):
    """Where and when the notice of a season was published (requirements B1)."""

    season = models.ForeignKey(
        Season, models.PROTECT, related_name="publications", verbose_name="招募季"
    )
    channel = models.CharField("渠道", max_length=60)
    address = models.URLField("网址", blank=True)
    published_at = models.DateTimeField("发布时间")

    class Meta:
        ordering = ("published_at", "pk")
        verbose_name = "发布记录"
        constraints = [
            models.UniqueConstraint(
                fields=("season", "channel", "published_at"), name="publication_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return self.channel


class Appointment(models.Model):
    """When and where a county interviews, or has people checked, and what they bring.

    One for each county and stage; who changes it gives a reason, which the ledger keeps.
    Source: D0 三(三), 三(四); requirements D1, E1.
    """

    season = models.ForeignKey(
        Season, models.PROTECT, related_name="appointments", verbose_name="招募季"
    )
    county = models.ForeignKey("places.Division", models.PROTECT, verbose_name="县（市、区）")
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    starts_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=100)
    notes = models.CharField("携带物品和其他事项", max_length=200, blank=True)

    class Meta:
        ordering = ("season", "county_id", "stage")
        verbose_name = "时间和地点"
        constraints = [
            models.UniqueConstraint(
                fields=("season", "county", "stage"), name="one_appointment_per_county_and_stage"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=("interview", "medical_check")),
                name="appointment_of_a_stage_people_come_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}的时间和地点"
