"""What the city's office types in for the days of a season: extend, move on, publish, withdraw."""

from datetime import date, timedelta
from typing import Any

from django import forms

from linli.apps.seasons.models import ORDER, Publication, Season, Stage
from linli.web.office.setup_forms import DAY, DAY_INVALID

#: The most characters of a reason that no column bounds: the ledger alone keeps it.
LONGEST_REASON = 400
_LONGEST_CHANNEL = Publication._meta.get_field("channel").max_length
_LONGEST_ADDRESS = Publication._meta.get_field("address").max_length


def _reason(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=hint,
        error_messages={
            "required": "请写明理由",
            "max_length": f"请把理由写在{LONGEST_REASON}字以内",
        },
    )


class ExtendForm(forms.Form):
    """The stage, its new last day, and the reason, which everybody reads."""

    stage = forms.ChoiceField(
        label="延长的阶段",
        error_messages={"required": "请选择阶段", "invalid_choice": "这个阶段不能延长"},
    )
    last_day = forms.DateField(
        label="新的最后一天",
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": "请填写新的最后一天", "invalid": DAY_INVALID},
    )
    reason = _reason("延长的理由", "记入台账，并在本站公开；不写姓名等个人信息")

    def __init__(self, *args: Any, season: Season, today: date, **kwargs: Any) -> None:
        kwargs["auto_id"] = "extend_%s"
        super().__init__(*args, **kwargs)
        stages = self.fields["stage"]
        assert isinstance(stages, forms.ChoiceField)
        stages.choices = [
            (one.stage, f"{one.get_stage_display()}（现到{one.last_day:%Y-%m-%d}）")
            for one in sorted(season.windows.all(), key=lambda one: ORDER.index(Stage(one.stage)))
            if ORDER.index(Stage(one.stage)) >= ORDER.index(Stage(season.stage))
            and one.last_day >= today
        ]
        self._say_example(season)

    def _say_example(self, season: Season) -> None:
        """Show as an example a day that the present stage could be extended to as its days are now."""
        last = [one.last_day for one in season.windows.all() if one.stage == season.stage]
        example = f"{last[0] + timedelta(days=1):%Y-%m-%d}" if last else ""
        field = self.fields["last_day"]
        field.help_text = f"含当日，到24时为止{f'；例如{example}' if example else ''}"
        field.widget.attrs["placeholder"] = example
        if example:
            field.error_messages["invalid"] = f"日期无法识别。填年月日，例如{example}"

    @property
    def stage_chosen(self) -> Stage:
        """Return the stage; the form must have been judged valid."""
        return Stage(self.cleaned_data["stage"])


class AdvanceForm(forms.Form):
    """The stage that a season goes into, and the reason."""

    stage = forms.ChoiceField(
        choices=Stage.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "没有写转入哪个阶段", "invalid_choice": "没有这个阶段"},
    )
    reason = _reason("转入的理由", "记入台账；例如“上一阶段已经办完”")
    is_early = forms.BooleanField(
        error_messages={"required": "现阶段还没有到期。确要提前转入的，请先勾选"},
    )
    leaving = forms.IntegerField(required=False)
    leaves = forms.BooleanField(
        error_messages={"required": "现阶段还有人没有办完。确要现在转入的，请先勾选"},
    )

    def __init__(self, *args: Any, early: str = "", undone: int = 0, **kwargs: Any) -> None:
        """Ask for what has to be known: ``early`` and ``undone`` are blank where nothing has.

        ``early`` says until when the present stage still runs, ``undone`` how many wait for it.
        """
        kwargs["auto_id"] = "advance_%s"
        super().__init__(*args, **kwargs)
        if early:
            self.fields["is_early"].label = f"我知道{early}，仍要提前转入"
        else:
            del self.fields["is_early"]
        if undone:
            self.fields["leaves"].label = f"我知道还有{undone}人没有办完，仍要转入"
        else:
            del self.fields["leaves"], self.fields["leaving"]


class PublicationForm(forms.Form):
    """Where and when the notice was published."""

    channel = forms.CharField(
        label="发布渠道",
        max_length=_LONGEST_CHANNEL,
        help_text="网站、公众号或者公告栏的名称",
        error_messages={
            "required": "请填写发布渠道",
            "max_length": f"渠道名称请写在{_LONGEST_CHANNEL}字以内",
        },
    )
    address = forms.CharField(
        label="网址",
        max_length=_LONGEST_ADDRESS,
        required=False,
        help_text="从浏览器地址栏复制",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"max_length": f"网址太长，请写在{_LONGEST_ADDRESS}字以内"},
    )
    published_at = forms.DateTimeField(
        label="发布时间",
        widget=forms.DateTimeInput(
            attrs={"class": "fit", "size": 18, "autocomplete": "off"}, format="%Y-%m-%d %H:%M"
        ),
        error_messages={"required": "请填写发布时间"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["auto_id"] = "publication_%s"
        super().__init__(*args, **kwargs)
        field, example = self.fields["published_at"], f"{today:%Y-%m-%d} 09:00"
        field.help_text = f"北京时间，例如{example}"
        field.error_messages["invalid"] = f"发布时间无法识别。填年月日和时分，例如{example}"


class WithdrawForm(forms.Form):
    """Why a season is withdrawn, and that the right one is meant."""

    reason = _reason("撤销的理由", "记入台账；例如“重复开启”")
    is_sure = forms.BooleanField(error_messages={"required": "请核对编号以后勾选"})

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        kwargs["auto_id"] = "withdraw_%s"
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].label = f"编号{season.code}核对无误，确要撤销"
