"""when a call asked for a person first"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_calls"
down_revision = "0005_dialogue"
branch_labels = None
depends_on = None
_COMMENT = "when it first asked for a person, in office hours"


def upgrade() -> None:
    op.add_column("phone_call", sa.Column("queued_at", postgresql.TIMESTAMP(timezone=True), comment=_COMMENT))
    op.create_index(
        "ix_phone_call_queued", "phone_call", ["queued_at"], postgresql_where=sa.text("queued_at IS NOT NULL")
    )
    op.create_index("ix_recording_call", "recording", ["call", "made_at"])


def downgrade() -> None:
    op.drop_index("ix_recording_call", table_name="recording")
    op.drop_index("ix_phone_call_queued", table_name="phone_call")
    op.drop_column("phone_call", "queued_at")
