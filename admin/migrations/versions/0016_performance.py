"""Performance: schemes of a year, goals, entries, marks, frozen results and what they were used for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0016_performance"
down_revision = "0015_supervision"
branch_labels = None
depends_on = None
_STAYS = ("performance_goals_frozen", "performance_result", "performance_use")
_TABLES = (*_STAYS, "performance_scheme", "performance_goal", "performance_entry", "performance_mark")
# A city that was loaded before gets the numbers as a new one does; loading it again changes nothing.
_NUMBERS = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'performance', '2009-09', '2009-09-01', '[
    {"name": "yellow", "value": "2"}, {"name": "red", "value": "5"}, {"name": "least_judges", "value": "2"},
    {"name": "trim_from", "value": "5"}, {"name": "objection_days", "value": "10"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def _instant() -> postgresql.TIMESTAMP:
    return postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _frame()
    _daily()
    _outcome()
    for table in _STAYS:
        for statement in guard.append_only(table):
            op.execute(statement)
    op.get_bind().exec_driver_sql(_NUMBERS)


def _frame() -> None:
    op.create_table(
        "performance_scheme",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False, comment="groups with their units, tree, judges, numbers"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why this version"),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", _instant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=True, comment="none: a draft"),
        sa.Column("published_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("year", "version", name=op.f("pk_performance_scheme")),
    )
    op.create_table(
        "performance_goals_frozen",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.Column("frozen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_performance_goals_frozen")),
    )
    op.create_table(
        "performance_goal",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="declared, accepted or sent_back"),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("declared_at", _instant(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", _instant(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True, comment="item of the work report, or why it was sent back"),
        sa.PrimaryKeyConstraint("year", "unit", "leaf", name=op.f("pk_performance_goal")),
    )


def _daily() -> None:
    evidence = "where the proof is: a page of this system or a document"
    op.create_table(
        "performance_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="achieved, or points of a bonus or deduction"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False, comment=evidence),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", _instant(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=True, comment="what the unit objects"),
        sa.Column("objected_by", sa.Text(), nullable=True),
        sa.Column("objected_at", _instant(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True, comment="upheld: the entry no longer counts; rejected"),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", _instant(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_entry")),
    )
    op.create_index("ix_performance_entry_year_unit", "performance_entry", ["year", "unit"], unique=False)
    op.create_table(
        "performance_mark",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("judge", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(), nullable=True, comment="0 to 100; none: the judge stepped aside"),
        sa.Column("given_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("year", "unit", "leaf", "judge", name=op.f("pk_performance_mark")),
    )


def _outcome() -> None:
    purpose = "award, disqualification, budget, post or other"
    op.create_table(
        "performance_result",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the scheme"),
        sa.Column("body", postgresql.JSONB(), nullable=False, comment="plan, inputs, composites, standings"),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the canonical JSON"),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.Column("frozen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_performance_result")),
    )
    op.create_table(
        "performance_use",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False, comment=purpose),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decider", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_use")),
    )
    op.create_index("ix_performance_use_year", "performance_use", ["year"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'performance'")
    for table in _TABLES:
        op.drop_table(table)
