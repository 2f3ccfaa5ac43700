"""An application: the form, the materials, the checks proposed, the decision, the state."""

from typing import Any

from django.db import models

from linli.apps.applications.states import FINAL, State

#: How many digits the code of a county has; a street's has more, a city's fewer. Source: GB/T 2260.
COUNTY_DIGITS = 6
_WORKBOOK = "workbook"
_IN_REVIEW = (State.ROUTED.value, State.SUPPLEMENT_REQUESTED.value)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Questions about applications; every list for an official starts at ``within``."""

    def within(self, scope: str) -> "ApplicationQuerySet":
        """Return the applications in the subtree of divisions that ``scope`` names by prefix.

        Below the county a case belongs to where the agreement sends the recruit. The joins of one
        level are not made for another: over many cases they cost more than the page.
        """
        if len(scope) > COUNTY_DIGITS:
            return self.filter(agreement__community__code__startswith=scope)
        if len(scope) == COUNTY_DIGITS:
            return self.filter(county=scope)
        return self.filter(
            models.Q(county__code__startswith=scope)
            | models.Q(season__city__code__startswith=scope)
        )

    def live(self) -> "ApplicationQuerySet":
        """Return the applications that were not withdrawn."""
        return self.exclude(state=State.WITHDRAWN)

    def in_state(self, *states: State) -> "ApplicationQuerySet":
        """Return the applications in any of the states, by case number."""
        return self.filter(state__in=states).order_by("case_number")


class Application(models.Model):
    """One person's application in one season.

    ``form`` holds the fields of 附件2 as read; ``reading`` tells from which carrier and mail,
    what stands there field by field and where, and what a person must look at. ``materials`` counts by
    kind; ``papers`` are those that were read, with their values. ``findings``
    lists what intake noticed: ``{"code", "text"}``. ``applied_county`` is
    the first choice; ``county`` is where the case is handled, another one after a transfer.
    """

    class Source(models.TextChoices):
        """How an application came."""

        PORTAL = "portal", "网上报名"
        MAIL = "mail", "电子邮箱"
        COUNTER = "counter", "窗口登记"
        WORKBOOK = _WORKBOOK, "学校报送"
        REHEARSAL = "rehearsal", "演练"

    season = models.ForeignKey(
        "seasons.Season", models.PROTECT, related_name="applications", verbose_name="招募季"
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="applications", verbose_name="人员"
    )
    case_number = models.CharField("报名编号", max_length=20)
    source = models.CharField("来源", max_length=10, choices=Source)
    received_at = models.DateTimeField("收到时间")
    state = models.CharField(
        "状态", max_length=24, choices=[(state.value, state.label) for state in State]
    )
    county = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, verbose_name="县（市、区）"
    )
    applied_county = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, related_name="+", verbose_name="第一意向县"
    )
    form: "models.JSONField[dict[str, Any]]" = models.JSONField("报名登记表", default=dict)
    reading: "models.JSONField[dict[str, Any]]" = models.JSONField("读取情况", default=dict)
    materials: "models.JSONField[dict[str, int]]" = models.JSONField("报名材料", default=dict)
    papers: "models.JSONField[list[dict[str, Any]]]" = models.JSONField("读到的材料", default=list)
    findings: "models.JSONField[list[dict[str, str]]]" = models.JSONField("收件情况", default=list)
    proposal = models.CharField("系统意见", max_length=8, blank=True)
    has_priority = models.BooleanField("同等条件下优先", default=False)
    diploma_date = models.DateField("取得毕业证书日期", null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("case_number",)
        verbose_name = "报名"
        constraints = [
            models.UniqueConstraint(
                fields=("season", "case_number"), name="case_number_once_per_season"
            ),
            models.UniqueConstraint(
                fields=("season", "person"),
                condition=~models.Q(state=State.WITHDRAWN),
                name="one_live_application_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=("season", "county", "state"), name="by_season_county_state"),
            # The funnel counts where people applied: answered from this index alone.
            models.Index(
                fields=("season", "applied_county", "county", "state"), name="by_season_applied"
            ),
            # The queue of the review sorts all that wait: by what stands in this index alone.
            models.Index(
                fields=("season", "state", "case_number"),
                include=("id", "county", "proposal", "source"),
                name="by_season_state",
            ),
            # Few among very many: without these a page reads all cases to find none.
            models.Index(
                fields=("season", "case_number"),
                condition=models.Q(county=None, state__in=_IN_REVIEW),
                name="kept_by_city",
            ),
            models.Index(
                fields=("season", "case_number"), condition=models.Q(form={}), name="without_form"
            ),
            models.Index(
                fields=("id",),
                condition=models.Q(source=_WORKBOOK, papers=[]),
                name="claimed_by_school",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def subject(self) -> str:
        """Return how the ledger names this case."""
        return f"{self.season.code}/{self.case_number}"

    @property
    def state_label(self) -> str:
        """Return the state in the office's words."""
        return State(self.state).label

    @property
    def claimed_papers(self) -> int:
        """Return how many papers a school says there are, of which the office has seen none."""
        if self.source != self.Source.WORKBOOK or self.papers:
            return 0
        return sum(count for kind, count in self.materials.items() if kind != "unknown")

    @property
    def is_final(self) -> bool:
        """Tell whether no way leads out of the present state."""
        return State(self.state) in FINAL


