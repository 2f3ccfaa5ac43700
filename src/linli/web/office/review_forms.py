"""What officials choose and type in at the review: the filter of the queue, a decision, a reason to reopen."""

from typing import Any

from django import forms
from django.utils import timezone

from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.reviewing import Verdict, asked_texts, reasons_of
from linli.apps.applications.seen_mark import seen_of
from linli.apps.intake.review_queue import DECIDED, EVERY_STATE, UNDECIDED
from linli.web.office.forms import LONGEST_REASON, FilterForm

_TOO_LONG = f"请把文字缩短到{LONGEST_REASON}字以内"


class QueueForm(FilterForm):
    """Narrow the queue as the list of applications is narrowed; the states are those of the review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = self.fields["state"]
        assert isinstance(states, forms.ChoiceField)
        states.choices = [
            ("", "尚未决定"),
            (EVERY_STATE, "审查环节的全部状态"),
            *((one.value, one.label) for one in (*UNDECIDED, *DECIDED)),
        ]


class DecisionForm(forms.Form):
    """A decision on a case: which, the reasons that its checks give, a note."""

    outcome = forms.ChoiceField(
        choices=Decision.Outcome.choices,
        error_messages={
            "required": "请选择通过、不通过或者要求补正",
            "invalid_choice": "请选择通过、不通过或者要求补正",
        },
    )
    codes = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "检查列出的事由中没有这一项，请刷新页面"}
    )
    note = forms.CharField(
        required=False, max_length=LONGEST_REASON, error_messages={"max_length": _TOO_LONG}
    )
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons_of(application)
        asked = asked_texts(application, timezone.localdate())
        self.reason_lines = tuple((one, asked.get(one.code, "")) for one in self.reasons)
        self.seen_now = seen_of(application)
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)
        codes.choices = [(check.code, check.text) for check in self.reasons]

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the codes that are ticked: those sent, or at first the known faults."""
        if self.is_bound:
            sent = self.fields["codes"].widget.value_from_datadict(self.data, self.files, "codes")
            return tuple(sent or ())
        return tuple(
            one.code for one in self.reasons if one.outcome != "pass" and not one.is_unknown
        )

    @property
    def verdict(self) -> Verdict:
        """Return what was decided; the form must have been judged valid."""
        given = self.cleaned_data
        return Verdict(given["outcome"], tuple(given["codes"]), given["note"])


class ReopenForm(forms.Form):
    """Why a decision is undone."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        error_messages={"required": "请写明重新审查的理由，本人会看到", "max_length": _TOO_LONG},
    )


class OpinionForm(forms.Form):
    """A second official's answer to a first opinion: agreed to, or returned for a reason."""

    _GONE = "此件的初审意见已有变化，请刷新页面"
    opinion = forms.ModelChoiceField(
        FirstOpinion.objects.none(), error_messages={"required": _GONE, "invalid_choice": _GONE}
    )
    answer = forms.ChoiceField(
        choices=[("confirm", "同意"), ("return", "退回")],
        error_messages={"required": "请选择同意或者退回", "invalid_choice": "请选择同意或者退回"},
    )
    reason = forms.CharField(
        required=False, max_length=LONGEST_REASON, error_messages={"max_length": _TOO_LONG}
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinion = self.fields["opinion"]
        assert isinstance(opinion, forms.ModelChoiceField)
        opinion.queryset = application.first_opinions.all()

    @property
    def agrees(self) -> bool:
        """Tell whether the opinion was agreed to; the form must have been judged valid."""
        return bool(self.cleaned_data["answer"] == "confirm")
