"""The words of notices are among the things of the register; they are versions of parameters"""

import sqlalchemy as sa
from alembic import op

revision = "0030_wording"
down_revision = "0029_search"
branch_labels = None
depends_on = None
_NOW, _BEFORE = "parameter, unit, topic, duty, rule or wording", "parameter, unit, topic, duty or rule"


def upgrade() -> None:
    op.alter_column(
        "register_change",
        "thing",
        existing_type=sa.Text(),
        existing_nullable=False,
        comment=_NOW,
        existing_comment=_BEFORE,
    )


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name LIKE 'sms\\_%' OR name LIKE 'mail\\_%'")
    op.alter_column(
        "register_change",
        "thing",
        existing_type=sa.Text(),
        existing_nullable=False,
        comment=_BEFORE,
        existing_comment=_NOW,
    )
