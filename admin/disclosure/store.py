"""What may become public, and what is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from admin.disclosure.schema import kept_back, open_answer
from routing.knowledge_word import queries, vector
from tracking.store import schema
from tracking.store.visibility import NEVER_A_REPORT

_P, _T, _O, _K = schema.petition.c, schema.text_.c, open_answer.c, kept_back.c
_MAY_BE_READ = and_(NEVER_A_REPORT, _P.agrees_to_publication)
PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A settled petition whose petitioner agreed; ``said`` is not redacted yet."""

    number: str
    kind: str
    topic: str | None
    unit: str | None
    closed_at: datetime
    said: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question and its answer as everyone may read them."""

    id: int
    topic: str | None
    kind: str
    unit: str | None
    question: str
    answer: str
    answered_on: date


def candidates(connection: Connection, *, number: str | None = None, most: int = PAGE) -> Sequence[Candidate]:
    """The latest first. Never a report, nor what was made public, taken back or kept back before."""
    wanted = _candidates()
    if number is not None:
        wanted = wanted.where(_P.number == number)
    rows = connection.execute(wanted.order_by(_P.closed_at.desc(), _P.number).limit(most)).mappings()
    return [Candidate(**row) for row in rows]


def _candidates() -> Select[Any]:
    reply = _text("public_reply", newest=True)
    columns = (_P.number, _P.kind, _P.topic, _P.unit, _P.closed_at)
    return select(*columns, _text("said", newest=False).label("said"), reply.label("reply")).where(
        _MAY_BE_READ,
        _P.closed_at.is_not(None),
        ~exists(select(1).where(_O.number == _P.number)),
        ~exists(select(1).where(_K.number == _P.number)),
        exists(select(1).where(_T.number == _P.number, _T.purpose == "public_reply")),
    )


def put(connection: Connection, found: Candidate, *, question: str, answer: str, by: str, at: datetime) -> bool:
    """Whether it is public now; False where somebody was faster."""
    row = {
        "number": found.number,
        "topic": found.topic,
        "kind": found.kind,
        "unit": found.unit,
        "question": question,
        "answer": answer,
        "answered_on": found.closed_at.date(),
        "released_by": by,
        "released_at": at,
        "words": vector(question, answer),
    }
    statement = insert(open_answer).values(row).on_conflict_do_nothing().returning(_O.id)
    return connection.execute(statement).first() is not None


def keep_back(connection: Connection, number: str, *, why: str, by: str, at: datetime) -> bool:
    """Whether it was a candidate until now; it is never proposed again."""
    row = {"number": number, "by": by, "at": at, "why": why}
    statement = insert(kept_back).values(row).on_conflict_do_nothing().returning(_K.number)
    return bool(candidates(connection, number=number, most=1)) and connection.execute(statement).first() is not None


def waiting(connection: Connection) -> int:
    """How many candidates there are."""
    return connection.execute(select(func.count()).select_from(_candidates().subquery())).scalar_one()


def take_back(connection: Connection, identity: int, *, why: str, by: str, at: datetime) -> bool:
    """Whether it was public until now."""
    changes = {"withdrawn_by": by, "withdrawn_at": at, "withdrawal": why}
    statement = update(open_answer).where(_O.id == identity, _O.withdrawn_at.is_(None)).values(changes)
    return connection.execute(statement).rowcount == 1


def find(
    connection: Connection, *, typed: str = "", topic: str = "", before: int | None = None, most: int = PAGE
) -> Sequence[Answer]:
    """Those that are public: with words the best first, else the newest; ``topic`` is the beginning of a code."""
    statement = select(*_columns()).where(_public())
    if topic:
        statement = statement.where(func.starts_with(func.coalesce(_O.topic, ""), topic))
    words = queries(typed)
    if typed and not words:
        return []
    if words:
        any_of = func.to_tsquery("simple", " | ".join(words))
        rank = func.ts_rank(_O.words, any_of)
        statement = statement.where(_O.words.bool_op("@@")(any_of)).order_by(rank.desc(), _O.id.desc())
    else:
        statement = statement.where(_O.id < before) if before else statement
        statement = statement.order_by(_O.id.desc())
    return [Answer(**row) for row in connection.execute(statement.limit(most)).mappings()]


def one(connection: Connection, identity: int) -> Answer | None:
    """An answer that is public."""
    wanted = select(*_columns()).where(_O.id == identity, _public())
    row = connection.execute(wanted).mappings().first()
    return Answer(**row) if row else None


def was_public(connection: Connection, identity: int) -> bool:
    """Whether it was taken back, or its petition may be read by everyone no more."""
    return connection.execute(select(_O.id).where(_O.id == identity, ~_public())).first() is not None


def _public() -> ColumnElement[bool]:
    """Asked of the petition at every reading: what was an inquiry may be found to be a report."""
    return and_(_O.withdrawn_at.is_(None), exists(select(1).where(_P.number == _O.number, _MAY_BE_READ)))


def _columns() -> Sequence[ColumnElement[Any]]:
    return [_O[name] for name in Answer.__dataclass_fields__]


def _text(purpose: str, *, newest: bool) -> Any:
    order = _T.seq.desc() if newest else _T.seq.asc()
    wanted = select(_T.body).where(and_(_T.number == _P.number, _T.purpose == purpose))
    return wanted.order_by(order).limit(1).scalar_subquery()
