"""What the system administrator types in to load the holidays of a year."""

from datetime import date
from typing import Any

from django import forms

from linli.apps.seasons.holiday_years import LONGEST_SOURCE
from linli.web.office.filled_forms import DIGEST, FilledForm

#: The years that a date can bear as four digits.
YEARS = range(1000, date.max.year + 1)


class _YearForm(forms.Form):
    year = forms.IntegerField(
        label="年份",
        min_value=YEARS[0],
        max_value=YEARS[-1],
        widget=forms.TextInput(
            attrs={"class": "fit", "size": 6, "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "请填写四位数的年份"
        ),
    )
    source = forms.CharField(
        label="依据",
        max_length=LONGEST_SOURCE,
        help_text="国务院办公厅通知的名称和文号，记入台账",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "请填写依据的通知",
            "max_length": f"请把依据写在{LONGEST_SOURCE}字以内",
        },
    )


class HolidayFileForm(FilledForm, _YearForm):
    """A year, the notice that it follows, and its days."""

    file = forms.FileField(
        label="放假和补班日（.xlsx或者.csv）",
        allow_empty_file=True,
        help_text="每行一天：日期，类别（放假或者补班）；周末本来休息，填不填都一样",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "没有选择文件。请选择按模板填好的表格"},
    )


class HolidayConfirmForm(_YearForm):
    """Which of the kept files is loaded, as it was shown."""

    digest = forms.RegexField(DIGEST, widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "confirm_%s"
        super().__init__(*args, **kwargs)
        for name in ("year", "source"):
            self.fields[name].widget = forms.HiddenInput()
