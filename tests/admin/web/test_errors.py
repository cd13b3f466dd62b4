"""Every error is an answer in plain words, with a reference number that stands in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from admin.app import create
from admin.errors import BY_STATUS, PROBLEMS
from admin.wiring import Container, build
from tracking.domain import error as family
from tracking.domain.error import DomainError

REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
MEMBERS = {"type", "title", "status", "detail", "instance", "code"}


@pytest.fixture
def broken(container: Container) -> Iterator[TestClient]:
    """An application with a route that fails in a way nobody expected."""
    app: FastAPI = create(container)

    @app.get("/api/v1/broken")
    @app.get("/broken")
    def fail() -> None:
        raise RuntimeError("nobody expected this")

    with TestClient(app) as client:
        yield client


def _is_problem(answer: httpx2.Response, status: int, code: str) -> None:
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(problem) >= MEMBERS
    assert problem["code"] == code
    assert problem["instance"] == answer.headers["x-request-id"]
    assert REFERENCE.fullmatch(problem["instance"])


def _is_page(answer: httpx2.Response, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["x-request-id"] in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("DELETE", "/api/v1/petitions", 405, "method_not_allowed"),
        ("GET", "/healthz/x", 404, "not_found"),
    ],
)
def test_programs_get_a_problem_document(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    _is_problem(client.request(method, path), status, code)


def test_people_get_a_page(client: TestClient) -> None:
    _is_page(client.get("/nothing"), 404)
    _is_page(client.delete("/"), 405)
    assert "没有找到" in client.get("/nothing").text
    assert "Not found" in client.get("/nothing?lang=en").text


def test_the_unexpected_is_told_without_its_inside(broken: TestClient) -> None:
    answer = broken.get("/api/v1/broken")
    _is_problem(answer, 500, "internal_error")
    _is_page(broken.get("/broken"), 500)
    assert "nobody" not in answer.text
    assert answer.headers["content-security-policy"]


def test_the_reference_number_leads_to_the_cause(broken: TestClient) -> None:
    with capture_logs() as lines:
        answer = broken.get("/api/v1/broken")

    failure, access = lines
    assert failure["reference"] == access["reference"] == answer.headers["x-request-id"]
    assert failure["error"] == "RuntimeError"
    assert access["status"] == 500


def test_without_the_database_nothing_is_acknowledged(container: Container) -> None:
    nowhere = build(container.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with TestClient(create(nowhere)) as client:
        answer = client.post("/api/v1/petitions", json={"text": "路灯坏了"})
        page = client.post("/", data={"text": "路灯坏了"})

    _is_problem(answer, 503, "unavailable")
    _is_page(page, 503)
    assert int(answer.headers["retry-after"]) > 0
    assert "还没有登记" in page.text


def test_every_refusal_of_the_procedure_has_its_row() -> None:
    codes = {each.code for each in vars(family).values() if isinstance(each, type) and issubclass(each, DomainError)}

    assert codes - {DomainError.code} <= set(PROBLEMS)


def test_every_status_has_a_code_of_its_own_status() -> None:
    assert all(PROBLEMS[code].status == status for status, code in BY_STATUS.items())
    assert all(row.retry_after for row in PROBLEMS.values() if row.status in (429, 503))


def test_nothing_connects_before_the_first_request(container: Container) -> None:
    nowhere = build(container.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")

    assert create(nowhere).openapi()["paths"]
