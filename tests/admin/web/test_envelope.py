"""Around every request: headers, limits, one line in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from admin.app import create
from admin.body_limit import FORM_LIMIT, JSON_LIMIT, UPLOAD_LIMIT, limit_for
from admin.wiring import Container

POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'"),
    "media-src 'self'",
    *("connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
}


@pytest.fixture
def https(container: Container) -> Iterator[TestClient]:
    settings = container.settings.model_copy(update={"public_url": "https://minyi.example"})
    with TestClient(create(replace(container, settings=settings)), base_url="https://minyi.example") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/progress", "/nothing", "/healthz", "/api/v1/openapi.json"])
def test_every_answer_carries_the_strict_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert set(headers["content-security-policy"].split("; ")) == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers


def test_under_https_cookies_are_secure(https: TestClient) -> None:
    chosen = https.get("/?lang=en")

    assert chosen.headers["strict-transport-security"]
    assert "Secure" in chosen.headers["set-cookie"]
    assert "HttpOnly" in chosen.headers["set-cookie"]
    assert "SameSite=lax" in chosen.headers["set-cookie"]


def test_pages_are_never_kept_and_files_are_kept_for_ever(client: TestClient) -> None:
    from admin.pages import static

    assert client.get("/").headers["cache-control"] == "no-store"
    assert "immutable" in client.get(static("css/tokens.css")).headers["cache-control"]
    assert "immutable" not in client.get("/static/css/tokens.css").headers.get("cache-control", "")


def test_the_log_has_no_query_no_body_no_address(client: TestClient) -> None:
    with capture_logs() as lines:
        client.get("/api/v1/petitions/SY20260302-A-000001-1?code=SECRET22")
        client.post("/api/v1/petitions", json={"text": "路灯坏了", "phone": "13800000000"})

    assert [line["route"] for line in lines] == ["/api/v1/petitions/{number}", "/api/v1/petitions"]
    assert set(lines[0]) == {"event", "log_level", "reference", "method", "route", "status", "ms", "error"}
    assert "SECRET22" not in str(lines)
    assert "13800000000" not in str(lines)


@pytest.mark.parametrize(
    ("path", "kind", "limit"),
    [
        ("/api/v1/petitions", b"application/json", JSON_LIMIT),
        ("/", b"application/x-www-form-urlencoded", FORM_LIMIT),
        ("/", b"multipart/form-data; boundary=x", UPLOAD_LIMIT),
        ("/", b"", FORM_LIMIT),
    ],
)
def test_what_is_read_into_memory_is_small(path: str, kind: bytes, limit: int) -> None:
    assert limit_for(path, kind) == limit


def test_a_body_too_large_is_refused_before_it_is_kept(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b'{"text": "' + b"a" * 65_536

    announced = client.post("/api/v1/petitions", content=b"a" * (JSON_LIMIT + 1))
    unannounced = client.post("/api/v1/petitions", content=endless())

    assert (announced.status_code, unannounced.status_code) == (413, 413)
    assert announced.json()["code"] == unannounced.json()["code"] == "too_large"
