"""Drafts of parameters that wait for a second person, and what was done to the register."""

from sqlalchemy import BigInteger, Column, Date, Identity, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

parameter_draft = Table(
    "parameter_draft",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("base", Text, nullable=False, comment="the version it was made from"),
    Column("effective_on", Date, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting", comment="waiting, released or dropped"),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("decided_by", Text, comment="to release: a second person"),
    Column("decided_at", Instant),
    Index("uq_parameter_draft_waiting", "name", unique=True, postgresql_where=text("state = 'waiting'")),
)

register_change = Table(
    "register_change",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("thing", Text, nullable=False, comment="parameter, unit, topic, duty, rule or wording"),
    Column("key", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("before", JSONB(none_as_null=True), comment="none: it is new"),
    Column("after", JSONB, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_register_change_thing", "thing", "key"),
)
