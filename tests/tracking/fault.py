"""Faults in the database, for as long as a block lasts; and waiting until sessions wait for a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sqlalchemy import Engine, text

_FUNCTION = """
CREATE OR REPLACE FUNCTION fail_for_a_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no room left';
END $$
"""


@contextmanager
def failing(engine: Engine, table: str, *, event: str = "INSERT") -> Iterator[None]:
    """Every INSERT (or other event) on a table fails."""
    with engine.begin() as connection:
        connection.execute(text(_FUNCTION))
        connection.execute(
            text(f'CREATE TRIGGER fault BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION fail_for_a_test()')
        )
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(f'DROP TRIGGER fault ON "{table}"'))


def until_waiting(engine: Engine, sessions: int, *, most_seconds: int = 30) -> None:
    """Return when so many other sessions wait for a lock."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(most_seconds * 100):
        with engine.connect() as connection:
            if connection.execute(waiting).scalar_one() >= sessions:
                return
        Event().wait(0.01)
    raise AssertionError(f"not {sessions} sessions wait for a lock")
