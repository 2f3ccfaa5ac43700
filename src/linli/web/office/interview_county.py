"""What the pages of one county's interviews show, prepared: the steps, the list, the recusals."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.models import Attendance, Panel, Relation, ScoreSheet, Turn
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.selection.listed import listed_people
from linli.apps.selection.shortlisting import InterviewList
from linli.core.identity.names import mask_name
from linli.core.placement.panels import RelationKind
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge
from linli.web.office.interview_presenting import PanelRow, panel_rows

_GRADES = ("没有荣誉", "院（系）级", "市级（含校级）", "省级", "国家级")
_BADGES = {GOOD: "已办", WAITING: "待办", QUIET: "未到"}


@dataclass(frozen=True, slots=True)
class CountyRow:
    """How far one county's interviews have come, in figures."""

    county: Division
    qualified: int
    listed: int
    panels: int
    signed: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a county's interviews: what stands, and the pages on which it is done.

    ``links`` are label, name of the page, and number of the panel (0 for the county as a whole).
    """

    title: str
    tone: str
    text: str
    links: tuple[tuple[str, str, int], ...] = ()

    @property
    def badge(self) -> Badge:
        """Return where the step stands."""
        return Badge(_BADGES[self.tone], self.tone)


@dataclass(frozen=True, slots=True)
class CountyPage:
    """One county's interviews, step by step; ``following`` is the first step that waits.

    ``listed`` counts the people on the list that is posted.
    """

    steps: tuple[Step, ...]
    following: Step | None
    listed: int


@dataclass(frozen=True, slots=True)
class ListRow:
    """One of the qualified, and what would become of them. The name is masked."""

    case_number: str
    name: str
    honour: str
    outcome: Badge
    is_tied: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list that would be made: who enters, the rule, what becomes of the last place."""

    rows: tuple[ListRow, ...]
    listed: int
    left_off: int
    rule: str
    last_place: str
    remark: str
    mark: str


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation on record, and the candidate's case."""

    examiner: str
    case_number: str
    kind: str
    declarant: str


def county_rows(season: Season, scope: str) -> tuple[CountyRow, ...]:
    """Return how far the counties within a subtree of divisions have come."""
    quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
    cases = season.applications.filter(county__code__startswith=scope).order_by()
    people = {
        county: (qualified, listed)
        for county, qualified, listed in cases.values("county_id")
        .annotate(
            # The state, not the key, is counted: an index alone answers.
            qualified=Count("state", filter=Q(state=State.QUALIFIED)),
            listed=Count("state", filter=Q(state=State.INTERVIEW_LISTED)),
        )
        .values_list("county_id", "qualified", "listed")
    }
    found = Panel.objects.filter(season=season, county__code__startswith=scope).order_by()
    panels = {
        county: (made, signed)
        for county, made, signed in found.values("county_id")
        .annotate(made=Count("pk"), signed=Count("sign_off"))
        .values_list("county_id", "made", "signed")
    }
    nothing = (0, 0)
    return tuple(
        CountyRow(
            one.county, *people.get(one.county_id, nothing), *panels.get(one.county_id, nothing)
        )
        for one in quotas.order_by("county_id")
    )


def county_page(season: Season, county: str) -> CountyPage:
    """Return the steps of a county's interviews, each with what stands and what is missing."""
    figures = season.applications.filter(county_id=county).aggregate(
        qualified=Count("pk", filter=Q(state=State.QUALIFIED)),
        listed=Count("pk", filter=Q(state=State.INTERVIEW_LISTED)),
        waiting=Count("pk", filter=Q(state=State.INTERVIEW_LISTED, turn=None)),
        here=Count("pk", filter=Q(state=State.INTERVIEW_LISTED, attendance__isnull=False)),
    )
    # Whoever came may have been placed in another county since.
    came = Attendance.objects.filter(
        application__turn__panel__season=season, application__turn__panel__county=county
    )
    figures["came"] = came.count()
    panels = panel_rows(season, county)
    relations = Relation.objects.filter(
        examiner__panel__season=season, examiner__panel__county=county
    ).count()
    entering = _entering(season, county, panels)
    steps = (
        _listing(figures, panels),
        _forming(figures, panels),
        _declaring(relations, panels),
        _drawing(figures, panels),
        _door(figures, panels),
        entering,
        _signing(panels, is_entered=entering.tone == GOOD),
        _announcing(panels),
    )
    following = next((one for one in steps if one.tone == WAITING), None)
    return CountyPage(steps, following, listed_people(season, county).count())


