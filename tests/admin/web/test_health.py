"""Whether the process lives, and whether it can take a petition."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlalchemy import text

from admin.app import create
from admin.wiring import Container, build

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


def test_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_without_a_broker_for_nothing_is_lost(client: TestClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "checks": {"database": "ok", "migrations": "ok", "broker": "not set"},
    }


def test_it_is_not_ready_without_the_database(container: Container) -> None:
    with TestClient(create(build(container.settings, database_url=NOWHERE))) as client:
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "OperationalError"
    assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_before_the_migrations(client: TestClient, container: Container) -> None:
    with container.engine.begin() as connection:
        kept = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    try:
        answer = client.get("/readyz")
    finally:
        with container.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :kept"), {"kept": kept})

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] != "ok"
