"""Answers that a person made public: texts of their own, apart from what the citizen and the unit wrote."""

from sqlalchemy import BigInteger, Column, Date, Identity, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from tracking.store.schema import Instant, metadata

open_answer = Table(
    "open_answer",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True, comment="its address; the petition's number stays inside"),
    Column("number", Text, nullable=False, unique=True),
    Column("topic", Text),
    Column("kind", Text, nullable=False),
    Column("unit", Text),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_on", Date, nullable=False),
    Column("released_by", Text, nullable=False),
    Column("released_at", Instant, nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", Instant),
    Column("withdrawal", Text, comment="why it is public no more; the row stays"),
    Column("words", TSVECTOR, nullable=False),
    Index("ix_open_answer_words", "words", postgresql_using="gin"),
    Index("ix_open_answer_answered_on", "answered_on", postgresql_where=text("withdrawn_at IS NULL")),
)

kept_back = Table(
    "kept_back",
    metadata,
    Column("number", Text, primary_key=True, comment="a settled petition that a person decided not to make public"),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
)
