"""POST /api/v1/petitions: one key, one petition, one answer."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from admin.wiring import Container
from tracking.store import schema

PATH = "/api/v1/petitions"
TEXT = "路灯坏了三天"


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def _bring(client: TestClient, key: str | None = None, **body: str) -> httpx2.Response:
    return client.post(PATH, json={"text": TEXT, **body}, headers={"Idempotency-Key": key} if key else {})


def test_it_answers_with_number_code_and_where_to_ask(client: TestClient, container: Container) -> None:
    answer = _bring(client)

    assert answer.status_code == 201
    assert set(answer.json()) == {"number", "query_code", "status_url"}
    assert answer.json()["status_url"] == f"{container.settings.public_url}{PATH}/{answer.json()['number']}"


def test_the_same_key_gives_the_same_answer_byte_for_byte(client: TestClient, container: Container) -> None:
    answers = [_bring(client, "k-1"), _bring(client, "k-1"), _bring(client, external_id="k-1")]

    assert {each.content for each in answers} == {answers[0].content}
    assert {each.status_code for each in answers} == {201}
    assert _count(container) == 1


def test_twins_in_flight_get_the_same_answer(client: TestClient, container: Container) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: _bring(client, "twin").content, range(48)))

    assert len(set(answers)) == 1
    assert _count(container) == 1


def test_without_a_key_each_is_its_own(client: TestClient, container: Container) -> None:
    assert _bring(client).json()["number"] != _bring(client).json()["number"]
    assert _count(container) == 2


def test_a_key_used_again_for_other_content_is_refused(client: TestClient, container: Container) -> None:
    _bring(client, "k-1")
    again = _bring(client, "k-1", phone="13800000000")

    assert again.status_code == 422
    assert again.json()["code"] == "key_reused"
    assert _count(container) == 1


def test_refused_input_does_not_use_up_its_key(client: TestClient) -> None:
    assert _bring(client, "k-1", phone="1").status_code == 422
    assert _bring(client, "k-1").status_code == 201


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip), st.uuids())
def test_one_key_holds_one_content(client: TestClient, container: Container, one: str, two: str, key: object) -> None:
    before = _count(container)
    first, second = (
        client.post(
            PATH,
            content=json.dumps({"text": each, "external_id": str(key)}),
            headers={"Content-Type": "application/json"},
        )
        for each in (one, two)
    )
    accepted = first.status_code == 201

    if accepted and second.status_code == 201:
        assert second.content == first.content
    assert {first.status_code, second.status_code} <= {201, 422}
    assert _count(container) - before <= 1


def test_over_the_limit_is_429_with_a_time(container: Container) -> None:
    from admin.app import create, surroundings

    app = create(container, around=replace(surroundings(container), intake_rate="3/hour"))
    with TestClient(app) as client:
        answers = [_bring(client) for _ in range(4)]

    assert [each.status_code for each in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert answers[-1].json()["code"] == "too_many_requests"


@pytest.mark.parametrize(
    ("language", "words"), [("en-GB,en;q=0.9", "Up to 2000"), ("zh-CN", "最多2000字"), ("", "最多2000字")]
)
def test_problems_speak_the_callers_language(client: TestClient, language: str, words: str) -> None:
    answer = client.post(PATH, json={"text": "路" * 2001}, headers={"Accept-Language": language})

    assert words in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"
