"""What a county's office types in about diplomas: many dates at once, who is revoked and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from linli.apps.applications.diplomas import recorded_meanwhile, require_diploma_day
from linli.apps.applications.models import Application
from linli.core.refusal import Refusal
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.setup_forms import DAY, DAY_INVALID

_CASE, _WAS = "case_", "was_"


class DiplomaForm(forms.Form):
    """The day on which each candidate obtained the diploma; blank leaves it as it is.

    ``was_…`` goes along with each day: what stood there when the form was shown.
    """

    def __init__(
        self, *args: Any, cases: Iterable[Application], today: date, **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "diploma_%s"
        super().__init__(*args, **kwargs)
        self._today = today
        self._cases = {one.case_number: one for one in cases}
        for number, one in self._cases.items():
            self.fields[_CASE + number] = forms.DateField(
                label=f"报名{number}的取得日期",
                required=False,
                initial=one.diploma_date,
                # No placeholder: in a column of blank fields it reads like a date already there.
                widget=forms.DateInput(attrs={**DAY, "placeholder": ""}, format="%Y-%m-%d"),
                error_messages={"invalid": DAY_INVALID},
            )

    def case_field(self, number: str) -> BoundField:
        """Return the field of one case."""
        return self[_CASE + number]

    def was(self, number: str) -> str:
        """Return the date that the form was shown with, blank for none."""
        if self.is_bound:
            return str(self.data.get(_WAS + number, ""))
        return _text(self._cases[number].diploma_date)

    def clean(self) -> dict[str, Any]:
        """Refuse each wrong row beside its field, and a form that records nothing."""
        values: dict[str, Any] = super().clean() or {}
        for number, one in self._cases.items():
            day = values.get(_CASE + number)
            if day is not None:
                self._check_row(one, day)
        self._refuse_strangers()
        if not self.errors and not self.dates:
            raise forms.ValidationError("没有填写任何人的取得日期。请至少填写一人")
        return values

    def _check_row(self, case: Application, day: date) -> None:
        try:
            require_diploma_day(case, day, today=self._today)
            if self.was(case.case_number) != _text(case.diploma_date):
                raise recorded_meanwhile(case.case_number, case.diploma_date)
        except Refusal as refusal:
            self.add_error(_CASE + case.case_number, refusal.sentence())

    def _refuse_strangers(self) -> None:
        """Refuse a day for somebody of whom no diploma is awaited any more."""
        sent = posted_numbers(self.data)
        gone = [one for one in sent if self.data[_CASE + one].strip() and one not in self._cases]
        if gone:
            self.add_error(
                None, f"报名{'、'.join(gone)}已不在登记范围，请打开案件核对状态；其余的可以重新提交"
            )

    @property
    def dates(self) -> dict[Application, date]:
        """Return the days that are to be recorded; the form must have been judged valid."""
        days = {number: self.cleaned_data.get(_CASE + number) for number in self._cases}
        return {
            self._cases[number]: day
            for number, day in days.items()
            if day is not None and day != self._cases[number].diploma_date
        }


def posted_numbers(data: Iterable[str]) -> list[str]:
    """Return the case numbers for which a form was sent."""
    return [name.removeprefix(_CASE) for name in data if name.startswith(_CASE)]


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


class RevokeForm(forms.Form):
    """Who is revoked, and the reason that each of them reads."""

    cases = forms.MultipleChoiceField(
        label="取消资格的人员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择取消资格的人员"},
    )
    reason = forms.CharField(
        label="取消资格的理由",
        help_text=f"本人会看到这一理由；{LONGEST_REASON}字以内，不写他人的个人信息",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "请写明理由，本人会看到",
            "max_length": f"请把理由写在{LONGEST_REASON}字以内",
        },
    )

    def __init__(self, *args: Any, late: Iterable[str], **kwargs: Any) -> None:
        kwargs["auto_id"] = "revoke_%s"
        super().__init__(*args, **kwargs)
        # Also whom the form was shown with and who is no longer late: the plan says so.
        sent = self.data.getlist("cases") if isinstance(self.data, QueryDict) else []
        cases = self.fields["cases"]
        assert isinstance(cases, forms.MultipleChoiceField)
        cases.choices = [(one, one) for one in dict.fromkeys([*late, *sent])]
