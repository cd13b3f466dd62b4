"""监察建议: what an inspector proposes to a unit, about its work as a whole or a share of a petition."""

from datetime import datetime

from sqlalchemy import Connection

from admin.supervision.issuing import Draft, issue
from admin.supervision.ladder import Step, limit
from admin.supervision.law import law
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.people import Actor
from tracking.service.core import Core
from tracking.store import parameter


def propose(core: Core, *, unit: str, reason: str, by: Actor) -> int:
    """监察建议 of an inspector to a unit; returns its id. It touches no petition."""
    require(unit=unit, reason=reason)
    with core.engine.begin() as connection:
        return proposal(connection, unit=unit, reason=reason, by=by, at=core.now())


def proposal(
    connection: Connection,
    *,
    unit: str,
    reason: str,
    by: Actor,
    at: datetime,
    share: tuple[str | None, int | None] = (None, None),
    turn: int = 0,
) -> int:
    """The document of a proposal; ``share`` names the petition and assignment it is about, ``turn`` its alarm."""
    numbers = law(connection, city_day(at))
    due_at = limit(at, numbers.days[Step.PROPOSAL], parameter.calendar(connection))
    number, index = share
    draft = Draft(
        step=Step.PROPOSAL, number=number, index=index, unit=unit, reason=reason, due_at=due_at, by=by.id,
        role=by.role, at=at, turn=turn,
    )  # fmt: skip
    (made,) = issue(connection, [draft], word=numbers.word, version=numbers.version)
    return made
