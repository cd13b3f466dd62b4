"""State and JSON: how the fields of petitions and assignments stand in the ledger's entries."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from tracking.domain.petition import Assignment, Petition

Changes = Mapping[str, Any]
State = Petition | Assignment


def encode(changes: Changes) -> dict[str, Any]:
    """Field values as JSON values."""
    return {name: _encoded(value) for name, value in changes.items()}


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    # PostgreSQL's numbers have no negative zero; the hash must see what will be read back.
    return value + 0.0 if isinstance(value, float) else value


def _decoders(cls: type[State]) -> dict[str, type | None]:
    """Which fields need more than JSON: instants and enums."""
    found: dict[str, type | None] = {}
    for name, hint in get_type_hints(cls).items():
        options = [arg for arg in get_args(hint) if arg is not type(None)] if isinstance(hint, UnionType) else [hint]
        special = isinstance(options[0], type) and (options[0] is datetime or issubclass(options[0], Enum))
        found[name] = options[0] if special else None
    return found


_DECODERS: dict[type[State], dict[str, type | None]] = {cls: _decoders(cls) for cls in (Petition, Assignment)}


def decode(cls: type[State], values: Changes) -> dict[str, Any]:
    """JSON values as field values of ``cls``."""
    kinds = _DECODERS[cls]
    return {name: _decoded(kinds[name], value) for name, value in values.items()}


def _decoded(kind: type | None, value: Any) -> Any:
    if kind is None or value is None or isinstance(value, kind):
        return value
    return datetime.fromisoformat(value) if kind is datetime else kind(value)
