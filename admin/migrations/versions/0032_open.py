"""follow-ups that wait for a second person"""

import sqlalchemy as sa
from alembic import op

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


def downgrade() -> None:
    op.drop_column("media_item", "followed_by")
    op.drop_column("media_item", "follow_up")
