"""Statements that go straight to the driver: rows like everywhere, errors like everywhere."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, bindparam, literal, select, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from admin.wiring import Container
from tests.tracking import stored
from tracking.store import case as cases
from tracking.store import direct, schema
from tracking.store.direct import Statement

LITTLE_SECRET = "13912345678"


@pytest.fixture(params=["as it is", "autocommit"])
def pool(request: pytest.FixtureRequest, container: Container) -> Iterator[Engine]:
    yield container.engine if request.param == "as it is" else container.core.autocommit


def test_values_come_from_the_statement_and_from_the_call(engine: Engine) -> None:
    listed = literal("b").in_(["a", "b"]).label("listed")
    statement = direct.made(select(bindparam("given", type_=schema.petition.c.number.type), listed), "given")
    with engine.connect() as connection:
        assert direct.rows(connection, statement, given="x") == [("x", True)]
        assert direct.rows(connection, statement, given="y") == [("y", True)]


def test_an_error_is_of_the_family_that_is_caught_everywhere_and_tells_no_value(engine: Engine) -> None:
    statement = Statement(sql="SELECT length(%(said)s::text) / 0", values={"said": LITTLE_SECRET})
    with engine.connect() as connection, pytest.raises(DataError) as caught:
        direct.rows(connection, statement)
    assert LITTLE_SECRET not in str(caught.value)


def test_an_error_ends_the_transaction_and_nothing_of_it_stays(container: Container) -> None:
    twice = Statement(sql="INSERT INTO inbox SELECT * FROM inbox RETURNING number", values={})
    number = stored.taken(container.core).number
    change = text("UPDATE petition SET title = 'x' WHERE number = :number")
    with pytest.raises(IntegrityError), container.engine.begin() as connection:
        connection.execute(change, {"number": number})
        direct.rows(connection, twice)
    with container.engine.connect() as connection:
        assert connection.execute(select(schema.petition.c.title)).scalar_one() != "x"


def test_after_the_server_closed_all_connections_one_request_fails_and_the_next_succeeds(
    pool: Engine, container: Container
) -> None:
    number = stored.taken(container.core).number
    with pool.connect() as one, pool.connect() as other:
        for each in (one, other):
            cases.load(each, number)
    _end_all(pool)
    with pytest.raises(OperationalError) as caught, pool.connect() as connection:
        cases.load(connection, number)
    assert caught.value.connection_invalidated
    with pool.connect() as one, pool.connect() as other:
        assert cases.load(one, number) == cases.load(other, number)


def _end_all(engine: Engine) -> None:
    """Wait until the server has ended every connection of the pool."""
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'minyi'"
    with psycopg.connect(engine.url.set(drivername="postgresql").render_as_string(), autocommit=True) as connection:
        assert len(connection.execute(others).fetchall()) >= 2
