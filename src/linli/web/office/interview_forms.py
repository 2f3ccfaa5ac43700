"""What officials type in at the interviews: seats of a panel, relations, findings at the door, marks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField, formset_factory

from linli.apps.applications.models import Application
from linli.apps.interviews.door import LONGEST_NOTE, Finding, original_name, originals_of
from linli.apps.interviews.models import Examiner, OriginalCheck, Panel, Relation
from linli.apps.interviews.preparing import Seat
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.identity.names import mask_name
from linli.core.papers.kinds import MaterialKind
from linli.core.placement.panels import RelationKind
from linli.core.placement.scores import points

_TEXT = {"autocomplete": "off"}


class ShownForm(forms.Form):
    """The mark of what somebody was shown and confirms."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SignOffForm(ShownForm):
    """What was shown, and why people have marks whom nobody recorded at the door."""

    is_unattended = forms.BooleanField(
        error_messages={"required": "有人有评分而没有登记到场。确认无误的，请先勾选"}
    )
    unattended_reason = forms.CharField(
        label="没有登记到场而有评分的原因",
        max_length=200,
        help_text="记入台账，不写个人情况；例如“当日网络中断，按纸质签到表核对”",
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": "请写明没有登记到场而有评分的原因",
            "max_length": "原因请写在200字以内",
        },
    )

    def __init__(self, *args: Any, unattended: int, **kwargs: Any) -> None:
        """``unattended`` counts them; nothing more is asked where there are none."""
        super().__init__(*args, **kwargs)
        if unattended:
            label = f"我知道{unattended}人有评分而没有登记到场，仍要签字确认"
            self.fields["is_unattended"].label = label
        else:
            del self.fields["is_unattended"], self.fields["unattended_reason"]


class SeatForm(forms.Form):
    """One examiner of a panel; a row without a name and a body is nobody."""

    name = forms.CharField(
        label="姓名或代号", required=False, max_length=60, widget=forms.TextInput(_TEXT)
    )
    body = forms.CharField(
        label="单位",
        required=False,
        max_length=60,
        widget=forms.TextInput({**_TEXT, "list": "bodies"}),
    )
    is_head = forms.BooleanField(label="组长", required=False)

    @property
    def seat(self) -> Seat | None:
        """Return the seat, nobody's if the row is blank; the form must have been judged valid."""
        name, body = self.cleaned_data.get("name", ""), self.cleaned_data.get("body", "")
        if not (name or body):
            return None
        return Seat(name, body, self.cleaned_data["is_head"])


SeatFormSet = formset_factory(SeatForm, extra=0, max_num=60, absolute_max=60)


class PanelsForm(forms.Form):
    """Into how many panels the examiners are drawn."""

    panels = forms.IntegerField(
        label="小组数",
        min_value=1,
        max_value=9,
        initial=1,
        help_text="多数县（市、区）设1个；设几个就有几名组长，考官按公开种子抽签分到各组",
        widget=forms.TextInput({"inputmode": "numeric", "class": "fit", "size": 3}),
        error_messages={
            "required": "请填写小组数",
            "invalid": "小组数填写数字",
            "min_value": "至少1个小组",
            "max_value": "一次最多9个小组",
        },
    )


