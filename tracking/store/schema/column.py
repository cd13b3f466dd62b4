"""The one metadata, and columns that follow the fields of a dataclass, so that the two cannot drift apart."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from sqlalchemy import Boolean, Column, Double, Integer, LargeBinary, MetaData, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Instant = TIMESTAMP(timezone=True)
_TYPES: dict[type, TypeEngine[Any]] = {
    str: Text(),
    int: Integer(),
    bool: Boolean(),
    float: Double(),
    bytes: LargeBinary(),
    datetime: Instant,
}


def columns_of(cls: type, *, key: tuple[str, ...]) -> list[Column[Any]]:
    """A column for each field; what may be None may be NULL, enums are text."""
    hints = get_type_hints(cls)
    return [_column(f.name, hints[f.name], primary_key=f.name in key) for f in fields(cls)]


def _column(name: str, hint: Any, *, primary_key: bool) -> Column[Any]:
    optional = isinstance(hint, UnionType)
    kind = get_args(hint)[0] if optional else hint
    stored = Text() if issubclass(kind, Enum) else _TYPES[kind]
    return Column(name, stored, primary_key=primary_key, nullable=optional, autoincrement=False)
