"""records of accountability, their evidence by reference, and everything that was done with each"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0018_accountability"
down_revision = "0017_correction"
branch_labels = None
depends_on = None
# A city that was loaded before gets the numbers as a new one does; loading it again changes nothing.
_NUMBERS = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'accountability', '2009-09', '2009-09-01', '[
    {"name": "running_talk", "value": "2"},
    {"name": "yearly_talk", "value": "3"},
    {"name": "running_cancel", "value": "3"},
    {"name": "appeal_days", "value": "10"},
    {"name": "hidden_below", "value": "5"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def upgrade() -> None:
    instant = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "accountability_record",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="the same whenever the same facts are looked at"),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="unit or officer"),
        sa.Column("post", sa.Text(), server_default="", nullable=False, comment="of an officer: a post, never a name"),
        sa.Column("account", sa.Text(), nullable=True, comment="of an officer"),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is proposed"),
        sa.Column("cause", sa.Text(), nullable=False, comment="the rule that asks for it"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "months", sa.Text(), server_default="", nullable=False, comment="those of the rule, with spaces between"
        ),
        sa.Column("rules", sa.Text(), nullable=False, comment="version of the parameter it was proposed by"),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("proposed_at", instant, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="somebody else"),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("effect", sa.Text(), nullable=True, comment="what was decided; may be less or other than proposed"),
        sa.Column(
            "recipient", sa.Text(), server_default="", nullable=False, comment="the competent body of a transfer"
        ),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("appeal_due_at", instant, nullable=True),
        sa.Column("appeal", sa.Text(), server_default="", nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=True, comment="not who decided"),
        sa.Column("judgement", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=True,
            comment="effective, upheld, revoked or not_pursued; stays when it is closed",
        ),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_record")),
        sa.UniqueConstraint("key", name=op.f("uq_accountability_record_key")),
    )
    op.create_index("ix_accountability_record_year", "accountability_record", ["year", "unit"], unique=False)
    record = "accountability_record.id"
    op.create_table(
        "accountability_evidence",
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="period, veto, document or entry"),
        sa.Column("ref", sa.Text(), nullable=False, comment="its name or row"),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition it is about"),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="of what it said when it was proposed"),
        sa.Column("day", sa.Date(), nullable=True, comment="of an entry: the day whose signed root proves it"),
        sa.Column(
            "proof",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="the way from the entry to that root, once the day is sealed",
        ),
        sa.ForeignKeyConstraint(["record"], [record], name=op.f("fk_accountability_evidence_record")),
        sa.PrimaryKeyConstraint("record", "kind", "ref", name=op.f("pk_accountability_evidence")),
    )
    op.create_table(
        "accountability_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record"], [record], name=op.f("fk_accountability_act_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_act")),
    )
    op.create_index("ix_accountability_act_record", "accountability_act", ["record"], unique=False)
    for statement in guard.append_only("accountability_act"):
        op.execute(statement)
    op.get_bind().exec_driver_sql(_NUMBERS)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'accountability'")
    op.drop_table("accountability_act")
    op.drop_table("accountability_evidence")
    op.drop_table("accountability_record")
