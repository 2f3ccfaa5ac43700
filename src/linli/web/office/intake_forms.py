"""What officials type in at the intake desk: the filter and the search of the mails, what a mail is, a letter."""

from typing import Any

from django import forms

from linli.apps.intake.handling import KINDS, LONGEST_NOTE
from linli.apps.intake.models import Letter
from linli.apps.intake.queries import MAIL_KINDS, Standing
from linli.core.refusal import Refusal

_CONTROL = {"class": "form-control"}
_SELECT = {"class": "form-select"}


class MailFilterForm(forms.Form):
    """Narrow the list of mails by number, kind and what became of them."""

    number = forms.CharField(
        label="来件编号或报名编号",
        required=False,
        max_length=10,
        widget=forms.TextInput(
            attrs={**_CONTROL, "inputmode": "numeric", "placeholder": "如 12 或 00012"}
        ),
    )
    kind = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "全部"), *MAIL_KINDS.items()],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": "没有这种类别，请重新选择"},
    )
    show = forms.ChoiceField(
        label="办理情况",
        required=False,
        choices=[("", "全部来件"), *((one.value, one.label) for one in Standing)],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": "没有这种情况，请重新选择"},
    )

    @property
    def is_narrowing(self) -> bool:
        """Tell whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wishes(self) -> dict[str, str]:
        """Return what to look for; without valid choices nothing is found."""
        if not self.is_valid():
            return {"kind": "-"}
        names = {"number": "number", "kind": "kind", "show": "standing"}
        return {wish: self.cleaned_data[name].strip() for name, wish in names.items()}


class MailSearchForm(forms.Form):
    """Look for mails by words that are personal: they are sent, and stand in no address."""

    words = forms.CharField(
        label="姓名、发件地址或主题",
        min_length=2,
        max_length=60,
        widget=forms.TextInput(attrs={**_CONTROL, "autocomplete": "off"}),
        error_messages={
            "required": "填写要查找的姓名、发件地址或主题",
            "min_length": "至少填写2个字",
            "max_length": "不超过60个字",
        },
    )

    @property
    def wishes(self) -> dict[str, str]:
        """Return what to look for; without words nothing is found."""
        return {"words": self.cleaned_data["words"]} if self.is_valid() else {"kind": "-"}


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
