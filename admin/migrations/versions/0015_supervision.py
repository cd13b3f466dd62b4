"""Electronic supervision: documents with numbers, their acts, consultations, kept efficiency"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_supervision"
down_revision = "0014_media"
branch_labels = None
depends_on = None
# A city that was loaded before gets the law as a new one does; loading it again changes nothing.
_LAW = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT 'supervision', '2009-09', '2009-09-01', '[
    {"name": "document_word", "value": "沈民督"},
    {"name": "criticism_days", "value": "5"},
    {"name": "talk_days", "value": "5"},
    {"name": "accountability_days", "value": "5"},
    {"name": "proposal_days", "value": "10"},
    {"name": "appeal_days", "value": "5"},
    {"name": "consultation_reworks", "value": "2"},
    {"name": "consultation_units", "value": "3"},
    {"name": "consultation_days", "value": "3"},
    {"name": "consultation_levels", "value": "3"},
    {"name": "window_days", "value": "30"}
]'::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "level", sa.Integer(), nullable=False, comment="1: units among themselves; each further one a level higher"
        ),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "weight",
            sa.Integer(),
            nullable=False,
            comment="reworks and units when it was proposed: more raise the level",
        ),
        sa.Column("participants", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("convenor", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("convened_by", sa.Text(), nullable=True),
        sa.Column("convened_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("concluded_by", sa.Text(), nullable=True),
        sa.Column("concluded_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("number", "level", name=op.f("uq_consultation_number_level")),
    )
    op.create_index(
        "ix_consultation_open",
        "consultation",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('proposed', 'convened')"),
    )
    op.create_table(
        "supervision_document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("word", sa.Text(), nullable=False, comment="such as 沈民督"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column(
            "number",
            sa.Text(),
            nullable=True,
            comment="the petition; none for a proposal about a unit's work as a whole",
        ),
        sa.Column("index", sa.Integer(), nullable=True),
        sa.Column(
            "turn",
            sa.Integer(),
            nullable=False,
            comment="ledger entry of an order; 0 on the ladder, where a step comes once",
        ),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True, comment="of an order, 1 to 4"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column(
            "due_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="correction limit; unknown until the calendar of its year is loaded",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("climbed", sa.Boolean(), server_default="false", nullable=False, comment="the next step was issued"),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("appealed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("appeal_decision", sa.Text(), nullable=True),
        sa.Column("cancelled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_document")),
        sa.UniqueConstraint(
            "number", "index", "step", "turn", name=op.f("uq_supervision_document_number_index_step_turn")
        ),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_supervision_document_year_serial")),
    )
    op.create_index("ix_supervision_document_issued_at", "supervision_document", ["issued_at"], unique=False)
    op.create_index("ix_supervision_document_unit", "supervision_document", ["unit", "issued_at"], unique=False)
    op.create_index(
        "ix_supervision_document_waiting",
        "supervision_document",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('issued', 'rejected') AND NOT climbed"),
    )
    op.create_table(
        "supervision_efficiency",
        sa.Column("unit", sa.Text(), nullable=False, comment="empty: the whole city"),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False, comment="hours"),
        sa.Column("median", sa.Double(), nullable=False),
        sa.Column("p90", sa.Double(), nullable=False),
        sa.Column("computed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("unit", "node", name=op.f("pk_supervision_efficiency")),
    )
    op.create_table(
        "supervision_serial",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "last", sa.Integer(), nullable=False, comment="held until the document that takes the next one is stored"
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_supervision_serial")),
    )
    op.create_table(
        "supervision_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["supervision_document.id"], name=op.f("fk_supervision_act_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_act")),
    )
    op.create_index("ix_supervision_act_document", "supervision_act", ["document"], unique=False)
    op.create_index(
        "ix_ledger_urging", "ledger", ["at"], unique=False, postgresql_where=sa.text("verb IN ('urged', 'reminded')")
    )
    op.create_index(
        "ix_petition_closed_at",
        "petition",
        ["closed_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_petition_contested",
        "petition",
        ["number"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL AND (reworks > 0 OR round > 1)"),
    )
    op.get_bind().exec_driver_sql(_LAW)


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name = 'supervision'")
    op.drop_index(
        "ix_petition_contested",
        table_name="petition",
        postgresql_where=sa.text("closed_at IS NULL AND (reworks > 0 OR round > 1)"),
    )
    op.drop_index("ix_petition_closed_at", table_name="petition", postgresql_where=sa.text("closed_at IS NOT NULL"))
    op.drop_index("ix_ledger_urging", table_name="ledger", postgresql_where=sa.text("verb IN ('urged', 'reminded')"))
    op.drop_index("ix_supervision_act_document", table_name="supervision_act")
    op.drop_table("supervision_act")
    op.drop_table("supervision_serial")
    op.drop_table("supervision_efficiency")
    op.drop_index(
        "ix_supervision_document_waiting",
        table_name="supervision_document",
        postgresql_where=sa.text("state IN ('issued', 'rejected') AND NOT climbed"),
    )
    op.drop_index("ix_supervision_document_unit", table_name="supervision_document")
    op.drop_index("ix_supervision_document_issued_at", table_name="supervision_document")
    op.drop_table("supervision_document")
    op.drop_index(
        "ix_consultation_open", table_name="consultation", postgresql_where=sa.text("state IN ('proposed', 'convened')")
    )
    op.drop_table("consultation")
