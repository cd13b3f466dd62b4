"""保管期限: by class, who it was is forgotten first, then what was said; what the law needs is held.

What a dossier of accountability still refers to waits until its record is closed. Nothing goes by itself before the
city has said so: ``automatic`` of the parameter is 0 until two persons make it 1, for what is gone cannot be had back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, or_, select, update

from admin.accountability.schema import evidence, record
from admin.accountability.stage import Stage
from admin.privacy.schema import legal_hold, tombstone
from admin.wiring import Container
from notify.schema import delivery
from tracking.domain.clock import city_day
from tracking.domain.vocabulary import Kind
from tracking.store import parameter, person, schema

NAME, AUTOMATIC, ANONYMISE, SYSTEM, BATCH = "retention", "automatic", "anonymise", "system", 200
TERM, REQUEST = "term", "request"
ON_THEIR_WAY = ("queued", "sending", "unknown")
_P, _H, _T, _D = schema.petition.c, legal_hold.c, tombstone.c, delivery.c


class Step(StrEnum):
    """What is forgotten: who it was; what was said and sent in."""

    IDENTITY = "identity"
    WORDS = "words"


def tick(container: Container) -> int:
    """Forget what is due, a batch at a time; returns how many. Safe to repeat."""
    core = container.core
    now = core.now()
    done = 0
    for step in Step:
        with core.engine.begin() as connection:
            years = in_force(connection, now)
            if not years.pop(AUTOMATIC):
                return 0
            numbers = due(connection, step, years, now=now)
            forget(container, connection, numbers, step, by=SYSTEM, why=TERM)
            done += len(numbers)
    return done


def in_force(connection: Connection, now: datetime) -> dict[str, int]:
    """Years by class, and whether anything is forgotten by itself."""
    return {name: int(value) for name, value in parameter.numbers(connection, NAME, city_day(now)).items()}


def due(connection: Connection, step: Step, years: Mapping[str, int], *, now: datetime) -> Sequence[str]:
    """The longest over first, at most ``BATCH``, held until the transaction ends."""
    wanted = select(_P.number).where(
        _over(step, years, now), ~_forgotten(step), ~held(_P.number), ~_in_a_dossier(), _P.data_asked_at.is_(None)
    )
    rows = connection.execute(wanted.order_by(_P.closed_at).limit(BATCH).with_for_update(skip_locked=True))
    return rows.scalars().all()


def forget(
    container: Container, connection: Connection, numbers: Collection[str], step: Step, *, by: str, why: str
) -> None:
    """Gone, with a tombstone for each."""
    if not numbers:
        return
    if step is Step.IDENTITY:
        person.erase(connection, numbers, sealer=container.core.sealer)
        settled = and_(_D.number.in_(numbers), _D.state.not_in(ON_THEIR_WAY))
        connection.execute(update(delivery).where(settled).values(address=None))
    else:
        person.erase_words(connection, numbers)
    rows = [{"number": each, "step": step, "at": container.core.now(), "by": by, "why": why} for each in numbers]
    connection.execute(insert(tombstone), rows)


def held(number: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a legal hold is open."""
    return exists(select(1).where(_H.number == number, _H.lifted_at.is_(None)))


def _over(step: Step, years: Mapping[str, int], now: datetime) -> ColumnElement[bool]:
    """Ended longer ago than its class is kept; what has no class is kept as long as any."""
    if step is Step.IDENTITY:
        return _P.closed_at < _ago(now, years[ANONYMISE])
    longest = max(years[kind] for kind in Kind)
    by_kind = [and_(_P.kind == kind, _P.closed_at < _ago(now, years[kind])) for kind in Kind]
    return or_(*by_kind, and_(_P.kind.is_(None), _P.closed_at < _ago(now, longest)))


def _ago(now: datetime, years: int) -> datetime:
    # The twenty-ninth of February is not in every year.
    return now.replace(year=now.year - years, day=min(now.day, 28))


def _forgotten(step: Step) -> ColumnElement[bool]:
    return exists(select(1).where(_T.number == _P.number, _T.step == step))


def _in_a_dossier() -> ColumnElement[bool]:
    joined = evidence.join(record, evidence.c.record == record.c.id)
    going_on = record.c.stage.not_in((Stage.CLOSED, Stage.NOTED))
    return exists(select(1).select_from(joined).where(evidence.c.number == _P.number, going_on))
