"""What the engine made of a citizen's message, read from its tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from channels.dialogue.press import Press

_OWN_WORK = frozenset({"action_extract_slots", "action_listen", "action_session_start"})


class Tracked(Protocol):
    """The engine's tracker, as its own library reads it."""

    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]
    events: list[dict[str, Any]]
    active_loop: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """``guess`` is what the classifier thought before it was doubted; ``requested`` the slot the form asked for.

    ``fresh``: the citizen's words go to this form, and nothing else has answered them before. ``turn`` is the message
    being answered.
    """

    intent: str = ""
    guess: str = ""
    choice: Press | None = None
    form: str | None = None
    requested: str | None = None
    fresh: bool = True
    slots: Mapping[str, str | None] = field(default_factory=dict)
    turn: int | None = None


def heard_of(tracker: Tracked) -> Heard:
    """Raises ``LookupError``, ``TypeError`` or ``ValueError`` for what is no tracker of ours."""
    latest, form = tracker.latest_message, tracker.active_loop.get("name")
    choices = [each["value"] for each in latest.get("entities") or () if each["entity"] == "choice"]
    return Heard(
        intent=(latest.get("intent") or {}).get("name") or "",
        guess=next((each["name"] for each in latest.get("intent_ranking") or ()), ""),
        choice=Press(choices[0]) if choices else None,
        form=form,
        requested=tracker.slots.get("requested_slot"),
        fresh=_is_fresh(tracker.events, form),
        slots=tracker.slots,
        turn=(latest.get("metadata") or {}).get("turn"),
    )


def _is_fresh(events: Sequence[Mapping[str, Any]], form: str | None) -> bool:
    for event in reversed(events):
        if event["event"] == "user":
            return True
        if event["event"] == "action" and event["name"] not in _OWN_WORK and event["name"] != form:
            return False
    return False
