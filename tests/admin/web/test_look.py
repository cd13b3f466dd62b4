"""Language, size and contrast: chosen once, kept in cookies."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("choice", "mark"),
    [("lang=en", 'lang="en"'), ("size=large", 'data-size="large"'), ("contrast=high", 'data-contrast="high"')],
)
def test_a_choice_is_kept(client: TestClient, choice: str, mark: str) -> None:
    first = re.search(r"<html[^>]*>", client.get("/").text)
    assert first and mark not in first[0]
    client.get(f"/?{choice}")
    later = re.search(r"<html[^>]*>", client.get("/progress").text)
    assert later and mark in later[0]


def test_chinese_comes_first_whatever_the_browser_speaks(client: TestClient) -> None:
    assert 'lang="zh-CN"' in client.get("/", headers={"Accept-Language": "en"}).text


def test_a_choice_that_is_none_of_ours_changes_nothing(client: TestClient) -> None:
    answer = client.get("/?lang=xx&size=<b>")

    assert 'lang="zh-CN"' in answer.text
    assert "set-cookie" not in answer.headers


def test_switching_keeps_the_rest_of_the_address(client: TestClient) -> None:
    page = client.get("/progress?number=SY20260302-W-000001-1").text

    assert 'href="/progress?number=SY20260302-W-000001-1&amp;lang=en"' in page
