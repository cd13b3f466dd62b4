"""What the classifier would have proposed in the last weeks of the simulated city, and what its returns teach."""

from datetime import timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from admin.wiring import Container
from routing.router import Where, decide
from routing.service import kept
from tracking.domain.verb import Verb
from tracking.store.outbox import Event
from tracking.store.schema import assignment, ledger, petition, text_

_P = petition.c
RECENT = timedelta(weeks=12)


def propose(container: Container) -> int:
    """Keep a proposal with every petition received lately; returns how many."""
    since = container.core.now() - RECENT
    wanted = (
        select(_P.number, _P.district, _P.street, text_.c.body)
        .join(text_, (text_.c.number == _P.number) & (text_.c.purpose == "said"))
        .where(_P.received_at >= since)
    )
    with container.engine.begin() as connection:
        rows = connection.execute(wanted).all()
        understood = container.reader.understand_many([row.body for row in rows])
        values = [
            {
                "key": row.number,
                "kept": kept(each, decide(container.city, each, Where(district=row.district, street=row.street))),
            }
            for row, each in zip(rows, understood, strict=True)
        ]
        if values:
            kept_as = bindparam("kept", type_=JSONB)
            connection.execute(
                update(petition).where(_P.number == bindparam("key")).values(suggestions=kept_as), values
            )
    return len(values)


def learn(container: Container) -> None:
    """Every upheld return, as its events would have told it."""
    returned = select(assignment.c.number).where(assignment.c.return_decision == "upheld").distinct()
    log = ledger.c
    last = (func.max(log.seq).label("seq"), func.max(log.at).label("at"))
    given = log.verb.in_((Verb.DISPATCH, Verb.ARBITRATE))
    wanted = select(log.number, *last).where(log.number.in_(returned), given).group_by(log.number)
    with container.engine.connect() as connection:
        rows = connection.execute(wanted).all()
    for row in rows:
        event = Event(id=0, number=row.number, seq=row.seq, verb=Verb.DISPATCH, at=row.at, attempts=0)
        container.learning.on_event(event)
