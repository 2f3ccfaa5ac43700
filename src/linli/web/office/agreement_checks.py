"""What is shown before agreements are arranged, signed, filed or reports recorded: nothing is done yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.apps.agreements.actions import Assignment
from linli.apps.agreements.arranging import ArrangementPlan
from linli.apps.agreements.filing import FilingPlan
from linli.apps.agreements.signing import SigningPlan
from linli.apps.applications.models import Application
from linli.apps.places.models import Division
from linli.apps.workforce.reporting import ReportPlan
from linli.core.documents.official import date_text
from linli.core.identity.names import mask_name

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A list of what would be done, cell by cell, and the button that does it.

    ``gone`` tells who is passed over, ``lacking`` how many have no paper, for which a reason is asked. Without rows there is nothing to be confirmed.
    """

    title: str
    told: str
    clause: str
    columns: Row
    rows: tuple[Row, ...]
    gone: str
    after: str
    mark: str
    address: str
    button: str
    lacking: int = 0

    @property
    def lines(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return the rows, each cell with the name of its column."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


def arrange_check(plan: ArrangementPlan) -> CheckPage:
    """Return what arranging would do."""
    return CheckPage(
        title=f"安排{len(plan.assignments)}人的社区",
        told="还没有安排；核对以后确认",
        clause="D0 三(六)",
        columns=("报名编号", "姓名", "街道（乡镇）、社区", "原安排", "调整理由"),
        rows=tuple(
            (*_who(one.application), _where(one.community), _changed(plan, one), one.reason or "—")
            for one in plan.assignments
        ),
        gone=_numbers(plan.gone),
        after="确认后逐件记入台账；街道（乡镇）随即可以看到本街道的人员，打印协议并登记签订。",
        mark=plan.mark,
        address="office:agreement-arrange",
        button=f"安排{len(plan.assignments)}人",
    )


def _changed(plan: ArrangementPlan, one: Assignment) -> str:
    return "改派" if plan.before[one.application.case_number] else "首次安排"


def sign_check(plan: SigningPlan) -> CheckPage:
    """Return what the signing would do."""
    return CheckPage(
        title=f"登记{len(plan.assignments)}人签订协议",
        told=f"还没有登记；核对以后确认 · 签订日期{date_text(plan.signed_on)}",
        clause="D0 三(六)",
        columns=("报名编号", "姓名", "街道（乡镇）、社区"),
        rows=tuple((*_who(one.application), _where(one.community)) for one in plan.assignments),
        gone=_numbers(plan.gone),
        after="确认后生成协议编号，逐件记入台账并通知本人；要么全部登记，要么一人也不登记。登记以后请上传签订后的协议。",
        mark=plan.mark,
        address="office:agreement-sign",
        button=f"登记{len(plan.assignments)}人签订",
    )


def file_check(plan: FilingPlan) -> CheckPage:
    """Return what the filing would do."""
    lacking = {one.pk for one in plan.without_paper}
    return CheckPage(
        title=f"备案{len(plan.agreements)}份协议",
        told=f"还没有备案；核对以后确认 · 备案后全市共{plan.total}份，名额{plan.places}名",
        clause="D0 三(六)",
        columns=("协议编号", "姓名", "县（市、区）", "社区", "签订后的协议"),
        rows=tuple(
            (
                one.number,
                mask_name(one.application.person.name),
                one.application.county.name if one.application.county else "",
                one.community.name,
                "待上传协议" if one.pk in lacking else "已上传",
            )
            for one in plan.agreements
        ),
        gone=f"{plan.gone}份协议已由他人备案，或者已解除" if plan.gone else "",
        after="确认后生成备案回执，逐件记入台账并通知本人；要么全部备案，要么一份也不备案。",
        mark=plan.mark,
        address="office:agreement-file",
        button=f"备案{len(plan.agreements)}份",
        lacking=len(plan.without_paper),
    )


def report_check(plan: ReportPlan) -> CheckPage:
    """Return whose records would be opened."""
    return CheckPage(
        title=f"登记{len(plan.terms)}人报到",
        told=f"还没有登记；核对以后确认 · 报到日期{date_text(plan.reported_on)}",
        clause="D0 三(七)",
        columns=("报名编号", "姓名", "街道（乡镇）、社区", "服务期满（含当日）"),
        rows=tuple(
            (
                *_who(one.application),
                f"{one.street.name} {one.community.name}",
                date_text(last),
            )
            for one, last in plan.terms
        ),
        gone=f"{plan.gone}人已由他人登记，或者协议已解除" if plan.gone else "",
        after="确认后建立社区工作者记录，服务期自报到之日起算，逐件记入台账。",
        mark=plan.mark,
        address="office:agreement-report",
        button=f"登记{len(plan.terms)}人报到",
    )


def _who(application: Application) -> tuple[str, str]:
    return application.case_number, mask_name(application.person.name)


def _where(community: Division) -> str:
    return f"{community.parent.name if community.parent else ''} {community.name}".strip()


def _numbers(numbers: Iterable[str]) -> str:
    found = "、".join(numbers)
    return f"{found}已签订、撤回或者改派，不在本次办理之内" if found else ""
