"""What a petitioner adds through a door that may deliver twice: an inbound item like any other, taken once."""

from dataclasses import dataclass

from tracking.domain.people import Actor
from tracking.domain.procedure.citizen import add_facts
from tracking.service.core import Core
from tracking.service.intake import Original
from tracking.store import case as cases
from tracking.store import intake as store


@dataclass(frozen=True, kw_only=True)
class Addition:
    """More about the petition ``number``; ``external_id`` names the item within its channel."""

    number: str
    channel: str
    external_id: str
    words: str
    original: Original


def add(core: Core, addition: Addition, *, by: Actor) -> bool:
    """Record it, in one transaction with the item; returns whether it was new.

    Raises ``NotFound`` and ``OutOfTurn``; then nothing was kept.
    """
    at = core.now()
    inbound = store.Inbound(
        channel=addition.channel,
        external_id=addition.external_id,
        digest=addition.original.digest,
        raw=core.sealer.seal_bytes(addition.original.body, "raw"),
        received_at=at,
    )
    with core.engine.begin() as connection:
        fresh = store.keep(connection, inbound, number=addition.number)
        if fresh:
            case = cases.load(connection, addition.number, for_update=True)
            add_facts(case, by=by, at=at, words=addition.words)
            cases.save(connection, case)
    return fresh
