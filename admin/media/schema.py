"""Examples for the column and everything that was done with each."""

from sqlalchemy import BigInteger, Column, Date, Identity, Index, Integer, Table, Text, UniqueConstraint

from tracking.store.schema import Instant, metadata

media_item = Table(
    "media_item",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False, comment="the petition; never shown to the public"),
    Column("assignment", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("tone", Text, nullable=False, comment="good or bad"),
    Column("cause", Text, nullable=False, comment="the rule that found it"),
    Column("period", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("story", Text, nullable=False, server_default="", comment="told anew, without anything personal"),
    Column("drafted_by", Text),
    Column("reply_due_at", Instant, comment="until then the unit may answer before anything is published"),
    Column("reply", Text, nullable=False, server_default="", comment="of the unit, published beside the story"),
    Column("proposed_by", Text),
    Column("released_by", Text, comment="a second person"),
    Column("medium", Text, nullable=False, server_default=""),
    Column("published_on", Date),
    Column("outcome", Text, nullable=False, server_default="", comment="the follow-up: what came of it"),
    Column("follow_up", Text, nullable=False, server_default="", comment="waits for a second person to become public"),
    Column("followed_by", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("number", "assignment", "cause"),
    Index("ix_media_item_stage", "stage", "unit"),
)

media_act = Table(
    "media_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("item", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_media_act_item", "item"),
)
