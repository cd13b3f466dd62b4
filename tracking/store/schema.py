"""The tables of the petition. State columns follow the domain's dataclasses, so the two cannot drift apart."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSVECTOR
from sqlalchemy.types import TypeEngine

from tracking.domain.petition import Assignment, Petition

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Instant = TIMESTAMP(timezone=True)
_TYPES: dict[type, TypeEngine[Any]] = {
    str: Text(),
    int: Integer(),
    bool: Boolean(),
    float: Double(),
    bytes: LargeBinary(),
    datetime: Instant,
}


def _columns(cls: type, *, key: tuple[str, ...]) -> list[Column[Any]]:
    hints = get_type_hints(cls)
    return [_column(f.name, hints[f.name], primary_key=f.name in key) for f in fields(cls)]


def _column(name: str, hint: Any, *, primary_key: bool) -> Column[Any]:
    optional = isinstance(hint, UnionType)
    kind = get_args(hint)[0] if optional else hint
    stored = Text() if issubclass(kind, Enum) else _TYPES[kind]
    return Column(name, stored, primary_key=primary_key, nullable=optional, autoincrement=False)


inbox = Table(
    "inbox",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False, comment="sealed: as it came in"),
    Column("received_at", Instant, nullable=False),
    Column("number", Text, nullable=False),
)

petition = Table(
    "petition",
    metadata,
    *_columns(Petition, key=("number",)),
    Column("title", Text, nullable=False),
    Column("place", Text),
    Column("code_key", LargeBinary, nullable=False, comment="keyed hash of the query code"),
    Column("phone", LargeBinary, comment="sealed"),
    Column("phone_key", LargeBinary, comment="keyed hash, for look-up"),
    Column("name", LargeBinary, comment="sealed"),
    Column("email", LargeBinary, comment="sealed"),
    Column("email_key", LargeBinary, comment="keyed hash, for look-up"),
    Column("suggestions", JSONB),
    Index("ix_petition_open", "stage", "dispatch_due_at", postgresql_where=text("closed_at IS NULL")),
    Index("ix_petition_received_at", "received_at"),
    Index("ix_petition_master", "master", postgresql_where=text("master IS NOT NULL")),
    Index("ix_petition_split_from", "split_from", postgresql_where=text("split_from IS NOT NULL")),
    Index("ix_petition_stage", "stage", "received_at"),
    Index("ix_petition_phone_key", "phone_key", postgresql_where=text("phone_key IS NOT NULL")),
    Index("ix_petition_email_key", "email_key", postgresql_where=text("email_key IS NOT NULL")),
)

# What ``indicator.terms`` calls ended (a month also counts what it found unfinished), as PostgreSQL prints it.
ENDED_AT = """COALESCE(reported_at, withdrawn_at,
CASE
    WHEN return_decision IS NOT NULL AND return_decision = 'upheld'::text THEN return_decided_at
    ELSE NULL::timestamp with time zone
END)"""

assignment = Table(
    "assignment",
    metadata,
    Column("number", Text, ForeignKey("petition.number"), primary_key=True),
    *_columns(Assignment, key=("index",)),
    Index("ix_assignment_worklist", "unit", "stage", "handle_due_at"),
    Index(
        "ix_assignment_sweep",
        "handle_due_at",
        postgresql_where=text("stage IN ('to_sign', 'handling') AND red_card_at IS NULL"),
    ),
    Index("ix_assignment_appealed", "rating_appealed_at", postgresql_where=text("rating_appealed_at IS NOT NULL")),
    Index(
        "ix_assignment_ordered",
        "order_due_at",
        postgresql_where=text("order_due_at IS NOT NULL AND order_answered_at IS NULL"),
    ),
    Index("ix_assignment_rectify", "rectify_due_at", postgresql_where=text("rectify_due_at IS NOT NULL")),
    Index("ix_assignment_provisional", "number", postgresql_where=text("provisional")),
    Index(
        "ix_assignment_open",
        "stage",
        "handle_due_at",
        postgresql_where=text("stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')"),
    ),
    Index(
        "ix_assignment_extension",
        "handle_due_at",
        postgresql_where=text("stage = 'handling' AND extension_asked_at IS NOT NULL"),
    ),
    Index("ix_assignment_handle_due_at", "handle_due_at"),
    Index("ix_assignment_dispatched_at", "dispatched_at"),
    Index("ix_assignment_arrived", "unit", "dispatched_at"),
    Index(  # rows lie in the order of time, so a month of any of these moments is a few pages
        "ix_assignment_moments",
        *("sign_due_at", "contact_due_at", "return_due_at", "handle_due_at"),
        *("completed_at", "callback_at", "decided_at"),
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32, "autosummarize": True},
    ),
    Index("ix_assignment_ended_at", text(ENDED_AT)),
)

ledger = Table(
    "ledger",
    metadata,
    Column("number", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("verb", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Text),
    Column("channel", Text, nullable=False),
    Column("assignment", Integer),
    Column("facts", JSONB, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_ledger_at", "at"),
)

day_root = Table(
    "day_root",
    metadata,
    Column("day", Date, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False, comment="Merkle root of the day's entries (RFC 6962)"),
    Column("previous", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False, comment="Ed25519"),
    Column("made_at", Instant, nullable=False),
)

frozen_month = Table(
    "frozen_month",
    metadata,
    Column("period", Text, primary_key=True, comment="such as 2026-03"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("scheme", Text, nullable=False, comment="version of lines and weights"),
    Column("body", JSONB, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    Column("frozen_by", Text, nullable=False),
)

text_ = Table(
    "text",
    metadata,
    Column("number", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("purpose", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("pairs", TSVECTOR, comment="of the title, for search, beside what was said; goes where the words go"),
    Index("ix_text_pairs", "pairs", postgresql_using="gin", postgresql_where=text("pairs IS NOT NULL")),
)

attachment = Table(
    "attachment",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("added_at", Instant, nullable=False),
    Index("ix_attachment_number", "number"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("body", LargeBinary, comment="gone once it was found to be harmful"),
    Column("added_at", Instant, nullable=False),
    Column("condemned_at", Instant, comment="when it was found to be harmful"),
    Index("ix_quarantine_waiting", "added_at", postgresql_where=text("condemned_at IS NULL")),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("verb", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    Column("parked", Boolean, nullable=False, server_default="false"),
    Column("error", Text),
    UniqueConstraint("number", "seq"),
    Index("ix_outbox_ready", "next_try_at", postgresql_where=text("NOT parked")),
)

number_block = Table(
    "number_block",
    metadata,
    Column("day", Date, primary_key=True),
    Column("next", Integer, nullable=False),
)

parameter = Table(
    "parameter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("effective_on", Date, nullable=False),
    Column("body", JSONB, nullable=False),
)

# Those who have the same trouble (我也遇到), and at most once each: ``voter_key`` is a keyed hash.
follower = Table(
    "follower",
    metadata,
    Column("number", Text, ForeignKey("petition.number"), primary_key=True),
    Column("voter_key", LargeBinary, primary_key=True),
    Column("phone", LargeBinary, comment="sealed"),
    Column("joined_at", Instant, nullable=False),
    Index("ix_follower_joined_at", "joined_at"),
)

# A row for each day on which a group was found to rise; a group whose days before have none rises newly.
hot_alarm = Table(
    "hot_alarm",
    metadata,
    Column("day", Date, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("district", Text, primary_key=True),
    Column("street", Text, primary_key=True, comment="empty: the whole district"),
    Column("voices", Integer, nullable=False, comment="when it was found"),
    Column("usual", Double, nullable=False, comment="as many as its past lets expect"),
    Column("found_at", Instant, nullable=False),
)

# Findings of a person that make a unit 不合格 whatever its score; never changed, a cancelled one says so.
veto = Table(
    "veto",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("at", Instant, nullable=False, comment="when it happened: decides the period"),
    Column("number", Text, comment="the petition it concerns"),
    Column("reason", Text, nullable=False),
    Column("found_by", Text, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Text),
    Column("cancel_reason", Text),
    Index("ix_veto_at", "at"),
)

calendar_change = Table(
    "calendar_change",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("day", Date, nullable=False),
    Column("worked", Boolean, comment="NULL: follows the plain week again"),
    Column("note", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("worked", Boolean, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)
