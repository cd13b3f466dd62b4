"""Tables of the rules of supervision: their versions, the alarms with their record, and how far the tick has looked."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from tracking.store.schema.column import Instant, metadata

# Version 1 of each rule is the city's parameter; a later one counts once a second person approved it.
rule = Table(
    "supervision_rule",
    metadata,
    Column("code", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("watches", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("per", Text, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("measure", Text, nullable=False),
    Column("window_days", Integer, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False, comment="empty: all"),
    Column("urgencies", ARRAY(Text), nullable=False, comment="empty: all"),
    Column("level", Integer, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("approved_by", Text),
    Column("approved_at", Instant),
    Column("dropped_by", Text),
    Column("dropped_at", Instant),
)

alarm = Table(
    "supervision_alarm",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("version", Integer, nullable=False, comment="of the rule"),
    Column("level", Integer, nullable=False),
    Column("subject", Text, nullable=False, comment="petition, petition/assignment or unit"),
    Column("round", Integer, nullable=False, comment="of the petition; of a unit, the window"),
    Column("number", Text, comment="none where a unit's work as a whole is meant"),
    Column("index", Integer),
    Column("unit", Text),
    Column("figures", JSONB, nullable=False, comment="what was measured"),
    Column("entries", ARRAY(Integer), nullable=False, comment="of the petition's ledger"),
    Column("found_at", Instant, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("state_version", Integer, nullable=False, server_default="1"),
    Column(
        "document", BigInteger, ForeignKey("supervision_document.id"), comment="the order or proposal that followed"
    ),
    UniqueConstraint("rule", "subject", "round"),
    Index("ix_supervision_alarm_state", "state", "id"),
    Index("ix_supervision_alarm_unit", "unit", "id"),
    Index("ix_supervision_alarm_number", "number", postgresql_where=text("number IS NOT NULL")),
)

alarm_act = Table(
    "supervision_alarm_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("alarm", BigInteger, ForeignKey("supervision_alarm.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_supervision_alarm_act_alarm", "alarm"),
)

# One row: up to when events and due instants were looked at, and with which rules everything was looked at last.
tick = Table(
    "supervision_tick",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("reached", Instant, nullable=False),
    Column("looked_with", Text, nullable=False, comment="rules and day of the last look at everything"),
)
