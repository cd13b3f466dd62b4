"""Which urges (催办) wait: the unit has neither answered in words nor done anything that counts as an answer."""

from sqlalchemy import ColumnElement, and_, func, literal_column, select

from tracking.domain.verb import Verb
from tracking.store import schema

DEEDS = (Verb.CONTACT, Verb.REPORT_BACK, Verb.ANSWER_ORDER)
"""What counts as an answer where there are no words."""
_P = schema.petition.c


def waits() -> ColumnElement[bool]:
    """The condition on ``petition``: its last urge waits. The number is written out, for a partial index has it so."""
    urge, deed = schema.ledger.alias("urge").c, schema.ledger.alias("deed").c
    last = select(func.max(urge.seq)).where(urge.number == _P.number, urge.verb == Verb.URGE).correlate(schema.petition)
    verbs = deed.verb.in_([str(each) for each in DEEDS])
    met = select(1).where(deed.number == _P.number, verbs, deed.seq > last.scalar_subquery()).correlate(schema.petition)
    unsaid = _P.urges > func.coalesce(_P.urges_answered, literal_column("0"))
    return and_(_P.closed_at.is_(None), unsaid, ~met.exists())
