"""When and where a county's office has people come, as it types that in."""

from datetime import datetime

from django import forms

from linli.apps.seasons.models import Appointment
from linli.apps.selection.appointing import Terms
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.medical_forms import moment_field

_LONGEST_PLACE = Appointment._meta.get_field("place").max_length
_LONGEST_NOTES = Appointment._meta.get_field("notes").max_length


class AppointmentForm(forms.Form):
    """Day and time, place, what to bring; of a change also why."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    starts_at = moment_field("时间", "报到的时间，北京时间", "请填写时间")
    place = forms.CharField(
        label="地点",
        max_length=_LONGEST_PLACE,
        help_text="写到门牌和楼层、房间，让人找得到",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": "请填写地点",
            "max_length": f"地点请写在{_LONGEST_PLACE}字以内",
        },
    )
    notes = forms.CharField(
        label="携带物品和其他事项",
        required=False,
        max_length=_LONGEST_NOTES,
        help_text="通知全体人员看到，不写个别人的情况",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": f"请写在{_LONGEST_NOTES}字以内"},
    )
    reason = forms.CharField(
        label="更改原因",
        required=False,
        max_length=LONGEST_REASON,
        help_text="随更改通知本人",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": f"请把原因写在{LONGEST_REASON}字以内"},
    )

    @property
    def terms(self) -> Terms:
        """Return what is set; the form must have been judged valid."""
        given = self.cleaned_data
        starts_at: datetime = given["starts_at"]
        return Terms(starts_at, given["place"], " ".join(given["notes"].split()))
