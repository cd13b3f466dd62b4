"""The chat of the portal, as a form and as it grows."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from admin.wiring import Container
from channels.base import Refused
from channels.dialogue import store
from channels.webchat.port import Slip, parse
from tests.channels.citizen import hidden
from tests.channels.dialogue.citizen import conversations, petitions
from tests.channels.photo import jpeg
from tracking.domain.clock import FixedClock
from tracking.store import schema

MATTER = "楼下的路灯坏了三天没人修"


def _says(client: TestClient, text: str = "", **fields: str) -> httpx2.Response:
    """From the page as it is now, as a browser without scripts."""
    page = client.get("/chat").text
    given = {"form": hidden(page, "form"), "key": _key(page), "text": text}
    return client.post("/chat", data=given | fields)


def _key(page: str) -> str:
    found = re.search(r'name="key" id="key" value="([^"]*)"', page)
    assert found
    return found[1]


def test_it_is_linked_from_the_portal(client: TestClient) -> None:
    assert 'href="/chat"' in client.get("/").text


def test_looking_leaves_no_trace(client: TestClient, container: Container) -> None:
    page = client.get("/chat").text
    assert "这里是沈阳市民意诉求平台" in page
    assert "有事请讲" in page
    assert conversations(container) == 0


def test_what_is_said_and_answered_stands_on_the_next_page(client: TestClient, container: Container) -> None:
    answer = _says(client, MATTER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#end")
    page = client.get("/chat").text
    assert MATTER in page
    assert "查询码：" in page
    assert petitions(container) == [MATTER]


def test_the_notice_of_the_page_counts_as_shown(client: TestClient, container: Container) -> None:
    _says(client, MATTER)
    assert client.get("/chat").text.count("这里是沈阳市民意诉求平台") == 1
    with container.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT notice_at FROM conversation").scalar_one() is not None


def test_sent_twice_it_is_said_once(client: TestClient, container: Container) -> None:
    page = client.get("/chat").text
    for _ in range(2):
        client.post("/chat", data={"form": hidden(page, "form"), "key": _key(page), "text": MATTER})
    assert petitions(container) == [MATTER]


def test_with_scripts_only_the_new_lines_come(client: TestClient) -> None:
    _says(client, MATTER)
    page = client.get("/chat").text
    after = re.findall(r'id="after" name="after" value="(\d+)"', page)[0]
    given = {"form": hidden(page, "form"), "key": _key(page), "text": "好", "after": after}
    news = client.post("/chat", data=given, headers={"HX-Request": "true"})
    assert news.status_code == 200
    assert MATTER not in news.text
    assert "请用一句话" in news.text
    assert 'hx-swap-oob="true"' in news.text
    assert client.get(f"/chat/news?after={10**9}").status_code == 204


def test_a_photo_goes_with_the_petition(client: TestClient, container: Container) -> None:
    page = client.get("/chat").text
    given = {"form": hidden(page, "form"), "key": _key(page), "text": MATTER}
    client.post("/chat", data=given, files={"photo": ("a.jpg", jpeg(gps=True), "image/jpeg")})
    with container.engine.connect() as connection:
        assert connection.execute(select(schema.attachment.c.media_type)).scalar_one() == "image/jpeg"


@pytest.mark.parametrize(
    ("fields", "flaw"),
    [
        ({}, "请写一句话"),
        ({"text": "长" * 2001}, "最多2000字"),
        ({"press": "/action_file"}, "没有这个按钮"),
        ({"text": "\u200b \x00"}, "请写一句话"),
    ],
)
def test_what_cannot_be_taken_is_told_and_kept(client: TestClient, fields: dict[str, str], flaw: str) -> None:
    answer = _says(client, **fields)
    assert answer.status_code == 422
    assert flaw in answer.text


def test_a_form_of_another_site_does_nothing(client: TestClient, container: Container) -> None:
    client.get("/chat")
    for form in ("", "0" * 32):
        assert client.post("/chat", data={"form": form, "text": MATTER}).headers["location"] == "/chat"
    assert conversations(container) == 0


def test_two_browsers_are_two_citizens(client: TestClient, container: Container) -> None:
    _says(client, MATTER)
    client.cookies.clear()
    assert MATTER not in client.get("/chat").text
    _says(client, "井盖也丢了三天了")
    assert conversations(container) == 2


def test_leaving_leaves_nothing(client: TestClient, container: Container) -> None:
    container.dialogue.engine = None
    _says(client, MATTER)
    form = hidden(client.get("/chat").text, "form")
    client.post("/chat/leave", data={"form": form})
    assert MATTER not in client.get("/chat").text
    assert petitions(container) == [MATTER]
    with container.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM message").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT peer FROM conversation").scalar_one() is None


def test_after_half_a_day_of_silence_the_page_is_fresh(
    client: TestClient, container: Container, clock: FixedClock
) -> None:
    _says(client, MATTER)
    clock.at += timedelta(hours=13)
    assert MATTER not in client.get("/chat").text


def test_while_a_person_speaks_the_page_looks_for_news(client: TestClient, container: Container) -> None:
    _says(client, MATTER)
    with container.engine.begin() as connection:
        identity = connection.exec_driver_sql("SELECT id FROM conversation").scalar_one()
        store.ask_for_person(connection, identity, at=container.core.now())
    page = client.get("/chat").text
    assert 'hx-get="/chat/news"' in page
    assert "由工作人员接待" in page


def test_it_speaks_english(client: TestClient) -> None:
    client.cookies.set("lang", "en")
    _says(client, MATTER)
    assert "Query code:" in client.get("/chat").text


@given(st.builds(Slip, text=st.text(), press=st.text(max_size=9), key=st.text(max_size=30), form=st.text(max_size=9)))
def test_whatever_is_on_a_slip_it_is_read_or_refused(slip: Slip) -> None:
    try:
        said, files = parse(slip, None)
    except Refused as refused:
        assert refused.flaws
    else:
        assert said.text or said.press
        assert not files
        assert "\0" not in said.text
