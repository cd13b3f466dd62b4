"""What a caller brought before, found by number."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.security.account import Officer
from admin.security.sign_in import note
from admin.wiring import Container
from channels import telephone
from channels.base import Refused
from tracking.store import dossier

MOST_HISTORY = 10


def past(container: Container, officer: Officer, fields: Mapping[str, str]) -> Sequence[Mapping[str, Any]] | None:
    """None while there is no whole number. Each look-up stands in the access log."""
    try:
        phone = telephone.normal(fields.get("phone", ""))
    except Refused:
        phone = None
    if phone is None:
        return None
    core = container.core
    with container.engine.begin() as connection:
        note(connection, officer.username, "caller_history", at=core.now())
        return dossier.of_phone(connection, core.sealer.key(phone, "phone"), officer.viewer, most=MOST_HISTORY)
