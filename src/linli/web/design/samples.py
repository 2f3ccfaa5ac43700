"""Made-up content for the gallery. Nothing here is a rule, a season or a person."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.paginator import Paginator

from linli.apps.seasons.queries import ClockStage, StageClock, StageStatus
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

_BEIJING = timezone(timedelta(hours=8))
_FILLED = Badge("已填完", GOOD)
_TO_MEND = Badge("需要更正", WAITING)
_NOT_BEGUN = Badge("未开始", QUIET)
_NOT_MET = Badge("不符合", BAD)


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(
        label="姓名",
        help_text="与身份证一致",
        error_messages={"required": "没有填写姓名。请按身份证填写"},
        widget=forms.TextInput(attrs={"class": "fit", "size": 16, "autocomplete": "name"}),
    )
    born = forms.CharField(
        label="出生年月",
        help_text="例如：2002-07",
        error_messages={"required": "没有填写出生年月。请填写年份和月份，例如：2002-07"},
        widget=forms.TextInput(attrs={"class": "fit", "size": 10, "inputmode": "numeric"}),
    )
    county = forms.ChoiceField(
        label="第一意向县（市、区）",
        choices=[("", "请选择"), ("1", "样本县"), ("2", "样本市"), ("3", "样本区")],
        error_messages={"required": "没有选择意向县（市、区）。请选择一个"},
    )
    transfer = forms.ChoiceField(
        label="是否服从调剂",
        help_text="意向县（市、区）名额已满时，是否愿意到其他县（市、区）",
        choices=[("yes", "服从"), ("no", "不服从")],
        widget=forms.RadioSelect,
        error_messages={"required": "没有选择是否服从调剂。请选择一项"},
    )
    claims = forms.MultipleChoiceField(
        label="优先条件",
        required=False,
        choices=[("low_income", "低保家庭毕业生"), ("veteran", "退役大学生士兵")],
        widget=forms.CheckboxSelectMultiple,
    )
    resume = forms.CharField(
        label="个人简历",
        required=False,
        help_text="从高中填起，写到现在",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    diploma = forms.FileField(
        label="毕业证",
        help_text="照片或PDF均可，不超过10MB",
        error_messages={"required": "没有收到毕业证。请拍照或选择文件"},
    )
    number = forms.CharField(label="报名编号", initial="00012", disabled=True, required=False)
    pledge = forms.BooleanField(
        label="以上内容由本人填写，真实有效",
        error_messages={"required": "没有勾选承诺。请核对后勾选"},
    )


def samples() -> Mapping[str, Any]:
    """Return the gallery's context."""
    return {
        "colours": _colours(),
        "form": SampleForm(prefix="blank"),
        "wrong_form": SampleForm({"wrong-claims": ["veteran"]}, prefix="wrong"),
        "badges": [_FILLED, _NOT_MET, _TO_MEND, _NOT_BEGUN],
        "tasks": _tasks(),
        "notices": _notices(),
        "clock": _clock(days_left=4),
        "late_clock": _clock(days_left=-2),
        "steps": ["个人信息", "报名材料", "核对提交"],
        "lines": _lines(),
        "rows": _rows(),
        "page": Paginator(range(95), 20).page(3),
        "files": _files(),
        "outcomes": _outcomes(),
        "events": _events(),
    }


def _colours() -> list[tuple[str, str, str]]:
    return [
        ("ink", "正文", "一切正文和标题"),
        ("ink-2", "次要文字", "说明、标签、条款"),
        ("accent", "强调色", "链接、主按钮、当前一步"),
        ("good", "通过", "符合、已完成；总带“✓”"),
        ("waiting", "待办", "等待、需留意；总带“!”"),
        ("bad", "未通过", "不符合、有误；总带“✕”"),
        ("edge", "控件边线", "输入框、次要按钮"),
        ("focus", "焦点", "键盘所在的位置"),
        ("rehearsal", "演练", "只用于演练标识"),
    ]


def _tasks() -> list[dict[str, Any]]:
    return [
        {"label": "个人信息", "href": "#tasks", "badge": _FILLED},
        {
            "label": "学历学位",
            "href": "#tasks",
            "badge": _TO_MEND,
            "hint": "毕业证上的专业与填写的不一致",
        },
        {
            "label": "报名材料",
            "href": "#tasks",
            "badge": _NOT_BEGUN,
            "hint": "已收到3份，还差户口簿",
        },
        {
            "label": "核对并提交",
            "badge": Badge("暂不能办理", QUIET),
            "hint": "前三项填完后可以提交",
        },
    ]


