"""What a county's office types in at the medical check: conclusions of many, an answer by telephone."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BoundField

from linli.apps.selection.attending import Told
from linli.apps.selection.medical import Again
from linli.apps.selection.models import MedicalCheck, MedicalConfirmation, MedicalRecheck
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.setup_forms import DAY, DAY_INVALID

_LONGEST_HOSPITAL = MedicalCheck._meta.get_field("hospital").max_length or 0
_LONGEST_AGAIN = MedicalRecheck._meta.get_field("again_at").max_length or 0
_RECHECK = MedicalCheck.Conclusion.RECHECK
#: What may be recorded of a first check, and of a second one, which is not repeated.
_FIRST = [(one.value, one.label) for one in MedicalCheck.Conclusion]
_SECOND = [(one.value, one.label) for one in MedicalCheck.Conclusion if one is not _RECHECK]
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


class AgainForm(forms.Form):
    """When and where a second check is to be, as far as it is known."""

    again_on = forms.DateField(
        label="复检日期",
        required=False,
        help_text="还没有确定的不填，另行通知本人",
        widget=forms.DateInput(attrs={**DAY, "placeholder": "2024-07-10"}, format="%Y-%m-%d"),
        error_messages={"invalid": DAY_INVALID},
    )
    again_at = forms.CharField(
        label="复检医院",
        required=False,
        max_length=_LONGEST_AGAIN,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": f"医院名称请写在{_LONGEST_AGAIN}字以内"},
    )

    @property
    def again(self) -> Again:
        """Return when and where; the form must have been judged valid."""
        return Again(self.cleaned_data["again_on"], self.cleaned_data["again_at"])


class RecheckForm(AgainForm):
    """Day and hospital of one second check, with the mark of what was set before."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ConclusionsForm(AgainForm):
    """Hospital and day of a medical check, and the conclusion of each who waits for it.

    ``others`` is the conclusion of whoever has none of their own; blank leaves them as they are.
    It is never that of a second check (``repeated``): each of those is looked at.
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
    reason = forms.CharField(
        label="体检日期不在阶段之内的原因",
        required=False,
        max_length=LONGEST_REASON,
        help_text="日期在组织体检阶段之内的不填；记入台账，不写体检的具体情况",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": f"请把原因写在{LONGEST_REASON}字以内"},
    )
    others = forms.ChoiceField(
        label="没有单独选择结论的人员",
        required=False,
        widget=forms.RadioSelect,
        choices=(("", "不登记"), ("pass", "都登记为合格")),
        help_text="待复检人员须逐人选择复检结论",
        error_messages={"invalid_choice": "请选择不登记或者都登记为合格"},
    )

    def __init__(
        self, *args: Any, waiting: Iterable[str], repeated: Collection[str] = (), **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "medical_%s"
        super().__init__(*args, **kwargs)
        self.fields["again_on"].help_text = "登记待复检的填写；还没有确定的不填，另行通知本人"
        self._repeated = frozenset(repeated)
        # Also whom the form was shown with and who no longer waits: the plan says so.
        sent = (name.removeprefix(_CASE) for name in self.data if name.startswith(_CASE))
        self._numbers = tuple(dict.fromkeys([*waiting, *sent]))
        for number in self._numbers:
            self.fields[_CASE + number] = forms.ChoiceField(
                label=f"报名{number}的结论",
                required=False,
                choices=[("", "未单独选择"), *(_SECOND if number in self._repeated else _FIRST)],
                error_messages={"invalid_choice": "请在列出的结论中选择"},
            )

    def case_field(self, number: str) -> BoundField:
        """Return the field of one case."""
        return self[_CASE + number]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that concludes about nobody."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.results:
            raise forms.ValidationError("没有登记任何人的结论。请至少选择一人的结论")
        is_arranged = bool(values.get("again_on") or values.get("again_at"))
        if not self.errors and is_arranged and _RECHECK not in self.results.values():
            raise forms.ValidationError(
                "没有人登记为待复检。请选择待复检的人员，或者清空复检日期和医院"
            )
        return values

    @property
    def results(self) -> dict[str, str]:
        """Return the conclusions by case number; the form must have been judged valid."""
        given = self.cleaned_data
        # Who came to wait for the check after the form was shown is concluded about next time.
        shown = [number for number in self._numbers if _CASE + number in self.data]
        found = {
            number: given[_CASE + number] or ("" if number in self._repeated else given["others"])
            for number in shown
        }
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
        if self.again.on:
            yield "again_on", self.again.on.isoformat()
        yield "again_at", self.again.at
        yield "reason", self.cleaned_data["reason"]
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
