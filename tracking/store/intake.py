"""Taking a petition in: raw input, petition, ledger entry, text and outbox row in one statement.

One statement is one round trip and one transaction; where the same inbound item comes again nothing is
written and the row that stands is returned.
"""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.case import Case
from tracking.domain.petition import Petition
from tracking.store import pair, schema
from tracking.store.case import first_texts, ledger_row, outbox_row
from tracking.store.change import compact


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One inbound item as it came: unique by (channel, external id); ``raw`` is sealed."""

    channel: str
    external_id: str
    digest: bytes
    raw: bytes
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What the petition's row holds beside its state."""

    title: str
    place: str | None
    code_key: bytes
    phone: bytes | None
    phone_key: bytes | None
    name: bytes | None
    email: bytes | None
    email_key: bytes | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The item that was stored, now or earlier."""

    number: str
    digest: bytes
    received_at: datetime
    fresh: bool


_SET_AT_INTAKE = {"legacy_source", "kind", "topic", "district", "street", "longitude", "latitude", "dispatch_due_at"}
_STATE = [f.name for f in fields(Petition) if f.default is not None or f.name in _SET_AT_INTAKE]
_BESIDE = [f.name for f in fields(Sealed)]
_OF_THE_PETITIONER = ("place", "phone", "phone_key", "name")
_COLUMNS = ", ".join((*_STATE, *_BESIDE))
_VALUES = ", ".join(f"%({name})s" for name in (*_STATE, *_BESIDE))
_STORE = f"""
WITH item AS (
    INSERT INTO inbox (channel, external_id, digest, raw, received_at, number)
    VALUES (%(channel)s, %(external_id)s, %(digest)s, %(raw)s, %(received_at)s, %(number)s)
    ON CONFLICT (channel, external_id) DO NOTHING RETURNING number, digest
), kept AS (
    INSERT INTO petition ({_COLUMNS}) SELECT {_VALUES} FROM item
), entry AS (
    INSERT INTO ledger (number, seq, verb, at, actor, role, unit, channel, assignment, facts, previous, hash)
    SELECT number, 1, %(verb)s, %(received_at)s, %(actor)s, %(role)s, %(actor_unit)s, %(door)s, NULL,
        %(facts)s::jsonb, %(previous)s, %(head)s FROM item
), said AS (
    INSERT INTO text (number, seq, purpose, body, salt, pairs)
    SELECT number, 1, 'said', %(body)s, %(salt)s, %(pairs)s::tsvector FROM item
), event AS (
    INSERT INTO outbox (number, seq, verb, at, next_try_at)
    SELECT number, 1, %(verb)s, %(received_at)s, %(received_at)s FROM item
)
SELECT number, digest, true FROM item
"""  # noqa: S608 - column names come from our own dataclasses
_FIND = select(schema.inbox.c.number, schema.inbox.c.digest, schema.inbox.c.received_at).where(
    schema.inbox.c.channel == text(":channel"), schema.inbox.c.external_id == text(":external_id")
)


def store(autocommit: Engine, case: Case, inbound: Inbound, sealed: Sealed) -> Standing:
    """Write a case that was just registered; answers once it is durable."""
    with autocommit.connect() as connection:
        row = connection.exec_driver_sql(_STORE, _parameters(case, inbound, sealed)).first()
        if row is None:
            return find(connection, inbound.channel, inbound.external_id)
    return Standing(number=row[0], digest=row[1], received_at=inbound.received_at, fresh=True)


def store_part(connection: Connection, part: Case, *, of: str, title: str, code_key: bytes) -> None:
    """Store a petition that was split off another: same petitioner, same place, within the same transaction."""
    petition, entry = schema.petition, part.entries[0]
    kept = select(*(petition.c[name] for name in _OF_THE_PETITIONER)).where(petition.c.number == of)
    own = {"title": title, "code_key": code_key}
    beside = dict(connection.execute(kept).mappings().one())
    connection.execute(insert(petition).values(asdict(part.petition) | beside | own))
    connection.execute(insert(schema.ledger).values(ledger_row(entry)))
    connection.execute(insert(schema.text_).values(first_texts(part, beside["place"])))
    connection.execute(insert(schema.outbox).values(outbox_row(entry)))


def find(connection: Connection, channel: str, external_id: str) -> Standing:
    """The item stored earlier under this key."""
    row = connection.execute(_FIND, {"channel": channel, "external_id": external_id}).one()
    return Standing(number=row.number, digest=row.digest, received_at=row.received_at, fresh=False)


def known(connection: Connection, channel: str, external_id: str) -> str | None:
    """The petition an item came to, None for one that is new."""
    row = connection.execute(_FIND, {"channel": channel, "external_id": external_id}).one_or_none()
    return row.number if row else None


def enter(connection: Connection, inbound: Inbound, number: str) -> bool:
    """Note an item that belongs to a petition there is; False when it came before."""
    row = {field.name: getattr(inbound, field.name) for field in fields(Inbound)} | {"number": number}
    statement = insert(schema.inbox).values(row).on_conflict_do_nothing().returning(schema.inbox.c.number)
    return connection.execute(statement).first() is not None


def _parameters(case: Case, inbound: Inbound, sealed: Sealed) -> dict[str, Any]:
    entry, said = case.entries[0], case.texts[0]
    return {
        **{name: getattr(case.petition, name) for name in _STATE},
        **{name: getattr(sealed, name) for name in _BESIDE},
        "external_id": inbound.external_id,
        "digest": inbound.digest,
        "raw": inbound.raw,
        "verb": entry.verb,
        "actor": entry.actor,
        "role": entry.role,
        "actor_unit": entry.unit,
        "door": entry.channel,
        "facts": compact(entry.facts),
        "previous": entry.previous,
        "body": said.body,
        "salt": said.salt,
        "pairs": pair.vector(said.body, sealed.place),
    }


def attach(engine: Engine, number: str, *, digest: str, name: str, media_type: str, body: bytes, at: datetime) -> None:
    """Keep a file with its petition; the same file twice is kept once."""
    values = {"number": number, "digest": digest, "name": name, "media_type": media_type}
    statement = insert(schema.attachment).values(**values, size=len(body), body=body, added_at=at)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_nothing())
