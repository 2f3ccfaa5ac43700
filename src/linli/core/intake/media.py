"""The formats of files that applicants send on the site."""

from collections.abc import Mapping

#: Media type and the ending of a file's name.
ENDINGS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "application/pdf": "pdf",
}
