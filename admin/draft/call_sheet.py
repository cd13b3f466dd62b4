"""The sheet of a call at the phone desk: it belongs to no petition yet, and outlives the session like a reply."""

from collections.abc import Mapping

from admin.draft import store
from admin.draft.store import Sheet, Typed
from admin.security.account import Officer
from admin.wiring import Container

SHEET = Sheet(number="", verb="phone-desk", assignment=0)
PAGE = "/staff/phone-desk"
_SAID = ("phone", "name", "text", "reply", "spot")
_FIELDS = (*_SAID, *("district", "identity", "no_contact", "publish", "legacy_source", "target", "key", "call"))


def taken_down(given: Mapping[str, str]) -> tuple[Sheet, Typed] | None:
    """What an operator has written; None where there is not a word yet."""
    if not any(given.get(name) for name in _SAID):
        return None
    return SHEET, {name: given[name] for name in _FIELDS if name in given}


def kept(container: Container, officer: Officer) -> Typed:
    """What was taken down when the session ended; empty where there is nothing."""
    core = container.core
    with container.engine.connect() as connection:
        found = store.of_petition(connection, officer.username, SHEET.number, at=core.now(), sealer=core.sealer)
    return found[0].typed if found else {}
