"""Search by pairs of neighbouring characters, which needs no idea of where a Chinese word begins or ends.

What was said is indexed by all its pairs and its last character, each with its place, and after it the place that
was named; a term is found where its pairs follow one another. So whatever stands in a text is found by any part of
it, and what stands in none is known at once.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Text, any_, cast, false, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from tracking.store import schema

LONGEST, FEW = 100, 1000
# Places beyond 16383 are one and the same to PostgreSQL; what a petition says is far shorter.
MOST_INDEXED = 8000
# Each stands in a fifth of all petitions or more: to fetch them all from the index costs more than it tells.
EVERYWHERE = frozenset("，。？了的一不没我区人个上家说有子是在来里都就能年天大给")
_T = schema.text_.c


def vector(said: str, place: str | None = None) -> str:
    """The pairs of a text on one line and of the place beside it, as PostgreSQL reads a ``tsvector``."""
    folded = " ".join(f"{said} {place or ''}".split()).casefold()[:MOST_INDEXED]
    pairs = ((n, folded[n : n + 2].rstrip()) for n in range(len(folded)) if folded[n] != " ")
    return " ".join(f"{_quoted(pair)}:{n + 1}" for n, pair in pairs)


def query(words: str) -> str:
    """What finds every text that has all terms of ``words`` in it, as PostgreSQL reads a ``tsquery``."""
    return " & ".join(_term(each) for each in _terms(words))


def has(number: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """The condition on a petition's ``number`` that these words were said in it."""
    return number.in_(select(_T.number).where(_matches(words)))


def few(connection: Connection, words: str) -> Sequence[str] | None:
    """The petitions in which these words were said, None where they are more than ``FEW``.

    The planner takes many of them for frequent words that never follow one another, and would walk through a list.
    Single characters of ``EVERYWHERE`` are not looked for: where there are some beside other words (``rough``), not
    all that is found has them.
    """
    rare = " ".join(each for each in _terms(words) if each not in EVERYWHERE)
    if not rare:
        return None
    found = select(_T.number).where(_matches(rare)).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    numbers = connection.execute(select(found.c.number).limit(FEW + 1)).scalars().all()
    return numbers if len(numbers) <= FEW else None


def rough(words: str) -> bool:
    """Whether ``few`` leaves out some of these words."""
    return not EVERYWHERE.isdisjoint(_terms(words))


def said(number: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """The same condition as ``has``, looked up for each petition by itself: for lists that are walked until a page is
    full."""
    mine = (_T.number == number, _T.seq == 1)
    return func.coalesce(select(_matches(words)).where(*mine).scalar_subquery(), false())


def among(number: ColumnElement[str], numbers: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a petition is one of these."""
    return number == any_(literal(list(numbers), ARRAY(Text)))


def _matches(words: str) -> ColumnElement[bool]:
    return _T.pairs.bool_op("@@")(cast(literal(query(words)), TSQUERY))


def within(words: str, text: str) -> bool:
    """The same of a text at hand: whether all terms stand in it."""
    folded = " ".join(text.split()).casefold()
    return all(each in folded for each in _terms(words))


def _terms(words: str) -> list[str]:
    return words.casefold()[:LONGEST].split()


def _term(term: str) -> str:
    if len(term) == 1:
        return f"{_quoted(term)}:*"
    return " <-> ".join(_quoted(term[n : n + 2]) for n in range(len(term) - 1))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