class RelationForm(forms.Form):
    """A relation that an examiner or a candidate declared."""

    prefix = "relation"
    examiner = forms.ChoiceField(label="考官")
    case = forms.ChoiceField(label="面见人员")
    kind = forms.ChoiceField(label="关系", choices=[(one.value, one.label) for one in RelationKind])
    declarant = forms.ChoiceField(
        label="申报人", choices=Relation.Declarant.choices, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        examiners: Iterable[Examiner],
        candidates: Iterable[Application],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._examiners = {str(one.number): one for one in examiners}
        self._candidates = {one.case_number: one for one in candidates}
        examiner, case, kind = (self.fields[name] for name in ("examiner", "case", "kind"))
        assert isinstance(examiner, forms.ChoiceField)
        assert isinstance(case, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        nothing = ("", "请选择")
        kind.choices = [nothing, *((one.value, one.label) for one in RelationKind)]
        examiner.choices = [
            nothing,
            *((number, f"{one}　{one.name}") for number, one in self._examiners.items()),
        ]
        case.choices = [
            nothing,
            *(
                (number, f"{number}　{mask_name(one.person.name)}")
                for number, one in self._candidates.items()
            ),
        ]
        for field in self.fields.values():
            field.error_messages = {"required": "请选择", "invalid_choice": "请在所列各项中选择"}

    @property
    def declared(self) -> tuple[Examiner, Application, RelationKind, Relation.Declarant]:
        """Return what was declared; the form must have been judged valid."""
        chosen = self.cleaned_data
        return (
            self._examiners[chosen["examiner"]],
            self._candidates[chosen["case"]],
            RelationKind(chosen["kind"]),
            Relation.Declarant(chosen["declarant"]),
        )


class SubstituteForm(forms.Form):
    """A substitute for a panel."""

    prefix = "substitute"
    name = forms.CharField(
        label="姓名或代号",
        max_length=60,
        widget=forms.TextInput(_TEXT),
        error_messages={"required": "请填写姓名或代号"},
    )
    body = forms.CharField(
        label="单位",
        max_length=60,
        widget=forms.TextInput({**_TEXT, "list": "bodies"}),
        error_messages={"required": "请填写单位"},
    )


class SlipForm(forms.Form):
    """What is typed or scanned at the door."""

    sought = forms.CharField(
        label="报名编号或核验码",
        max_length=80,
        help_text="输入编号，或者用扫码枪扫面见通知单上的二维码",
        widget=forms.TextInput({**_TEXT, "autofocus": True, "autocapitalize": "off"}),
        error_messages={"required": "请输入报名编号或核验码"},
    )


class OriginalsForm(forms.Form):
    """What was found of each original of a case; a row that is left open stays open."""

    def __init__(self, sent: Mapping[str, Any] | None = None, *, application: Application) -> None:
        known = {one.kind: one for one in application.original_checks.all()}
        self._kinds = originals_of(application)
        initial = {
            f"{part}-{kind}": getattr(check, part)
            for kind, check in known.items()
            for part in ("result", "note")
        }
        super().__init__(sent, initial=initial)
        for kind in self._kinds:
            name = original_name(kind)
            self.fields[f"result-{kind.value}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=OriginalCheck.Result.choices,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "请选择已核验、不符或者未带"},
            )
            self.fields[f"note-{kind.value}"] = forms.CharField(
                label=f"{name}的说明",
                required=False,
                max_length=LONGEST_NOTE,
                widget=forms.TextInput(_TEXT),
                error_messages={"max_length": f"请把说明写在{LONGEST_NOTE}字以内"},
            )

    @property
    def rows(self) -> list[tuple[MaterialKind, str, BoundField, BoundField]]:
        """Return the originals, each with its two fields."""
        return [
            (
                kind,
                original_name(kind),
                self[f"result-{kind.value}"],
                self[f"note-{kind.value}"],
            )
            for kind in self._kinds
        ]

    @property
    def findings(self) -> list[Finding]:
        """Return what was found; the form must have been judged valid."""
        chosen = {kind: self.cleaned_data[f"result-{kind.value}"] for kind in self._kinds}
        return [
            Finding(kind, OriginalCheck.Result(result), self.cleaned_data[f"note-{kind.value}"])
            for kind, result in chosen.items()
            if result
        ]


class MarksForm(forms.Form):
    """One candidate's score sheet: a mark in points for each examiner who marks, or an absence."""

    absent = forms.BooleanField(label="缺席（没有到场），不填评分", required=False)

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        panel: Panel,
        marking: Iterable[int],
        full_mark: int,
        own: Mapping[int, int] | None,
    ) -> None:
        """``own`` are the marks in hundredths that this official entered before, ``None`` if none."""
        initial = {f"mark-{number}": points(mark) for number, mark in (own or {}).items()}
        super().__init__(sent, initial={**initial, "absent": own == {}})
        examiners = list(panel.examiners.all())
        self._numbers = [one.number for one in examiners]
        marks = {
            f"mark-{one.number}": _mark_field(one, full_mark)
            for one in examiners
            if one.number in set(marking)
        }
        self.fields = {**marks, **self.fields}

    @property
    def mark_fields(self) -> list[BoundField]:
        """Return the fields of the marks, by the number of the examiner."""
        return [self[name] for name in self.fields if name != "absent"]

    def clean(self) -> dict[str, Any]:
        """Refuse a blank mark of somebody who came, and marks of somebody who did not."""
        values: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            if name == "absent" or name in self.errors:
                continue
            if values["absent"] and values.get(name) is not None:
                self.add_error(name, "已勾选缺席，评分应当清空")
            if not values["absent"] and values.get(name) is None:
                self.add_error(name, "请填写评分；没有到场的，勾选缺席")
        return values

    def row(self, case_number: str) -> ScoreRow:
        """Return the sheet as the domain takes it; the form must have been judged valid."""
        if self.cleaned_data["absent"]:
            return ScoreRow(case_number, ())
        cells = (self.cleaned_data.get(f"mark-{number}") for number in self._numbers)
        return ScoreRow(case_number, tuple(_hundredths(cell) for cell in cells))


def _mark_field(examiner: Examiner, full_mark: int) -> forms.DecimalField:
    wrong = f"填写0至{full_mark}之间的分数，最多两位小数"
    return forms.DecimalField(
        label=f"{examiner}　{examiner.body}",
        required=False,
        min_value=0,
        max_value=full_mark,
        decimal_places=2,
        widget=forms.TextInput({**_TEXT, "inputmode": "decimal", "class": "mark-input"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places", "max_whole_digits"), wrong
        ),
    )


def _hundredths(points_given: Decimal | None) -> int | None:
    return None if points_given is None else int(points_given * 100)
