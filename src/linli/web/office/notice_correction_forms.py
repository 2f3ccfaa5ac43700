"""What a county's office types in to correct a posted list."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from linli.apps.notices.correcting import Correction, Fix
from linli.apps.notices.models import PublicNotice

_LONGEST_REASON = PublicNotice._meta.get_field("reason").max_length
#: So many lines are put right at once; who needs more corrects the correction.
_SLOTS = 4
_PARTS = (("name", "姓名"), ("school", "毕业院校"), ("major", "专业"))


class CorrectionForm(forms.Form):
    """Why a list is corrected, and which lines read how; whoever is gone comes off by itself."""

    reason = forms.CharField(
        label="更正理由",
        max_length=_LONGEST_REASON,
        help_text="公众看到，也印在更正公示上；不写个人情况",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": "请写明更正理由",
            "max_length": f"请把更正理由写在{_LONGEST_REASON}字以内",
        },
    )
    adds_passed = forms.BooleanField(
        label="同时列入体检合格而未公示的人选",
        required=False,
        help_text="自更正之日起公示；不选的，另行发布一份公示",
    )

    def __init__(
        self, *args: Any, lines: Sequence[tuple[int, str]], passed: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not passed:
            del self.fields["adds_passed"]
        for slot in range(_SLOTS):
            self.fields[f"line_{slot}"] = forms.TypedChoiceField(
                label="有误的行",
                required=False,
                coerce=int,
                choices=[("", "未选择"), *lines],
                error_messages={"invalid_choice": "请在名单中选择"},
            )
            for part, label in _PARTS:
                self.fields[f"{part}_{slot}"] = forms.CharField(
                    label=f"更正后的{label}",
                    required=False,
                    max_length=60,
                    widget=forms.TextInput({"autocomplete": "off"}),
                    error_messages={"max_length": "请写在60字以内"},
                )

    def clean(self) -> dict[str, Any]:
        """Refuse a text without its line, and a line without a text."""
        values: dict[str, Any] = super().clean() or {}
        for slot in range(_SLOTS):
            texts = [values.get(f"{part}_{slot}") for part, _ in _PARTS]
            if any(texts) != bool(values.get(f"line_{slot}")):
                self.add_error(f"line_{slot}", "行和更正后的内容应当同时填写；不更正的都不填")
        return values

    @property
    def slots(self) -> list[list[BoundField]]:
        """Return the fields of each line that may be put right."""
        parts = ("line", *(part for part, _ in _PARTS))
        return [[self[f"{part}_{slot}"] for part in parts] for slot in range(_SLOTS)]

    @property
    def correction(self) -> Correction:
        """Return what is corrected; the form must have been judged valid."""
        given = self.cleaned_data
        fixes = tuple(
            Fix(int(given[f"line_{slot}"]), *(given[f"{part}_{slot}"] for part, _ in _PARTS))
            for slot in range(_SLOTS)
            if given[f"line_{slot}"]
        )
        return Correction(given["reason"], fixes, given.get("adds_passed", False))

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same correction."""
        for name, value in self.cleaned_data.items():
            if value:
                yield name, "on" if value is True else str(value)
