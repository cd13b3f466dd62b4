"""Taking in: whatever comes through whichever door becomes a petition, once."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from tracking.domain.error import KeyReused
from tracking.domain.people import Actor
from tracking.domain.procedure.intake import Matter, register
from tracking.service.core import Core
from tracking.store import intake as store
from tracking.store.seal import digest

TITLE_LENGTH = 25


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One inbound item, already checked by its channel.

    ``external_id`` names it within its channel; without one it is a new item. ``letter`` is the channel's
    letter in the petition number. Personal data stay in ``phone`` and ``name`` and are sealed.
    """

    matter: Matter
    letter: str
    external_id: str | None = None
    phone: str | None = None
    name: str | None = None
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the citizen is given; ``fresh`` is False when the same item had come before."""

    number: str
    query_code: str
    received_at: datetime
    fresh: bool


def take(core: Core, submission: Submission, *, by: Actor) -> Receipt:
    """Store a submission durably and give its receipt.

    Raises ``KeyReused`` when the external id came before with other content.
    """
    at = core.now()
    channel = submission.matter.channel
    external_id = submission.external_id or secrets.token_hex(16)
    number = core.number(submission.letter, at)
    case = register(number, submission.matter, by=by, at=at, timetable=core.timetable())
    inbound = _inbound(core, submission, channel, external_id, at)
    item = submission
    beside = sealed(core, number, text=item.matter.text, phone=item.phone, name=item.name, place=item.place)
    standing = store.store(core.autocommit, case, inbound, beside)
    if standing.digest != inbound.digest:
        raise KeyReused("this external id came before with other content", field="external_id")
    code = core.sealer.query_code(standing.number)
    return Receipt(number=standing.number, query_code=code, received_at=standing.received_at, fresh=standing.fresh)


def _inbound(core: Core, submission: Submission, channel: str, external_id: str, at: datetime) -> store.Inbound:
    raw = json.dumps(asdict(replace(submission, external_id=None)), ensure_ascii=False, sort_keys=True, default=str)
    return store.Inbound(
        channel=channel,
        external_id=external_id,
        digest=digest(raw.encode()),
        raw=core.sealer.seal(raw, "raw"),
        received_at=at,
    )


def sealed(
    core: Core, number: str, *, text: str, phone: str | None, name: str | None, place: str | None
) -> store.Sealed:
    """What stands beside the state of a new petition; phone and name are sealed."""
    seal, key = core.sealer.seal, core.sealer.key
    return store.Sealed(
        title=title(text),
        place=place,
        code_key=key(core.sealer.query_code(number), "code"),
        phone=seal(phone, "phone") if phone else None,
        phone_key=key(phone, "phone") if phone else None,
        name=seal(name, "name") if name else None,
    )


def title(text: str) -> str:
    """The first 25 characters, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1] + "…"


def raw_of(core: Core, sealed: bytes) -> Any:
    """The raw item as it came, for replay."""
    return json.loads(core.sealer.open(sealed, "raw"))
