"""The season's lists as workbooks: review list, roster, pay sheet, budget, mails."""

from datetime import date

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.ledger.actions import BEIJING
from linli.apps.pay.models import PayRun
from linli.apps.reports.summary import by_division
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.models import Score
from linli.apps.workforce.models import Worker
from linli.core.documents.workbook import Cell, Kind, Sheet, SheetColumn, write_workbook
from linli.core.identity.names import mask_id_number, mask_phone

_OUTCOMES = {"pass": "符合", "fail": "不符合", "refer": "需人工核定", "": ""}
_DECISIONS = {"pass": "通过", "fail": "不通过", "supplement": "要求补正"}
_KINDS = {
    "application": "报名",
    "supplement": "补充材料",
    "correction": "更正",
    "duplicate": "重复",
    "withdrawal": "撤回",
    "inquiry": "咨询",
    "spam": "无关邮件",
    "late": "逾期",
    "set_aside": "待人工阅读",
}

_LEFT = "已解除协议，服务期满日栏为服务最后一日"
_NO_FORM = ("form_missing", "form_wrong")


def _book(
    season: Season,
    name: str,
    columns: tuple[SheetColumn, ...],
    rows: tuple[tuple[Cell, ...], ...],
    dated: date,
) -> bytes:
    sheet = Sheet(name, f"{season.title}{name}", columns, rows, marks_of(season))
    return write_workbook((sheet,), dated=dated)


def review_list(season: Season, *, dated: date) -> bytes:
    """Return the review list: every case, what the engine proposed, what was decided, and why (D0 三(二))."""
    columns = (
        SheetColumn("报名编号"),
        SheetColumn("姓名"),
        SheetColumn("身份证号"),
        SheetColumn("联系电话"),
        SheetColumn("毕业院校"),
        SheetColumn("专业"),
        SheetColumn("学历"),
        SheetColumn("意向县（市、区）"),
        SheetColumn("系统意见"),
        SheetColumn("原因及条款"),
        SheetColumn("审查决定"),
        SheetColumn("决定人"),
        SheetColumn("决定理由"),
        SheetColumn("当前状态"),
    )
    cases = season.applications.select_related("person", "county").prefetch_related(
        "checks", "decisions__decided_by"
    )
    rows = tuple(_review_row(case) for case in cases.order_by("case_number"))
    return _book(season, "资格审查名单", columns, rows, dated)


def _review_row(case: Application) -> tuple[Cell, ...]:
    reasons = "；".join(_reasons(case))
    standing = [one for one in case.decisions.all() if one.undone_at is None]
    decision = standing[-1] if standing else None
    return (
        case.case_number,
        case.person.name,
        mask_id_number(case.person.id_number or ""),
        mask_phone(case.person.phone),
        case.form.get("school"),
        case.form.get("major"),
        case.form.get("education"),
        (case.form.get("intended") or {}).get("county"),
        _OUTCOMES[case.proposal],
        reasons,
        _DECISIONS[decision.outcome] if decision else "",
        decision.decided_by.display_name if decision else "",
        decision.reason if decision else "",
        case.state_label,
    )


def _reasons(case: Application) -> list[str]:
    """Return the reasons of a case; without a form all other reasons only repeat that."""
    told = [check for check in case.checks.all() if check.code]
    essential = [check for check in told if check.code in (*_NO_FORM, "late")]
    missing = any(check.code in _NO_FORM for check in essential)
    return [f"{check.text}（{check.clause}）" for check in (essential if missing else told)]


def score_list(season: Season, *, dated: date) -> bytes:
    """Return the interview scores with the marks that were given, best first (D0 三(三)).

    A recused examiner gave none, so that a column is no examiner.
    """
    scores = list(
        Score.objects.filter(application__season=season)
        .select_related("application__person", "application__applied_county")
        .order_by("application__applied_county_id", "-total", "application__case_number")
    )
    examiners = max((len(score.marks) for score in scores), default=0)
    columns = (
        SheetColumn("报名编号"),
        SheetColumn("姓名"),
        SheetColumn("第一意向县"),
        *(SheetColumn(f"评分{number}", Kind.POINTS) for number in range(1, examiners + 1)),
        SheetColumn("总分", Kind.POINTS),
    )
    rows = tuple(_score_row(score, examiners) for score in scores)
    return _book(season, "面见成绩", columns, rows, dated)


def _score_row(score: Score, examiners: int) -> tuple[Cell, ...]:
    case = score.application
    county = case.applied_county.name if case.applied_county else ""
    blanks = (None,) * (examiners - len(score.marks))
    return (case.case_number, case.person.name, county, *score.marks, *blanks, score.total)


def mail_list(season: Season, *, dated: date) -> bytes:
    """Return every mail of the mailbox with what became of it (D0 三(一)3)."""
    columns = (
        SheetColumn("邮件"),
        SheetColumn("收到时间"),
        SheetColumn("主题"),
        SheetColumn("类别"),
        SheetColumn("须人工阅读"),
        SheetColumn("说明"),
        SheetColumn("附件问题"),
        SheetColumn("报名编号"),
    )
    mails = Mail.objects.of_mailbox().filter(season=season)
    mails = mails.select_related("application").order_by("file")
    rows = tuple(_mail_row(mail) for mail in mails)
    return _book(season, "来件清单", columns, rows, dated)


