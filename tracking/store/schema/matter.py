"""The petition and those who have the same trouble."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from tracking.domain.petition import Petition
from tracking.store.schema.column import Instant, columns_of, metadata

# What lists are narrowed by: one value of one column each. As PostgreSQL prints it.
FACETED = ("stage", "kind", "district", "street", "topic", "unit", "urgency", "channel")
_EACH = ", ".join(f"'{name}:'::text || {name}" for name in FACETED)
FACETS = f"array_remove(ARRAY[{_EACH}], NULL::text)"

petition = Table(
    "petition",
    metadata,
    *columns_of(Petition, key=("number",)),
    Column("title", Text, nullable=False),
    Column("place", Text),
    Column("code_key", LargeBinary, nullable=False, comment="keyed hash of the query code"),
    Column("phone", LargeBinary, comment="sealed"),
    Column("phone_key", LargeBinary, comment="keyed hash, for look-up"),
    Column("name", LargeBinary, comment="sealed"),
    Column("email", LargeBinary, comment="sealed"),
    Column("email_key", LargeBinary, comment="keyed hash, for look-up"),
    Column("suggestions", JSONB),
    Index("ix_petition_open", "stage", "dispatch_due_at", postgresql_where=text("closed_at IS NULL")),
    Index("ix_petition_received_at", "received_at"),
    Index("ix_petition_facet", text(FACETS), postgresql_using="gin"),
    Index("ix_petition_channel", "channel", "received_at"),
    Index("ix_petition_data_asked_at", "data_asked_at", postgresql_where=text("data_asked_at IS NOT NULL")),
    Index("ix_petition_master", "master", postgresql_where=text("master IS NOT NULL")),
    Index("ix_petition_split_from", "split_from", postgresql_where=text("split_from IS NOT NULL")),
    Index("ix_petition_stage", "stage", "received_at"),
    Index("ix_petition_closed_at", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
    Index("ix_petition_contested", "number", postgresql_where=text("closed_at IS NULL AND (reworks > 0 OR round > 1)")),
    Index("ix_petition_phone_key", "phone_key", "topic", "received_at", postgresql_where=text("phone_key IS NOT NULL")),
    Index(
        "ix_petition_urged",
        "number",
        postgresql_where=text("closed_at IS NULL AND urges > COALESCE(urges_answered, 0)"),
    ),
    Index(
        "ix_petition_taken_over",
        "taken_over_at",
        postgresql_where=text("taken_over_at IS NOT NULL AND closed_at IS NULL"),
    ),
    Index("ix_petition_email_key", "email_key", postgresql_where=text("email_key IS NOT NULL")),
)

# Those who have the same trouble (我也遇到), and at most once each: ``voter_key`` is a keyed hash.
follower = Table(
    "follower",
    metadata,
    Column("number", Text, ForeignKey("petition.number"), primary_key=True),
    Column("voter_key", LargeBinary, primary_key=True),
    Column("phone", LargeBinary, comment="sealed"),
    Column("joined_at", Instant, nullable=False),
    Index("ix_follower_joined_at", "joined_at"),
)

# What finds petitions that tell the same matter; see ``tracking.store.same``.
same_matter = Table(
    "same_matter",
    metadata,
    Column("number", Text, ForeignKey("petition.number"), primary_key=True),
    Column("bands", ARRAY(Integer), nullable=False, comment="of the text's MinHash, mixed with its thirty days"),
    Index("ix_same_matter_bands", "bands", postgresql_using="gin"),
)
