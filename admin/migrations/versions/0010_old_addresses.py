"""the numbers and mail addresses of old that still lead here"""

import sqlalchemy as sa
from alembic import op

revision = "0010_old_addresses"
down_revision = "0009_calls"
branch_labels = None
depends_on = None
_COMMENT = "numbers or mail addresses that still lead here, with blanks between"


def upgrade() -> None:
    op.add_column("legacy_source", sa.Column("address", sa.Text(), nullable=True, comment=_COMMENT))


def downgrade() -> None:
    op.drop_column("legacy_source", "address")
