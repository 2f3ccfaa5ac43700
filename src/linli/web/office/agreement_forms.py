"""What is typed in at the end of a season: agreements signed, filed with the city, reports for duty."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from linli.apps.agreements.actions import Assignment
from linli.apps.applications.models import Application, Decision
from linli.apps.places.models import Division
from linli.web.office.setup_forms import DAY, DAY_INVALID

_LONGEST_REASON = (Decision._meta.get_field("reason").max_length or 0) - len("签订协议书；")
_COMMUNITY, _REASON = "community_", "reason_"


def _day(label: str, hint: str, example: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={**DAY, "placeholder": example}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}", "invalid": DAY_INVALID},
    )


def _chosen(label: str, required: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": required,
            "invalid_choice": "所选人员中有的已由他人办理，请按现在的名单重新选择",
        },
    )


class SignForm(forms.Form):
    """The day of signing, and for each formal recruit the community and the reason of an adjustment."""

    signed_on = _day("签订日期", "", "2024-07-18")

    def __init__(
        self,
        *args: Any,
        cases: Sequence[Application],
        communities: Sequence[tuple[Division, int]],
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = "sign_%s"
        super().__init__(*args, **kwargs)
        self._cases = {one.case_number: one for one in cases}
        self._places = {place.code: place for place, _ in communities}
        choices = [("", "这次不签"), *((place.code, _place(place, n)) for place, n in communities)]
        for number in self._cases:
            self.fields[_COMMUNITY + number] = forms.ChoiceField(
                label=f"报名{number}的社区",
                required=False,
                choices=choices,
                error_messages={"invalid_choice": "请选择本县（市、区）的社区"},
            )
            self.fields[_REASON + number] = forms.CharField(
                label=f"报名{number}的调整理由",
                required=False,
                max_length=_LONGEST_REASON,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages={"max_length": f"请把理由写在{_LONGEST_REASON}字以内"},
            )

    def fields_of(self, number: str) -> tuple[BoundField, BoundField]:
        """Return the fields of one case: community and reason."""
        return self[_COMMUNITY + number], self[_REASON + number]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that signs with nobody."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.assignments:
            raise forms.ValidationError("没有选择任何人的社区。请至少为一人选择社区")
        return values

    @property
    def assignments(self) -> list[Assignment]:
        """Return who goes where; the form must have been judged valid."""
        given = self.cleaned_data
        return [
            Assignment(one, self._places[given[_COMMUNITY + number]], given[_REASON + number])
            for number, one in self._cases.items()
            if given[_COMMUNITY + number]
        ]


def _place(place: Division, taken: int) -> str:
    street = place.parent.name if place.parent else ""
    return f"{street} {place.name}" + (f"（已有{taken}名）" if taken else "")


class FileForm(forms.Form):
    """The agreements that the city takes on record."""

    agreements = _chosen("备案的协议", "请选择备案的协议")

    def __init__(self, *args: Any, keys: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["agreements"], keys)


class ReportForm(forms.Form):
    """The day on which recruits reported for duty, and who did."""

    reported_on = _day("报到日期", "同一天报到的一起登记", "2024-07-22")
    agreements = _chosen("报到的人员", "请选择报到的人员")

    def __init__(self, *args: Any, keys: Iterable[int], **kwargs: Any) -> None:
        kwargs["auto_id"] = "report_%s"
        super().__init__(*args, **kwargs)
        _offer(self.fields["agreements"], keys)

    @property
    def day(self) -> date:
        """Return the day; the form must have been judged valid."""
        day: date = self.cleaned_data["reported_on"]
        return day


def _offer(field: forms.Field, keys: Iterable[int]) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(key, str(key)) for key in keys]
