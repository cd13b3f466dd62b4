"""answers that a person made public"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_disclosure"
down_revision = "0012_hot"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = postgresql.TIMESTAMP(timezone=True)
    inside = "its address; the petition's number stays inside"
    op.create_table(
        "open_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment=inside),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("released_at", instant, nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True, comment="why it is public no more; the row stays"),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_answer")),
        sa.UniqueConstraint("number", name=op.f("uq_open_answer_number")),
    )
    op.create_index("ix_open_answer_words", "open_answer", ["words"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_open_answer_answered_on",
        "open_answer",
        ["answered_on"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("open_answer")
