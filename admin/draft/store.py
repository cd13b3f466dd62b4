"""Drafts as rows: one for each officer, petition, verb and assignment, sealed because it may hold personal data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, select
from sqlalchemy.dialects import postgresql

from admin.draft.schema import draft, parked
from tracking.domain.verb import Verb
from tracking.store import schema
from tracking.store.seal import SealBroken, Sealer

_D, _P = draft.c, parked.c
_CONTEXT = "draft"
Typed = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One form: of which verb (as in its address) on what; ``assignment`` 0 is the petition as a whole."""

    number: str
    verb: str
    assignment: int

    @property
    def anchor(self) -> str:
        return f"{self.verb}-{self.assignment}"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was typed into a sheet, and when it was kept last."""

    sheet: Sheet
    typed: Typed
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when until when something is kept."""

    at: datetime
    until: datetime


def keep(connection: Connection, username: str, sheet: Sheet, typed: Typed, *, span: Span, sealer: Sealer) -> None:
    """Keep what was typed last; nothing typed is no draft. What has expired is cleared away."""
    connection.execute(delete(draft).where(_D.expires_at <= span.at))
    if not any(typed.values()):
        return drop(connection, username, sheet)
    changed = {"sealed": _sealed(typed, sealer), "saved_at": span.at, "expires_at": span.until}
    row = {"username": username, **asdict(sheet), **changed}
    statement = postgresql.insert(draft).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=draft.primary_key.columns, set_=changed))
    return None


def drop(connection: Connection, username: str, sheet: Sheet) -> None:
    """Carried out or thrown away; one that is not there is no error."""
    connection.execute(delete(draft).where(_of(username, sheet)))


def of_petition(connection: Connection, username: str, number: str, *, at: datetime, sealer: Sealer) -> Sequence[Draft]:
    """The drafts of an officer on one petition; one whose key is gone is left out."""
    wanted = select(draft).where(_D.username == username, _D.number == number, _D.expires_at > at)
    found = []
    for row in connection.execute(wanted.order_by(_D.saved_at.desc())):
        sheet = Sheet(number=number, verb=row.verb, assignment=row.assignment)
        try:
            found.append(Draft(sheet=sheet, typed=_opened(row.sealed, sealer), saved_at=row.saved_at))
        except SealBroken:
            continue
    return found


def done_since(connection: Connection, username: str, sheet: Sheet, *, version: int) -> bool:
    """Whether the officer carried the verb out after seeing ``version``: what arrives later is no draft."""
    entry = schema.ledger.c
    verb = Verb[sheet.verb.upper().replace("-", "_")]
    same = and_(entry.number == sheet.number, entry.seq > version, entry.verb == verb, entry.actor == username)
    return bool(connection.execute(select(exists().where(same))).scalar_one())


def park(
    connection: Connection, key: bytes, sheet: Sheet, typed: Typed, *, owner: str | None, span: Span, sealer: Sealer
) -> None:
    """Keep what came without a session; ``owner`` is whose session had ended."""
    row = {"id": key, "username": owner, **asdict(sheet), "sealed": _sealed(typed, sealer)}
    connection.execute(insert(parked).values(**row, parked_at=span.at, expires_at=span.until))


def unowned(connection: Connection, *, at: datetime) -> int:
    """How many parked sheets nobody is known to have typed; what has expired is cleared away."""
    connection.execute(delete(parked).where(_P.expires_at <= at))
    return connection.execute(select(func.count()).where(_P.username.is_(None))).scalar_one()


def claim(
    connection: Connection, key: bytes, username: str, *, at: datetime, sealer: Sealer
) -> tuple[Sheet, Typed] | None:
    """Take a parked sheet back: once, in time, and not by somebody else than its owner."""
    mine = and_(_P.id == key, _P.expires_at > at, func.coalesce(_P.username, username) == username)
    row = connection.execute(delete(parked).where(mine).returning(*_P)).first()
    if row is None:
        return None
    return Sheet(number=row.number, verb=row.verb, assignment=row.assignment), _opened(row.sealed, sealer)


def _of(username: str, sheet: Sheet) -> ColumnElement[bool]:
    return and_(_D.username == username, *(_D[name] == value for name, value in asdict(sheet).items()))


def _sealed(typed: Typed, sealer: Sealer) -> bytes:
    return sealer.seal(json.dumps(dict(typed), ensure_ascii=False), _CONTEXT)


def _opened(sealed: bytes, sealer: Sealer) -> Typed:
    typed: dict[str, str] = json.loads(sealer.open(sealed, _CONTEXT))
    return typed
