"""What the city's office types in to answer an enquiry and to make it public."""

from typing import Any

from django import forms

from linli.apps.enquiries.models import Enquiry
from linli.web.design.writing import LONGEST


class AnswerForm(forms.Form):
    """The answer."""

    answer = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text="提问人凭查询码看到；准备公开的，不要写姓名和号码",
        error_messages={
            "required": "请填写答复",
            "max_length": f"请把答复写在{LONGEST}字以内",
        },
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs["initial"] = {"answer": enquiry.answer}
        super().__init__(*args, **kwargs)


class PublishForm(forms.Form):
    """The words in which the question is made public."""

    wording = forms.CharField(
        label="公开的问题",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="删去姓名、学校、号码等能认出提问人的内容",
        error_messages={
            "required": "请写明以什么文字公开",
            "max_length": f"请把问题写在{LONGEST}字以内",
        },
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs["initial"] = {"wording": enquiry.wording or enquiry.question}
        super().__init__(*args, **kwargs)
