"""Petitions that may tell the same matter, found by bands of their texts (``nlu.same``) in one GIN index.

A question reads the entries of the weeks it asks about. Of each thirty days it fetches at most ``FETCHED`` rows and
looks at the newest: what a whole quarter tells at once is found, and makes the question no slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Identity, Kind
from tracking.store import schema
from tracking.store.same_index import DAYS, FURTHEST, IS_OPEN, RECENT, mixed, period
from tracking.store.schema import same_matter

FETCHED, FETCHED_OLDER, EXAMINED, LOOKED_UP, READ = 1500, 300, 100, 200, 40
"""Rows with a common band that are fetched, of each thirty days and of all that is older; how many of these are looked
at, the newest first; how many petitions of them all, and of how many the words are read."""
_P, _T, _S = schema.petition.c, schema.text_.c, same_matter.c
_BY_INDEX = select(func.set_config("enable_seqscan", "off", True), func.set_config("jit", "off", True))
"""For this transaction: the planner takes the limits for a reason to read the whole table."""
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
