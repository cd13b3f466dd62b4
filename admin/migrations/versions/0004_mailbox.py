"""mailbox: address of the sender, what may be answered, how far was read, files not yet examined"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_mailbox"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("external_id", sa.Text(), nullable=False, comment="as in the inbox"),
        sa.Column("answerable", sa.Boolean(), nullable=False, comment="false: it came from a program or a list"),
        sa.Column("message_id", sa.LargeBinary(), nullable=True, comment="sealed: what an answer refers to"),
        sa.Column(
            "remarks", sa.LargeBinary(), nullable=True, comment="sealed: what the sender is told about the attachments"
        ),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("external_id", name=op.f("pk_mail")),
    )
    op.create_table(
        "mail_cursor",
        sa.Column("mailbox", sa.Text(), nullable=False, comment="keyed hash of account and folder"),
        sa.Column(
            "validity", sa.BigInteger(), nullable=False, comment="UIDVALIDITY: another one means that UIDs start anew"
        ),
        sa.Column("uid", sa.BigInteger(), nullable=False, comment="everything up to here is done"),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mail_cursor")),
    )
    op.create_table(
        "quarantine",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="gone once it was found to be harmful"),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "condemned_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="when it was found to be harmful",
        ),
        sa.PrimaryKeyConstraint("digest", "number", name=op.f("pk_quarantine")),
    )
    op.create_index(
        "ix_quarantine_waiting",
        "quarantine",
        ["added_at"],
        unique=False,
        postgresql_where=sa.text("condemned_at IS NULL"),
    )
    op.add_column("petition", sa.Column("email", sa.LargeBinary(), nullable=True, comment="sealed"))
    op.add_column(
        "petition", sa.Column("email_key", sa.LargeBinary(), nullable=True, comment="keyed hash, for look-up")
    )
    op.create_index(
        "ix_petition_email_key",
        "petition",
        ["email_key"],
        unique=False,
        postgresql_where=sa.text("email_key IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_petition_email_key", table_name="petition", postgresql_where=sa.text("email_key IS NOT NULL"))
    op.drop_column("petition", "email_key")
    op.drop_column("petition", "email")
    op.drop_index("ix_quarantine_waiting", table_name="quarantine", postgresql_where=sa.text("condemned_at IS NULL"))
    op.drop_table("quarantine")
    op.drop_table("mail_cursor")
    op.drop_table("mail")
