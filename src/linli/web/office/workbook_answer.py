"""A workbook as the answer to a request."""

from django.http import HttpResponse

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be kept under a name, in which nobody's name stands."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=_EXCEL, headers={"Content-Disposition": disposition})
