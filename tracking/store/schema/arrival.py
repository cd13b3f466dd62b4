"""What comes in and what goes on from it: raw items, files, numbers, events."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tracking.store.schema.column import Instant, metadata

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

number_block = Table(
    "number_block",
    metadata,
    Column("day", Date, primary_key=True),
    Column("next", Integer, nullable=False),
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
