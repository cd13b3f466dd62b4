"""the register edited at a desk: history, routing rules, drafts of parameters, and the stamp all processes look at"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0023_register"
down_revision = "0022_draft"
branch_labels = None
depends_on = None
_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "register_stamp",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "stamp", sa.BigInteger(), nullable=False, comment="grows with every change of rules, calendar or register"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_stamp")),
    )
    for table in ("unit", "topic", "duty"):
        for column in _edited():
            op.add_column(table, column)
    op.add_column(
        "unit",
        sa.Column("abolished_on", sa.Date(), nullable=True, comment="from this day on the successor is in its place"),
    )
    op.add_column("topic", _active("retired ones stay readable"))
    op.add_column("duty", _active(None))
    _rules()
    _drafts()
    _changes()
    for statement in guard.append_only("register_change"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("register_change")
    op.drop_table("parameter_draft")
    op.drop_table("routing_rule")
    op.drop_column("unit", "abolished_on")
    for table in ("topic", "duty"):
        op.drop_column(table, "active")
    for table in ("unit", "topic", "duty"):
        for column in ("version", "changed_at", "changed_by"):
            op.drop_column(table, column)
    op.drop_table("register_stamp")


def _active(comment: str | None) -> sa.Column[bool]:
    return sa.Column("active", sa.Boolean(), server_default="true", nullable=False, comment=comment)


def _edited() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=True, comment="none while it is as it was loaded"),
        sa.Column("changed_by", sa.Text(), nullable=True),
    )


def _rules() -> None:
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True, comment="the first two, four or all six digits"),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="one of these, with blanks between"),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True, comment="none: a person decides"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        *_edited(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
    )


def _drafts() -> None:
    op.create_table(
        "parameter_draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False, comment="the version it was made from"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False, comment="waiting, released or dropped"),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", _INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="to release: a second person"),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_draft")),
    )
    op.create_index(
        "uq_parameter_draft_waiting",
        "parameter_draft",
        ["name"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _changes() -> None:
    op.create_table(
        "register_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False, comment="parameter, unit, topic, duty or rule"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True, comment="none: it is new"),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_change")),
    )
    op.create_index("ix_register_change_thing", "register_change", ["thing", "key"], unique=False)
