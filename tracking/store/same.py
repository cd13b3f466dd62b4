"""Petitions that may tell the same matter, found by bands of their texts (``nlu.same``) in one GIN index.

A band is stored mixed with the thirty days in which its petition was received. So a question reads the entries of
these weeks and not those of all years. Of each thirty days it fetches at most ``FETCHED`` rows and looks at the newest:
what a whole quarter tells at once is found, and makes the question no slower.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from tracking.domain.stage import OPEN_STAGES, PetitionStage
from tracking.domain.vocabulary import Identity, Kind
from tracking.store import schema
from tracking.store.schema import same_matter

DAYS, RECENT, FURTHEST = 30, timedelta(days=60), timedelta(days=180)
"""The days that are mixed into a band; how long a closed petition is found, and how long an open one."""
FETCHED, FETCHED_OLDER, EXAMINED, LOOKED_UP, READ = 1500, 300, 100, 200, 40
"""Rows with a common band that are fetched, of each thirty days and of all that is older; how many of these are looked
at, the newest first; how many petitions of them all, and of how many the words are read."""
_P, _T, _S = schema.petition.c, schema.text_.c, same_matter.c
_MIX, _BITS = 0x9E3779B1, 1 << 32
_BY_INDEX = select(func.set_config("enable_seqscan", "off", True), func.set_config("jit", "off", True))
"""For this transaction: the planner takes the limits for a reason to read the whole table."""
IS_OPEN: ColumnElement[bool] = _P.stage.in_(sorted(OPEN_STAGES))
PUBLIC: ColumnElement[bool] = and_(
    _P.kind.is_not(None),
    _P.kind != Kind.REPORT,
    _P.identity != Identity.CONFIDENTIAL,
    IS_OPEN,
)
"""Which petitions a stranger may hear of at all: open ones, never a report, nothing that was told in confidence."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A petition with a common band."""

    number: str
    title: str
    said: str
    stage: PetitionStage
    identity: Identity
    topic: str | None
    district: str | None
    street: str | None
    received_at: datetime
    agrees_to_publication: bool


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a stranger is told. ``number`` is for the program only; ``told`` is redacted, "" where it is not public."""

    number: str
    told: str
    topic: str | None
    district: str | None
    received_at: datetime


def keep(connection: Connection, number: str, bands: Sequence[int]) -> None:
    """Make a petition findable; harmless when it comes again."""
    at = connection.execute(select(_P.received_at).where(_P.number == number)).scalar_one()
    row = {"number": number, "bands": mixed(bands, period(at))}
    connection.execute(insert(same_matter).values(row).on_conflict_do_nothing())


def keep_all(connection: Connection, found: Iterable[tuple[str, datetime, Sequence[int]]]) -> None:
    """Make many findable: number, moment of receipt, bands."""
    if rows := [{"number": number, "bands": mixed(bands, period(at))} for number, at, bands in found]:
        connection.execute(insert(same_matter).on_conflict_do_nothing(), rows)


def forget(connection: Connection, number: str) -> None:
    """Whoever erases what was said calls this too: the bands are hashes of it. Harmless when there is nothing."""
    connection.execute(delete(same_matter).where(_S.number == number))


def unkept(connection: Connection, *, after: str, most: int) -> Sequence[tuple[str, datetime, str]]:
    """Number, moment of receipt and words of petitions that cannot be found, in the order of their numbers."""
    said = schema.petition.join(schema.text_, and_(_T.number == _P.number, _T.seq == 1, _T.purpose == "said"))
    wanted = (
        select(_P.number, _P.received_at, _T.body)
        .select_from(said.outerjoin(same_matter, _S.number == _P.number))
        .where(_S.number.is_(None))
    )
    rows = connection.execute(wanted.where(_P.number > after).order_by(_P.number).limit(most))
    return [(row.number, row.received_at, row.body) for row in rows]


def count_unkept(connection: Connection) -> int:
    """How many cannot be found, those among them that say too little."""
    missing = select(func.count(_P.number)).outerjoin(same_matter, _S.number == _P.number)
    return connection.execute(missing.where(_S.number.is_(None))).scalar_one()


def find(
    connection: Connection, bands: Sequence[int], *, at: datetime, where: ColumnElement[bool], but: str = ""
) -> Sequence[Told]:
    """At most ``READ`` that meet ``where``, those with most common bands first; ``but`` is not among them."""
    chosen = _chosen(_best(bands, at), and_(where, _P.number != but, or_(_P.received_at >= at - RECENT, IS_OPEN)))
    columns = [chosen.c[name] for name in Told.__dataclass_fields__ if name != "said"]
    found = (
        select(*columns, _T.body.label("said"))
        .join_from(chosen, schema.text_, and_(_T.number == chosen.c.number, _T.seq == 1, _T.purpose == "said"))
        .order_by(chosen.c.common.desc(), chosen.c.number.desc())
    )
    connection.execute(_BY_INDEX)
    rows = connection.execute(found).mappings()
    return [
        Told(**{**row, "stage": PetitionStage(row["stage"]), "identity": Identity(row["identity"])}) for row in rows
    ]


def open_to_all(connection: Connection, number: str) -> bool:
    """Whether a stranger may still join it."""
    return connection.execute(select(_P.number).where(_P.number == number, PUBLIC)).first() is not None


def mixed(bands: Sequence[int], thirty: int) -> list[int]:
    """The bands as they are stored for one period: 32 bits, signed."""
    salt = thirty * _MIX % _BITS
    return [((band ^ salt) + _BITS // 2) % _BITS - _BITS // 2 for band in bands]


def _chosen(best: CTE, where: ColumnElement[bool]) -> CTE:
    """The petitions that may be shown: only of these the words are read."""
    columns = [_P[name] for name in Told.__dataclass_fields__ if name != "said"]
    allowed = select(*columns, best.c.common).join_from(best, schema.petition, _P.number == best.c.number).where(where)
    return allowed.order_by(best.c.common.desc(), _P.number.desc()).limit(READ).cte("chosen")


def _best(bands: Sequence[int], at: datetime) -> CTE:
    """Numbers and how many bands they have in common with what is asked for."""
    now, weeks = period(at), RECENT.days // DAYS
    recent = [_keys(bands, range(each, each + 1)) for each in range(now, now - weeks - 1, -1)]
    lots = [*recent, _keys(bands, range(now - FURTHEST.days // DAYS, now - weeks))]
    hit = union_all(*(_hits(keys, FETCHED) for keys in recent), _hits(lots[-1], FETCHED_OLDER)).cte("hit")
    theirs = select(hit.c.number, func.unnest(hit.c.bands).label("band")).subquery()
    asked = select(func.unnest(_array([key for keys in lots for key in keys])).label("band")).subquery()
    common = func.count().label("common")
    together = theirs.join(asked, theirs.c.band == asked.c.band)
    counted = select(theirs.c.number, common).select_from(together).group_by(theirs.c.number)
    return counted.order_by(common.desc(), theirs.c.number.desc()).limit(LOOKED_UP).cte("best")


def _hits(keys: Sequence[int], most: int) -> Select[tuple[str, Sequence[int]]]:
    """A number begins with its day: the greatest is the newest."""
    some = select(_S.number, _S.bands).where(_S.bands.overlap(_array(keys))).limit(most).subquery()
    newest = select(some.c.number, some.c.bands).order_by(some.c.number.desc()).limit(EXAMINED).subquery()
    return select(newest.c.number, newest.c.bands)


def _array(keys: Sequence[int]) -> ColumnElement[Sequence[int]]:
    return literal(list(keys), ARRAY(Integer))


def _keys(bands: Sequence[int], periods: range) -> list[int]:
    return [key for each in periods for key in mixed(bands, each)]


def period(at: datetime) -> int:
    """Which thirty days, counted from 1970."""
    return int(at.timestamp()) // (DAYS * 24 * 3600)
