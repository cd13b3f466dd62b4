"""Urges answered in words, notices to units, and how far the rules of supervision have looked"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026_urge"
down_revision = "0025_rules"
branch_labels = None
depends_on = None
_INSTANT = postgresql.TIMESTAMP(timezone=True)
_OPEN = "stage IN ('to_sign', 'handling', 'submitted', 'return_pending', 'suspended')"
# What moves the alarms on without an event is a due instant: these find who started when, among what is still open.
_TALLIES = {"late": "in the window, ended or not", "reminded": "times in the window"}
_INCIDENT = (
    "rework_cause IS NOT NULL OR return_asked_at IS NOT NULL OR extensions > 0 OR suspended_days > 0"
    " OR suspended_at IS NOT NULL"
)
_MOMENTS = (
    ("ix_assignment_rested", "assignment", "dispatched_at", f"suspended_days > 0 AND {_OPEN}"),
    ("ix_assignment_incident", "assignment", "unit, dispatched_at", _INCIDENT),
    ("ix_assignment_reported", "assignment", "reported_at", "stage = 'submitted'"),
    ("ix_petition_urged", "petition", "number", "closed_at IS NULL AND urges > COALESCE(urges_answered, 0)"),
    ("ix_petition_taken_over", "petition", "taken_over_at", "taken_over_at IS NOT NULL AND closed_at IS NULL"),
)


def upgrade() -> None:
    op.add_column("petition", sa.Column("urges_answered", sa.Integer(), autoincrement=False, nullable=True))
    told: sa.Column[bool] = sa.Column(
        "told", sa.Boolean(), server_default="false", nullable=False, comment="its notice stands"
    )
    op.add_column("supervision_act", told)
    op.execute("UPDATE supervision_act SET told = true")  # what happened before there were notices is history
    op.create_index("ix_supervision_act_untold", "supervision_act", ["id"], postgresql_where=sa.text("NOT told"))
    for name, comment in _TALLIES.items():
        tally = sa.Column(name, sa.Integer(), server_default="0", nullable=False, comment=comment)
        op.add_column("supervision_efficiency", tally)
    _notices()
    op.create_table(
        "supervision_tick",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reached", _INSTANT, nullable=False),
        sa.Column("looked_with", sa.Text(), nullable=False, comment="rules and day of the last look at everything"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_tick")),
    )
    for name, table, column, where in _MOMENTS:
        op.create_index(name, table, column.split(", "), postgresql_where=sa.text(where))


def _notices() -> None:
    op.create_table(
        "unit_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False, comment="kind of thing, which has a page of its own"),
        sa.Column("subject", sa.BigInteger(), nullable=False, comment="its id"),
        sa.Column("what", sa.Text(), nullable=False, comment="what was done with it"),
        sa.Column("source", sa.BigInteger(), nullable=False, comment="the line of its record: told once"),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("read_at", _INSTANT, nullable=True),
        sa.Column("read_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_notice")),
        sa.UniqueConstraint("about", "source", "what", "unit", name=op.f("uq_unit_notice_about_source_what_unit")),
    )
    op.create_index("ix_unit_notice_unit", "unit_notice", ["unit", "id"])
    op.create_index("ix_unit_notice_unread", "unit_notice", ["unit"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_index("ix_unit_notice_subject", "unit_notice", ["about", "subject"])


def downgrade() -> None:
    for name, table, _, _ in _MOMENTS:
        op.drop_index(name, table_name=table)
    op.drop_table("supervision_tick")
    op.drop_table("unit_notice")
    for name in _TALLIES:
        op.drop_column("supervision_efficiency", name)
    op.drop_index("ix_supervision_act_untold", table_name="supervision_act")
    op.drop_column("supervision_act", "told")
    op.drop_column("petition", "urges_answered")