def _listing(figures: dict[str, int], panels: Sequence[PanelRow]) -> Step:
    links = (("核对名单", "office:interview-list", 0),)
    if figures["qualified"]:
        return Step("列入面见复审", WAITING, f"审查通过的{figures['qualified']}人还没有列入", links)
    if figures["listed"] or any(one.candidates for one in panels):
        return Step("列入面见复审", GOOD, f"待面见{figures['listed']}人，没有等待列入的")
    return Step("列入面见复审", QUIET, "还没有审查通过的人员，先办完资格审查")


def _forming(figures: dict[str, int], panels: Sequence[PanelRow]) -> Step:
    links = (("组成小组", "office:interview-panels", 0),)
    undrawn = [one for one in panels if not one.panel.seed]
    if figures["waiting"] and not undrawn:
        text = f"有{figures['waiting']}人待面见，没有待抽签的小组"
        return Step("组成面见小组", WAITING, text, links)
    if panels:
        return Step("组成面见小组", GOOD, f"已组成{len(panels)}个")
    return Step("组成面见小组", QUIET, "可以先组成小组，也可以等列入人员以后", links)


def _declaring(relations: int, panels: Sequence[PanelRow]) -> Step:
    open_ones = [one.panel for one in panels if one.badge.tone != GOOD]
    links = tuple((f"{one}登记", "office:interview-recusal", one.number) for one in open_ones)
    text = (
        f"已登记{relations}项" if relations else "没有登记；有亲属、师生或同校、同乡关系的应当申报"
    )
    if not panels:
        text = "先组成面见小组"
    return Step("登记回避关系", GOOD if relations else QUIET, text, links)


def _drawing(figures: dict[str, int], panels: Sequence[PanelRow]) -> Step:
    undrawn = [one for one in panels if not one.panel.seed]
    if undrawn and figures["waiting"]:
        text = f"{len(undrawn)}个小组、{figures['waiting']}人待抽签"
        return Step("抽签确定面见次序", WAITING, text, (("抽签", "office:interview-draw", 0),))
    if undrawn or not panels:
        return Step(
            "抽签确定面见次序", QUIET, "先列入面见人员" if panels else "先组成面见小组、列入人员"
        )
    return Step("抽签确定面见次序", GOOD, "已抽签，不重抽")


def _door(figures: dict[str, int], panels: Sequence[PanelRow]) -> Step:
    links = (("到场核验", "office:door", 0),)
    listed, here = figures["listed"], figures["here"]
    if listed and any(one.panel.seed for one in panels):
        tone = GOOD if here == listed else WAITING
        return Step("到场和原件核验", tone, f"待面见{listed}人，已到场{here}人", links)
    if panels and all(one.badge.tone == GOOD for one in panels):
        tone = GOOD if figures["came"] else QUIET
        return Step("到场和原件核验", tone, f"面见已经结束，登记到场{figures['came']}人")
    return Step("到场和原件核验", QUIET, "没有等待面见的人员" if panels else "抽签以后开始", links)


