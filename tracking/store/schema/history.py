"""What happened, and what was proved, counted and found of it: never changed."""

from sqlalchemy import BigInteger, Column, Date, Double, Identity, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from tracking.store.schema.column import Instant, metadata

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
    Index("ix_ledger_urging", "at", postgresql_where=text("verb IN ('urged', 'reminded')")),
)

text_ = Table(
    "text",
    metadata,
    Column("number", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("purpose", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("pairs", TSVECTOR, comment="of what was said and where, for search; goes where the words go"),
    Index("ix_text_pairs", "pairs", postgresql_using="gin", postgresql_where=text("pairs IS NOT NULL")),
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

# What is not closed yet, counted by a tick for the pages; made anew from the assignments whenever it is missing.
running_figure = Table(
    "running_figure",
    metadata,
    Column("period", Text, primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("worth", Text, nullable=False, comment="what answers counted"),
    Column("body", JSONB, nullable=False),
    Column("counted_at", Instant, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("good_until", Instant, nullable=False),
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

# From when to when a group was hot; of an open one there is only one row.
hot_spell = Table(
    "hot_spell",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("street", Text, nullable=False, comment="empty: the whole district"),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant, comment="none while it is hot"),
    Column("most", Integer, nullable=False, comment="voices, when there were most"),
    Column("usual", Double, nullable=False, comment="as many as its past let expect when it began"),
    Index("uq_hot_spell_open", "topic", "district", "street", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("ix_hot_spell_ended_at", "ended_at"),
)
