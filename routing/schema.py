"""The city as tables: units, topics, places, duties, merged sources and code lists. Loaded from data, editable."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Double, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP, TSVECTOR

from tracking.store.schema import metadata


def _edited() -> tuple[Column[Any], ...]:
    """What was edited at a desk is not loaded again; the version tells a stale form."""
    return (
        Column("version", Integer, nullable=False, server_default="1"),
        Column("changed_at", TIMESTAMP(timezone=True), comment="none while it is as it was loaded"),
        Column("changed_by", Text),
    )


unit = Table(
    "unit",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="district, bureau, central, utility or branch"),
    Column("group", Text, comment="A, B1 to B4; none: not ranked"),
    Column("parent", Text),
    Column("phone", Text),
    Column("successor", Text),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("abolished_on", Date, comment="from this day on the successor is in its place"),
    *_edited(),
)

topic = Table(
    "topic",
    metadata,
    Column("code", Text, primary_key=True, comment="2+2+2 digits; 00 stands for the level above"),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true", comment="retired ones stay readable"),
    *_edited(),
)

duty = Table(
    "duty",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("place", Text, nullable=False, comment="*, a district or a street"),
    Column("unit", Text, nullable=False, comment="a unit, @district or @discipline"),
    Column("name", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("statutory_days", Integer),
    Column("active", Boolean, nullable=False, server_default="true"),
    *_edited(),
    Index("uq_duty_topic_place", "topic", "place", unique=True),
)

# Ordered rules of the dispatchers; every condition that is given must hold.
routing_rule = Table(
    "routing_rule",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("topic", Text, comment="the first two, four or all six digits"),
    Column("kind", Text),
    Column("urgency", Text),
    Column("words", Text, comment="one of these, with blanks between"),
    Column("district", Text),
    Column("unit", Text, comment="none: a person decides"),
    Column("reason", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    *_edited(),
)

district = Table(
    "district",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("latitude", Double, nullable=False),
)

street = Table(
    "street",
    metadata,
    Column("code", Text, primary_key=True),
    Column("district", Text, nullable=False),
    Column("name", Text, nullable=False),
)

landmark = Table(
    "landmark",
    metadata,
    Column("name", Text, primary_key=True),
    Column("district", Text, nullable=False),
    Column("street", Text),
    Column("kind", Text, nullable=False),
)

alias = Table(
    "alias",
    metadata,
    Column("alias", Text, primary_key=True),
    Column("kind", Text, nullable=False, comment="district, street or landmark"),
    Column("target", Text, nullable=False),
)

legacy_source = Table(
    "legacy_source",
    metadata,
    Column("code", Text, primary_key=True),
    Column("kind", Text, nullable=False, comment="line, window or mailbox"),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("merged_on", Date, nullable=False),
    Column("address", Text, comment="numbers or mail addresses that still lead here, with blanks between"),
)

code = Table(
    "code",
    metadata,
    Column("list", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False, server_default="", comment="for decline reasons: the way that is open"),
    Column("position", Integer, nullable=False),
)

knowledge = Table(
    "knowledge",
    metadata,
    Column("code", Text, primary_key=True),
    Column("topic", Text),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("unit", Text),
    Column("source", Text, nullable=False, comment="the basis in law, or who said so"),
    Column("checked_on", Date, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("changed_at", TIMESTAMP(timezone=True), comment="none while it is as it was loaded"),
    Column("changed_by", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("words", TSVECTOR, nullable=False, comment="of the question (A) and the answer (C)"),
    Index("ix_knowledge_words", "words", postgresql_using="gin"),
)

knowledge_change = Table(
    "knowledge_change",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("code", Text, nullable=False),
    Column("act", Text, nullable=False, comment="added, edited, retired or restored"),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", TIMESTAMP(timezone=True), nullable=False),
    Index("ix_knowledge_change_code", "code"),
)

# What experience said of a petition's unit, where the first choice was wrong; the text is without names and numbers.
correction = Table(
    "correction",
    metadata,
    Column("number", Text, primary_key=True),
    Column("cause", Text, nullable=False, comment="return, arbitration or corrected"),
    Column("wrong", Text, comment="the unit that was not in charge"),
    Column("right", Text, nullable=False, comment="the unit that was"),
    Column("topic", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("district", Text),
    Column("text", Text, nullable=False),
    Column("decided_by", Text, nullable=False, comment="the account that decided"),
    Column("decided_at", TIMESTAMP(timezone=True), nullable=False),
    Index("ix_correction_decided_at", "decided_at"),
)
