"""Who gets which message: worked out live before approval, kept at it, followed afterwards."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, outerjoin, select

from admin.bulletins.contact import Contact, by_unit
from admin.bulletins.law import TEMPLATE
from admin.bulletins.schema import bulletin_recipient
from admin.bulletins.store import Bulletin
from channels.sms.port import segments
from notify import store as deliveries
from notify.schema import delivery
from tracking.domain.scoring import Grade
from tracking.service.core import Core
from tracking.store.seal import Sealer

LEADER = "—"
ORDER = (Grade.UNQUALIFIED, Grade.EXCELLENT, Grade.QUALIFIED, None)
_R, _D = bulletin_recipient.c, delivery.c
_UNREACHED = func.coalesce(_D.state, "failed").in_(["failed", "unknown", "withheld"])
Successors = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One message: ``contact`` is None where the unit has nobody with a number."""

    unit: str
    contact: Contact | None
    body: str

    @property
    def key(self) -> str:
        """As in ``delivery.recipient``."""
        return f"{self.unit}/{self.contact.id if self.contact else 0}"

    @property
    def reachable(self) -> bool:
        return self.contact is not None and self.contact.phone is not None

    @property
    def segments(self) -> int:
        return segments(self.body)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of one message; ``state`` is that of the delivery, ``skipped`` where there was no number."""

    unit: str
    post: str
    body: str
    segments: int
    state: str
    error: str | None
    delivery: int | None
    sent_at: datetime | None
    next_try_at: datetime | None

    @property
    def resendable(self) -> bool:
        return self.state in ("failed", "unknown")


def addressed(
    connection: Connection, sealer: Sealer, body: Mapping[str, Any], successors: Successors
) -> Sequence[Recipient]:
    """All posts of every unit with a message, the gravest first; an abolished unit's go to its successor."""
    contacts, nobody = by_unit(connection, sealer), (None,)
    units, told = body["units"], body["messages"]
    return [
        Recipient(unit=unit, contact=contact, body=words)
        for unit, words in sorted(told.items(), key=lambda each: (ORDER.index(units[each[0]]["grade"]), each[0]))
        for contact in contacts.get(successors.get(unit, unit), nobody)
    ]


def fingerprint(recipients: Sequence[Recipient]) -> str:
    """Changes with every recipient, number and word: what was approved is what was seen."""
    seen = [(each.key, each.contact.phone if each.contact else "", each.body) for each in recipients]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def keep(connection: Connection, core: Core, made: Bulletin, recipients: Sequence[Recipient], at: datetime) -> None:
    """Store who is told, and queue the messages, not before ``at``."""
    rows = [_row(core, made, each) for each in recipients]
    if rows:
        connection.execute(insert(bulletin_recipient), rows)
    queued = [_message(core, made, each, at) for each in recipients if each.reachable]
    deliveries.queue_all(connection, queued)


def told(connection: Connection, made: Bulletin, *, unit: str | None = None) -> Sequence[Told]:
    """Every recipient with the state of the message, in one statement; those it did not reach on top."""
    same = and_(_D.number == made.snapshot, _D.template == TEMPLATE, _D.recipient == _R.recipient)
    columns = [_R.unit, _R.post, _R.body, _R.segments, _R.skipped, _D.id, _D.state, _D.error, _D.sent_at]
    columns.append(_D.next_try_at)
    wanted = select(*columns).select_from(outerjoin(bulletin_recipient, delivery, same)).where(_R.bulletin == made.id)
    wanted = wanted.where(_R.unit == unit) if unit else wanted
    return [
        Told(
            unit=row.unit,
            post=row.post,
            body=row.body,
            segments=row.segments,
            state="skipped" if row.skipped else row.state or "failed",
            error=row.error,
            delivery=row.id,
            sent_at=row.sent_at,
            next_try_at=row.next_try_at,
        )
        for row in connection.execute(wanted.order_by(_UNREACHED.desc(), _R.unit, _R.recipient))
    ]


def _row(core: Core, made: Bulletin, each: Recipient) -> Mapping[str, Any]:
    phone = each.contact.phone if each.contact else None
    return {
        "bulletin": made.id,
        "recipient": each.key,
        "unit": each.unit,
        "post": each.contact.post if each.contact else LEADER,
        "phone_key": core.sealer.key(phone, "phone") if phone else None,
        "body": each.body,
        "segments": each.segments,
        "skipped": not each.reachable,
    }


def _message(core: Core, made: Bulletin, each: Recipient, at: datetime) -> dict[str, Any]:
    phone = (each.contact.phone if each.contact else None) or ""
    return {
        "number": made.snapshot,
        "seq": 0,
        "template": TEMPLATE,
        "recipient": each.key,
        "channel": "sms",
        "address": core.sealer.seal(phone, "address"),
        "body": core.sealer.seal(each.body, "delivery"),
        "segments": each.segments,
        "state": "queued",
        "created_at": core.now(),
        "next_try_at": at,
    }
