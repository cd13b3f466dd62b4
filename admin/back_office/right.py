"""Who may ask for which export, and who may be the second person."""

from collections.abc import Mapping, Sequence

from admin.back_office.audit import AUDITORS
from admin.desks.desk import READERS, SENDERS, WATCHERS
from tracking.domain.people import Role

ASKERS: Mapping[str, Sequence[Role]] = {
    "worklist": READERS,
    "indicators": WATCHERS,
    "audit": AUDITORS,
    "deliveries": SENDERS,
}
APPROVERS = (Role.ADMINISTRATOR, Role.DISPATCHER)


def may_ask(role: Role, kind: str) -> bool:
    """Whether a desk has that list at all."""
    return role in ASKERS.get(kind, ())
