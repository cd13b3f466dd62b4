"""From checked rows to petitions: all of a slice in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import DataError

from channels.base import Flaw, Refused, marked
from channels.imports.job import Job
from channels.imports.port import DOOR, Known, Old, parse
from channels.imports.row import Row, RowState, Settled
from tracking.domain.case import Case
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError
from tracking.domain.people import SYSTEM
from tracking.domain.procedure.takeover import take_over
from tracking.service.batch import Arrival, take_all
from tracking.service.core import Core
from tracking.service.intake import Receipt

_OTHER = marked("这个编号已导入过，内容不同。")
_FAILED = marked("系统没能登记这一行，请联系维护人员。")


def taken(core: Core, job: Job, rows: Sequence[Row], known: Known) -> Sequence[Settled]:
    """All rows in one transaction; where one cannot be stored, each by itself, so that it alone is refused."""
    try:
        old = [parse(row.cells or (), job.mapping, known) for row in rows]
        receipts = take_all(core, [arrival(core, job.source, each) for each in old])
    except (Refused, DomainError, DataError):
        return [_alone(core, job, row, known) for row in rows]
    return [_settled(row, receipt) for row, receipt in zip(rows, receipts, strict=True)]


def _alone(core: Core, job: Job, row: Row, known: Known) -> Settled:
    try:
        old = parse(row.cells or (), job.mapping, known)
        (receipt,) = take_all(core, [arrival(core, job.source, old)])
    except Refused as refused:
        flaws = refused.flaws
    except (DomainError, DataError):
        flaws = (Flaw(field="", code="internal_error", message=_FAILED),)
    else:
        return _settled(row, receipt)
    return Settled(line=row.line, state=RowState.REFUSED, external_id=row.external_id, flaws=flaws)


def _settled(row: Row, receipt: Receipt | None) -> Settled:
    if receipt is None:
        flaw = Flaw(field="external_id", code="key_reused", message=_OTHER)
        return Settled(line=row.line, state=RowState.REFUSED, external_id=row.external_id, flaws=[flaw])
    state = RowState.TAKEN if receipt.fresh else RowState.AGAIN
    return Settled(line=row.line, state=state, external_id=row.external_id, number=receipt.number)


def arrival(core: Core, source: str, old: Old) -> Arrival:
    """A row as it is taken in: named by the older system, numbered on the day on which the citizen spoke."""
    item, past = old.submission, old.past

    def begin(number: str, at: datetime) -> Case:
        return take_over(number, item.matter, past, by=SYSTEM, at=at, timetable=core.timetable())

    return Arrival(
        door=DOOR.channel,
        external_id=f"{source}/{old.external_id}",
        raw=old.raw,
        letter=item.letter,
        begin=begin,
        numbered_on=city_day(past.received_at),
        phone=item.phone,
        name=item.name,
        place=item.place,
    )