def _entering(season: Season, county: str, panels: Sequence[PanelRow]) -> Step:
    rows = Turn.objects.filter(
        panel__season=season,
        panel__county=county,
        panel__sign_off=None,
        application__state=State.INTERVIEW_LISTED,
    ).annotate(first=_entered(1), second=_entered(2))
    found = [(one.first, one.second) for one in rows]
    lacking = [sum(not row[entry] for row in found) for entry in (0, 1)]
    links = tuple(
        (f"{one.panel}", "office:panel", one.panel.number)
        for one in panels
        if one.panel.seed and one.badge.tone != GOOD
    )
    if any(lacking):
        text = f"第一次还差{lacking[0]}人，第二次还差{lacking[1]}人"
        return Step("录入评分", WAITING, text, links)
    if any(one.panel.seed for one in panels):
        return Step("录入评分", GOOD, "两次都已录入", links)
    return Step("录入评分", QUIET, "抽签、面见以后，由两名工作人员各录入一次")


def _entered(entry: int) -> Exists:
    return Exists(ScoreSheet.objects.filter(turn=OuterRef("pk"), entry=entry))


def _signing(panels: Sequence[PanelRow], *, is_entered: bool) -> Step:
    drawn = [one for one in panels if one.panel.seed]
    unsigned = [one.panel for one in drawn if one.badge.tone != GOOD]
    links = tuple((f"{one}核对", "office:interview-sign-off", one.number) for one in unsigned)
    if unsigned:
        tone = WAITING if is_entered else QUIET
        return Step("签字确认成绩", tone, "两次录入一致才能签字确认，确认后不再更改", links)
    if drawn:
        return Step("签字确认成绩", GOOD, "各组都已签字确认，不再更改")
    return Step("签字确认成绩", QUIET, "录入两次、没有差异以后")


def _announcing(panels: Sequence[PanelRow]) -> Step:
    signed = [one.panel for one in panels if one.badge.tone == GOOD]
    links = tuple((f"{one}成绩", "office:interview-announcement", one.number) for one in signed)
    if signed:
        return Step("当场公布", GOOD, "投影或者打印，只有抽签号和总分", links)
    return Step("当场公布", QUIET, "签字确认后当场公布")


def list_page(made: InterviewList) -> ListPage:
    """Return what the page of the list shows before it is made."""
    listed = set(made.found.listed)
    rows = tuple(
        ListRow(
            one.case_number,
            mask_name(one.person.name),
            _GRADES[made.grades[one.case_number]],
            Badge("列入", GOOD) if one.case_number in listed else Badge("不列入", QUIET),
            one.case_number in made.tied,
        )
        for one in made.qualified
    )
    return ListPage(
        rows=rows,
        listed=len(listed),
        left_off=len(rows) - len(listed),
        rule=f"名额{made.places}个，按{made.rule.ratio}∶1，本次还可列入{made.limit}人",
        last_place=_last_place(made),
        remark=made.found.remark,
        mark=made.mark,
    )


def _last_place(made: InterviewList) -> str:
    if len(made.qualified) <= made.limit:
        return "人数没有超过，全部列入"
    if not made.tied:
        return "末位没有并列"
    grade = _GRADES[made.grades[made.tied[0]]]
    return f"末位有{len(made.tied)}人并列（{grade}）：{made.rule.ties.value}"


def waiting_candidates(panel: Panel) -> list[Application]:
    """Return whom a relation may be declared about: the panel's candidates, or before its draw all who wait."""
    found = panel.season.applications.filter(county=panel.county_id).in_state(
        State.INTERVIEW_LISTED
    )
    found = found.filter(turn__panel=panel) if panel.seed else found.filter(turn=None)
    return list(found.select_related("person"))


def relation_rows(panel: Panel) -> tuple[RelationRow, ...]:
    """Return the relations that were declared before a panel."""
    rows = Relation.objects.filter(examiner__panel=panel).select_related("examiner", "application")
    return tuple(
        RelationRow(
            str(one.examiner),
            one.application.case_number,
            RelationKind(one.kind).label,
            one.get_declarant_display(),
        )
        for one in rows
    )


def draw_figures(season: Season, county: str) -> tuple[int, int]:
    """Return how many panels wait for their draw, and how many candidates."""
    panels = Panel.objects.filter(season=season, county=county, seed="").count()
    waiting = season.applications.filter(county=county, turn=None)
    return panels, waiting.in_state(State.INTERVIEW_LISTED).count()
