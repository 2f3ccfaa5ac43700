"""Files as answers to a request: to be kept, under names in which nobody's name stands."""

from django.http import HttpResponse

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file of a media type, to be kept under a name of numbers and codes."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        # What came from outside is not opened as something else than it says.
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def excel(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be kept."""
    return handed_out(content, _EXCEL, name)
