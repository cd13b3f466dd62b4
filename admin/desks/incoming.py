"""The call an operator has on the line: who it is, what was said before, and whose petition it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from admin.security.account import Officer
from admin.wiring import Container
from channels.voice import store
from channels.voice.call import Call


def current(container: Container, officer: Officer) -> Call | None:
    """The call that is bridged to this officer now."""
    with container.engine.connect() as connection:
        return store.with_operator(connection, container.core.sealer, officer.username)


def mark(call: Call | None) -> str:
    """What is shown of a call, so that a screen need not be drawn again."""
    return f"{call.sid} {call.number or ''}".strip() if call else ""


def sheet(container: Container, officer: Officer, sid: str) -> Mapping[str, str]:
    """The fields of a fresh sheet for one's own call, empty for any other. The same call is registered once."""
    call = _mine(container, officer, sid)
    if call is None:
        return {}
    words = "\n".join(call.unsettled)
    return {"call": sid, "key": f"call-{sid}", "phone": call.memo.caller or "", "text": words}


def settle(container: Container, officer: Officer, fields: Mapping[str, str], number: str) -> None:
    """The petition that was taken down is that of the call; what was heard before stands in it."""
    call = _mine(container, officer, fields.get("call", ""))
    if call is None or call.number:
        return
    with container.engine.begin() as connection:
        store.belongs(connection, container.core.sealer, call.sid, number, at=container.core.now())


def _mine(container: Container, officer: Officer, sid: str) -> Call | None:
    if not sid:
        return None
    with container.engine.connect() as connection:
        return store.with_operator(connection, container.core.sealer, officer.username, sid)
