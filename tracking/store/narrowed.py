"""What a reader narrows a list to, as conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.store import schema
from tracking.store.tab import Moment, Tab

_P, _A = schema.petition.c, schema.assignment.c
_RUNNING = (AssignmentStage.TO_SIGN, AssignmentStage.HANDLING)
_TO_DISPATCH = (PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the reader narrows a list to; None leaves a field open.

    ``districts`` and ``streets`` are places named in a search, any of which will do. ``since`` and ``until`` bound
    when it was received (in a unit's own list: when it came to the unit), the latter not included; ``late`` leaves
    only what is past its clock.
    """

    stage: str | None = None
    kind: str | None = None
    district: str | None = None
    unit: str | None = None
    topic: str | None = None
    street: str | None = None
    urgency: str | None = None
    channel: str | None = None
    districts: Sequence[str] = ()
    streets: Sequence[str] = ()
    words: str | None = None
    number: str | None = None
    phone_key: bytes | None = None
    since: datetime | None = None
    until: datetime | None = None
    late: bool = False


def conditions(tab: Tab, narrowed: Filter, moment: Moment) -> list[ColumnElement[bool]]:
    """All but the words."""
    exact = {
        _P.stage: narrowed.stage,
        _P.kind: narrowed.kind,
        _P.district: narrowed.district,
        _P.street: narrowed.street,
        _P.topic: narrowed.topic,
        (_A.unit if tab.by_assignment else _P.unit): narrowed.unit,
        _P.number: narrowed.number,
        (_A.urgency if tab.by_assignment else _P.urgency): narrowed.urgency,
        _P.channel: narrowed.channel,
        _P.phone_key: narrowed.phone_key,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    return [*found, *_looser(tab, narrowed, moment)]


def _looser(tab: Tab, narrowed: Filter, moment: Moment) -> Iterator[ColumnElement[bool]]:
    """What is more than one value of one column."""
    came: ColumnElement[Any] = _P.received_at if tab.arrived is None else tab.arrived
    if narrowed.districts or narrowed.streets:
        yield or_(_P.district.in_(narrowed.districts), _P.street.in_(narrowed.streets))
    if narrowed.since:
        yield came >= narrowed.since
    if narrowed.until:
        yield came < narrowed.until
    if narrowed.late:
        yield _late_share(moment) if tab.by_assignment else _late(moment)


def _late_share(moment: Moment) -> ColumnElement[bool]:
    return and_(_A.stage.in_(_RUNNING), _A.handle_due_at <= moment.now)


def _late(moment: Moment) -> ColumnElement[bool]:
    """Past the clock of whoever must act: dispatch, else the unit's."""
    to_dispatch = and_(_P.stage.in_(_TO_DISPATCH), _P.dispatch_due_at <= moment.now)
    with_unit = and_(_P.stage == PetitionStage.WITH_UNIT, _P.due_at <= moment.now)
    return and_(_P.closed_at.is_(None), or_(to_dispatch, with_unit))
