"""Drafts of officers, and what was sent without a session until somebody signs in again."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, LargeBinary, Table, Text

from tracking.store.schema import Instant, metadata

draft = Table(
    "draft",
    metadata,
    Column("username", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("verb", Text, primary_key=True),
    Column("assignment", Integer, primary_key=True, autoincrement=False, comment="0: the petition as a whole"),
    Column("sealed", LargeBinary, nullable=False, comment="what was typed, by field"),
    Column("saved_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_draft_expires_at", "expires_at"),
)

parked = Table(
    "parked_draft",
    metadata,
    Column("id", LargeBinary, primary_key=True, comment="SHA-256 of the browser's cookie and the form's token"),
    Column("username", Text, comment="whose session had ended; none: nobody could tell"),
    Column("number", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("assignment", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("parked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_parked_draft_expires_at", "expires_at"),
)

reply_template = Table(
    "reply_template",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("unit", Text, comment="none: for all units"),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
