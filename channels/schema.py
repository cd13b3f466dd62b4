"""Tables the doors share: who may come in signed or with a key."""

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from tracking.store.schema import Instant, metadata

credential = Table(
    "credential",
    metadata,
    Column("id", Text, primary_key=True, comment="the public half, such as H01-7KQ2M9XD"),
    Column("channel", Text, nullable=False),
    Column("holder", Text, nullable=False, comment="a unit's code, or the name of a program"),
    Column("secret", LargeBinary, nullable=False, comment="sealed"),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("used_at", Instant, comment="to the minute"),
    Column("revoked_at", Instant),
    Column("revoked_by", Text),
    Index("ix_credential_channel_holder", "channel", "holder"),
)
