"""By what the records of the door and of account acts are narrowed."""

from datetime import date
from typing import Any

from django import forms

from linli.apps.accounts.access_record import Kind

_DAY = {"invalid": "请填写日期，例如2024-06-03"}


class AccountFilter(forms.Form):
    """Narrow by the user name whose account it is."""

    username = forms.CharField(label="用户名", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    @property
    def is_narrowing(self) -> bool:
        """Tell whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)


class AccessFilter(AccountFilter):
    """Narrow by what happened, to whom, and by the days, both included."""

    kind = forms.ChoiceField(
        label="事件", required=False, error_messages={"invalid_choice": "没有这种事件，请重新选择"}
    )
    since = forms.DateField(
        label="从哪天起",
        required=False,
        error_messages=_DAY,
        widget=forms.DateInput({"type": "date"}),
    )
    until = forms.DateField(
        label="到哪天止",
        required=False,
        error_messages=_DAY,
        widget=forms.DateInput({"type": "date"}),
    )
    field_order = ("kind", "username", "since", "until")

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "全部"), *((one.value, one.label) for one in kinds)]
        kind.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", "结束的日期早于开始的日期")
        return values
