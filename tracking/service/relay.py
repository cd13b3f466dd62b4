"""The relay: takes events from the outbox and gives each to its subscribers, at least once.

Subscribers must be idempotent. An event whose subscriber fails waits and comes again; the others go on.
"""

from collections.abc import Callable, Mapping, Sequence

from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import outbox
from tracking.store.outbox import Event

Subscriber = Callable[[Event], None]
Report = Callable[[Event, Exception], None]
BATCH = 100


def drain(core: Core, subscribers: Mapping[Verb, Sequence[Subscriber]], *, report: Report) -> int:
    """Handle everything that is due; returns how many events were taken."""
    total = 0
    while taken := _one_batch(core, subscribers, report):
        total += taken
        if taken < BATCH:
            break
    return total


def _one_batch(core: Core, subscribers: Mapping[Verb, Sequence[Subscriber]], report: Report) -> int:
    with core.engine.begin() as connection:
        events = outbox.claim(connection, now=core.now(), size=BATCH)
        handled = []
        for event in events:
            error = _handle(event, subscribers.get(event.verb, ()))
            if error is None:
                handled.append(event)
            else:
                report(event, error)
                outbox.postpone(connection, event, now=core.now(), error=type(error).__name__)
        outbox.done(connection, handled)
    return len(events)


def _handle(event: Event, subscribers: Sequence[Subscriber]) -> Exception | None:
    try:
        for subscriber in subscribers:
            subscriber(event)
    except Exception as error:
        return error
    return None
