"""What a county's office types in at the public notice: telephone, channels, objections it is told."""

from typing import Any

from django import forms

from linli.apps.notices.lodging import Statement
from linli.apps.notices.models import Objection, Posting, PublicNotice
from linli.web.design.writing import LONGEST
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.medical_forms import moment_field

_LONGEST_TELEPHONE = PublicNotice._meta.get_field("telephone").max_length
_LONGEST_CHANNEL = Posting._meta.get_field("channel").max_length
_LONGEST_ADDRESS = Posting._meta.get_field("address").max_length
_LONGEST_NAME = Objection._meta.get_field("objector").max_length
_LONGEST_CONTACT = Objection._meta.get_field("contact").max_length
_WAYS = [(one.value, one.label) for one in Objection.Way if one is not Objection.Way.SITE]


def _text(
    label: str, longest: int | None, *, hint: str = "", required: str = "", size: int = 0
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(required),
        help_text=hint,
        widget=forms.TextInput(
            {"autocomplete": "off", **({"class": "fit", "size": size} if size else {})}
        ),
        error_messages={"required": required, "max_length": f"请写在{longest}字以内"},
    )


def _long_text(label: str, rows: int, *, hint: str = "", required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=bool(required),
        help_text=hint,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required, "max_length": f"请写在{LONGEST}字以内"},
    )


class PublishForm(forms.Form):
    """The office's telephone for objections, which the list carries; why it comes after its stage."""

    telephone = _text(
        "受理异议的电话",
        _LONGEST_TELEPHONE,
        hint="受理单位的办公电话，印在公示上，不填个人手机号码",
        required="请填写受理异议的电话",
        size=20,
    )
    reason = _text(
        "阶段结束以后发布的原因", LONGEST_REASON, hint="记入台账，不印在公示上；不写个人情况"
    )


class ChannelForm(forms.Form):
    """Where and when a list was made public besides this site."""

    channel = _text(
        "公示渠道",
        _LONGEST_CHANNEL,
        hint="网站、公众号或者公告栏的名称",
        required="请填写公示渠道",
    )
    address = _text("网址", _LONGEST_ADDRESS, hint="从浏览器地址栏复制；公告栏不填")
    posted_at = moment_field("发布时间", "北京时间，例如2024-07-12 09:00", "请填写发布时间")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "channel_%s"
        super().__init__(*args, **kwargs)


class TakeForm(forms.Form):
    """An objection that the office was told: against whom, what, by whom, how and when."""

    line = forms.TypedChoiceField(
        label="对哪一位人选",
        coerce=int,
        error_messages={"required": "请选择人选", "invalid_choice": "请在名单中选择"},
    )
    way = forms.ChoiceField(
        label="提出方式",
        choices=_WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择提出方式", "invalid_choice": "请选择列出的方式"},
    )
    heard_at = moment_field("收到时间", "接到电话、来人或者来信的时间，北京时间", "请填写收到时间")
    content = _long_text(
        "反映的问题",
        5,
        hint="按提出人的原意记录，写明时间、地点和事实",
        required="请写明反映的问题",
    )
    evidence = _long_text("证据或者线索", 3)
    name = _text("提出人姓名", _LONGEST_NAME, hint="匿名提出的不填；只供核查时联系，对外保密")
    contact = _text("提出人联系方式", _LONGEST_CONTACT, hint="署名提出的才填")

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.fields["line"]
        assert isinstance(line, forms.ChoiceField)
        line.choices = [("", "请选择"), *lines]

    @property
    def statement(self) -> Statement:
        """Return what was objected and by whom; the form must have been judged valid."""
        given = self.cleaned_data
        return Statement(given["content"], given["evidence"], given["name"], given["contact"])


class AlikeForm(forms.Form):
    """Which objections of one wording are dismissed together, and what was found out."""

    objections = forms.TypedMultipleChoiceField(
        label="一并答复的异议",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请选择一并答复的异议",
            "invalid_choice": "所选异议已经答复，或者内容不相同，请重新核对",
        },
    )
    result = _long_text(
        "核查结果",
        5,
        hint="各提出人凭查询码看到同一核查结果；写明核查了什么、结论是什么，不写他人的个人情况",
        required="请写明核查结果",
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objections = self.fields["objections"]
        assert isinstance(objections, forms.MultipleChoiceField)
        objections.choices = choices
