"""An address that only takes forms, opened by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.seasons.models import Season

SEASON = "/office/seasons/xinzhou-2024/"


@pytest.mark.parametrize("page", ["notice/publish/", "review/filters/"])
def test_opened_by_hand_it_says_what_it_is_for_and_leads_back(
    as_dai: Client, season: Season, page: str
) -> None:
    answer = as_dai.get(f"{SEASON}{page}")

    text = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址只用于提交表单" in text
    assert f'<a href="{SEASON}">招募季的页面</a>' in text
    assert "no-store" in answer["Cache-Control"]


def test_other_methods_are_refused_as_before(as_dai: Client, season: Season) -> None:
    answer = as_dai.put(f"{SEASON}review/filters/")

    assert (answer.status_code, answer.content) == (405, b"")
