"""The pledge of annex 2 and the signature under it.

The fields stand above the drawn signature, which has a form of its own, and the button below it: they
name the form that they belong to.
"""

from django import forms

_FORM = {"form": "pledge"}


class PledgeForm(forms.Form):
    """The pledge, the typed name, and the revision of the draft that the applicant has before the eyes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    pledged = forms.BooleanField(
        label="我承诺填写的内容和提交的材料真实、准确，如有不实，愿意承担相应责任",
        error_messages={"required": "请阅读后勾选"},
        widget=forms.CheckboxInput(attrs=_FORM),
    )
    signed_name = forms.CharField(
        label="签名",
        required=False,
        max_length=60,
        help_text="输入与身份证一致的姓名作为签名；也可以在下面手写",
        widget=forms.TextInput(
            attrs={**_FORM, "autocomplete": "off", "class": "fit", "size": "14"}
        ),
    )