def _notices() -> list[dict[str, str]]:
    return [
        {
            "tone": "info",
            "title": "咨询电话已更换",
            "text": "自6月3日起，请拨打0350-0000000，工作日8时至18时。",
        },
        {
            "tone": "good",
            "title": "已保存",
            "text": "10时42分保存了全部内容，可以换一台设备继续填写。",
        },
        {
            "tone": "waiting",
            "title": "请在6月10日18时前补交材料",
            "text": "学籍在线验证报告的二维码无法识别，请重新下载后上传。",
        },
        {
            "tone": "bad",
            "title": "没有提交成功",
            "text": "报名已于6月7日24时截止，系统没有收到这次提交。已填写的内容都还在。",
        },
    ]


def _clock(*, days_left: int) -> StageClock:
    done, now, ahead = StageStatus.FINISHED, StageStatus.CURRENT, StageStatus.AHEAD
    stages = (
        ClockStage("发布公告", date(2024, 5, 31), date(2024, 6, 2), "D0 三(一)1", done),
        ClockStage("报名", date(2024, 6, 3), date(2024, 6, 7), "D0 三(一)2", now),
        ClockStage("资格审查", date(2024, 6, 8), date(2024, 6, 14), "D0 三(二)", ahead),
        ClockStage("面见", date(2024, 6, 15), date(2024, 6, 20), "D0 三(三)", ahead),
        ClockStage("公示", date(2024, 6, 21), date(2024, 6, 27), "D0 三(五)", ahead),
    )
    return StageClock(stages, stages[1], days_left)


def _lines() -> list[dict[str, str]]:
    return [
        {"label": "姓名", "value": "张样本", "href": "#summary"},
        {"label": "出生年月", "value": "2002-07", "href": "#summary"},
        {"label": "户籍地址", "value": "样本省样本市样本县样本街道1号", "href": "#summary"},
        {"label": "特长", "value": "", "href": "#summary"},
        {"label": "收到时间", "value": "2024年6月3日 09:30"},
    ]


def _rows() -> list[tuple[str, int, int, str]]:
    return [
        ("样本县", 18, 126, "7.0"),
        ("样本市", 9, 1041, "115.7"),
        ("样本区", 120, 88, "0.7"),
    ]


def _files() -> list[dict[str, Any]]:
    return [
        {
            "name": "身份证（人像面）",
            "size": "JPG　412 KB",
            "format": "图片",
            "badge": Badge("已读取", GOOD),
            "remove": "#files",
        },
        {
            "name": "毕业证",
            "size": "PDF　1.2 MB",
            "format": "PDF",
            "badge": Badge("请核对", WAITING),
            "hint": "读出的专业是“社会工作”，填写的是“社会学”。两者都可能是对的，请核对。",
            "remove": "#files",
        },
        {
            "name": "户口簿",
            "size": "JPG　3.8 MB",
            "format": "图片",
            "badge": Badge("正在读取", QUIET),
            "remove": "#files",
        },
    ]


def _outcomes() -> list[dict[str, Any]]:
    return [
        {
            "id": "outcome-waiting",
            "tone": "waiting",
            "title": "请补交一份材料",
            "happened": "6月8日，样本县委社会工作部审查了您的报名，还缺一份材料。",
            "why": "尚未取得毕业证的，需提交学籍在线验证报告；您提交的报告二维码无法识别。",
            "clause": "D0 三(一)6",
            "clause_text": "尚未取得毕业证的，应提交教育部学籍在线验证报告",
            "next": "请登录学信网重新下载报告，在本页上传。",
            "by_when": "6月10日18时前补交；逾期未补的，按现有材料审查。",
            "acts": [
                {"href": "#outcome", "label": "上传材料"},
                {"href": "#outcome", "label": "我要咨询"},
            ],
        },
        {
            "id": "outcome-bad",
            "tone": "bad",
            "title": "资格审查未通过",
            "happened": "6月9日，样本县委社会工作部作出决定：不符合招募条件。",
            "why": "出生日期为1989年5月2日，超过规定的年龄。",
            "clause": "D0 二4",
            "next": "对决定有异议的，可以提出申诉，由市委社会工作部复核。",
            "by_when": "6月12日24时前提出",
            "acts": [{"href": "#outcome", "label": "提出申诉"}],
        },
        {
            "id": "outcome-good",
            "tone": "good",
            "title": "已提交报名",
            "happened": "6月3日9时30分收到您的报名，编号00012。",
            "next": "县（市、区）委社会工作部审查材料，结果在本页公布，并发短信告知。",
            "by_when": "6月14日前完成审查",
        },
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "act": "通过资格审查",
            "text": "材料齐全，符合各项条件。",
            "at": datetime(2024, 6, 9, 15, 20, tzinfo=_BEIJING),
            "by": "样本县委社会工作部　赵样本",
            "clause": "D0 三(二)",
        },
        {"act": "提交报名", "at": datetime(2024, 6, 3, 9, 30, tzinfo=_BEIJING), "by": "本人"},
    ]
