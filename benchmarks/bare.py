"""What is measured against: an echo, and durable transactions of three rows, with nothing around them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from psycopg_pool import ConnectionPool
from pydantic import BaseModel

TABLES = """
SELECT pg_advisory_xact_lock(1);
CREATE TABLE IF NOT EXISTS bare_item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL, version integer NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS bare_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item bigint NOT NULL);
CREATE TABLE IF NOT EXISTS bare_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item bigint NOT NULL);
"""


class Item(BaseModel):
    """The same body as a petition has."""

    text: str
    phone: str | None = None
    external_id: str | None = None


class Step(BaseModel):
    """The next step in the life of an item."""

    item: int
    version: int


def create() -> FastAPI:
    """The bare application; the database is that of ``MINYI_DATABASE_URL``."""
    url = os.environ["MINYI_DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
    pool = ConnectionPool(url, min_size=4, max_size=20, open=False)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        pool.open(wait=True)
        with pool.connection() as connection:
            connection.execute(TABLES)
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    @app.post("/echo", status_code=201)
    def echo(item: Item) -> dict[str, str]:
        return {"text": item.text}

    @app.post("/three", status_code=201)
    def three(item: Item) -> dict[str, int]:
        with pool.connection() as connection, connection.transaction():
            row = connection.execute("INSERT INTO bare_item (body) VALUES (%s) RETURNING id", (item.text,)).fetchone()
            identity: int = row[0] if row else 0
            connection.execute("INSERT INTO bare_entry (item) VALUES (%s)", (identity,))
            connection.execute("INSERT INTO bare_event (item) VALUES (%s)", (identity,))
        return {"id": identity}

    @app.post("/step", status_code=201)
    def step(step: Step) -> dict[str, int]:
        with pool.connection() as connection, connection.transaction():
            connection.execute("SELECT version FROM bare_item WHERE id = %s FOR UPDATE", (step.item,))
            changed = "UPDATE bare_item SET version = version + 1 WHERE id = %s AND version = %s"
            connection.execute(changed, (step.item, step.version))
            connection.execute("INSERT INTO bare_entry (item) VALUES (%s)", (step.item,))
            connection.execute("INSERT INTO bare_event (item) VALUES (%s)", (step.item,))
        return {"id": step.item}

    return app
