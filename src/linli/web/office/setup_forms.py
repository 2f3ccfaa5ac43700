"""What the city's office chooses to open a season."""

from typing import Any

from django import forms

from linli.apps.accounts.models import User
from linli.apps.seasons.planning import recruitment_packs

REAL, REHEARSAL = "real", "rehearsal"
_KINDS = ((REHEARSAL, "演练：处处标明“演练”，不发通知"), (REAL, "正式招募"))
#: A day as the office types it; a browser's own field for dates speaks the browser's language.
DAY = {"class": "fit", "size": 12, "autocomplete": "off", "placeholder": "2024-06-20"}
DAY_INVALID = "日期无法识别。填年月日，例如2024-06-20"


class SetupForm(forms.Form):
    """A pack, real or rehearsal, and the first day of a rehearsal."""

    pack = forms.ChoiceField(
        label="政策包",
        widget=forms.RadioSelect,
        help_text="载明名额和各阶段时限的招募通知",
        error_messages={"required": "请选择政策包", "invalid_choice": "请在列出的政策包中选择"},
    )
    kind = forms.ChoiceField(
        label="用途",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择演练或者正式招募", "invalid_choice": "请选择一项"},
    )
    first_day = forms.DateField(
        label="报名开始日期",
        required=False,
        help_text="只用于演练，各阶段整体顺延；不填的，按文件规定的日期",
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"invalid": DAY_INVALID},
    )

    is_another = forms.BooleanField(label="仍要另开一个", required=False)

    def __init__(self, *args: Any, official: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packs, kinds = self.fields["pack"], self.fields["kind"]
        assert isinstance(packs, forms.ChoiceField) and isinstance(kinds, forms.ChoiceField)
        packs.choices = [
            (pack.id, f"{pack.title}（{pack.notice.number}）") for pack in recruitment_packs()
        ]
        packs.initial = packs.choices[0][0] if len(packs.choices) == 1 else None
        kinds.choices = [one for one in _KINDS if one[0] == REHEARSAL or not official.is_rehearsal]

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether a rehearsal is asked for; the form must have been judged valid."""
        return str(self.cleaned_data["kind"]) == REHEARSAL
