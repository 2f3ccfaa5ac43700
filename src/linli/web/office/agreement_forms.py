"""What is typed in at the end of a season: communities, signings, filings, reports, signed papers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from linli.apps.agreements.arranging import Wish
from linli.apps.agreements.models import Arrangement
from linli.apps.applications.models import Application
from linli.apps.drafts.usable import require_size
from linli.apps.places.models import Division
from linli.core.refusal import Refusal
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.setup_forms import DAY, DAY_INVALID

_LONGEST_REASON = min(
    LONGEST_REASON - len("签订协议书；"), Arrangement._meta.get_field("reason").max_length or 0
)
_COMMUNITY, _REASON = "community_", "reason_"


def _day(label: str, hint: str, example: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={**DAY, "placeholder": example}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}", "invalid": DAY_INVALID},
    )


def _reason(label: str, hint: str, *, required: bool, longest: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=hint,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": f"请写明{label}",
            "max_length": f"请把{label}写在{longest}字以内",
        },
    )


class _Chosen(forms.TypedMultipleChoiceField):
    """People ticked in a list. Who has left the list since is told of by the plan, not by the form."""

    def __init__(self, label: str, required: str, coerce: Any) -> None:
        super().__init__(
            label=label,
            coerce=coerce,
            error_messages={"required": required, "invalid_choice": "请在列出的人员中选择"},
        )

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdecimal() and len(value) < 18


class ArrangeForm(forms.Form):
    """For each formal recruit the community, and the reason of an adjustment."""

    def __init__(
        self,
        *args: Any,
        cases: Sequence[Application],
        communities: Sequence[tuple[Division, int]],
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = "arrange_%s"
        super().__init__(*args, **kwargs)
        self._cases = {one.case_number: one for one in cases}
        choices = [("", "暂不安排"), *((place.code, _place(place, n)) for place, n in communities)]
        for number, case in self._cases.items():
            present = _present(case)
            self.fields[_COMMUNITY + number] = forms.ChoiceField(
                label=f"报名{number}的社区",
                required=False,
                choices=choices,
                initial=present.community if present else "",
                error_messages={"invalid_choice": "请选择本县（市、区）的社区"},
            )
            self.fields[_REASON + number] = forms.CharField(
                label=f"报名{number}的调整理由",
                required=False,
                initial=present.reason if present else "",
                max_length=_LONGEST_REASON,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages={"max_length": f"请把理由写在{_LONGEST_REASON}字以内"},
            )

    @staticmethod
    def numbers_in(names: Iterable[str]) -> list[str]:
        """Return the case numbers for which the fields of a sent form ask for a community."""
        numbers = (one.removeprefix(_COMMUNITY) for one in names if one.startswith(_COMMUNITY))
        return [one for one in numbers if one.isascii() and one.isdecimal()]

    @property
    def cases(self) -> tuple[Application, ...]:
        """Return whom the form asks about, in the order of the list."""
        return tuple(self._cases.values())

    def fields_of(self, number: str) -> tuple[BoundField, BoundField]:
        """Return the fields of one case: community and reason."""
        return self[_COMMUNITY + number], self[_REASON + number]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that changes nothing."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.wishes:
            raise forms.ValidationError("没有改动任何人的社区。请至少为一人选择社区")
        return values

    @property
    def wishes(self) -> dict[str, Wish]:
        """Return who is to go elsewhere than now, by case number; the form must have been judged valid."""
        given = self.cleaned_data
        wished = {
            number: Wish(given[_COMMUNITY + number], given[_REASON + number])
            for number in self._cases
            if given[_COMMUNITY + number]
        }
        return {
            number: one for number, one in wished.items() if one != _present(self._cases[number])
        }

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same."""
        for number, wish in self.wishes.items():
            yield _COMMUNITY + number, wish.community
            yield _REASON + number, wish.reason


def _present(case: Application) -> Wish | None:
    arrangement: Arrangement | None = getattr(case, "arrangement", None)
    return Wish(arrangement.community_id, arrangement.reason) if arrangement else None


def _place(place: Division, taken: int) -> str:
    street = place.parent.name if place.parent else ""
    return f"{street} {place.name}" + (f"（已有{taken}名）" if taken else "")


class SignForm(forms.Form):
    """The day of signing, and who signed."""

    signed_on = _day("签订日期", "同一天签订的一起登记", "2024-07-18")
    cases = _Chosen("签订的人员", "请选择签订协议的人员", str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "sign_%s"
        super().__init__(*args, **kwargs)

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same."""
        yield "signed_on", self.cleaned_data["signed_on"].isoformat()
        for number in self.cleaned_data["cases"]:
            yield "cases", number


class FileForm(forms.Form):
    """The agreements that the city takes on record, and why some go without their paper."""

    agreements = _Chosen("备案的协议", "请选择备案的协议", int)
    reason = _reason(
        "先行备案的理由",
        "上面有协议文件没有上传的才需要写，记入台账",
        required=False,
        longest=LONGEST_REASON - len("名单报市备案；"),
    )

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same agreements."""
        for key in self.cleaned_data["agreements"]:
            yield "agreements", str(key)


class ReportForm(forms.Form):
    """The day on which recruits reported for duty, and who did."""

    reported_on = _day("报到日期", "同一天报到的一起登记", "2024-07-22")
    agreements = _Chosen("报到的人员", "请选择报到的人员", int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "report_%s"
        super().__init__(*args, **kwargs)

    @property
    def day(self) -> date:
        """Return the day; the form must have been judged valid."""
        day: date = self.cleaned_data["reported_on"]
        return day

    def sent_again(self) -> Iterator[tuple[str, str]]:
        """Yield names and values by which a confirmation sends just the same."""
        yield "reported_on", self.day.isoformat()
        for key in self.cleaned_data["agreements"]:
            yield "agreements", str(key)


class PaperForm(forms.Form):
    """A signed agreement, and why it takes the place of the one on file."""

    file = forms.FileField(
        label="签订后的协议",
        help_text="PDF、JPG或者PNG，不超过10MB。双方签字盖章的扫描件，或者带数字签名的PDF原文件",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": "请选择文件",
            "empty": "文件是空的，可能没有传完。请重新选择文件",
        },
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces:
            self.fields["reason"] = _reason(
                "替换的理由", "例如“扫描缺第2页”。原文件保留备查", required=True
            )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            require_size(file.size or 0)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence()) from refusal
        return file


class NoShowForm(forms.Form):
    """What becomes of a recruit who has not reported: left on request, or recorded as not come."""

    way = forms.ChoiceField(
        label="情况",
        choices=(
            ("requested", "本人申请解除协议，有关手续已办完"),
            ("silent", "期限已过，本人没有报到，也没有申请解除"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择情况", "invalid_choice": "请在列出的情况中选择"},
    )
    ended_on = forms.DateField(
        label="解除日期",
        required=False,
        help_text="本人申请解除的填写，不早于签订之日",
        widget=forms.DateInput(attrs={**DAY, "placeholder": "2024-08-01"}, format="%Y-%m-%d"),
        error_messages={"invalid": DAY_INVALID},
    )
    reason = _reason(
        "理由",
        "告知本人并记入台账；例如“经两次电话和书面通知，仍未报到”，不写健康等个人情况",
        required=True,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day where the person asked to leave."""
        values: dict[str, Any] = super().clean() or {}
        missing = values.get("way") == "requested" and not values.get("ended_on")
        if missing and "ended_on" not in self.errors:
            self.add_error("ended_on", "请填写解除日期")
        return values
