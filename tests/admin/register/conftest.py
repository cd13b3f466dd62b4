"""Desks, and a city that is as it was loaded after each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, text

from admin.wiring import Container
from routing import schema
from routing.load import SHENYANG, load_city
from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]


@pytest.fixture(autouse=True)
def _as_loaded(container: Container) -> Iterator[None]:
    yield
    with container.engine.begin() as connection:
        for table in (schema.unit, schema.topic, schema.duty):
            connection.execute(delete(table).where(table.c.changed_by.is_not(None)))
        connection.execute(text("DELETE FROM parameter WHERE version LIKE 'test%'"))
        load_city(connection, SHENYANG)
