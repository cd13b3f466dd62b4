"""Views of the worklist that officers keep under a name."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Index, Table, Text

from tracking.store.schema import Instant, metadata

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("owner", Text, ForeignKey("account.username"), nullable=False),
    Column("role", Text, nullable=False, comment="the owner's when it was kept: only such a desk opens it"),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False, comment="tab and filters as they stand in the address"),
    Column("shared", Boolean, nullable=False, comment="with everyone of the role"),
    Column("saved_at", Instant, nullable=False),
    Index("ix_saved_view_owner_name", "owner", "name", unique=True),
    Index("ix_saved_view_role", "role"),
)
