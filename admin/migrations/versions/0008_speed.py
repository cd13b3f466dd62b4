"""lists of one stage, newest first"""

from alembic import op

revision = "0008_speed"
down_revision = "0003_telephone"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_petition_stage", "petition", ["stage", "received_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_petition_stage", table_name="petition")
