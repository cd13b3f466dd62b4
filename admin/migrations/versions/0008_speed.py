"""lists of one stage, newest first; extensions to decide; search in titles by pairs of characters"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_speed"
down_revision = "0003_telephone"
branch_labels = None
depends_on = None
_COMMENT = "of the title, for search, beside what was said; goes where the words go"
# As ``tracking.store.pair.vector`` makes them.
_FILL = r"""
UPDATE text SET pairs = (
    SELECT string_agg(
        '''' || replace(replace(substr(lower(title), n, 2), '\', '\\'), '''', '''''') || ''':' || n, ' ' ORDER BY n)
    FROM generate_series(1, length(lower(title))) AS n
)::tsvector
FROM petition WHERE petition.number = text.number AND seq = 1 AND purpose = 'said'
"""


def upgrade() -> None:
    op.create_index("ix_petition_stage", "petition", ["stage", "received_at"], unique=False)
    op.create_index(
        "ix_assignment_extension",
        "assignment",
        ["handle_due_at"],
        unique=False,
        postgresql_where=sa.text("stage = 'handling' AND extension_asked_at IS NOT NULL"),
    )
    op.add_column("text", sa.Column("pairs", postgresql.TSVECTOR(), nullable=True, comment=_COMMENT))
    op.execute(_FILL)
    op.create_index(
        "ix_text_pairs",
        "text",
        ["pairs"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("pairs IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_text_pairs", table_name="text", postgresql_using="gin")
    op.drop_column("text", "pairs")
    op.drop_index("ix_assignment_extension", table_name="assignment")
    op.drop_index("ix_petition_stage", table_name="petition")
