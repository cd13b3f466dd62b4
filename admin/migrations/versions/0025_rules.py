"""Supervision rules in versions, alarms with their record, the version a document was made with"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025_rules"
down_revision = "0024_accounts"
branch_labels = None
depends_on = None
_INSTANT = postgresql.TIMESTAMP(timezone=True)
# What was done with an alarm is the record of supervision itself.
_APPEND_ONLY = """
CREATE FUNCTION supervision_alarm_act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record of alarms is only added to'; END $$;
CREATE TRIGGER supervision_alarm_act_stays BEFORE UPDATE OR DELETE ON supervision_alarm_act
    FOR EACH ROW EXECUTE FUNCTION supervision_alarm_act_stays()
"""


def upgrade() -> None:
    _rules()
    _alarms()
    op.create_table(
        "supervision_catch_up",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reached", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_catch_up")),
    )
    law = sa.Column("law", sa.Text(), nullable=True, comment="version of the parameter it was made with")
    op.add_column("supervision_document", law)
    op.get_bind().exec_driver_sql(_APPEND_ONLY)


def _rules() -> None:
    op.create_table(
        "supervision_rule",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("watches", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False, comment="empty: all"),
        sa.Column("urgencies", postgresql.ARRAY(sa.Text()), nullable=False, comment="empty: all"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", _INSTANT, nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", _INSTANT, nullable=True),
        sa.Column("dropped_by", sa.Text(), nullable=True),
        sa.Column("dropped_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_supervision_rule")),
    )


def _alarms() -> None:
    op.create_table(
        "supervision_alarm",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the rule"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="petition, petition/assignment or unit"),
        sa.Column("round", sa.Integer(), nullable=False, comment="of the petition; of a unit, the window"),
        sa.Column("number", sa.Text(), nullable=True, comment="none where a unit's work as a whole is meant"),
        sa.Column("index", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="what was measured"),
        sa.Column("entries", postgresql.ARRAY(sa.Integer()), nullable=False, comment="of the petition's ledger"),
        sa.Column("found_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("state_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=True, comment="the order or proposal that followed"),
        sa.ForeignKeyConstraint(["document"], ["supervision_document.id"], name=op.f("fk_supervision_alarm_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_alarm")),
        sa.UniqueConstraint("rule", "subject", "round", name=op.f("uq_supervision_alarm_rule_subject_round")),
    )
    op.create_index("ix_supervision_alarm_state", "supervision_alarm", ["state", "id"], unique=False)
    op.create_index("ix_supervision_alarm_unit", "supervision_alarm", ["unit", "id"], unique=False)
    about = sa.text("number IS NOT NULL")
    op.create_index(
        "ix_supervision_alarm_number", "supervision_alarm", ["number"], unique=False, postgresql_where=about
    )
    op.create_table(
        "supervision_alarm_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("alarm", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alarm"], ["supervision_alarm.id"], name=op.f("fk_supervision_alarm_act_alarm")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_alarm_act")),
    )
    op.create_index("ix_supervision_alarm_act_alarm", "supervision_alarm_act", ["alarm"], unique=False)


def downgrade() -> None:
    op.drop_table("supervision_alarm_act")
    op.execute("DROP FUNCTION supervision_alarm_act_stays()")
    op.drop_table("supervision_alarm")
    op.drop_table("supervision_rule")
    op.drop_table("supervision_catch_up")
    op.drop_column("supervision_document", "law")
