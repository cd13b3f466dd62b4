"""follow-ups that wait for a second person, answers that were kept back, what petitioners ask for their own data"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032_open"
down_revision = "0025_rules"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_table("kept_back")
    op.drop_index("ix_petition_data_asked_at", table_name="petition")
    op.drop_column("petition", "data_asked_at")
    op.drop_column("petition", "data_right")
    op.drop_column("media_item", "followed_by")
    op.drop_column("media_item", "follow_up")
