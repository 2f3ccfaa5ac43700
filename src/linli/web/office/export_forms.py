"""What an official chooses when a list is exported: the filters that apply, the purpose, full or masked."""

from collections.abc import Mapping
from typing import Any

from django import forms

from linli.apps.accounts.models import User
from linli.apps.exports.lists import OfficeList
from linli.apps.exports.models import Export
from linli.apps.seasons.models import Season
from linli.web.office.forms import FilterForm
from linli.web.office.intake_forms import MailFilterForm
from linli.web.office.review_forms import QueueForm

#: How the filters word that they let all through.
_ALL = "全部"
_LONGEST = Export._meta.get_field("reason").max_length or 0
#: How a list's own page is narrowed, where it is not as the list of applications is.
_OWN_FILTERS: Mapping[str, type[FilterForm]] = {"review": QueueForm}


def narrowing_form(
    wanted: OfficeList, given: Mapping[str, str], *, season: Season, official: User
) -> forms.Form:
    """Return the filter of a list's own page, without what this list is not narrowed by."""
    form: forms.Form
    if "kind" in wanted.filters:
        form = MailFilterForm(given)
    else:
        kind = _OWN_FILTERS.get(wanted.name, FilterForm)
        form = kind(given, season=season, scope=official.scope)
    for name in set(form.fields) - set(wanted.filters):
        del form.fields[name]
    return form


def told_filters(form: forms.Form) -> tuple[tuple[str, str], ...]:
    """Return what narrows a list as it stands, field by field; what lets all through is left out."""
    if not form.is_valid():
        return ()
    said = [
        (str(field.label), _said(field, form.cleaned_data[name]))
        for name, field in form.fields.items()
    ]
    return tuple((label, text) for label, text in said if text not in ("", _ALL))


def _said(field: forms.Field, value: str) -> str:
    if not isinstance(field, forms.ChoiceField):
        return value
    return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]


class OrderForm(forms.Form):
    """What a list is taken for, and whether in full."""

    reason = forms.CharField(
        label="用途",
        max_length=_LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="写明为什么导出，例如“资格审查会议用”。记入导出记录和台账，不写他人的姓名、电话",
        error_messages={
            "required": "请写明用途",
            "max_length": f"请把用途写在{_LONGEST}字以内",
        },
    )
    is_full = forms.BooleanField(
        label="含完整的姓名、身份证号和联系方式",
        required=False,
        help_text="不选的，和页面一样遮挡。确有需要才选，在用途中写明理由；文件不得外传",
    )

    def __init__(self, *args: Any, offers_full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers_full:
            del self.fields["is_full"]
