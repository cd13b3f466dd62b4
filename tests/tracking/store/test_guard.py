"""The database itself refuses to change history, for everyone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, DateTime, Engine, Integer, LargeBinary, Table, insert, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from admin.schema import metadata
from tracking.store.guard import APPEND_ONLY

AT = datetime(2026, 3, 2, tzinfo=UTC)
KINDS: dict[type, Any] = {Boolean: True, Integer: 1, DateTime: AT, Date: AT.date(), LargeBinary: b"x", JSONB: {}}


def _row(table: Table) -> dict[str, Any]:
    """Any row: a value for every column that the database does not number itself."""
    return {column.name: _value(column.type) for column in table.columns if column.identity is None}


def _value(kind: object) -> Any:
    return next((value for cls, value in KINDS.items() if isinstance(kind, cls)), "x")


@pytest.fixture
def grown(engine: Engine) -> Engine:
    """A database with a row in each of the tables that only grow."""
    with engine.begin() as connection:
        for name in APPEND_ONLY:
            connection.execute(insert(metadata.tables[name]).values(_row(metadata.tables[name])))
    return engine


def test_the_ledger_and_both_logs_of_reading_only_grow() -> None:
    assert {"ledger", "identity_read", "access"} <= set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE", "DELETE", "TRUNCATE"])
def test_what_is_written_can_be_neither_changed_nor_removed(grown: Engine, table: str, act: str) -> None:
    column = next(iter(metadata.tables[table].columns)).name
    change = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",  # noqa: S608
        "DELETE": f"DELETE FROM {table}",  # noqa: S608
        "TRUNCATE": f"TRUNCATE {table}",
    }
    rows = text(f"SELECT * FROM {table}")  # noqa: S608
    with grown.connect() as connection:
        before = connection.execute(rows).all()
        connection.rollback()
        with pytest.raises(IntegrityError, match=f"{table} only grows: {act} is refused"):
            connection.execute(text(change[act]))
        connection.rollback()
        assert connection.execute(rows).all() == before
    assert len(before) == 1


def test_an_upsert_does_not_slip_through(grown: Engine) -> None:
    again = "INSERT INTO ledger SELECT * FROM ledger ON CONFLICT (number, seq) DO UPDATE SET actor = 'nobody'"
    with grown.connect() as connection, pytest.raises(IntegrityError, match="UPDATE is refused"):
        connection.execute(text(again))


def test_it_cannot_be_emptied_together_with_another_table(grown: Engine) -> None:
    with grown.connect() as connection, pytest.raises(IntegrityError, match="TRUNCATE is refused"):
        connection.execute(text("TRUNCATE petition, ledger CASCADE"))
