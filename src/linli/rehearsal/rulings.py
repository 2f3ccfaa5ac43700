"""What a made-up official decides, by a plain rule, so that a rehearsal is the same each time.

A pass and a fail follow the proposal. A case referred because an attachment must be
opened passes after opening it; any other is asked for a supplement, and every second of
those answers in time.
"""

from collections.abc import Sequence

from linli.apps.applications.actions import Ruling
from linli.apps.applications.models import Application

_BY_LOOKING = ("请打开核对", "请核对校名", "请核对是否全日制", "无法辨认")


def first_rulings(cases: Sequence[Application]) -> list[Ruling]:
    """Rule on cases as they come from the engine."""
    return [_first(case) for case in cases]


def _first(case: Application) -> Ruling:
    if case.proposal == "pass":
        return Ruling(case, "pass", "【演练】材料齐全，符合招募条件")
    reasons = [check.text for check in case.checks.all() if check.outcome == case.proposal]
    if case.proposal == "fail":
        return Ruling(case, "fail", f"【演练】{'；'.join(reasons)}")
    if all(any(word in reason for word in _BY_LOOKING) for reason in reasons):
        return Ruling(case, "pass", "【演练】已打开附件核对，符合招募条件")
    return Ruling(case, "supplement", f"【演练】请补正：{'；'.join(reasons)}")


def last_rulings(cases: Sequence[Application]) -> list[Ruling]:
    """Rule on the last day on cases that were asked for a supplement."""
    return [
        Ruling(case, "pass", "【演练】已补正，核对无误")
        if _has_answered(case)
        else Ruling(case, "fail", "【演练】审查期内未补正")
        for case in cases
    ]


def _has_answered(case: Application) -> bool:
    return int(case.case_number) % 2 == 0


def city_rulings(cases: Sequence[Application]) -> list[Ruling]:
    """Rule on cases that name no county of the city, so that no county could be sent them."""
    return [Ruling(case, "fail", f"【演练】{_city_reason(case)}") for case in cases]


def _city_reason(case: Application) -> str:
    """Say why honestly: a form that this release cannot read is no fault of the applicant."""
    codes = {check.code for check in case.checks.all()}
    if "late" in codes:
        return "报名材料在报名截止时间之后收到"
    if any(finding["code"] == "unsupported_carrier" for finding in case.findings):
        return "报名登记表无法读取，演练未作人工录入，不代表真实审查结果"
    return "审查期内未补正工作意向地区或报名登记表"
