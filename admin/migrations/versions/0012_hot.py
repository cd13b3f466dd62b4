"""Groups of petitions that rise, by day; followers in the order of time"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_hot"
down_revision = "0011_knowledge"
branch_labels = None
depends_on = None
# A city that was loaded before gets the law as a new one does; loading it again changes nothing.
_LAW = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'hot', '2009-09', '2009-09-01', '[
    {"name": "recent_days", "value": "3"}, {"name": "past_days", "value": "28"},
    {"name": "least_past_days", "value": "7"}, {"name": "least", "value": "5"}, {"name": "tail", "value": "0.001"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def upgrade() -> None:
    op.create_table(
        "hot_alarm",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False, comment="empty: the whole district"),
        sa.Column("voices", sa.Integer(), nullable=False, comment="when it was found"),
        sa.Column("usual", sa.Double(), nullable=False, comment="as many as its past lets expect"),
        sa.Column("found_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "topic", "district", "street", name=op.f("pk_hot_alarm")),
    )
    op.create_index("ix_follower_joined_at", "follower", ["joined_at"], unique=False)
    op.get_bind().exec_driver_sql(_LAW)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'hot'")
    op.drop_index("ix_follower_joined_at", table_name="follower")
    op.drop_table("hot_alarm")
