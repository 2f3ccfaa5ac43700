"""What the city types in at a trial of the placement: filters, two trials to compare, the adoption."""

from collections.abc import Iterable
from typing import Any

from django import forms

from linli.apps.seasons.models import Season
from linli.apps.selection.left_out import GoAhead, LeftOut
from linli.apps.selection.models import PlacementTrial
from linli.core.placement.comparing import Movement

_LONGEST_REASON = 200
_STATUSES = (("", "全部"), ("placed", "入围体检"), ("reserve", "递补候选"), ("unplaced", "未入围"))
#: What the table of a comparison shows, by the kinds of change.
SHOWN = {
    "moved": (Movement.ENTERED, Movement.LEFT, Movement.MOVED),
    "requeued": (Movement.REQUEUED,),
    "reranked": (Movement.RERANKED,),
    "all": tuple(Movement),
}


def _county_field(season: Season) -> forms.ChoiceField:
    quotas = season.quotas.select_related("county")
    return forms.ChoiceField(
        label="县（市、区）",
        required=False,
        choices=[("", "全部"), *((one.county_id, one.county.name) for one in quotas)],
        error_messages={"invalid_choice": "没有这个县（市、区），请重新选择"},
    )


class PeopleForm(forms.Form):
    """Narrow the people of a trial by county, result and part of a case number."""

    number = forms.CharField(label="报名编号", required=False, max_length=20)
    status = forms.ChoiceField(
        label="试算结果",
        required=False,
        choices=_STATUSES,
        error_messages={"invalid_choice": "没有这种结果，请重新选择"},
    )

    field_order = ("number", "county", "status")

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"] = _county_field(season)
        self.order_fields(self.field_order)

    @property
    def wishes(self) -> dict[str, str]:
        """Return what to look for; the form must have been judged valid."""
        return {name: self.cleaned_data[name].strip() for name in self.fields}


class CompareForm(forms.Form):
    """Two trials by number, the later one second; what of the differences, and of which county."""

    before = forms.TypedChoiceField(label="前一次", coerce=int)
    after = forms.TypedChoiceField(label="后一次", coerce=int)
    show = forms.ChoiceField(
        label="列出",
        required=False,
        choices=(
            ("moved", "去向改变和进出的人员"),
            ("requeued", "只有递补位次改变的"),
            ("reranked", "只有名次改变的"),
            ("all", "全部有变化的"),
        ),
        error_messages={"invalid_choice": "没有这个选项，请重新选择"},
    )

    field_order = ("before", "after", "show", "county")

    def __init__(
        self, *args: Any, season: Season, trials: Iterable[PlacementTrial], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"] = _county_field(season)
        self.order_fields(self.field_order)
        numbers = [(one.number, str(one)) for one in trials]
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = numbers
            field.error_messages.update(
                required="请选择一次试算", invalid_choice="没有这次试算，请重新选择"
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to compare a trial with itself."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and values["before"] == values["after"]:
            self.add_error("after", "请选择另一次试算")
        return values


class AdoptForm(forms.Form):
    """Why a trial is adopted, that it was read, and why it is while people are left out or late."""

    reason = forms.CharField(
        label="采用理由",
        max_length=_LONGEST_REASON,
        help_text="写明由谁研究、何时确定，例如“部务会议7月5日研究确定”；记入台账，各单位可以查看，不写个人情况",
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "请写明采用理由",
            "max_length": f"采用理由请写在{_LONGEST_REASON}字以内",
        },
    )
    is_read = forms.BooleanField(
        label="已核对本次试算的结果，按此确定全部县（市、区）的入围和递补人选",
        error_messages={"required": "请核对以后勾选"},
    )
    people = forms.IntegerField(required=False)
    late = forms.IntegerField(required=False)
    goes_ahead = forms.BooleanField(
        error_messages={"required": "还有人没有办完。确要现在采用的，请先勾选"}
    )
    go_ahead_reason = forms.CharField(
        label="不等这些人办完的理由",
        max_length=_LONGEST_REASON,
        help_text="记入台账，不写个人情况",
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": "请写明不等这些人办完的理由",
            "max_length": f"理由请写在{_LONGEST_REASON}字以内",
        },
    )

    def __init__(self, *args: Any, left_out: LeftOut, **kwargs: Any) -> None:
        """``left_out`` holds whom the page names; nothing more is asked where it holds nobody."""
        super().__init__(*args, **kwargs)
        if left_out.sentence:
            self.fields["goes_ahead"].label = f"我知道{left_out.sentence}，仍要采用"
        else:
            for name in ("people", "late", "goes_ahead", "go_ahead_reason"):
                del self.fields[name]

    @property
    def go_ahead(self) -> GoAhead | None:
        """Return what was confirmed beyond the result; the form must have been judged valid."""
        given = self.cleaned_data
        if "goes_ahead" not in given:
            return None
        return GoAhead(given["people"] or 0, given["late"] or 0, given["go_ahead_reason"])
