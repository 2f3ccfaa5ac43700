"""What administrators type in: a new account, its office and division, the reason of an act."""

from typing import Any

from django import forms

from linli.apps.accounts.models import BUSINESS, User
from linli.apps.applications.models import COUNTY_DIGITS
from linli.apps.places.models import Division
from linli.web.office.schedule_forms import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "请写明理由",
            "max_length": f"请把理由写在{LONGEST_REASON}字以内",
        },
    )

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = f"记入台账；例如“{example}”"


class OfficeForm(ReasonForm):
    """For which office an account acts, where, and who asked for it."""

    office = forms.ChoiceField(
        label="单位类别",
        choices=[("", "请选择"), *((one.value, one.label) for one in BUSINESS)],
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
    field_order = ("name", "username", "office", "division", "code", "reason")

    def __init__(self, *args: Any, official: User, **kwargs: Any) -> None:
        super().__init__(*args, example="市委社会工作部5月20日来函", **kwargs)
        self.fields["reason"].label = "依据"
        places = Division.objects.filter(
            code__startswith=official.root, level__lte=Division.Level.COUNTY
        )
        division = self.fields["division"]
        assert isinstance(division, forms.ChoiceField)
        division.choices = [("", "请选择"), *((one.code, one.name) for one in places)]

    @property
    def place(self) -> str:
        """Return the code of the division; the form must have been judged valid."""
        return str(self.cleaned_data["code"].strip() or self.cleaned_data["division"])

    def clean(self) -> dict[str, Any]:
        """Refuse a code that lies outside the division."""
        values: dict[str, Any] = super().clean() or {}
        code = values.get("code", "").strip()
        if code and not code.startswith(values.get("division", "")):
            self.add_error("code", "代码不属于所选的区划")
        return values


class AccountForm(OfficeForm):
    """A new account: whose, by which user name, asked for which office."""

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


def asked_office(person: User) -> dict[str, str]:
    """Return what an account was asked for, as the form that grants it begins."""
    code = person.root
    is_below = len(code) > COUNTY_DIGITS
    return {
        "office": person.office,
        "division": code[:COUNTY_DIGITS] if is_below else code,
        "code": code if is_below else "",
    }
