"""One index of everything lists are narrowed by"""

import sqlalchemy as sa
from alembic import op

revision = "0029_search"
down_revision = "0025_rules"
branch_labels = None
depends_on = None
_NAMES = ("stage", "kind", "district", "street", "topic", "unit", "urgency", "channel")
_EACH = ", ".join(f"'{name}:'::text || {name}" for name in _NAMES)


def upgrade() -> None:
    op.create_index(
        "ix_petition_facet",
        "petition",
        [sa.text(f"array_remove(ARRAY[{_EACH}], NULL::text)")],
        unique=False,
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_petition_facet", table_name="petition", postgresql_using="gin")
