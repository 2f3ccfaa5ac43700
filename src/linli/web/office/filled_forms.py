"""What is uploaded to be recorded: a workbook that an office filled in, and which one that was tried."""

import re
from typing import Any

from django import forms

LARGEST_BYTES = 10_000_000
DIGEST = re.compile(r"\A[0-9a-f]{64}\Z")


class FilledForm(forms.Form):
    """A workbook that an office filled in."""

    file = forms.FileField(
        label="填好的表格（.xlsx）",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "没有选择文件。请选择按模板填好的表格"},
    )

    def clean_file(self) -> Any:
        """Refuse a file that no office's list is."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError("文件超过10 MB。请删除图片等无关内容后上传")
        return file


class TriedForm(forms.Form):
    """Which of the kept workbooks is recorded."""

    digest = forms.RegexField(DIGEST, widget=forms.HiddenInput)
