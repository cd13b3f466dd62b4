"""What must be kept though its time is over, and what is gone: a tombstone for each."""

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Text, UniqueConstraint, text

from tracking.store.schema import Instant, metadata

legal_hold = Table(
    "legal_hold",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", Instant),
    Index("uq_legal_hold_open", "number", unique=True, postgresql_where=text("lifted_at IS NULL")),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False),
    Column("step", Text, nullable=False, comment="identity: who it was; words: what was said and sent in"),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False, comment="term: its time was over; request: of the petitioner"),
    UniqueConstraint("number", "step"),
)
