"""Search in titles by pairs of neighbouring characters, which needs no idea of where a Chinese word begins or ends.

A title is indexed by all its pairs and its last character, each with its place; a term is found where its pairs
follow one another. So whatever stands in a title is found by any part of it, and what stands in none is known at once.
"""

from sqlalchemy import ColumnElement, cast, literal, select
from sqlalchemy.dialects.postgresql import TSQUERY

from tracking.store import schema

LONGEST = 100
_T = schema.text_.c


def vector(title: str) -> str:
    """The pairs of a title, as PostgreSQL reads a ``tsvector``."""
    folded = title.casefold()
    return " ".join(f"{_quoted(folded[n : n + 2])}:{n + 1}" for n in range(len(folded)))


def query(words: str) -> str:
    """What finds every title that has all terms of ``words`` in it, as PostgreSQL reads a ``tsquery``."""
    return " & ".join(_term(each) for each in words.casefold()[:LONGEST].split())


def has(number: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """The condition on a petition's ``number`` that its title has these words."""
    matches = _T.pairs.bool_op("@@")(cast(literal(query(words)), TSQUERY))
    return number.in_(select(_T.number).where(matches))


def _term(term: str) -> str:
    if len(term) == 1:
        return f"{_quoted(term)}:*"
    return " <-> ".join(_quoted(term[n : n + 2]) for n in range(len(term) - 1))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
