"""What officials type in to filter the list."""

from typing import Any

from django import forms

from linli.apps.applications.models import Decision
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.policy import Outcome

#: So long a reason may be as the record of a decision holds.
LONGEST_REASON = Decision._meta.get_field("reason").max_length or 0
OUT_OF_SCOPE = "请选择您管辖范围内的县（市、区）"


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
