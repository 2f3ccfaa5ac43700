"""What an applicant types after the submission."""

from django import forms

from linli.apps.rights.models import RightsRequest

ATTEND, DECLINE = "attend", "decline"


class WithdrawForm(forms.Form):
    """The withdrawal, ticked once more before it counts."""

    sure = forms.BooleanField(
        label="我确认撤回这份报名",
        error_messages={"required": "没有勾选。确认要撤回的，请先勾选"},
    )


class AttendanceForm(forms.Form):
    """Whether to come to the medical check; declining is ticked once more."""

    answer = forms.ChoiceField(
        label="是否参加体检",
        choices=[(ATTEND, "参加"), (DECLINE, "不参加，放弃名额")],
        widget=forms.RadioSelect,
        error_messages={"required": "没有选择。请选择参加或者不参加"},
    )
    sure = forms.BooleanField(
        label="选择不参加的：我知道空出的名额由别人递补，不能再恢复",
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """Refuse to decline without the tick."""
        values: dict[str, object] = super().clean() or {}
        if values.get("answer") == DECLINE and not values.get("sure"):
            self.add_error("sure", "选择了不参加，请先勾选确认")
        return values


class SignatureForm(forms.Form):
    """The own name, typed as a signature."""

    signed_name = forms.CharField(
        label="输入姓名作为签名",
        max_length=60,
        help_text="与身份证一致",
        error_messages={"required": "没有签名。请输入与身份证一致的姓名"},
        widget=forms.TextInput(attrs={"class": "fit", "size": 16, "autocomplete": "name"}),
    )


class RequestForm(forms.Form):
    """A request about the own data."""

    kind = forms.ChoiceField(
        label="申请什么",
        choices=[
            (RightsRequest.Kind.CORRECT.value, "更正或者补充登记的内容"),
            (RightsRequest.Kind.EXPLAIN.value, "说明理由，由工作人员重新核对"),
            (RightsRequest.Kind.DELETE.value, "删除个人信息"),
            (RightsRequest.Kind.WITHDRAW_CONSENT.value, "撤回同意"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "没有选择。请选择一项"},
    )
    text = forms.CharField(
        label="写明要求和理由",
        max_length=1000,
        help_text="最多1000字。更正的，写明哪一项、改成什么；不要写身份证号",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "没有填写。请写明要求和理由",
            "max_length": "最多1000字，请写得简短些",
        },
    )
