"""A person finds that a unit faked, disclosed a reporter or refused an adjudicated dispatch; or takes that back."""

from datetime import datetime

from tracking.domain.case import require
from tracking.domain.error import InvalidValue, NotFound
from tracking.domain.people import Actor
from tracking.domain.veto import VetoCause
from tracking.service.core import Core
from tracking.store import veto

FOUND_BY_PERSONS = frozenset(VetoCause) - {VetoCause.RED_CARD}


def find(
    core: Core, *, unit: str, cause: VetoCause, at: datetime, reason: str, by: Actor, number: str | None = None
) -> int:
    """Record a finding about ``unit`` that happened ``at``. Raises ``InvalidValue`` for the future."""
    require(unit=unit, reason=reason)
    now = core.now()
    if at > now or cause not in FOUND_BY_PERSONS:
        raise InvalidValue("a finding is about the past and about what a person can find", field="at")
    with core.engine.begin() as connection:
        return veto.add(
            connection, unit=unit, cause=cause, at=at, number=number, reason=reason, found_by=by.id, found_at=now
        )


def cancel(core: Core, identity: int, *, reason: str, by: Actor) -> None:
    """Raises ``NotFound`` when there is none that stands."""
    require(reason=reason)
    with core.engine.begin() as connection:
        if not veto.cancel(connection, identity, by=by.id, at=core.now(), reason=reason):
            raise NotFound("no such finding stands")
