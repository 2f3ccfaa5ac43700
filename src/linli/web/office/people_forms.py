"""What the city's office types in to make an official's account, and to close one."""

from typing import Any

from django import forms

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.passwords import password_rules
from linli.apps.places.models import Division
from linli.web.office.schedule_forms import LONGEST_REASON


class OfficialForm(forms.Form):
    """A new official: who, for which office, where, with which first password."""

    name = forms.CharField(
        label="姓名",
        max_length=60,
        help_text="台账和文书记其办理",
        widget=forms.TextInput({"class": "fit", "size": 16, "autocomplete": "off"}),
        error_messages={"required": "请填写姓名"},
    )
    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text="2至60个字母、数字、点、横线或者下划线，以字母或者数字开头；台账用它记名",
        widget=forms.TextInput(
            {"class": "fit", "size": 20, "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": "请填写用户名"},
    )
    office = forms.ChoiceField(
        label="单位类别",
        choices=[("", "请选择"), *Office.choices],
        error_messages={"required": "请选择单位类别", "invalid_choice": "没有这种单位"},
    )
    division = forms.ChoiceField(
        label="所属区划",
        error_messages={
            "required": "请选择所属区划",
            "invalid_choice": "请选择您管辖范围内的区划",
        },
    )
    code = forms.CharField(
        label="街道（乡镇）或者社区的代码",
        max_length=12,
        required=False,
        help_text="街道9位，社区12位；市、县的工作人员不填",
        widget=forms.TextInput(
            {"class": "fit", "size": 14, "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"max_length": "代码最多12位"},
    )
    password = forms.CharField(
        label="密码",
        help_text=f"由本人当场输入，不写在纸上。{password_rules()}",
        widget=forms.PasswordInput({"class": "fit", "size": 24, "autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "请输入密码"},
    )
    again = forms.CharField(
        label="再输入一遍密码",
        widget=forms.PasswordInput({"class": "fit", "size": 24, "autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "请再输入一遍密码"},
    )

    def __init__(self, *args: Any, official: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Division.objects.filter(
            code__startswith=official.scope, level__lte=Division.Level.COUNTY
        )
        division = self.fields["division"]
        assert isinstance(division, forms.ChoiceField)
        division.choices = [("", "请选择"), *((one.code, one.name) for one in places)]

    @property
    def place(self) -> str:
        """Return the code of the division; the form must have been judged valid."""
        return str(self.cleaned_data["code"].strip() or self.cleaned_data["division"])

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("again") and values.get("password") != values["again"]:
            self.add_error("again", "两遍密码不一致，请重新输入")
        code = values.get("code", "").strip()
        if code and not code.startswith(values.get("division", "")):
            self.add_error("code", "代码不属于所选的区划")
        return values


class ClosingForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(
        label="停用的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="记入台账；例如“调离本单位”",
        error_messages={
            "required": "请写明理由",
            "max_length": f"请把理由写在{LONGEST_REASON}字以内",
        },
    )
