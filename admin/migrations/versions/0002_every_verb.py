"""every verb"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
_INSTANT = postgresql.TIMESTAMP(timezone=True)
_FALSE, _NOUGHT, _EMPTY = sa.text("false"), sa.text("0"), sa.text("''")
# (column, type, what it is for the rows that stand; None: nothing)
_ASSIGNMENT = (
    ("adjudicated", sa.Boolean(), _FALSE),
    ("statutory", sa.Text(), None),
    ("track", sa.Text(), None),
    ("suspension_asked_at", _INSTANT, None),
    ("suspension_asked_until", _INSTANT, None),
    ("suspended_at", _INSTANT, None),
    ("suspended_until", _INSTANT, None),
    ("suspended_days", sa.Integer(), _NOUGHT),
    ("due_before_pause", _INSTANT, None),
    ("beyond_duty_claimed", sa.Boolean(), _FALSE),
    ("rating_appealed_at", _INSTANT, None),
    ("rating_superseded", sa.Boolean(), _FALSE),
    ("yellow_cancelled_at", _INSTANT, None),
    ("red_cancelled_at", _INSTANT, None),
    ("rectify_due_at", _INSTANT, None),
    ("order_level", sa.Integer(), None),
    ("order_due_at", _INSTANT, None),
    ("order_answered_at", _INSTANT, None),
)
_PETITION = (
    ("master", sa.Text(), None),
    ("merged", sa.Integer(), _NOUGHT),
    ("uncalled", sa.Integer(), _NOUGHT),
    ("split_from", sa.Text(), None),
    ("open_parts", sa.Integer(), _NOUGHT),
    ("joined", sa.Integer(), _NOUGHT),
    ("asked_at", _INSTANT, None),
    ("orders", sa.Integer(), _NOUGHT),
    ("callback_needed", sa.Boolean(), _FALSE),
    ("callback_tried", sa.Text(), _EMPTY),
    ("called_back_at", _INSTANT, None),
)
_ENDED_AT = """COALESCE({}, withdrawn_at,
CASE
    WHEN return_decision IS NOT NULL AND return_decision = 'upheld'::text THEN return_decided_at
    ELSE NULL::timestamp with time zone
END)"""
_LIMITS = (
    ("rectify", "any", "5", "workdays"),
    ("suspension", "any", "180", "days"),
    ("reopen", "any", "30", "days"),
    ("count", "callback_tries", "3", "times"),
    ("count", "callback_days", "2", "times"),
    ("count", "returns_before_arbitration", "2", "times"),
    ("count", "units_before_arbitration", "3", "times"),
)


def upgrade() -> None:
    op.create_table(
        "calendar_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=True, comment="NULL: follows the plain week again"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_change")),
    )
    op.create_table(
        "veto",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="when it happened: decides the period"
        ),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition it concerns"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("found_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("cancelled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_veto")),
    )
    op.create_index("ix_veto_at", "veto", ["at"], unique=False)
    op.create_table(
        "follower",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("voter_key", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.Column("joined_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["petition.number"], name=op.f("fk_follower_number")),
        sa.PrimaryKeyConstraint("number", "voter_key", name=op.f("pk_follower")),
    )
    for table, columns in (("assignment", _ASSIGNMENT), ("petition", _PETITION)):
        for name, kind, standing in columns:
            op.add_column(table, sa.Column(name, kind, nullable=standing is None, server_default=standing))
            if standing is not None:
                op.alter_column(table, name, server_default=None)
    op.drop_index("ix_assignment_ended_at", table_name="assignment")
    op.create_index("ix_assignment_ended_at", "assignment", [sa.text(_ENDED_AT.format("reported_at"))])
    op.create_index("ix_assignment_provisional", "assignment", ["number"], postgresql_where=sa.text("provisional"))
    op.create_index(
        "ix_assignment_appealed",
        "assignment",
        ["rating_appealed_at"],
        postgresql_where=sa.text("rating_appealed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_ordered",
        "assignment",
        ["order_due_at"],
        postgresql_where=sa.text("order_due_at IS NOT NULL AND order_answered_at IS NULL"),
    )
    op.create_index(
        "ix_assignment_rectify",
        "assignment",
        ["rectify_due_at"],
        postgresql_where=sa.text("rectify_due_at IS NOT NULL"),
    )
    for name in ("master", "split_from"):
        op.create_index(f"ix_petition_{name}", "petition", [name], postgresql_where=sa.text(f"{name} IS NOT NULL"))
    for statement in guard.append_only("calendar_change"):
        op.execute(statement)
    _complete_limits()


def _complete_limits() -> None:
    """Limits that were constants before, for a city that stands already; one that is set stays as it is."""
    rows = [dict(zip(("step", "column", "amount", "measure"), each, strict=True), times="1") for each in _LIMITS]
    composite = [{"indicator": "composite", "excellent": "90", "qualified": "75", "weight": ""}]
    for name, more, first in (("deadlines", rows, "reopen"), ("scheme", composite, "composite")):
        op.get_bind().execute(
            sa.text(
                "UPDATE parameter SET body = body || CAST(:more AS jsonb)"
                " WHERE name = :name AND CAST(body AS text) NOT LIKE :mark"
            ),
            {"more": json.dumps(more), "name": name, "mark": f'%"{first}"%'},
        )


def downgrade() -> None:
    for name in ("split_from", "master"):
        op.drop_index(f"ix_petition_{name}", table_name="petition")
    for name in ("appealed", "ordered", "rectify", "provisional", "ended_at"):
        op.drop_index(f"ix_assignment_{name}", table_name="assignment")
    op.create_index("ix_assignment_ended_at", "assignment", [sa.text(_ENDED_AT.format("completed_at"))])
    for table, columns in (("petition", _PETITION), ("assignment", _ASSIGNMENT)):
        for name, _, _ in reversed(columns):
            op.drop_column(table, name)
    for table in ("follower", "veto", "calendar_change"):
        op.drop_table(table)
