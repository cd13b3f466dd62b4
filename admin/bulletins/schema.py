"""Bulletins with their frozen body, who was told, what leaders answered, and what units have to put right."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

bulletin = Table(
    "bulletin",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("period", Text, nullable=False),
    Column("snapshot", Text, nullable=False, unique=True, comment="period, parameter version and hash of the body"),
    Column("body", JSONB, nullable=False, comment="written once; every rendering reads it"),
    Column("stage", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", Text, comment="a second person"),
    Column("approved_at", Instant),
    Column("send_at", Instant, comment="not in the quiet hours"),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_bulletin_standing", "period", unique=True, postgresql_where=text("stage <> 'dropped'")),
)

bulletin_recipient = Table(
    "bulletin_recipient",
    metadata,
    Column("bulletin", BigInteger, primary_key=True, autoincrement=False),
    Column("recipient", Text, primary_key=True, comment="unit and contact, as in delivery"),
    Column("unit", Text, nullable=False, comment="whose figures the message tells"),
    Column("post", Text, nullable=False),
    Column("phone_key", LargeBinary, comment="keyed hash; none where there was no number"),
    Column("body", Text, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("skipped", Boolean, nullable=False, comment="the approver let it go without a number"),
    Index("ix_bulletin_recipient_phone", "phone_key", "bulletin"),
    Index("ix_bulletin_recipient_unit", "unit"),
)

leader_contact = Table(
    "leader_contact",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("post", Text, nullable=False, comment="a post, never a name"),
    Column("phone", LargeBinary, comment="sealed"),
    Column("updated_by", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("unit", "post"),
)

bulletin_reply = Table(
    "bulletin_reply",
    metadata,
    Column("external_id", Text, primary_key=True, comment="the carrier's id of the text"),
    Column("bulletin", BigInteger, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="sealed"),
    Column("at", Instant, nullable=False),
    Index("ix_bulletin_reply_bulletin", "bulletin"),
)

rectification = Table(
    "rectification",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("bulletin", BigInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", Instant),
    Column("first_answered_at", Instant, comment="whether it came in time is told by the first"),
    Column("checked_by", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("bulletin", "unit"),
    Index("ix_rectification_open", "due_at", postgresql_where=text("state <> 'accepted'")),
    Index("ix_rectification_unit", "unit"),
)

bulletin_act = Table(
    "bulletin_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("bulletin", BigInteger, nullable=False),
    Column("unit", Text, nullable=False, server_default="", comment="empty: the bulletin as a whole"),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_bulletin_act_bulletin", "bulletin"),
)
