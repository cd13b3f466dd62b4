"""GET /api/v1/petitions/{number}: how it stands, for whoever has the code."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from admin.wiring import Container
from tests.channels.citizen import happens
from tracking.domain.verb import Verb

PATH = "/api/v1/petitions"


@pytest.fixture
def receipt(client: TestClient) -> dict[str, str]:
    answer: dict[str, str] = client.post(PATH, json={"text": "路灯坏了三天"}).json()
    return answer


def test_it_tells_stage_unit_due_date_and_the_way(
    client: TestClient, container: Container, receipt: dict[str, str]
) -> None:
    happens(container, receipt["number"], Verb.CLASSIFY, Verb.DISPATCH)
    answer = client.get(f"{PATH}/{receipt['number']}", params={"code": receipt["query_code"]})

    assert answer.status_code == 200
    told = answer.json()
    assert (told["stage"], told["stage_name"]) == ("with_unit", "承办中")
    assert told["unit"]
    assert told["due_at"] == "2026-03-09T17:00:00+08:00"
    assert [each["event"] for each in told["timeline"]] == ["registered", "classified", "dispatched"]
    assert told["public_reply"] is None


def test_it_speaks_english(client: TestClient, receipt: dict[str, str]) -> None:
    answer = client.get(
        f"{PATH}/{receipt['number']}", params={"code": receipt["query_code"]}, headers={"Accept-Language": "en"}
    )

    assert answer.json()["stage_name"] == "Registered"


def test_a_wrong_number_and_a_wrong_code_are_one_answer(client: TestClient, receipt: dict[str, str]) -> None:
    answers = [
        client.get(f"{PATH}/{number}", params={"code": code}).json()
        for number, code in ((receipt["number"], "AAAAAAAA"), ("SY20260302-A-000999-0", receipt["query_code"]))
    ]
    for answer in answers:
        answer.pop("instance")

    assert answers[0] == answers[1]
    assert answers[0]["code"] == "not_found"


def test_without_a_code_it_tells_nothing(client: TestClient, receipt: dict[str, str]) -> None:
    answer = client.get(f"{PATH}/{receipt['number']}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "code"
