"""what returns teach the classifier"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_correction"
down_revision = "0016_performance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False, comment="return, arbitration or corrected"),
        sa.Column("wrong", sa.Text(), nullable=True, comment="the unit that was not in charge"),
        sa.Column("right", sa.Text(), nullable=False, comment="the unit that was"),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="the account that decided"),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_decided_at", "correction", ["decided_at"], unique=False)


def downgrade() -> None:
    op.drop_table("correction")
