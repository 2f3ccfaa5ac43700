"""The field for a telephone number."""

from django import forms

from linli.core.identity.phone import mobile_number

NOT_A_NUMBER = "请填写11位手机号码，例如13800000000"


class PhoneField(forms.CharField):
    """A mobile number as people write it."""

    def __init__(self, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        super().__init__(**{"widget": widget, "max_length": 24, **kwargs})  # type: ignore[arg-type]

    def clean(self, value: str) -> str:
        """Return the eleven digits, ``""`` for a blank that is allowed."""
        text = super().clean(value)
        number = mobile_number(text)
        if text and number is None:
            raise forms.ValidationError(NOT_A_NUMBER, code="not_a_number")
        return number or ""
