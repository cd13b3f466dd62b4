"""One index of everything lists are narrowed by; counts of periods that are not closed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029_search"
down_revision = "0027_evidence"
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
    instant = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "running_figure",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("worth", sa.Text(), nullable=False, comment="what answers counted"),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("counted_at", instant, nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("good_until", instant, nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_running_figure")),
    )


def downgrade() -> None:
    op.drop_table("running_figure")
    op.drop_index("ix_petition_facet", table_name="petition", postgresql_using="gin")
