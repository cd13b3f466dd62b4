"""telephone"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_telephone"
down_revision = "0004_mailbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "callback_call",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "attempt", sa.Integer(), autoincrement=False, nullable=False, comment="call-backs tried before this one"
        ),
        sa.Column("placed_by", sa.Text(), nullable=False, comment="the officer"),
        sa.Column("placed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True, comment="the carrier's own id, once it has told us"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", "attempt", name=op.f("pk_callback_call")),
    )
    op.create_table(
        "message_consent",
        sa.Column("phone_key", sa.LargeBinary(), nullable=False, comment="keyed hash of the number"),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("phone_key", name=op.f("pk_message_consent")),
    )
    op.create_table(
        "message_question",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="the ledger entry that caused it"),
        sa.Column("asks", sa.Text(), nullable=False, comment="rating, place or facts"),
        sa.Column("phone_key", sa.LargeBinary(), nullable=False, comment="keyed hash of the number that was asked"),
        sa.Column("asked_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", "seq", name=op.f("pk_message_question")),
    )
    op.create_index(
        "ix_message_question_open",
        "message_question",
        ["phone_key", "asked_at"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "phone_call",
        sa.Column("sid", sa.Text(), nullable=False, comment="the carrier's own id"),
        sa.Column("outbound", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, comment="answers given so far"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often this scene was said again"),
        sa.Column("memo", sa.LargeBinary(), nullable=False, comment="sealed: who calls, what was said and keyed"),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition this call made"),
        sa.Column("operator", sa.Text(), nullable=True, comment="the officer it was bridged to"),
        sa.Column("began_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "noticed_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="when the notice was read out"
        ),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("bridged_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_phone_call")),
    )
    op.create_index(
        "ix_phone_call_open", "phone_call", ["changed_at"], unique=False, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index(
        "ix_phone_call_operator",
        "phone_call",
        ["operator"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL AND operator IS NOT NULL"),
    )
    op.create_table(
        "recording",
        sa.Column("sid", sa.Text(), nullable=False, comment="the carrier's own id"),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition it belongs to"),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, stored, done, refused, parked or foreign"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_recording")),
    )
    op.create_index(
        "ix_recording_due",
        "recording",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'stored')"),
    )
    op.add_column("delivery", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "delivery",
        sa.Column(
            "next_try_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="not before then; of an unknown one: when the carrier is asked",
        ),
    )
    _index_unsettled("'queued', 'sending', 'unknown'")


def downgrade() -> None:
    _index_unsettled("'queued', 'sending'")
    op.drop_column("delivery", "next_try_at")
    op.drop_column("delivery", "attempts")
    op.drop_index(
        "ix_recording_due", table_name="recording", postgresql_where=sa.text("state IN ('waiting', 'stored')")
    )
    op.drop_table("recording")
    op.drop_index(
        "ix_phone_call_operator",
        table_name="phone_call",
        postgresql_where=sa.text("ended_at IS NULL AND operator IS NOT NULL"),
    )
    op.drop_index("ix_phone_call_open", table_name="phone_call", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("phone_call")
    op.drop_index(
        "ix_message_question_open", table_name="message_question", postgresql_where=sa.text("answered_at IS NULL")
    )
    op.drop_table("message_question")
    op.drop_table("message_consent")
    op.drop_table("callback_call")


def _index_unsettled(states: str) -> None:
    op.drop_index("ix_delivery_unsettled", table_name="delivery")
    op.create_index("ix_delivery_unsettled", "delivery", ["id"], postgresql_where=sa.text(f"state IN ({states})"))
