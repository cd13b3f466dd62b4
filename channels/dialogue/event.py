"""What an action tells the engine, as the engine writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Event = dict[str, Any]
Events = Sequence[Event]


def mark(slot: str, value: str | None) -> Event:
    """A slot gets its mark."""
    return {"event": "slot", "name": slot, "value": value}


def request(slot: str | None) -> Event:
    """The form asks for this slot next; None: it has what it needs."""
    return mark("requested_slot", slot)


def forget_marks() -> Event:
    """All slots are empty again."""
    return {"event": "reset_slots"}


def loop(form: str | None) -> Event:
    """This form runs now, or none."""
    return {"event": "active_loop", "name": form}


def follow(action: str) -> Event:
    """This action comes next, whatever the rules say."""
    return {"event": "followup", "name": action}
