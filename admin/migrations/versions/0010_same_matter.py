"""petitions that tell the same matter, by bands of their texts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_same_matter"
down_revision = "0010_old_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "same_matter",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "bands",
            postgresql.ARRAY(sa.Integer()),
            nullable=False,
            comment="of the text's MinHash, mixed with its thirty days",
        ),
        sa.ForeignKeyConstraint(["number"], ["petition.number"], name=op.f("fk_same_matter_number_petition")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_same_matter")),
    )
    op.create_index("ix_same_matter_bands", "same_matter", ["bands"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_same_matter_bands", table_name="same_matter", postgresql_using="gin")
    op.drop_table("same_matter")
