"""Files that nobody has examined yet: kept apart from attachments, so that no page can show one by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from tracking.store import schema

_Q = schema.quarantine


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file that waits for the scanner."""

    digest: str
    number: str
    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """How many files of a petition nobody may open: those that wait, and those found to be harmful."""

    waiting: int
    harmful: int


def withheld(connection: Connection, number: str) -> Withheld:
    """What is kept from everybody."""
    harmful = func.count(_Q.c.condemned_at)
    row = connection.execute(select(func.count(), harmful).where(_Q.c.number == number)).one()
    return Withheld(waiting=row[0] - row[1], harmful=row[1])


def hold(engine: Engine, held: Held, *, at: datetime) -> None:
    """Keep a file until it is examined; the same file twice is kept once."""
    row = {name: getattr(held, name) for name in Held.__dataclass_fields__}
    with engine.begin() as connection:
        connection.execute(insert(_Q).values(**row, added_at=at).on_conflict_do_nothing())


def waiting(connection: Connection, *, most: int) -> Sequence[Held]:
    """Some of the files that wait, in no order: one that can never be examined does not stand before the others."""
    columns = [_Q.c[name] for name in Held.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(_Q.c.condemned_at.is_(None)).order_by(func.random()).limit(most))
    return [Held(**row) for row in rows.mappings()]


def release(engine: Engine, held: Held, *, at: datetime) -> None:
    """It is harmless: from now on an attachment like any other."""
    kept = {"number": held.number, "digest": held.digest, "name": held.name, "media_type": held.media_type}
    with engine.begin() as connection:
        connection.execute(
            insert(schema.attachment)
            .values(**kept, size=len(held.body), body=held.body, added_at=at)
            .on_conflict_do_nothing()
        )
        connection.execute(delete(_Q).where(_Q.c.digest == held.digest, _Q.c.number == held.number))


def condemn(engine: Engine, held: Held, *, at: datetime) -> None:
    """It is harmful: its body goes, that it was there stays."""
    with engine.begin() as connection:
        connection.execute(
            update(_Q).where(_Q.c.digest == held.digest, _Q.c.number == held.number).values(body=None, condemned_at=at)
        )
