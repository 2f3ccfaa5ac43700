"""Bytes are kept whole and once, also by two who bring the same at the same moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from linli.apps.intake.keeping import UPLOADS

pytestmark = pytest.mark.usefixtures("kept_files")
CONTENT = b"same bytes"


def files() -> list[Path]:
    return [one for one in Path(default_storage.path("")).rglob("*") if one.is_file()]


def test_bytes_that_another_brings_meanwhile_are_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    looking = default_storage.exists
    others: list[str] = []

    def kept_meanwhile(name: str) -> bool:
        found = looking(name)
        if not others:
            others.append(name)
            UPLOADS.keep(CONTENT)
        return found

    monkeypatch.setattr(vars(default_storage)["_wrapped"], "exists", kept_meanwhile)

    digest = UPLOADS.keep(CONTENT)

    assert [one.name for one in files()] == [digest]


def test_half_a_file_is_replaced_by_the_whole() -> None:
    digest = UPLOADS.keep(CONTENT)
    (place,) = files()
    place.write_bytes(CONTENT[:4])

    assert (UPLOADS.keep(CONTENT), UPLOADS.kept(digest), len(files())) == (digest, CONTENT, 1)


def test_storage_that_is_no_folder_keeps_them_too(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}

    assert UPLOADS.kept(UPLOADS.keep(CONTENT)) == CONTENT
