"""What officials type in at the intake desk: the filter of the mails, what a mail is, a letter."""

from typing import Any

from django import forms

from linli.apps.intake.handling import KINDS, LONGEST_NOTE
from linli.apps.intake.models import Letter
from linli.core.refusal import Refusal
from linli.web.office.words import MAIL_KINDS

_CONTROL = {"class": "form-control"}
_SELECT = {"class": "form-select"}
ONLY_WAITING = "waiting"


class MailFilterForm(forms.Form):
    """Narrow the list of mails by kind, and to those that a person must read."""

    kind = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "全部"), *MAIL_KINDS.items()],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": "没有这种类别，请重新选择"},
    )
    show = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "全部来件"), (ONLY_WAITING, "只看须人工阅读的")],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": "没有这种范围，请重新选择"},
    )

    @property
    def is_narrowing(self) -> bool:
        """Tell whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)


class _RefusableForm(forms.Form):
    """A form whose values the domain judges: a refusal of it stands by the form, the values stay."""

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the domain."""
        self.add_error(None, refusal.sentence())


class HandlingForm(_RefusableForm):
    """What a person found a mail to be. The act itself refuses what is missing."""

    kind = forms.CharField(
        label="来件类别",
        required=False,
        widget=forms.Select(
            attrs=_SELECT,
            choices=[("", "请选择"), *((kind.value, MAIL_KINDS[kind]) for kind in KINDS)],
        ),
    )
    number = forms.CharField(
        label="所属报名编号",
        required=False,
        max_length=20,
        help_text="与报名无关的留空；填写的，来件中的材料并入该报名",
        widget=forms.TextInput(attrs={**_CONTROL, "inputmode": "numeric", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="处理说明（必填）",
        required=False,
        help_text=f"写明来件内容和处理结果，不超过{LONGEST_NOTE}字",
        widget=forms.Textarea(attrs={**_CONTROL, "rows": 3}),
    )


class Unconfirmed(Refusal):
    """A letter is sent only when an official has ticked that it was looked through."""


class LetterForm(_RefusableForm):
    """A supplement request as an official writes it; sending it needs a tick of its own."""

    subject = forms.CharField(
        label="标题",
        required=False,
        max_length=Letter._meta.get_field("subject").max_length,
        widget=forms.TextInput(attrs=_CONTROL),
    )
    body = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**_CONTROL, "rows": 14}),
    )
    confirmed = forms.BooleanField(
        label="我已核对标题和正文，同意发出",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def texts(self) -> dict[str, Any]:
        """Return subject and body; the form must have been judged valid."""
        return {name: self.cleaned_data[name] for name in ("subject", "body")}

    def require_confirmed(self) -> None:
        """Raise ``Unconfirmed`` without the tick; the form must have been judged valid."""
        if not self.cleaned_data["confirmed"]:
            raise Unconfirmed(
                "没有勾选“我已核对标题和正文，同意发出”", mend="核对后勾选，再点“发出”"
            )