class Check(models.Model):
    """One check of an application against the notice, as the engine proposed it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="checks", verbose_name="报名"
    )
    position = models.PositiveSmallIntegerField("次序")
    rule = models.CharField("规则", max_length=60)
    label = models.CharField("检查", max_length=60)
    clause = models.CharField("条款", max_length=60)
    outcome = models.CharField("结论", max_length=8)
    formula = models.TextField("依据的事实", blank=True)
    code = models.CharField("原因代码", max_length=60, blank=True)
    text = models.CharField("原因", max_length=200, blank=True)
    is_unknown = models.BooleanField("事实不明", default=False)

    class Meta:
        ordering = ("position",)
        verbose_name = "检查"
        constraints = [
            models.UniqueConstraint(fields=("application", "rule"), name="check_once_per_rule")
        ]
        indexes = [
            # What a letter may ask about: few of very many checks.
            models.Index(
                fields=("application", "code"),
                condition=models.Q(outcome="refer", is_unknown=False),
                name="checks_to_ask_about",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def outcome_label(self) -> str:
        """Return the outcome in the office's words; a pass with a reason carries a condition."""
        words = {"pass": "符合", "fail": "不符合", "refer": "需人工核定"}
        return "符合（附条件）" if self.outcome == "pass" and self.code else words[self.outcome]


class Decision(models.Model):
    """What a named official decided on an application, beside what the engine proposed.

    ``codes`` are the reasons taken from the checks; ``undone_at`` tells that the case was opened
    for review again. Where the pack asks for a second reader, ``decided_by`` is that one and
    ``first_opinion`` what was agreed to.
    """

    class Outcome(models.TextChoices):
        """What can be decided."""

        PASS = "pass", "通过"
        FAIL = "fail", "不通过"
        SUPPLEMENT = "supplement", "要求补正"

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="decisions", verbose_name="报名"
    )
    proposal = models.CharField("系统意见", max_length=8)
    outcome = models.CharField("决定", max_length=12, choices=Outcome)
    reason = models.CharField("理由", max_length=400)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")
    codes: "models.JSONField[list[str]]" = models.JSONField("原因代码", default=list)
    undone_at = models.DateTimeField("撤销时间", null=True)
    first_opinion = models.OneToOneField(
        "applications.FirstOpinion",
        models.PROTECT,
        null=True,
        related_name="decision",
        verbose_name="初审意见",
    )

    class Meta:
        ordering = ("decided_at", "pk")
        verbose_name = "审查决定"

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def departs(self) -> bool:
        """Tell whether the official decided otherwise than the engine proposed."""
        return departs(self.proposal, self.outcome)


def departs(proposal: str, outcome: str) -> bool:
    """Tell whether a decision overrules a proposal; one to refer the case leaves it to the official."""
    return proposal in ("pass", "fail") and outcome != proposal


class FirstOpinionQuerySet(models.QuerySet["FirstOpinion"]):
    """Questions about first opinions."""

    def waiting(self) -> "FirstOpinionQuerySet":
        """Return those that nobody has answered, whether or not their case has changed, with the case."""
        waiting = self.filter(status=FirstOpinion.Status.WAITING)
        return waiting.select_related("application", "given_by")


class FirstOpinion(models.Model):
    """What a first official proposes where the pack asks for a second one: no decision yet.

    ``seen`` is the mark of what it rests on. ``answer`` is why it was returned.
    """

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "待第二人复核"
        CONFIRMED = "confirmed", "已复核同意"
        RETURNED = "returned", "已退回"
        LAPSED = "lapsed", "因报名变动已失效"

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="first_opinions", verbose_name="报名"
    )
    outcome = models.CharField("意见", max_length=12, choices=Decision.Outcome)
    reason = models.CharField("理由", max_length=400)
    codes: "models.JSONField[list[str]]" = models.JSONField("原因代码", default=list)
    seen = models.CharField("所见情况的标记", max_length=64)
    given_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="初审人"
    )
    given_at = models.DateTimeField("初审时间")
    status = models.CharField("办理情况", max_length=10, choices=Status, default=Status.WAITING)
    answer = models.CharField("退回理由", max_length=400, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    closed_at = models.DateTimeField("复核时间", null=True)

    objects = FirstOpinionQuerySet.as_manager()

    class Meta:
        ordering = ("given_at", "pk")
        verbose_name = "初审意见"
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=models.Q(status="waiting"),
                name="one_waiting_opinion_per_case",
            )
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Opening(models.Model):
    """An official has a case before the eyes; it keeps nobody else from opening it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="openings", verbose_name="报名"
    )
    official = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="工作人员"
    )
    opened_at = models.DateTimeField("打开时间")

    class Meta:
        ordering = ("-opened_at",)
        verbose_name = "正在查看的报名"
        constraints = [
            models.UniqueConstraint(
                fields=("application", "official"), name="one_opening_per_official"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%H:%M}"


class SavedFilter(models.Model):
    """A filter of the review queue that an official keeps under a name; nobody else sees it."""

    official = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="工作人员"
    )
    season = models.ForeignKey(
        "seasons.Season", models.CASCADE, related_name="+", verbose_name="招募季"
    )
    name = models.CharField("名称", max_length=20)
    wishes: "models.JSONField[dict[str, str]]" = models.JSONField("筛选条件", default=dict)

    class Meta:
        ordering = ("name",)
        verbose_name = "常用筛选"
        constraints = [
            models.UniqueConstraint(
                fields=("official", "season", "name"), name="one_filter_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
