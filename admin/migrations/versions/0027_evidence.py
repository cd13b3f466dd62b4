"""Files as evidence of performance, a hash over the goals that were closed, words for units with too few cases"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027_evidence"
down_revision = "0026_urge"
branch_labels = None
depends_on = None
_FEW = (
    "【{city}民意诉求】{unit}:{period}办结{n}件,不足{least}件,不参加排名,不评等次。"
    "到期{due}件,按期办结{on_time}件;回访评价{rated}件。以上供参阅。"
)
# Words for a case that no version had words for: nothing that was told changes by them.
_ADD_WORDS = """
UPDATE parameter SET body = body || %s::jsonb
WHERE name = 'bulletin_sms' AND NOT EXISTS (SELECT FROM jsonb_array_elements(body) e WHERE e ->> 'name' = 'few')
"""
_ROWS_STAY = """
CREATE TRIGGER performance_evidence_rows_stay BEFORE UPDATE OR DELETE ON performance_evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "performance_evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False, comment="0: with the goal"),
        sa.Column("belongs", sa.Text(), nullable=False, comment="goal, entry or objection"),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the body as it was judged"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_evidence")),
        sa.UniqueConstraint(
            *("year", "unit", "leaf", "entry", "belongs", "digest"),
            name=op.f("uq_performance_evidence_year_unit_leaf_entry_belongs_digest"),
        ),
    )
    closed = sa.Column("hash", sa.LargeBinary(), nullable=True, comment="SHA-256 over the goals and their files")
    op.add_column("performance_goals_frozen", closed)
    words = json.dumps([{"name": "few", "text": _FEW}], ensure_ascii=False)
    op.get_bind().exec_driver_sql(_ROWS_STAY)
    op.get_bind().exec_driver_sql(_ADD_WORDS, (words,))


def downgrade() -> None:
    op.drop_column("performance_goals_frozen", "hash")
    op.drop_table("performance_evidence")
