"""Exports from being asked for to being gone, and everything that was done with each."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

export = Table(
    "export",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False, comment="worklist, indicators, audit or deliveries"),
    Column("wanted", JSONB, nullable=False, comment="the filter, as it was asked for"),
    Column("format", Text, nullable=False, comment="csv or xlsx"),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", Text, comment="a second person"),
    Column("decided_at", Instant),
    Column("written", Integer, nullable=False, server_default="0", comment="rows so far"),
    Column("total", Integer, nullable=False, server_default="0", comment="rows there will be"),
    Column("body", LargeBinary, comment="sealed; gone after expires_at"),
    Column("made_at", Instant),
    Column("expires_at", Instant, comment="of the request until it is decided, then of the file"),
    Column("error", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_export_state", "state"),
    Index("ix_export_asked_by", "asked_by", "id"),
)

export_act = Table(
    "export_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("export", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_export_act_export", "export"),
    Index("ix_export_act_at", "at", "id"),
)
