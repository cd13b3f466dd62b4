"""Kept views of the worklist; search in the whole text, by pairs of characters"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020_worklist"
down_revision = "0019_bulletins"
branch_labels = None
depends_on = None
_TITLE = "of the title, for search, beside what was said; goes where the words go"
_WHOLE = "of what was said and where, for search; goes where the words go"
_INDEX = "CREATE INDEX ix_text_pairs ON text USING gin (pairs) WHERE pairs IS NOT NULL"
# As ``tracking.store.pair.vector`` makes them; ``{said}`` is what is made searchable.
_FILL = r"""
UPDATE text SET pairs = (
    SELECT string_agg(
        '''' || replace(replace(rtrim(substr(folded, n, 2)), '\', '\\'), '''', '''''') || ''':' || n, ' ' ORDER BY n)
    FROM generate_series(1, length(folded)) AS n WHERE substr(folded, n, 1) <> ' '
)::tsvector
FROM (
    SELECT petition.number, left(lower(btrim(regexp_replace({said}, '\s+', ' ', 'g'))), 8000) AS folded
    FROM petition JOIN text AS words ON words.number = petition.number AND words.seq = 1 AND words.purpose = 'said'
) AS whole
WHERE whole.number = text.number AND seq = 1 AND purpose = 'said'
"""


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="the owner's when it was kept: only such a desk opens it"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False, comment="tab and filters as they stand in the address"),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="with everyone of the role"),
        sa.Column("saved_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["account.username"], name=op.f("fk_saved_view_owner_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_owner_name", "saved_view", ["owner", "name"], unique=True)
    op.create_index("ix_saved_view_role", "saved_view", ["role"], unique=False)
    op.create_index("ix_petition_channel", "petition", ["channel", "received_at"], unique=False)
    _search_in(r"words.body || ' ' || coalesce(petition.place, '')", _WHOLE, _TITLE)


def _search_in(said: str, comment: str, before: str) -> None:
    """Without the index while every row is filled: it is made once, at the end."""
    op.execute("DROP INDEX ix_text_pairs")
    op.get_bind().exec_driver_sql(_FILL.replace("{said}", said))
    op.execute(_INDEX)
    op.alter_column("text", "pairs", comment=comment, existing_comment=before)


def downgrade() -> None:
    _search_in("petition.title", _TITLE, _WHOLE)
    op.drop_index("ix_petition_channel", table_name="petition")
    op.drop_table("saved_view")
