"""Straight to the driver, for the few statements that every request makes.

SQLAlchemy keeps connection and transaction; only its layers around cursor and row are left out, which cost more
than the statement itself. Rows are plain tuples; errors are SQLAlchemy's, as everywhere, and hide the parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """SQL with the values that stand in it; others are given with each execution."""

    sql: str
    values: Mapping[str, Any]


def made(statement: ClauseElement, *given: str) -> Statement:
    """A statement compiled once. The bind parameters ``given`` get their values later."""
    compiled = cast(SQLCompiler, statement.compile(dialect=DIALECT))
    state = compiled.construct_expanded_state(dict.fromkeys(given))
    fixed = {name: value for name, value in state.parameters.items() if name not in given}
    return Statement(sql=state.statement, values=fixed)


def rows(connection: Connection, statement: Statement, **given: Any) -> Sequence[Row]:
    """All rows. Raises what SQLAlchemy would."""
    try:
        return _driver(connection).execute(statement.sql, {**statement.values, **given}).fetchall()
    except psycopg.Error as error:
        raise _as_everywhere(connection, error) from error


def _driver(connection: Connection) -> psycopg.Connection:
    return cast(psycopg.Connection, connection.connection.driver_connection)


def _as_everywhere(connection: Connection, error: psycopg.Error) -> BaseException:
    """A connection that broke is thrown away, and with it the pool's others, which are as old."""
    broken = _driver(connection).closed
    if broken:
        connection.invalidate(error)
        connection.engine.dispose()
    found = DBAPIError.instance(
        None, None, error, psycopg.Error, hide_parameters=True, connection_invalidated=broken, dialect=DIALECT
    )
    return cast(BaseException, found)
