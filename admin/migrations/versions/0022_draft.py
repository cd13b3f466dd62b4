"""Drafts of what was typed and not carried out, templates of replies, and the limits of reading identities"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022_draft"
down_revision = "0021_same_again"
branch_labels = None
depends_on = None
_TABLES = ("draft", "parked_draft", "reply_template")
# A city that was loaded before gets the numbers as a new one does; loading it again changes nothing.
_NUMBERS = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'console', '2009-09', '2009-09-01', '[
    {"name": "draft_days", "value": "14"}, {"name": "parked_hours", "value": "24"},
    {"name": "identity_hour", "value": "10"}, {"name": "identity_day", "value": "40"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def _instant() -> postgresql.TIMESTAMP:
    return postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column(
            "assignment", sa.Integer(), autoincrement=False, nullable=False, comment="0: the petition as a whole"
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="what was typed, by field"),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("username", "number", "verb", "assignment", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_expires_at", "draft", ["expires_at"], unique=False)
    op.create_table(
        "parked_draft",
        sa.Column(
            "id", sa.LargeBinary(), nullable=False, comment="SHA-256 of the browser's cookie and the form's token"
        ),
        sa.Column("username", sa.Text(), nullable=True, comment="whose session had ended; none: nobody could tell"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("assignment", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("parked_at", _instant(), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_draft")),
    )
    op.create_index("ix_parked_draft_expires_at", "parked_draft", ["expires_at"], unique=False)
    _templates()
    op.get_bind().exec_driver_sql(_NUMBERS)


def _templates() -> None:
    op.create_table(
        "reply_template",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True, comment="none: for all units"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DELETE FROM parameter WHERE name = 'console'")
