"""What officials type in: the sign-in and the filter of the list."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from linli.apps.accounts.passwords import password_rules
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.policy import Outcome

OUT_OF_SCOPE = "请选择您管辖范围内的县（市、区）"


class SignInForm(AuthenticationForm):
    """User name and password; the refusal says what to do next and not which of the two was wrong."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。请核对大小写和输入法后重试；忘记密码的，请联系本单位系统管理员重设。",
        "inactive": "此账号已停用。如需恢复，请联系本单位系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in (("username", "请填写用户名"), ("password", "请填写密码")):
            self.fields[name].widget.attrs["class"] = "form-control form-control-lg"
            self.fields[name].error_messages["required"] = message


class OwnPasswordForm(PasswordChangeForm):
    """The password as it is, and another one twice."""

    error_messages = {
        "password_incorrect": "现在的密码不对，请再输一次",
        "password_mismatch": "两遍密码不一致，请重新输入",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "现在的密码",
            "new_password1": "新密码",
            "new_password2": "再输一遍新密码",
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = f"请填写{label}"
            field.widget.attrs.update({"class": "fit", "size": 24})
        self.fields["new_password1"].help_text = password_rules()


class FilterForm(forms.Form):
    """Narrow the list by county, state, proposal and part of a case number."""

    number = forms.CharField(label="报名编号", required=False, max_length=20)
    county = forms.ChoiceField(
        label="县（市、区）", required=False, error_messages={"invalid_choice": OUT_OF_SCOPE}
    )
    state = forms.ChoiceField(
        label="状态", required=False, error_messages={"invalid_choice": "没有这种状态，请重新选择"}
    )
    proposal = forms.ChoiceField(
        label="系统意见",
        required=False,
        error_messages={"invalid_choice": "没有这种意见，请重新选择"},
    )

    def __init__(self, *args: Any, season: Season, scope: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
        choices = {
            "county": [("", "全部"), *((quota.county_id, quota.county.name) for quota in quotas)],
            "state": [("", "全部"), *((state.value, state.label) for state in State)],
            "proposal": [
                ("", "全部"),
                *((outcome.value, outcome.label) for outcome in Outcome),
                ("none", "尚未审查"),
            ],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
            field.widget.attrs["class"] = "form-select"
        self.fields["number"].widget.attrs.update(
            {"class": "form-control", "inputmode": "numeric", "placeholder": "如 00012"}
        )

    @property
    def is_narrowing(self) -> bool:
        """Tell whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wishes(self) -> dict[str, str]:
        """Return the clean values by field, blank where nothing valid was given."""
        return {name: self.cleaned_data.get(name, "").strip() for name in self.fields}
