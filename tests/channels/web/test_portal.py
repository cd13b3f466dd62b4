"""The form at the front page and the receipt."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from admin.wiring import Container
from tests.channels.citizen import TEXT, Citizen, hidden
from tracking.store import schema


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def test_it_gives_number_code_and_what_comes_next(client: TestClient) -> None:
    citizen = Citizen(client)
    receipt = citizen.submits().text

    assert re.fullmatch(r"SY20260302-W-\d{6}-\d", citizen.number)
    assert len(citizen.code) == 8
    assert "最迟 2026年3月2日" in receipt
    assert 'src="data:image/svg+xml' in receipt


def test_the_query_code_stands_in_no_address(client: TestClient) -> None:
    citizen = Citizen(client)
    token = hidden(client.get("/").text, "token")
    response = client.post("/", data={"token": token, "text": TEXT})
    citizen.submits()

    assert response.headers["location"].endswith("/receipt")
    assert citizen.code not in response.headers["location"]
    assert "HttpOnly" in response.headers["set-cookie"]
    assert "Path=/progress" in response.headers["set-cookie"]


def test_a_form_sent_twice_is_one_petition(client: TestClient, container: Container) -> None:
    token = hidden(client.get("/").text, "token")
    answers = [client.post("/", data={"token": token, "text": TEXT}) for _ in range(3)]

    assert {each.headers["location"] for each in answers} == {answers[0].headers["location"]}
    assert _count(container) == 1


def test_a_form_used_again_for_something_else_asks_and_keeps_the_words(
    client: TestClient, container: Container
) -> None:
    token = hidden(client.get("/").text, "token")
    client.post("/", data={"token": token, "text": TEXT})
    again = client.post("/", data={"token": token, "text": "另一件事：井盖松动"})

    assert again.status_code == 422
    assert "这张表已经提交过" in again.text
    assert "另一件事：井盖松动</textarea>" in again.text
    assert (
        client.post("/", data={"token": hidden(again.text, "token"), "text": "另一件事：井盖松动"}).status_code == 303
    )
    assert _count(container) == 2


def test_a_refused_form_does_not_use_up_its_token(client: TestClient, container: Container) -> None:
    token = hidden(client.get("/").text, "token")
    refused = client.post("/", data={"token": token, "text": TEXT, "phone": "1"})

    assert refused.status_code == 422
    assert hidden(refused.text, "token") == token
    assert client.post("/", data={"token": token, "text": TEXT}).status_code == 303
    assert _count(container) == 1


def test_a_receipt_without_its_ticket_asks_for_number_and_code(client: TestClient) -> None:
    citizen = Citizen(client)
    citizen.submits()
    client.cookies.clear()
    response = client.get(f"/progress/{citizen.number}/receipt")

    assert response.status_code == 303
    assert response.headers["location"] == f"/progress?number={citizen.number}"


def test_the_front_page_is_light(client: TestClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": "identity"})
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    parts = [client.get(link, headers={"Accept-Encoding": "identity"}) for link in links]

    assert len(links) >= 3
    assert len(page.content) + sum(len(part.content) for part in parts) <= 40 * 1024


def test_every_street_can_be_chosen_without_scripts(client: TestClient, container: Container) -> None:
    page = client.get("/").text

    assert all(f'<option value="{code}">' in page for code in container.city.register.streets)
    assert page.count("<script") == 1  # looks up what others told; a button does the same without it
