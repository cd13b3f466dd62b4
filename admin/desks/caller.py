"""What a caller, or the petitioner of a petition, brought before: found by the keyed hash of the telephone number.

Desks see it that take down, send and call; a unit never does.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from admin.desks.redaction import for_reader
from admin.security.account import Officer
from admin.security.sign_in import note
from admin.wiring import Container
from channels import telephone
from channels.base import Refused
from tracking.domain.people import Role
from tracking.store import repeat
from tracking.store.repeat import Repeat

MOST_HISTORY, MOST_BESIDE = 10, 3
_DESKS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.CALLER})


def past(
    container: Container, officer: Officer, fields: Mapping[str, str], *, topic: str | None = None
) -> Repeat | None:
    """None while there is no whole number; ``topic`` is what the call seems to be about. Stands in the access log."""
    try:
        phone = telephone.normal(fields.get("phone", ""))
    except Refused:
        phone = None
    if phone is None:
        return None
    core = container.core
    with container.engine.begin() as connection:
        note(connection, officer.username, "caller_history", at=core.now())
        key = core.sealer.key(phone, "phone")
        found = repeat.of_phone(connection, key, officer.viewer, topic=topic, most=MOST_HISTORY)
    return _shown(container, officer, found)


def before(connection: Connection, container: Container, officer: Officer, number: str) -> Repeat:
    """What the petitioner brought before this petition; nothing for those who are no desk."""
    if officer.role not in _DESKS:
        return Repeat()
    return _shown(container, officer, repeat.of_petition(connection, number, officer.viewer, most=MOST_BESIDE))


def _shown(container: Container, officer: Officer, found: Repeat) -> Repeat:
    hidden = [replace(each, title=for_reader(container, officer, each.identity)(each.title)) for each in found.last]
    return replace(found, last=hidden)
