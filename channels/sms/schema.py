"""Who wants no messages, and which questions wait for an answer."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from tracking.store.schema import Instant, metadata

message_consent = Table(
    "message_consent",
    metadata,
    Column("phone_key", LargeBinary, primary_key=True, comment="keyed hash of the number"),
    Column("stopped", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
)

message_question = Table(
    "message_question",
    metadata,
    Column("number", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="the ledger entry that caused it"),
    Column("asks", Text, nullable=False, comment="rating, place or facts"),
    Column("phone_key", LargeBinary, nullable=False, comment="keyed hash of the number that was asked"),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Index("ix_message_question_open", "phone_key", "asked_at", postgresql_where=text("answered_at IS NULL")),
)
