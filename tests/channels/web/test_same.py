"""What others told before, at the portal: shown without disclosing anybody, and joined with a telephone number."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from admin.wiring import Container
from channels.web.joining import JOINS_PER_ADDRESS
from tests.admin.desks import matter
from tests.routing.test_same import AGAIN, TEXT, relayed
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind
from tracking.store import schema

PHONE = "13711112222"


@pytest.fixture
def number(container: Container) -> str:
    found = matter.classified(container, f"{TEXT}，欧阳试13912345678")
    relayed(container)
    return found


def _publishes(container: Container, number: str) -> None:
    with container.engine.begin() as connection:
        table = schema.petition
        connection.execute(update(table).where(table.c.number == number).values(agrees_to_publication=True))


def _followers(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.follower)).scalar_one()


def _token(page: str) -> str:
    found = re.search(r'name="join" value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_without_scripts_the_same_form_comes_back_with_what_others_told(client: TestClient, number: str) -> None:
    page = client.post("/same", data={"text": AGAIN, "name": "李四", "place": "A01"}).text
    assert "这件事已有人反映" in page
    assert f"{AGAIN}</textarea>" in page
    assert 'value="李四"' in page


def test_while_typing_only_the_part_comes(client: TestClient, number: str) -> None:
    part = client.post("/same", data={"text": AGAIN}, headers={"HX-Request": "true"}).text
    assert "我也遇到" in part
    assert "<html" not in part


def test_neither_number_nor_code_nor_words_of_another_are_told(
    client: TestClient, container: Container, number: str
) -> None:
    part = client.post("/same", data={"text": AGAIN}, headers={"HX-Request": "true"}).text
    code = container.core.sealer.query_code(number)
    assert not [secret for secret in (number, code, "三义街", "欧阳", "13912345678") if secret in part]
    assert container.city.leaf_names()[matter.TOPIC] in part


def test_who_agreed_to_publication_is_quoted_without_what_is_personal(client: TestClient, container: Container) -> None:
    number = matter.classified(container, "我叫欧阳试，电话13912345678，楼下水道堵了三天，污水往外冒")
    _publishes(container, number)
    relayed(container)
    asked = "电话13912340000，楼下水道堵了三天，污水一直往外冒"
    part = client.post("/same", data={"text": asked}, headers={"HX-Request": "true"}).text
    assert "〔电话〕" in part
    assert "13912345678" not in part
    assert "欧阳试" not in part


@pytest.mark.parametrize(
    "secret", [{"kind": Kind.REPORT}, {"identity": Identity.CONFIDENTIAL}], ids=["report", "confidential"]
)
def test_a_report_and_what_is_confidential_are_not_shown(
    client: TestClient, container: Container, secret: dict[str, Any]
) -> None:
    matter.classified(container, TEXT, **secret)
    relayed(container)
    assert "还没有找到" in client.post("/same", data={"text": TEXT}).text


def test_one_who_has_the_same_trouble_is_counted_once(client: TestClient, container: Container, number: str) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    for _ in range(2):
        answer = client.post("/same/join", data={"text": AGAIN, "phone": "137 1111 2222", "join": token})
        assert answer.headers["location"] == "/same/joined"
    assert _followers(container) == 1
    assert "已记下" in client.get("/same/joined").text


def test_the_petitioner_gets_the_same_answer_and_is_not_counted(
    client: TestClient, container: Container, number: str
) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    answer = client.post("/same/join", data={"phone": matter.PHONE, "join": token})
    assert answer.headers["location"] == "/same/joined"
    assert _followers(container) == 0


def test_without_a_telephone_number_one_is_asked_for_it_and_keeps_the_words(client: TestClient, number: str) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    answer = client.post("/same/join", data={"text": AGAIN, "join": token})
    assert answer.status_code == 422
    assert "请留下电话" in answer.text
    assert "我也遇到" in answer.text
    assert f"{AGAIN}</textarea>" in answer.text


@pytest.mark.parametrize("token", ["", "x", "AAAA", "é", "%00", "A" * 300])
def test_a_made_up_token_joins_nothing(client: TestClient, container: Container, number: str, token: str) -> None:
    answer = client.post("/same/join", data={"phone": PHONE, "join": token})
    assert answer.status_code == 422
    assert "不能再加入" in answer.text
    assert _followers(container) == 0


def test_a_token_of_yesterday_joins_nothing(
    client: TestClient, container: Container, clock: FixedClock, number: str
) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    clock.at = clock.at.replace(hour=14)
    assert client.post("/same/join", data={"phone": PHONE, "join": token}).status_code == 422


def test_what_was_found_to_be_a_report_meanwhile_is_not_joined(
    client: TestClient, container: Container, number: str
) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    with container.engine.begin() as connection:
        connection.execute(update(schema.petition).values(kind=Kind.REPORT))
    assert client.post("/same/join", data={"phone": PHONE, "join": token}).status_code == 422
    assert _followers(container) == 0


def test_joining_is_limited(client: TestClient, number: str) -> None:
    most = int(JOINS_PER_ADDRESS.split("/")[0])
    codes = [client.post("/same/join", data={"join": "x"}).status_code for _ in range(most + 1)]
    assert codes[-1] == 429
    assert 429 not in codes[:-1]


def test_joining_is_an_entry_of_the_ledger(client: TestClient, container: Container, number: str) -> None:
    token = _token(client.post("/same", data={"text": AGAIN}).text)
    client.post("/same/join", data={"phone": PHONE, "join": token})
    with container.engine.connect() as connection:
        last = select(schema.ledger.c.verb).where(schema.ledger.c.number == number).order_by(schema.ledger.c.seq.desc())
        assert connection.execute(last).scalars().first() == Verb.JOIN
