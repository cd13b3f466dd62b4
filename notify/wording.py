"""The words of a notice: those of the program, until a city has put words of its own into force.

They are a parameter named after the notice: versions with a first day, each with its parts as rows of name and text.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from tracking.store import schema


def in_force(connection: Connection, name: str, on: date) -> Mapping[str, str]:
    """Part → words of a city's own on a day, empty where it has none; one statement."""
    c = schema.parameter.c
    wanted = select(c.body).where(c.name == name, c.effective_on <= on)
    newest = wanted.order_by(c.effective_on.desc(), c.version.desc()).limit(1)
    rows = connection.execute(newest).scalar() or []
    return {row["name"]: row["text"] for row in rows}


def filled(own: str | None, built_in: str, known: Mapping[str, str]) -> str:
    """The words with their gaps filled; those of the program where a city's own no longer fit it."""
    try:
        return (own or built_in).format_map(known)
    except (KeyError, ValueError, IndexError, AttributeError):
        return built_in.format_map(known)
