"""questions and answers for the desks, found by their words, and who changed them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0011_knowledge"
down_revision = "0010_same_matter"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False, comment="the basis in law, or who said so"),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "changed_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="none while it is as it was loaded",
        ),
        sa.Column("changed_by", sa.Text(), nullable=True),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False, comment="of the question (A) and the answer (C)"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_knowledge")),
    )
    op.create_index("ix_knowledge_words", "knowledge", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "knowledge_change",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False, comment="added, edited, retired or restored"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_change")),
    )
    op.create_index("ix_knowledge_change_code", "knowledge_change", ["code"], unique=False)
    for statement in guard.append_only("knowledge_change"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("knowledge_change")
    op.drop_index("ix_knowledge_words", table_name="knowledge", postgresql_using="gin")
    op.drop_table("knowledge")
