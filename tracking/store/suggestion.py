"""What the machine proposed for a petition: kept beside its state, for it decides nothing."""

from typing import Any

from sqlalchemy import Connection, select, update

from tracking.store.schema import petition


def keep(connection: Connection, number: str, suggestions: dict[str, Any]) -> None:
    """Store what was proposed; a later proposal replaces it."""
    connection.execute(update(petition).where(petition.c.number == number).values(suggestions=suggestions))


def place(connection: Connection, number: str) -> str | None:
    """The citizen's own words for the place, if there are any."""
    words: str | None = connection.execute(select(petition.c.place).where(petition.c.number == number)).scalar_one()
    return words
