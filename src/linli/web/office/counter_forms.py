"""What an official types in at the counter: the fields of 附件2, and the papers that were seen."""

import hashlib
import json
from typing import Any

from django import forms

from linli.apps.applications.models import Application
from linli.apps.intake.entries import MOST_SHEETS, Entry, Rehearsed
from linli.apps.intake.receipt import GROUNDS, RECEIVED_AT
from linli.core.documents.form_entry import (
    ACCEPTS,
    BOTH,
    ENTRY_CHOICES,
    ENTRY_LABELS,
    NEITHER,
    REFUSES,
)
from linli.core.refusal import Refusal
from linli.web.office.receipt_forms import ReceiptForm
from linli.web.office.words import MATERIALS

#: The papers that the notice asks for, by kind.
PAPERS = {kind: name for kind, name in MATERIALS.items() if kind != "unknown"}
_CONTROL = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
_SELECT = {"class": "form-select"}
_SHEETS, _ORIGINAL, _SEEN = "sheets_", "original_", "seen"
_LONG = {"resume": 5, "awards": 3, "strengths": 2}
_HINTS = {
    "birth": "例如2002-03",
    "graduation": "例如2024-07",
    "degree": "没有学位的不填",
    "intended": "填市和县（市、区），例如忻州市代县",
    "transfer": f"填“{REFUSES}”，或者“{ACCEPTS}：”后面写地区，用顿号隔开；表上填错的填“{BOTH}”“{NEITHER}”",
}


class CounterForm(ReceiptForm):
    """The fields in the order of the form, then a count and a tick for each kind of paper.

    The domain judges the values; a refusal stands by its field, and what was typed stays. A form
    for a case that came by mail asks neither for papers nor for the time of receipt.
    """

    def __init__(self, *args: Any, asks_for_papers: bool, **kwargs: Any) -> None:
        kwargs["auto_id"] = "entry_%s"
        super().__init__(*args, **kwargs)
        self._kinds = tuple(PAPERS) if asks_for_papers else ()
        if not asks_for_papers:
            del self.fields[RECEIVED_AT], self.fields[GROUNDS]
        for name, label in ENTRY_LABELS.items():
            self.fields[name] = _field(name, label)
        for kind in self._kinds:
            self.fields[_SHEETS + kind] = _count(PAPERS[kind])
            self.fields[_ORIGINAL + kind] = _tick(PAPERS[kind])
        self.fields[_SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)

    def entry(self, case: Application | None) -> Entry:
        """Return what was typed in; the form must have been judged valid."""
        values = self.cleaned_data
        return Entry(
            fields={name: values[name] for name in ENTRY_LABELS},
            materials={kind: values[_SHEETS + kind] or 0 for kind in self._kinds},
            originals={kind: PAPERS[kind] for kind in self._kinds if values[_ORIGINAL + kind]},
            receipt=self.receipt(),
            case=case,
        )

    def show(self, rehearsed: Rehearsed) -> None:
        """Let every refusal stand by its field."""
        for name, refusal in rehearsed.refusals.items():
            place = _SHEETS + name if name in self._kinds else name or None
            self.refuse(refusal, place)

    def refuse(self, refusal: Refusal, place: str | None = None) -> None:
        """Show a refusal by a field, or above the form."""
        self.add_error(place, refusal.sentence())

    @property
    def digest(self) -> str:
        """Return what tells whether the values are still those that were tried."""
        values = {name: value for name, value in self.cleaned_data.items() if name != _SEEN}
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def is_as_tried(self) -> bool:
        """Tell whether the official has seen what these very values come to."""
        return bool(self.cleaned_data[_SEEN] == self.digest)

    @property
    def form_fields(self) -> list[forms.BoundField]:
        """Return the fields of 附件2."""
        return [self[name] for name in ENTRY_LABELS]

    @property
    def papers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return count and tick of each kind of paper."""
        return [(self[_SHEETS + kind], self[_ORIGINAL + kind]) for kind in self._kinds]


def _field(name: str, label: str) -> forms.CharField:
    hint = _HINTS.get(name, "")
    widget: forms.Widget
    if name in ENTRY_CHOICES:
        options = [("", "未填写"), *((word, word) for word in ENTRY_CHOICES[name])]
        widget = forms.Select(attrs=_SELECT, choices=options)
    elif name in _LONG:
        widget = forms.Textarea(attrs={**_CONTROL, "rows": _LONG[name]})
    else:
        widget = forms.TextInput(attrs=_CONTROL)
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget)


def _count(label: str) -> forms.IntegerField:
    attrs = {**_CONTROL, "inputmode": "numeric"}
    return forms.IntegerField(
        label=f"{label}份数",
        required=False,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"invalid": f"份数应当是整数，填0至{MOST_SHEETS}"},
    )


def _tick(label: str) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=f"{label}已查验原件", required=False, widget=widget)
