"""The form on the site, a section at a time. It takes what was typed; the domain judges it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from linli.apps.drafts.fields import ANSWER, LABELS, OPTIONAL, TRANSFERS, Section
from linli.apps.drafts.saving import LONGEST
from linli.core.documents.form_entry import ACCEPTS, ENTRY_CHOICES, REFUSES
from linli.core.refusal import Refusal

#: Cities of the province, each with its counties: what a select of places offers.
Places = Sequence[tuple[str, Sequence[str]]]
_LONG = {"resume": 8, "awards": 4, "strengths": 3}
_SUGGESTED = frozenset({"school", "major", "ethnicity", "political_status"})
_HINTS = {
    "name": "与身份证一致；生僻字照原样写，不要用别的字代替",
    "id_number": "18位，末位是X的写X。出生年月和性别由号码得出，不用另填",
    "ethnicity": "例如汉族、回族",
    "political_status": "例如共青团员、中共党员、群众",
    "native_place": "省和市或者县，例如山西忻州",
    "phone": "11位手机号码，通知会发到这个号码",
    "address": "写到街道门牌或者村",
    "school": "输入学校名称的一部分，从列表里选；写全称",
    "graduation": "年月，例如2024-07",
    "major": "与毕业证或者学籍报告一致",
    "degree": "例如管理学学士。没有学位的不填",
    "intended": "只能选一个，由这个县（市、区）审查您的报名",
    ANSWER: "选“接受”，第一意向地区满额时，按您填的次序安排到下面的地区；选“不接受”，就只按第一意向",
    "resume": "从高中写起，写明起止年月、学校或者单位",
    "awards": "高校读书期间受到的奖励和处分；没有的写“无”",
}
_AUTOCOMPLETE = {"name": "name", "phone": "tel", "address": "street-address"}
_INPUT_MODES = {"phone": "tel", "graduation": "numeric"}
_LENGTHS = {"id_number": "20", "phone": "14", "graduation": "9", "degree": "14", "name": "14"}


class SectionForm(forms.Form):
    """The fields of one section with what stands in the draft; nothing typed is ever thrown away."""

    base = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(
        self,
        section: Section,
        *args: Any,
        places: Places,
        suggestions: Mapping[str, Iterable[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._names = section.fields
        for name in section.fields:
            self.fields[name] = _field(name, places)
            if name in suggestions:
                self.fields[name].widget.attrs["list"] = f"{name}-list"
        self.suggestions = {
            name: tuple(words) for name, words in suggestions.items() if name in section.fields
        }

    @property
    def texts(self) -> dict[str, str]:
        """Return what was typed, by field; the form must have been judged valid."""
        return {name: self.cleaned_data[name] for name in self._names}

    @property
    def base_revision(self) -> int | None:
        """Return the revision of the draft that the page was loaded with."""
        revision: int | None = self.cleaned_data["base"]
        return revision

    def refuse(self, refusals: Mapping[str, Refusal]) -> None:
        """Let each refusal of a field of this section stand beside it."""
        for name, refusal in refusals.items():
            if name in self._names:
                mend = f"。{refusal.mend}" if refusal.mend else ""
                self.add_error(name, f"{refusal.what}{mend}")

    def tell_conflicts(self, conflicts: Mapping[str, str]) -> None:
        """Show what another page wrote into fields meanwhile; saving once more keeps what stands here."""
        for name, text in conflicts.items():
            other = f"“{text}”" if text else "空白"
            self.add_error(name, f"这一项刚才在另一处改成了{other}。请选定要保留的内容，再保存一次")


def _field(name: str, places: Places) -> forms.Field:
    attrs = {"spellcheck": "false"} | _attributes(name)
    label, hint = LABELS[name], _HINTS.get(name, "")
    common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
    if name == ANSWER:
        answers = [(ACCEPTS, "接受"), (REFUSES, "不接受")]
        return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **common)
    if name == "education":
        words = [("", "请选择"), *((word, word) for word in ENTRY_CHOICES[name])]
        return forms.ChoiceField(choices=words, widget=forms.Select(attrs=attrs), **common)
    if name in ("intended", *TRANSFERS):
        return forms.ChoiceField(
            choices=_place_choices(places), widget=forms.Select(attrs=attrs), **common
        )
    widget = forms.Textarea if name in _LONG else forms.TextInput
    return forms.CharField(max_length=LONGEST, widget=widget(attrs=attrs), **common)


def _attributes(name: str) -> dict[str, str]:
    attrs = {
        "autocomplete": _AUTOCOMPLETE.get(name, "off"),
        "inputmode": _INPUT_MODES.get(name, ""),
        "rows": str(_LONG.get(name, "")),
    }
    if name in _LENGTHS:
        attrs |= {"class": "fit", "size": _LENGTHS[name]}
    return {key: value for key, value in attrs.items() if value}


def _place_choices(places: Places) -> list[tuple[str, Any]]:
    return [
        ("", "请选择"),
        *((city, [(f"{city}{county}",) * 2 for county in counties]) for city, counties in places),
    ]


def is_optional(name: str) -> bool:
    """Tell whether a field may stay blank."""
    return name in OPTIONAL
