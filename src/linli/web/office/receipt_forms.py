"""When papers came in, where that was before they are entered, and what shows it."""

from datetime import datetime
from typing import Any

from django import forms

from linli.apps.intake.receipt import GROUNDS, LONGEST_GROUNDS, RECEIVED_AT, Receipt

_CONTROL = {"class": "form-control", "autocomplete": "off"}


class ReceiptForm(forms.Form):
    """The two fields of a receipt; both blank where papers come in as they are entered."""

    received_at = forms.DateTimeField(
        label="材料收到时间",
        required=False,
        help_text="例如2024-06-13 15:00，现在收到的不填",
        # A browser's own field for times speaks the browser's language, in its own order.
        widget=forms.DateTimeInput(attrs=_CONTROL, format="%Y-%m-%d %H:%M"),
        error_messages={"invalid": "收到时间无法识别。填年月日和时分，例如2024-06-13 15:00"},
    )
    grounds = forms.CharField(
        label="收到时间的凭据",
        required=False,
        max_length=LONGEST_GROUNDS,
        help_text="例如收文登记第几号、签收单；不写姓名等个人信息",
        widget=forms.TextInput(attrs=_CONTROL),
        error_messages={"max_length": f"凭据最多{LONGEST_GROUNDS}字"},
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse grounds without the time that they show."""
        values = super().clean()
        if self.cleaned_data.get(GROUNDS) and not self.data.get(self.add_prefix(RECEIVED_AT)):
            self.add_error(RECEIVED_AT, "写了凭据，没有填收到时间。填写收到时间，或者删去凭据。")
        return values

    @property
    def receipt_fields(self) -> list[forms.BoundField]:
        """Return the time of receipt and its grounds, where they are asked for."""
        return [self[name] for name in (RECEIVED_AT, GROUNDS) if name in self.fields]

    def receipt(self) -> Receipt | None:
        """Return the receipt that was stated; the form must have been judged valid."""
        at: datetime | None = self.cleaned_data.get(RECEIVED_AT)
        return None if at is None else Receipt(at, self.cleaned_data[GROUNDS])
