"""how long a topic was hot, which state of a knowledge entry an editor saw, and repeats read from an index alone"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021_same_again"
down_revision = "0020_worklist"
branch_labels = None
depends_on = None
_OPEN = sa.text("ended_at IS NULL")
_WITH_PHONE = sa.text("phone_key IS NOT NULL")


def upgrade() -> None:
    op.add_column("knowledge", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "hot_spell",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False, comment="empty: the whole district"),
        sa.Column("began_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="none while it is hot"),
        sa.Column("most", sa.Integer(), nullable=False, comment="voices, when there were most"),
        sa.Column("usual", sa.Double(), nullable=False, comment="as many as its past let expect when it began"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_spell")),
    )
    columns = ["topic", "district", "street"]
    op.create_index("uq_hot_spell_open", "hot_spell", columns, unique=True, postgresql_where=_OPEN)
    op.create_index("ix_hot_spell_ended_at", "hot_spell", ["ended_at"], unique=False)
    _index_phones("phone_key", "topic", "received_at")


def downgrade() -> None:
    _index_phones("phone_key")
    op.drop_index("ix_hot_spell_ended_at", table_name="hot_spell")
    op.drop_index("uq_hot_spell_open", table_name="hot_spell", postgresql_where=_OPEN)
    op.drop_table("hot_spell")
    op.drop_column("knowledge", "version")


def _index_phones(*columns: str) -> None:
    op.drop_index("ix_petition_phone_key", table_name="petition", postgresql_where=_WITH_PHONE)
    op.create_index("ix_petition_phone_key", "petition", [*columns], unique=False, postgresql_where=_WITH_PHONE)
