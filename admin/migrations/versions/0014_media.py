"""examples for the column, and everything that was done with each"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0014_media"
down_revision = "0013_disclosure"
branch_labels = None
depends_on = None
# A city that was loaded before gets the numbers as a new one does; loading it again changes nothing.
_NUMBERS = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'media', '2009-09', '2009-09-01',
       '[{"name": "reply_days", "value": "2"}, {"name": "reworks", "value": "3"}]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def upgrade() -> None:
    instant = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "media_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="the petition; never shown to the public"),
        sa.Column("assignment", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False, comment="good or bad"),
        sa.Column("cause", sa.Text(), nullable=False, comment="the rule that found it"),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "story", sa.Text(), server_default="", nullable=False, comment="told anew, without anything personal"
        ),
        sa.Column("drafted_by", sa.Text(), nullable=True),
        sa.Column(
            "reply_due_at",
            instant,
            nullable=True,
            comment="until then the unit may answer before anything is published",
        ),
        sa.Column(
            "reply", sa.Text(), server_default="", nullable=False, comment="of the unit, published beside the story"
        ),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("released_by", sa.Text(), nullable=True, comment="a second person"),
        sa.Column("medium", sa.Text(), server_default="", nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False, comment="the follow-up: what came of it"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_item")),
        sa.UniqueConstraint("number", "assignment", "cause", name=op.f("uq_media_item_number_assignment_cause")),
    )
    op.create_index("ix_media_item_stage", "media_item", ["stage", "unit"], unique=False)
    op.create_table(
        "media_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_act")),
    )
    op.create_index("ix_media_act_item", "media_act", ["item"], unique=False)
    for statement in guard.append_only("media_act"):
        op.execute(statement)
    op.get_bind().exec_driver_sql(_NUMBERS)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'media'")
    op.drop_table("media_act")
    op.drop_table("media_item")
