"""Records of accountability, their evidence by reference, and everything that was done with each."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from tracking.store.schema import Instant, metadata

record = Table(
    "accountability_record",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, comment="the same whenever the same facts are looked at"),
    Column("unit", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="unit or officer"),
    Column("post", Text, nullable=False, server_default="", comment="of an officer: a post, never a name"),
    Column("account", Text, comment="of an officer"),
    Column("kind", Text, nullable=False, comment="what is proposed"),
    Column("cause", Text, nullable=False, comment="the rule that asks for it"),
    Column("year", Integer, nullable=False),
    Column("months", Text, nullable=False, server_default="", comment="those of the rule, with spaces between"),
    Column("rules", Text, nullable=False, comment="version of the parameter it was proposed by"),
    Column("stage", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("opened_by", Text),
    Column("decided_by", Text, comment="somebody else"),
    Column("decided_at", Instant),
    Column("effect", Text, comment="what was decided; may be less or other than proposed"),
    Column("recipient", Text, nullable=False, server_default="", comment="the competent body of a transfer"),
    Column("decision", Text, nullable=False, server_default=""),
    Column("basis", Text, nullable=False, server_default=""),
    Column("appeal_due_at", Instant),
    Column("appeal", Text, nullable=False, server_default=""),
    Column("judged_by", Text, comment="not who decided"),
    Column("judgement", Text, nullable=False, server_default=""),
    Column("outcome", Text, comment="effective, upheld, revoked or not_pursued; stays when it is closed"),
    Column("result", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("key"),
    Index("ix_accountability_record_year", "year", "unit"),
)

evidence = Table(
    "accountability_evidence",
    metadata,
    Column("record", BigInteger, ForeignKey("accountability_record.id"), primary_key=True),
    Column("kind", Text, primary_key=True, comment="period, veto, document or entry"),
    Column("ref", Text, primary_key=True, comment="its name or row"),
    Column("number", Text, comment="the petition it is about"),
    Column("hash", LargeBinary, nullable=False, comment="of what it said when it was proposed"),
    Column("day", Date, comment="of an entry: the day whose signed root proves it"),
    Column("proof", JSONB, comment="the way from the entry to that root, once the day is sealed"),
)

act = Table(
    "accountability_act",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("record", BigInteger, ForeignKey("accountability_record.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_accountability_act_record", "record"),
)
