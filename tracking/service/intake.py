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
class Original:
    """An item as it came over the wire, where that is more than its submission says.

    ``digest`` is of what makes it the same item: a mail comes again by another way with other transport headers.
    """

    body: bytes
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One inbound item, already checked by its channel.

    ``external_id`` names it within its channel; without one it is a new item. ``letter`` is the channel's
    letter in the petition number. Personal data stay in ``phone``, ``name`` and ``email`` and are sealed.
    """

    matter: Matter
    letter: str
    external_id: str | None = None
    phone: str | None = None
    name: str | None = None
    email: str | None = None
    place: str | None = None
    original: Original | None = None


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
    beside = sealed(
        core, number, text=item.matter.text, phone=item.phone, name=item.name, place=item.place, email=item.email
    )
    standing = store.store(core.autocommit, case, inbound, beside)
    if standing.digest != inbound.digest:
        raise KeyReused("this external id came before with other content", field="external_id")
    code = core.sealer.query_code(standing.number)
    return Receipt(number=standing.number, query_code=code, received_at=standing.received_at, fresh=standing.fresh)


def _inbound(core: Core, submission: Submission, channel: str, external_id: str, at: datetime) -> store.Inbound:
    original = submission.original or _as_said(submission)
    return store.Inbound(
        channel=channel,
        external_id=external_id,
        digest=original.digest,
        raw=core.sealer.seal_bytes(original.body, "raw"),
        received_at=at,
    )


def _as_said(submission: Submission) -> Original:
    said = asdict(replace(submission, external_id=None))
    raw = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()
    return Original(body=raw, digest=digest(raw))


def sealed(
    core: Core,
    number: str,
    *,
    text: str,
    phone: str | None,
    name: str | None,
    place: str | None,
    email: str | None = None,
) -> store.Sealed:
    """What stands beside the state of a new petition; phone, name and address are sealed."""
    seal, key = core.sealer.seal, core.sealer.key
    return store.Sealed(
        title=title(text),
        place=place,
        code_key=key(core.sealer.query_code(number), "code"),
        phone=seal(phone, "phone") if phone else None,
        phone_key=key(phone, "phone") if phone else None,
        name=seal(name, "name") if name else None,
        email=seal(email, "email") if email else None,
        email_key=key(email, "email") if email else None,
    )


def title(text: str) -> str:
    """The first 25 characters, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1] + "…"


def raw_of(core: Core, sealed: bytes) -> Any:
    """The raw item as it came, for replay; not for an item that has an original of its own."""
    return json.loads(core.sealer.open(sealed, "raw"))
