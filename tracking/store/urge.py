"""Which urges (催办) wait: the unit has neither answered in words nor done anything that counts as an answer."""

from sqlalchemy import ColumnElement, func, literal_column, select, tuple_

from tracking.domain.verb import Verb
from tracking.store import schema

DEEDS = (Verb.CONTACT, Verb.REPORT_BACK, Verb.ANSWER_ORDER)
"""What counts as an answer where there are no words."""
_A = schema.assignment.c


def waits() -> ColumnElement[bool]:
    """The condition on ``assignment``: it is of the round in which its petition's last urge waits.

    It names no column of the petition beside it, for assignments are counted alone. The number is written out, for
    the partial index has it so.
    """
    petition = schema.petition.alias("urged")
    urge, deed = schema.ledger.alias("urge").c, schema.ledger.alias("deed").c
    last = select(func.max(urge.seq)).where(urge.number == petition.c.number, urge.verb == Verb.URGE)
    verbs = deed.verb.in_([str(each) for each in DEEDS])
    after = deed.seq > last.correlate(petition).scalar_subquery()
    met = select(1).where(deed.number == petition.c.number, verbs, after).correlate(petition)
    unsaid = petition.c.urges > func.coalesce(petition.c.urges_answered, literal_column("0"))
    found = select(petition.c.number, petition.c.round).where(petition.c.closed_at.is_(None), unsaid, ~met.exists())
    return tuple_(_A.number, _A.round).in_(found)
