"""Search by pairs of neighbouring characters, which needs no idea of where a Chinese word begins or ends.

What was said is indexed by all its pairs and its last character, each with its place, and after it the place that
was named; a term is found where its pairs follow one another. So whatever stands in a text is found by any part of
it, and what stands in none is known at once.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Text, any_, cast, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from tracking.store import schema

LONGEST, FEW = 100, 1000
# Places beyond 16383 are one and the same to PostgreSQL; what a petition says is far shorter.
MOST_INDEXED = 8000
_T = schema.text_.c


def vector(said: str, place: str | None = None) -> str:
    """The pairs of a text on one line and of the place beside it, as PostgreSQL reads a ``tsvector``."""
    folded = " ".join(f"{said} {place or ''}".split()).casefold()[:MOST_INDEXED]
    pairs = ((n, folded[n : n + 2].rstrip()) for n in range(len(folded)) if folded[n] != " ")
    return " ".join(f"{_quoted(pair)}:{n + 1}" for n, pair in pairs)


def query(words: str) -> str:
    """What finds every text that has all terms of ``words`` in it, as PostgreSQL reads a ``tsquery``."""
    return " & ".join(_term(each) for each in words.casefold()[:LONGEST].split())


def has(number: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """The condition on a petition's ``number`` that these words were said in it."""
    return number.in_(select(_T.number).where(_matches(words)))


def few(connection: Connection, words: str) -> Sequence[str] | None:
    """The petitions in which these words were said, None where they are more than ``FEW``.

    The planner takes many of them for frequent words that never follow one another, and would walk through a list.
    """
    found = select(_T.number).where(_matches(words)).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    numbers = connection.execute(select(found.c.number).limit(FEW + 1)).scalars().all()
    return numbers if len(numbers) <= FEW else None


def among(number: ColumnElement[str], numbers: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a petition is one of these."""
    return number == any_(literal(list(numbers), ARRAY(Text)))


def _matches(words: str) -> ColumnElement[bool]:
    return _T.pairs.bool_op("@@")(cast(literal(query(words)), TSQUERY))


def within(words: str, text: str) -> bool:
    """The same of a text at hand: whether all terms stand in it."""
    folded = " ".join(text.split()).casefold()
    return all(each in folded for each in words.casefold()[:LONGEST].split())


def _term(term: str) -> str:
    if len(term) == 1:
        return f"{_quoted(term)}:*"
    return " <-> ".join(_quoted(term[n : n + 2]) for n in range(len(term) - 1))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
