"""What the public types in. Each form says how to mend what is wrong; none decides anything."""

from collections.abc import Mapping
from typing import Any

from django import forms

from linli.apps.enquiries.models import Enquiry
from linli.apps.seasons.models import Season
from linli.core.documents.official import date_text
from linli.core.record import draw_code, plain_code
from linli.web.design.writing import LONGEST
from linli.web.portal.public.eligibility import HAVE, LATE, NO_REPORT, REPORT, Question, Terms

_SURE = (("yes", "是，全日制"), ("no", "否，属于成人教育、函授、自学考试、网络教育或非全日制"))
_DO_NOT_KNOW = ("", "不清楚")


class EligibilityForm(forms.Form):
    """The questions of a season's pack; what is left blank is unknown."""

    graduation_year = forms.IntegerField(
        label="毕业年份",
        required=False,
        help_text="毕业证上的年份；还没有毕业的，填预计毕业的年份。不清楚的不填",
    )
    school = forms.CharField(
        label="毕业院校",
        required=False,
        max_length=60,
        help_text="填写毕业证上的全称，输入时可从名单中选择。不清楚的不填",
    )
    full_time = forms.ChoiceField(
        label="是否全日制普通高校毕业生",
        required=False,
        widget=forms.RadioSelect,
        choices=(*_SURE, _DO_NOT_KNOW),
    )
    education = forms.ChoiceField(
        label="学历", required=False, error_messages={"invalid_choice": "请从列出的学历中选择"}
    )
    diploma = forms.ChoiceField(label="毕业证书", required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        season: Season,
        questions: Mapping[str, Question],
        terms: Terms,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        inputs = season.pack.inputs
        years = inputs["graduation_year"]
        self._bound_year(years.low, years.high, example=terms.class_year)
        self.fields["school"].widget.attrs.update({"list": "schools", "autocomplete": "off"})
        self._offer("education", [_DO_NOT_KNOW, *inputs["education"].choices.items()])
        day = date_text(terms.diploma_deadline)
        report = "《教育部学籍在线验证报告》"
        self._offer(
            "diploma",
            [
                (HAVE, "已经取得毕业证"),
                (REPORT, f"还没有；{day}前（含当日）能够取得，能提供{report}"),
                (NO_REPORT, f"还没有；{day}前（含当日）能够取得，不能提供{report}"),
                (LATE, f"{day}前（含当日）不能取得"),
                _DO_NOT_KNOW,
            ],
        )
        wanted = [question.field for question in questions.values()]
        self.fields = {name: self.fields[name] for name in wanted}

    def _bound_year(self, low: int, high: int, *, example: int) -> None:
        year = self.fields["graduation_year"]
        assert isinstance(year, forms.IntegerField)
        year.widget = forms.TextInput({"inputmode": "numeric", "size": 6, "class": "fit"})
        year.error_messages["invalid"] = f"请填写四位数的年份，如{example}；不清楚的不填"
        self._years = range(low, high + 1)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_graduation_year(self) -> int | None:
        """Refuse a year that nobody graduates in."""
        year: int | None = self.cleaned_data["graduation_year"]
        if year is not None and year not in self._years:
            raise forms.ValidationError(self.fields["graduation_year"].error_messages["invalid"])
        return year

    @property
    def answers(self) -> dict[str, str]:
        """Return the clean answers by field as texts, blank where nothing was answered."""
        return {
            name: "" if value is None else str(value) for name, value in self.cleaned_data.items()
        }


class SentOnce(forms.Form):
    """A form with its query code, drawn when it was handed out, and a field that only machines fill in.

    What is sent twice with one code is kept once.
    """

    code = forms.CharField(label="本页", widget=forms.HiddenInput, max_length=40)
    website = forms.CharField(label="网址（请留空）", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"code": draw_code()})
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_code(self) -> str:
        """Return the plain code; a form without one was not handed out by this site."""
        plain = plain_code(self.cleaned_data["code"])
        if plain is None:
            raise forms.ValidationError("本页已经失效，请重新打开后填写")
        return plain

    def clean_website(self) -> str:
        """Refuse what was filled in by a machine, in words that a person can follow."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏请留空，清除后重新提交")
        return ""

    def with_new_code(self) -> None:
        """Draw another code for what is shown again: the old one stands for something kept."""
        self.data = {**self.data.dict(), "code": draw_code()}  # type: ignore[attr-defined]


class AskForm(SentOnce):
    """A question to the office."""

    category = forms.ChoiceField(
        label="咨询哪一方面",
        choices=Enquiry.Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择咨询哪一方面", "invalid_choice": "请从列出的类别中选择"},
    )
    question = forms.CharField(
        label="您的问题",
        max_length=LONGEST,
        strip=True,
        widget=forms.Textarea({"rows": 6}),
        help_text="请不要写姓名、身份证号和电话号码，答复可能公开",
        error_messages={
            "required": "请写明您要咨询的问题",
            "max_length": f"请把问题写在{LONGEST}字以内",
        },
    )
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=100,
        help_text="电话或者电子邮箱，只供工作人员联系您，不公开",
        error_messages={"max_length": "请把联系方式写在100字以内"},
    )


class ObjectionForm(SentOnce):
    """An objection to one line of a list."""

    line = forms.TypedChoiceField(
        label="对哪一位人选有异议",
        coerce=int,
        error_messages={
            "required": "请选择名单中的一位",
            "invalid_choice": "请从名单中选择",
        },
    )
    content = forms.CharField(
        label="反映的问题",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text="写明人选有什么不符合条件或者不真实的情况",
        error_messages={
            "required": "请写明反映的问题",
            "max_length": f"请把内容写在{LONGEST}字以内",
        },
    )
    evidence = forms.CharField(
        label="证据或者线索",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="写明能够核实的时间、地点、知情人或者材料在哪里，便于核查",
        error_messages={"max_length": f"请把内容写在{LONGEST}字以内"},
    )
    name = forms.CharField(
        label="您的姓名",
        required=False,
        max_length=60,
        help_text="提倡署真实姓名，受理单位予以保密；匿名提出的不填",
    )
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=100,
        help_text="电话或者电子邮箱，便于核查时联系您；匿名提出的不填",
    )

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "请选择"), *lines]


class CodeForm(forms.Form):
    """The query code of something that was sent before."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="提交时给您的12位字母和数字，如 7KQM-3XWP-V2HT",
        error_messages={"required": "请填写查询码", "max_length": "查询码是12位字母和数字"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "off", "autocapitalize": "characters", "size": 18, "class": "fit"}
        )

    def clean_code(self) -> str:
        """Return the plain code."""
        plain = plain_code(self.cleaned_data["code"])
        if plain is None:
            raise forms.ValidationError("查询码是12位字母和数字，不含0、1、I、L、O，请核对后重填")
        return plain


class SearchForm(forms.Form):
    """Words and category to look for in the published answers."""

    words = forms.CharField(label="查找", required=False, max_length=60)
    category = forms.ChoiceField(
        label="类别",
        required=False,
        choices=(("", "全部"), *Enquiry.Category.choices),
        error_messages={"invalid_choice": "请从列出的类别中选择"},
    )
