"""follow-ups that wait for a second person, answers that were kept back, what petitioners ask for their own data"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0032_open"
down_revision = "0031_nlu"
branch_labels = None
depends_on = None
_YEARS = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'retention', '2009-09', '2009-09-01', '[
    {"name": "anonymise", "value": "3"},
    {"name": "inquiry", "value": "5"},
    {"name": "help", "value": "10"},
    {"name": "complaint", "value": "10"},
    {"name": "report", "value": "30"},
    {"name": "suggestion", "value": "10"},
    {"name": "praise", "value": "5"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def upgrade() -> None:
    op.add_column(
        "media_item",
        sa.Column(
            "follow_up",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="waits for a second person to become public",
        ),
    )
    op.add_column("media_item", sa.Column("followed_by", sa.Text(), nullable=True))
    op.add_column("petition", sa.Column("data_right", sa.Text(), autoincrement=False, nullable=True))
    op.add_column(
        "petition",
        sa.Column("data_asked_at", postgresql.TIMESTAMP(timezone=True), autoincrement=False, nullable=True),
    )
    op.create_index(
        "ix_petition_data_asked_at",
        "petition",
        ["data_asked_at"],
        unique=False,
        postgresql_where=sa.text("data_asked_at IS NOT NULL"),
    )
    op.create_table(
        "kept_back",
        sa.Column(
            "number", sa.Text(), nullable=False, comment="a settled petition that a person decided not to make public"
        ),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_kept_back")),
    )
    _retention(postgresql.TIMESTAMP(timezone=True))


def _retention(instant: sa.types.TypeEngine[datetime]) -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "uq_legal_hold_open", "legal_hold", ["number"], unique=True, postgresql_where=sa.text("lifted_at IS NULL")
    )
    op.create_table(
        "tombstone",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False, comment="identity: who it was; words: what was said and sent in"),
        sa.Column("at", instant, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, comment="term: its time was over; request: of the petitioner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("number", "step", name=op.f("uq_tombstone_number_step")),
    )
    for statement in guard.append_only("tombstone"):
        op.execute(statement)
    op.get_bind().exec_driver_sql(_YEARS)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'retention'")
    op.drop_table("tombstone")
    op.drop_table("legal_hold")
    op.drop_table("kept_back")
    op.drop_index("ix_petition_data_asked_at", table_name="petition")
    op.drop_column("petition", "data_asked_at")
    op.drop_column("petition", "data_right")
    op.drop_column("media_item", "followed_by")
    op.drop_column("media_item", "follow_up")
