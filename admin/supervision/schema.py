"""Tables of electronic supervision: documents with their acts, consultations, efficiency."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from tracking.store.schema.column import Instant, metadata

serial = Table(
    "supervision_serial",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False, comment="held until the document that takes the next one is stored"),
)

document = Table(
    "supervision_document",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("word", Text, nullable=False, comment="such as 沈民督"),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("number", Text, comment="the petition; none for a proposal about a unit's work as a whole"),
    Column("index", Integer),
    Column(
        "turn", Integer, nullable=False, comment="ledger entry of an order; 0 on the ladder, where a step comes once"
    ),
    Column("unit", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("level", Integer, comment="of an order, 1 to 4"),
    Column("reason", Text, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("due_at", Instant, comment="correction limit; unknown until the calendar of its year is loaded"),
    Column("state", Text, nullable=False),
    Column("climbed", Boolean, nullable=False, server_default="false", comment="the next step was issued"),
    Column("reply", Text),
    Column("replied_at", Instant),
    Column("checked_by", Text),
    Column("checked_at", Instant),
    Column("appealed_at", Instant),
    Column("appeal_decision", Text),
    Column("cancelled_at", Instant),
    Column("result", Text),
    Column("effect", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("law", Text, comment="version of the parameter it was made with"),
    UniqueConstraint("year", "serial"),
    UniqueConstraint("number", "index", "step", "turn"),
    Index("ix_supervision_document_unit", "unit", "issued_at"),
    Index("ix_supervision_document_issued_at", "issued_at"),
    Index(
        "ix_supervision_document_waiting",
        "due_at",
        postgresql_where=text("state IN ('issued', 'rejected') AND NOT climbed"),
    ),
)

act = Table(
    "supervision_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("document", BigInteger, ForeignKey("supervision_document.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("told", Boolean, nullable=False, server_default="false", comment="its notice stands"),
    Index("ix_supervision_act_document", "document"),
    Index("ix_supervision_act_untold", "id", postgresql_where=text("NOT told")),
)

consultation = Table(
    "consultation",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("number", Text, nullable=False),
    Column("level", Integer, nullable=False, comment="1: units among themselves; each further one a level higher"),
    Column("cause", Text, nullable=False),
    Column("weight", Integer, nullable=False, comment="reworks and units when it was proposed: more raise the level"),
    Column("participants", ARRAY(Text), nullable=False),
    Column("convenor", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("convened_by", Text),
    Column("convened_at", Instant),
    Column("conclusion", Text),
    Column("concluded_by", Text),
    Column("concluded_at", Instant),
    UniqueConstraint("number", "level"),
    Index("ix_consultation_open", "due_at", postgresql_where=text("state IN ('proposed', 'convened')")),
)

efficiency = Table(
    "supervision_efficiency",
    metadata,
    Column("unit", Text, primary_key=True, comment="empty: the whole city"),
    Column("node", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("mean", Double, nullable=False, comment="hours"),
    Column("median", Double, nullable=False),
    Column("p90", Double, nullable=False),
    Column("late", Integer, nullable=False, server_default="0", comment="in the window, ended or not"),
    Column("reminded", Integer, nullable=False, server_default="0", comment="times in the window"),
    Column("computed_at", Instant, nullable=False),
)

# One row: how far documents were made of cards from before there were any.
catch_up = Table(
    "supervision_catch_up",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("reached", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)
