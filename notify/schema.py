"""What was told to whom, and what became of it."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from tracking.store.schema import Instant, metadata

delivery = Table(
    "delivery",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False),
    Column("seq", Integer, nullable=False, comment="the ledger entry that caused it"),
    Column("template", Text, nullable=False),
    Column("recipient", Text, nullable=False, comment="citizen, or a unit's code"),
    Column("channel", Text, nullable=False),
    Column("address", LargeBinary, comment="sealed"),
    Column("body", LargeBinary, nullable=False, comment="sealed: it may hold the query code"),
    Column("segments", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reference", Text, comment="the carrier's own id"),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant, comment="when it was handed over"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, comment="not before then; of an unknown one: when the carrier is asked"),
    UniqueConstraint("number", "seq", "template", "recipient"),
    Index("ix_delivery_created_at", "created_at"),
    Index("ix_delivery_unsettled", "id", postgresql_where=text("state IN ('queued', 'sending', 'unknown')")),
)
