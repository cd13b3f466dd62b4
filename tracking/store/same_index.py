"""The index in which the same matter is found: hashes of what was said in open and recent petitions, no others.

A band is stored mixed with the thirty days in which its petition was received. So a question reads the entries of
these weeks and not those of all years. What can be found no more leaves the index; the database itself takes an entry
out when the words it was made of are changed or erased.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, not_, or_, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.stage import OPEN_STAGES
from tracking.store import schema
from tracking.store.schema import same_matter

DAYS, RECENT, FURTHEST = 30, timedelta(days=60), timedelta(days=180)
"""The days that are mixed into a band; how long a closed petition is found, and how long an open one."""
_P, _T, _S = schema.petition.c, schema.text_.c, same_matter.c
_MIX, _BITS = 0x9E3779B1, 1 << 32
IS_OPEN: ColumnElement[bool] = _P.stage.in_(sorted(OPEN_STAGES))


@dataclass(frozen=True, kw_only=True)
class Walked:
    """Some entries: the ``last`` number, how many have ``left``; ``over`` when only recent ones follow."""

    last: str
    left: int
    over: bool


def keep(connection: Connection, number: str, bands: Sequence[int], *, at: datetime) -> None:
    """Make a petition findable, if it is open or recent; harmless when it comes again."""
    wanted = select(_P.received_at).where(_P.number == number, _findable(at))
    if received_at := connection.execute(wanted).scalar_one_or_none():
        keep_all(connection, [(number, received_at, bands)])


def keep_all(connection: Connection, found: Iterable[tuple[str, datetime, Sequence[int]]]) -> None:
    """Make many findable: number, moment of receipt, bands."""
    if rows := [{"number": number, "bands": mixed(bands, period(at))} for number, at, bands in found]:
        connection.execute(insert(same_matter).on_conflict_do_nothing(), rows)


def unkept(connection: Connection, *, at: datetime, after: str, most: int) -> Sequence[tuple[str, datetime, str]]:
    """Number, moment of receipt and words of open and recent petitions without an entry, in the order of numbers."""
    said = schema.petition.join(schema.text_, and_(_T.number == _P.number, _T.seq == 1, _T.purpose == "said"))
    wanted = (
        select(_P.number, _P.received_at, _T.body)
        .select_from(said.outerjoin(same_matter, _S.number == _P.number))
        .where(_S.number.is_(None), _findable(at))
    )
    rows = connection.execute(wanted.where(_P.number > after).order_by(_P.number).limit(most))
    return [(row.number, row.received_at, row.body) for row in rows]


def count_unkept(connection: Connection, *, at: datetime) -> int:
    """How many open and recent ones have no entry, those among them that say too little."""
    missing = select(func.count(_P.number)).outerjoin(same_matter, _S.number == _P.number)
    return connection.execute(missing.where(_S.number.is_(None), _findable(at))).scalar_one()


def leave(connection: Connection, *, at: datetime, after: str, most: int) -> Walked:
    """Take out what is open or recent no more, among the ``most`` entries that follow ``after``.

    Entries are walked in the order of numbers, which is that of their days: what is old stands in front.
    """
    oldest = select(_S.number).where(_S.number > after).order_by(_S.number).limit(most).subquery()
    wanted = select(oldest.c.number, _P.received_at).join(schema.petition, _P.number == oldest.c.number)
    rows = connection.execute(wanted.order_by(oldest.c.number)).all()
    old = [row.number for row in rows if row.received_at < at - RECENT]
    gone = delete(same_matter).where(_S.number.in_(old), _P.number == _S.number, not_(_findable(at)))
    left = connection.execute(gone).rowcount if old else 0
    return Walked(last=rows[-1].number if rows else after, left=left, over=len(rows) < most or not old)


def mixed(bands: Sequence[int], thirty: int) -> list[int]:
    """The bands as they are stored for one period: 32 bits, signed."""
    salt = thirty * _MIX % _BITS
    return [((band ^ salt) + _BITS // 2) % _BITS - _BITS // 2 for band in bands]


def period(at: datetime) -> int:
    """Which thirty days, counted from 1970."""
    return int(at.timestamp()) // (DAYS * 24 * 3600)


def _findable(at: datetime) -> ColumnElement[bool]:
    return and_(_P.received_at >= at - FURTHEST, or_(_P.received_at >= at - RECENT, IS_OPEN))