def _mail_row(mail: Mail) -> tuple[Cell, ...]:
    received = (
        mail.received_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        if mail.received_at
        else "不详"
    )
    # One sentence for a hundred members of one archive says as much as a hundred.
    problems = "；".join(dict.fromkeys(mail.problem_texts))
    case = mail.application.case_number if mail.application else ""
    return (
        mail.file,
        received,
        mail.reading.get("subject", ""),
        _KINDS[mail.kind],
        "是" if mail.is_set_aside else "",
        mail.reason,
        problems,
        case,
    )


def roster(season: Season, *, dated: date) -> bytes:
    """Return the roster of those who reported for duty, also of those who left (D0 三(七), 五(三)).

    The last day of who left is the last day of service.
    """
    columns = (
        SheetColumn("序号", Kind.WHOLE),
        SheetColumn("姓名"),
        SheetColumn("身份证号"),
        SheetColumn("毕业院校"),
        SheetColumn("县（市、区）"),
        SheetColumn("街道（乡镇）"),
        SheetColumn("社区"),
        SheetColumn("岗位"),
        SheetColumn("报到日期", Kind.DATE),
        SheetColumn("服务期满日", Kind.DATE),
        SheetColumn("备案回执"),
        SheetColumn("备注"),
    )
    workers = _workers(season)
    rows = tuple(
        (
            number,
            worker.person.name,
            mask_id_number(worker.person.id_number or ""),
            worker.application.form.get("school"),
            worker.county.name,
            worker.street.name,
            worker.community.name,
            worker.post,
            worker.reported_on,
            worker.last_day,
            worker.application.agreement.filing_receipt,
            _LEFT if worker.application.state == State.LEFT else "",
        )
        for number, worker in enumerate(workers, start=1)
    )
    return _book(season, "花名册", columns, rows, dated)


def _workers(season: Season) -> list[Worker]:
    related = ("person", "county", "street", "community", "application__agreement")
    return list(
        Worker.objects.filter(application__season=season)
        .select_related(*related)
        .order_by("community_id", "pk")
    )


def pay_sheet(season: Season, *, dated: date) -> bytes:
    """Return the pay sheets, one a month: allowance, premium, net, and who bears it (D0 四)."""
    sheets = tuple(_pay_sheet(season, run) for run in season.pay_runs.all())
    none = Sheet("无", "尚无补贴", (SheetColumn("说明"),), (), marks_of(season))
    return write_workbook(sheets or (none,), dated=dated)


_PAY_COLUMNS = (
    SheetColumn("序号", Kind.WHOLE),
    SheetColumn("姓名"),
    SheetColumn("县（市、区）"),
    SheetColumn("社区"),
    SheetColumn("工资类别"),
    SheetColumn("月标准", Kind.MONEY),
    SheetColumn("服务天数", Kind.WHOLE),
    SheetColumn("应发", Kind.MONEY, is_summed=True),
    SheetColumn("代扣保险费", Kind.MONEY, is_summed=True),
    SheetColumn("实发", Kind.MONEY, is_summed=True),
    SheetColumn("省级分担", Kind.MONEY, is_summed=True),
    SheetColumn("市级分担", Kind.MONEY, is_summed=True),
    SheetColumn("县级分担", Kind.MONEY, is_summed=True),
)


def _pay_sheet(season: Season, run: PayRun) -> Sheet:
    slips = run.slips.select_related("worker__person", "worker__county", "worker__community")
    rows = tuple(
        (
            number,
            slip.worker.person.name,
            slip.worker.county.name,
            slip.worker.community.name,
            tier_name(slip.tier),
            slip.full_month_fen,
            slip.days_served,
            slip.allowance_fen,
            slip.deduction_fen,
            slip.net_fen,
            slip.province_fen,
            slip.city_fen,
            slip.county_fen,
        )
        for number, slip in enumerate(slips.order_by("worker__community_id", "worker_id"), start=1)
    )
    title = f"{season.title}{run.month.year}年{run.month.month}月生活补贴发放表"
    return Sheet(f"{run.month:%Y-%m}", title, _PAY_COLUMNS, rows, marks_of(season))


def tier_name(tier: int) -> str:
    """Return a wage tier as D0 附件3 names it: 一类."""
    return f"{'〇一二三四五六七八九'[tier]}类"


def budget_sheet(season: Season, *, dated: date) -> bytes:
    """Return the year's budget by county beside the places and who reported (D0 附件1, 附件3)."""
    columns = (
        SheetColumn("县（市、区）"),
        SheetColumn("社区数", Kind.WHOLE, is_summed=True),
        SheetColumn("招募人数", Kind.WHOLE, is_summed=True),
        SheetColumn("已报到", Kind.WHOLE, is_summed=True),
        SheetColumn("月预算", Kind.MONEY, is_summed=True),
        SheetColumn("年度预算", Kind.MONEY, is_summed=True),
        SheetColumn("按实际人数每月", Kind.MONEY, is_summed=True),
    )
    rows = tuple(
        (
            row["name"],
            row["communities"],
            row["places"],
            row["reported"],
            row["budget_month_fen"],
            row["budget_year_fen"],
            row["monthly_pay_fen"],
        )
        for row in by_division(season)
    )
    return _book(season, "年度预算", columns, rows, dated)
