"""conversations, their messages and handovers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_dialogue"
down_revision = "0006_branch"
branch_labels = None
depends_on = None
_Instant = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text(), nullable=False, comment="random; the engine knows the conversation by it"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column(
            "peer_key", sa.LargeBinary(), nullable=False, comment="keyed hash of the carrier's name of the citizen"
        ),
        sa.Column(
            "peer",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: where replies go; empty once the dialogue is over",
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("started_at", _Instant, nullable=False),
        sa.Column("last_at", _Instant, nullable=False, comment="when the citizen spoke last"),
        sa.Column("notice_at", _Instant, nullable=True, comment="when the privacy notice was shown"),
        sa.Column(
            "notes",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: what is known so far of a petition not yet filed",
        ),
        sa.Column(
            "turn",
            sa.BigInteger(),
            nullable=True,
            comment="the message being answered; the engine may act on no other",
        ),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition in hand, which the citizen may see"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("channel", "peer_key", name=op.f("uq_conversation_channel_peer_key")),
    )
    op.create_index("ix_conversation_open", "conversation", ["last_at"], postgresql_where=sa.text("peer IS NOT NULL"))
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column(
            "external_id", sa.Text(), nullable=True, comment="the carrier's name of it: the same item comes in once"
        ),
        sa.Column("origin", sa.Text(), nullable=False, comment="citizen, service or officer"),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="sealed; empty once the dialogue is over"),
        sa.Column("author", sa.Text(), nullable=True, comment="the officer who wrote it"),
        sa.Column("at", _Instant, nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, handled, parked · queued, sent, failed, shown"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", _Instant, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_message_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_message_channel_external_id")),
    )
    op.create_index("ix_message_conversation", "message", ["conversation", "id"])
    op.create_index(
        "ix_message_unsettled",
        "message",
        ["next_try_at"],
        postgresql_where=sa.text("state IN ('waiting', 'queued')"),
    )
    op.create_table(
        "enclosure",
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("used", sa.Text(), nullable=True, comment="the petition it went to"),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name=op.f("fk_enclosure_message"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", "digest", name=op.f("pk_enclosure")),
    )
    op.create_index("ix_enclosure_conversation", "enclosure", ["conversation"])
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("asked_at", _Instant, nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=True, comment="the officer who speaks with the citizen"),
        sa.Column("taken_at", _Instant, nullable=True),
        sa.Column("ended_at", _Instant, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True, comment="officer, citizen, or service when nobody came"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_handover_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(
        "uq_handover_open", "handover", ["conversation"], unique=True, postgresql_where=sa.text("ended_at IS NULL")
    )


def downgrade() -> None:
    for name in ("handover", "enclosure", "message", "conversation"):
        op.drop_table(name)
