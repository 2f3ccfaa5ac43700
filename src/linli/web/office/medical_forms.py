"""What a county's office types in at the medical check: conclusions of many, an answer by telephone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BoundField

from linli.apps.selection.attending import Told
from linli.apps.selection.models import MedicalCheck, MedicalConfirmation
from linli.web.office.setup_forms import DAY, DAY_INVALID

_LONGEST_HOSPITAL = MedicalCheck._meta.get_field("hospital").max_length or 0
_CONCLUSIONS = [
    (one.value, one.label)
    for one in MedicalCheck.Conclusion
    # It is no conclusion yet: the domain refuses it.
    if one is not MedicalCheck.Conclusion.RECHECK
]
#: A moment as the office types it; a browser's own field for it speaks the browser's language.
MOMENT = {"class": "fit", "size": 18, "autocomplete": "off", "placeholder": "2024-07-06 09:30"}
MOMENT_INVALID = "时间无法识别。填年月日和时分，例如2024-07-06 09:30"
_CASE = "case_"


def moment_field(label: str, hint: str, required: str) -> forms.DateTimeField:
    """Return a field for a moment of Beijing time."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%d %H:%M"),
        error_messages={"required": required, "invalid": MOMENT_INVALID},
    )


class ConclusionsForm(forms.Form):
    """Hospital and day of a medical check, and the conclusion of each who waits for it.

    ``others`` is the conclusion of whoever has none of their own; blank leaves them as they are.
    """

    hospital = forms.CharField(
        label="体检医院",
        max_length=_LONGEST_HOSPITAL,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": "请填写体检医院",
            "max_length": f"医院名称请写在{_LONGEST_HOSPITAL}字以内",
        },
    )
    checked_on = forms.DateField(
        label="体检日期",
        widget=forms.DateInput(attrs={**DAY, "placeholder": "2024-07-08"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写体检日期", "invalid": DAY_INVALID},
    )
    others = forms.ChoiceField(
        label="没有单独选择结论的人员",
        required=False,
        widget=forms.RadioSelect,
        choices=(("", "不登记"), ("pass", "都登记为合格")),
        error_messages={"invalid_choice": "请选择不登记或者都登记为合格"},
    )

    def __init__(self, *args: Any, waiting: Iterable[str], **kwargs: Any) -> None:
        kwargs["auto_id"] = "medical_%s"
        super().__init__(*args, **kwargs)
        # Also whom the form was shown with and who no longer waits: the plan says so.
        sent = (name.removeprefix(_CASE) for name in self.data if name.startswith(_CASE))
        self._numbers = tuple(dict.fromkeys([*waiting, *sent]))
        for number in self._numbers:
            self.fields[_CASE + number] = forms.ChoiceField(
                label=f"报名{number}的结论",
                required=False,
                choices=[("", "未单独选择"), *_CONCLUSIONS],
                error_messages={"invalid_choice": "请选择合格、不合格或者缺席"},
            )

    def case_field(self, number: str) -> BoundField:
        """Return the field of one case."""
        return self[_CASE + number]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that concludes about nobody."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.results:
            raise forms.ValidationError("没有登记任何人的结论。请至少选择一人的结论")
        return values

    @property
    def results(self) -> dict[str, str]:
        """Return the conclusions by case number; the form must have been judged valid."""
        given = self.cleaned_data
        # Who came to wait for the check after the form was shown is concluded about next time.
        shown = [number for number in self._numbers if _CASE + number in self.data]
        found = {number: given[_CASE + number] or given["others"] for number in shown}
        return {number: conclusion for number, conclusion in found.items() if conclusion}

    @property
    def day(self) -> date:
        """Return the day of the check; the form must have been judged valid."""
        day: date = self.cleaned_data["checked_on"]
        return day

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same conclusions."""
        yield "hospital", self.cleaned_data["hospital"]
        yield "checked_on", self.day.isoformat()
        for number, conclusion in self.results.items():
            yield _CASE + number, conclusion


class AnswerForm(forms.Form):
    """An answer that the office was told: coming or not, by whom, when."""

    attends = forms.TypedChoiceField(
        label="答复",
        choices=(("yes", "参加体检"), ("no", "不参加体检，名额由本县递补候选递补")),
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择答复", "invalid_choice": "请选择参加或者不参加"},
    )
    told_by = forms.ChoiceField(
        label="由谁告知",
        choices=MedicalConfirmation.Teller.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择由谁告知", "invalid_choice": "请在列出的人中选择"},
    )
    told_at = moment_field("告知时间", "接到电话或者当面告知的时间，北京时间", "请填写告知时间")

    @property
    def told(self) -> Told:
        """Return who told it and when; the form must have been judged valid."""
        told_at: datetime = self.cleaned_data["told_at"]
        return Told(MedicalConfirmation.Teller(self.cleaned_data["told_by"]), told_at)
