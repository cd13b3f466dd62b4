"""Work that only one process of the installation does at a time, whoever comes first."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

_TRY = text("SELECT pg_try_advisory_lock(hashtext(:name))")
_LEAVE = text("SELECT pg_advisory_unlock(hashtext(:name))")


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[bool]:
    """Whether we are the one; a process that dies gives it up with its connection."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        ours: bool = connection.execute(_TRY, {"name": name}).scalar_one()
        try:
            yield ours
        finally:
            if ours:
                connection.execute(_LEAVE, {"name": name})
