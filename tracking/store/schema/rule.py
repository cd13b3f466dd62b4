"""The working calendar and the versioned numbers."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema.column import Instant, metadata

calendar_change = Table(
    "calendar_change",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("day", Date, nullable=False),
    Column("worked", Boolean, comment="NULL: follows the plain week again"),
    Column("note", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("worked", Boolean, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

register_stamp = Table(
    "register_stamp",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("stamp", BigInteger, nullable=False, comment="grows with every change of rules, calendar or register"),
)

parameter = Table(
    "parameter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("effective_on", Date, nullable=False),
    Column("body", JSONB, nullable=False),
)
