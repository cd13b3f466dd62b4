"""Tables of the performance office. What was frozen or decided only grows; the rest says who changed it and when."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

scheme = Table(
    "performance_scheme",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", JSONB, nullable=False, comment="groups with their units, tree, judges, numbers"),
    Column("reason", Text, nullable=False, comment="why this version"),
    Column("written_by", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("published_by", Text, comment="none: a draft"),
    Column("published_at", Instant),
)

goals_frozen = Table(
    "performance_goals_frozen",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("frozen_by", Text, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    Column("hash", LargeBinary, comment="SHA-256 over the goals and their files"),
)

goal = Table(
    "performance_goal",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("unit", Text, primary_key=True),
    Column("leaf", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("target", Numeric, nullable=False),
    Column("state", Text, nullable=False, comment="declared, accepted or sent_back"),
    Column("declared_by", Text, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("checked_by", Text),
    Column("checked_at", Instant),
    Column("remark", Text, comment="item of the work report, or why it was sent back"),
)

entry = Table(
    "performance_entry",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("leaf", Text, nullable=False),
    Column("amount", Numeric, nullable=False, comment="achieved, or points of a bonus or deduction"),
    Column("basis", Text, nullable=False),
    Column("evidence", Text, nullable=False, comment="where the proof is: a page of this system or a document"),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("objection", Text, comment="what the unit objects"),
    Column("objected_by", Text),
    Column("objected_at", Instant),
    Column("decision", Text, comment="upheld: the entry no longer counts; rejected"),
    Column("decided_by", Text),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    Index("ix_performance_entry_year_unit", "year", "unit"),
)

evidence = Table(
    "performance_evidence",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("leaf", Text, nullable=False),
    Column("entry", BigInteger, nullable=False, comment="0: with the goal"),
    Column("belongs", Text, nullable=False, comment="goal, entry or objection"),
    Column("digest", Text, nullable=False, comment="SHA-256 of the body as it was judged"),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    UniqueConstraint("year", "unit", "leaf", "entry", "belongs", "digest"),
)

mark = Table(
    "performance_mark",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("unit", Text, primary_key=True),
    Column("leaf", Text, primary_key=True),
    Column("judge", Text, primary_key=True),
    Column("points", Numeric, comment="0 to 100; none: the judge stepped aside"),
    Column("given_at", Instant, nullable=False),
)

result = Table(
    "performance_result",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False, comment="of the scheme"),
    Column("body", JSONB, nullable=False, comment="plan, inputs, composites, standings"),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of the canonical JSON"),
    Column("frozen_by", Text, nullable=False),
    Column("frozen_at", Instant, nullable=False),
)

use = Table(
    "performance_use",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("purpose", Text, nullable=False, comment="award, disqualification, budget, post or other"),
    Column("decision", Text, nullable=False),
    Column("decider", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_performance_use_year", "year"),
)
