"""Desks, and a city that is as it was loaded after each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from admin.wiring import Container
from routing.load import SHENYANG, load_city
from tests.admin.desks.conftest import at_desk

__all__ = ["at_desk"]


@pytest.fixture(autouse=True)
def _as_loaded(container: Container) -> Iterator[None]:
    yield
    with container.engine.begin() as connection:
        for table in ("unit", "topic", "duty"):
            connection.execute(text(f"DELETE FROM {table} WHERE changed_by IS NOT NULL"))
        connection.execute(text("DELETE FROM parameter WHERE version LIKE 'test%'"))
        load_city(connection, SHENYANG)
