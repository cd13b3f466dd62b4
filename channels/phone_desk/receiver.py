"""Taking in what an operator took down."""

from __future__ import annotations

from collections.abc import Mapping

from channels.phone_desk.port import Known, parse
from tracking.domain.people import Actor
from tracking.service.core import Core
from tracking.service.intake import Receipt, take


def receive(core: Core, fields: Mapping[str, str], *, known: Known, by: Actor) -> Receipt:
    """Store it and give the receipt that is read out to the caller. Raises ``Refused``."""
    return take(core, parse(fields, known), by=by)
