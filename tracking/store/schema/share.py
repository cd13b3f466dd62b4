"""The assignment: one wide row that holds every moment the indicators need."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from tracking.domain.petition import Assignment
from tracking.store.schema.column import columns_of, metadata

# What ``indicator.terms`` calls ended (a month also counts what it found unfinished), as PostgreSQL prints it.
ENDED_AT = """COALESCE(reported_at, withdrawn_at,
CASE
    WHEN return_decision IS NOT NULL AND return_decision = 'upheld'::text THEN return_decided_at
    ELSE NULL::timestamp with time zone
END)"""

assignment = Table(
    "assignment",
    metadata,
    Column("number", Text, ForeignKey("petition.number"), primary_key=True),
    *columns_of(Assignment, key=("index",)),
    Index("ix_assignment_worklist", "unit", "stage", "handle_due_at"),
    Index(
        "ix_assignment_sweep",
        "handle_due_at",
        postgresql_where=text("stage IN ('to_sign', 'handling') AND red_card_at IS NULL"),
    ),
    Index("ix_assignment_appealed", "rating_appealed_at", postgresql_where=text("rating_appealed_at IS NOT NULL")),
    Index(
        "ix_assignment_ordered",
        "order_due_at",
        postgresql_where=text("order_due_at IS NOT NULL AND order_answered_at IS NULL"),
    ),
    Index("ix_assignment_rectify", "rectify_due_at", postgresql_where=text("rectify_due_at IS NOT NULL")),
    Index("ix_assignment_provisional", "number", postgresql_where=text("provisional")),
    Index(
        "ix_assignment_open",
        "stage",
        "handle_due_at",
        postgresql_where=text("stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')"),
    ),
    Index(
        "ix_assignment_extension",
        "handle_due_at",
        postgresql_where=text("stage = 'handling' AND extension_asked_at IS NOT NULL"),
    ),
    Index("ix_assignment_handle_due_at", "handle_due_at"),
    Index(
        "ix_assignment_rested",
        "dispatched_at",
        postgresql_where=text(
            "suspended_days > 0 AND stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')"
        ),
    ),
    Index(
        "ix_assignment_incident",
        *("unit", "dispatched_at"),
        postgresql_where=text(
            "rework_cause IS NOT NULL OR return_asked_at IS NOT NULL OR extensions > 0 OR suspended_days > 0"
            " OR suspended_at IS NOT NULL"
        ),
    ),
    Index("ix_assignment_reported", "reported_at", postgresql_where=text("stage = 'submitted'")),
    Index("ix_assignment_dispatched_at", "dispatched_at"),
    Index("ix_assignment_arrived", "unit", "dispatched_at"),
    Index(  # rows lie in the order of time, so a month of any of these moments is a few pages
        "ix_assignment_moments",
        *("sign_due_at", "contact_due_at", "return_due_at", "handle_due_at"),
        *("completed_at", "callback_at", "decided_at"),
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32, "autosummarize": True},
    ),
    Index("ix_assignment_ended_at", text(ENDED_AT)),
)
