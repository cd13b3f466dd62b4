"""What a petitioner adds through a door that may deliver twice: an inbound item like any other, taken once."""

from dataclasses import dataclass

from tracking.domain.people import Actor
from tracking.domain.procedure.citizen import add_facts
from tracking.service.core import Core
from tracking.service.intake import Original
from tracking.service.once import carry_out
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
    inbound = store.Inbound(
        channel=addition.channel,
        external_id=addition.external_id,
        digest=addition.original.digest,
        raw=core.sealer.seal_bytes(addition.original.body, "raw"),
        received_at=core.now(),
    )
    return carry_out(
        core, inbound, addition.number, lambda case, at: add_facts(case, by=by, at=at, words=addition.words)
    )
