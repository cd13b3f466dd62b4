"""Conversations, their messages, and the conversations that wait for a person."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tracking.store.schema import Instant, metadata

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True, comment="random; the engine knows the conversation by it"),
    Column("channel", Text, nullable=False),
    Column("peer_key", LargeBinary, nullable=False, comment="keyed hash of the carrier's name of the citizen"),
    Column("peer", LargeBinary, comment="sealed: where replies go; empty once the dialogue is over"),
    Column("language", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False, comment="when the citizen spoke last"),
    Column("notice_at", Instant, comment="when the privacy notice was shown"),
    Column("notes", LargeBinary, comment="sealed: what is known so far of a petition not yet filed"),
    Column("turn", BigInteger, comment="the message being answered; the engine may act on no other"),
    Column("number", Text, comment="the petition in hand, which the citizen may see"),
    UniqueConstraint("channel", "peer_key"),
    Index("ix_conversation_open", "last_at", postgresql_where=text("peer IS NOT NULL")),
)

message = Table(
    "message",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, comment="the carrier's name of it: the same item comes in once"),
    Column("origin", Text, nullable=False, comment="citizen, service or officer"),
    Column("body", LargeBinary, comment="sealed; empty once the dialogue is over"),
    Column("author", Text, comment="the officer who wrote it"),
    Column("at", Instant, nullable=False),
    Column("state", Text, nullable=False, comment="waiting, handled, parked · queued, sent, failed, shown"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    Column("error", Text),
    UniqueConstraint("channel", "external_id"),
    Index("ix_message_conversation", "conversation", "id"),
    Index("ix_message_unsettled", "next_try_at", postgresql_where=text("state IN ('waiting', 'queued')")),
)

enclosure = Table(
    "enclosure",
    metadata,
    Column("message", BigInteger, ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("conversation", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("used", Text, comment="the petition it went to"),
    Index("ix_enclosure_conversation", "conversation"),
)

handover = Table(
    "handover",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("taken_by", Text, comment="the officer who speaks with the citizen"),
    Column("taken_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", Text, comment="officer, citizen, or service when nobody came"),
    Index("uq_handover_open", "conversation", unique=True, postgresql_where=text("ended_at IS NULL")),
)
