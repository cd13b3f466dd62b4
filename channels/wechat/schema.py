"""Messages of the official account: what came, what was made of it, what is answered and how that went."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from tracking.store.schema import Instant, metadata

wechat_message = Table(
    "wechat_message",
    metadata,
    Column("id", Text, primary_key=True, comment="the platform's id: each message counts once"),
    Column("conversation", LargeBinary, nullable=False, comment="keyed hash of the citizen's open id"),
    Column("message", LargeBinary, nullable=False, comment="sealed"),
    Column("kind", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column(
        "state",
        Text,
        nullable=False,
        comment="see post.py",
    ),
    Column("until", Instant, comment="whoever thinks or sends is not waited for longer"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    Column("number", Text, comment="the petition it became or belongs to"),
    Column("reply", LargeBinary, comment="sealed: it may hold a query code"),
    Column("media_due", Instant, comment="a photo or voice still to be fetched for the petition"),
    Column("media_tries", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Index("ix_wechat_message_conversation", "conversation", "received_at"),
    Index("ix_wechat_message_media_due", "media_due", postgresql_where=text("media_due IS NOT NULL")),
    Index(
        "ix_wechat_message_waiting",
        "next_try_at",
        postgresql_where=text("state IN ('received', 'thinking', 'owed', 'sending')"),
    ),
)
