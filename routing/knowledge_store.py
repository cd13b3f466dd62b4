"""The knowledge base as rows: loaded with the city, searched, edited with who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, text, update
from sqlalchemy.dialects import postgresql

from routing.knowledge_word import queries, vector
from routing.schema import knowledge, knowledge_change

BEST = 5
# A word counts the more the fewer entries have it, and in a question more than in an answer.
_BEST = text("""
WITH hit AS (
    SELECT entry.code, ts_rank('{0, 0.25, 0, 1}', entry.words, word::tsquery) AS rank,
           count(*) OVER (PARTITION BY word) AS entries
    FROM unnest(CAST(:words AS text[])) AS word JOIN knowledge AS entry ON entry.words @@ word::tsquery
    WHERE entry.active
)
SELECT code FROM hit GROUP BY code ORDER BY sum(rank / entries ^ 0.7) DESC, code LIMIT :most
""")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A question with its answer; ``changed_by`` None: as it was loaded."""

    code: str
    topic: str | None
    question: str
    answer: str
    unit: str | None
    source: str
    checked_on: date
    active: bool = True
    version: int = 1
    changed_at: datetime | None = None
    changed_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who did what to an entry, and how it read from then on."""

    code: str
    act: str
    question: str
    answer: str
    changed_by: str
    changed_at: datetime


def best(connection: Connection, typed: str, *, most: int = BEST) -> Sequence[Entry]:
    """The entries in force that fit best what somebody typed; none for words that point at nothing."""
    words = queries(typed)
    if not words:
        return []
    codes = connection.execute(_BEST, {"words": words, "most": most}).scalars().all()
    found = {entry.code: entry for entry in _read(connection, knowledge.c.code.in_(codes))}
    return [found[code] for code in codes]


def one(connection: Connection, code: str) -> Entry | None:
    return next(iter(_read(connection, knowledge.c.code == code)), None)


def of_topic(connection: Connection, prefix: str, *, most: int = 100) -> Sequence[Entry]:
    """Those whose topic begins with ``prefix``, retired ones last."""
    return _read(connection, func.starts_with(func.coalesce(knowledge.c.topic, ""), prefix), most=most)


def changes(connection: Connection, code: str | None = None, *, most: int = 30) -> Sequence[Change]:
    """The latest changes, of one entry or of all, newest first."""
    log = knowledge_change.c
    statement = select(*(log[name] for name in Change.__dataclass_fields__)).order_by(log.id.desc()).limit(most)
    rows = connection.execute(statement if code is None else statement.where(log.code == code))
    return [Change(**row) for row in rows.mappings()]


def load(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Bring up to date what nobody has edited."""
    if not rows:
        return
    statement = postgresql.insert(knowledge)
    changed: dict[str, ColumnElement[Any]] = {"version": knowledge.c.version + 1}
    changed |= {name: statement.excluded[name] for name in [*rows[0], "words"] if name != "code"}
    statement = statement.on_conflict_do_update(
        index_elements=["code"], set_=changed, where=knowledge.c.changed_by.is_(None)
    )
    connection.execute(statement, [{**row, "words": vector(row["question"], row["answer"])} for row in rows])


def add(connection: Connection, entry: Entry, change: Change) -> None:
    """Note the change and keep the new entry."""
    connection.execute(insert(knowledge_change).values(**vars(change)))
    connection.execute(insert(knowledge).values(_values(entry)))


def put(connection: Connection, entry: Entry, change: Change) -> bool:
    """Carry the change out and note it, unless the entry is no more the version that ``entry`` was made from."""
    seen = (knowledge.c.code == entry.code, knowledge.c.version == entry.version)
    values = _values(entry) | {"version": entry.version + 1}
    if connection.execute(update(knowledge).where(*seen).values(values)).rowcount == 0:
        return False
    connection.execute(insert(knowledge_change).values(**vars(change)))
    return True


def _values(entry: Entry) -> dict[str, Any]:
    return {**vars(entry), "words": vector(entry.question, entry.answer)}


def _read(connection: Connection, condition: Any, *, most: int = 100) -> Sequence[Entry]:
    columns = [knowledge.c[name] for name in Entry.__dataclass_fields__]
    statement = select(*columns).where(condition).order_by(knowledge.c.active.desc(), knowledge.c.code).limit(most)
    return [Entry(**row) for row in connection.execute(statement).mappings()]
