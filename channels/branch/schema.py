"""What was uploaded when, with which key, and how it went."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, UniqueConstraint

from tracking.store.schema import Instant, metadata

branch_upload = Table(
    "branch_upload",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False),
    Column("nonce", Text, nullable=False, comment="the sender's id of this try: accepted once"),
    Column("unit", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("taken", Integer, comment="none while it is under way, or when it failed"),
    Column("again", Integer),
    Column("refused", Integer),
    UniqueConstraint("key", "nonce"),
    Index("ix_branch_upload_at", "at"),
)
