"""accounts with a record and a second factor, and exports that two persons decide on"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0024_accounts"
down_revision = "0023_register"
branch_labels = None
depends_on = None
_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _accounts()
    _exports()
    op.create_index("ix_access_at", "access", ["at", "id"], unique=False)
    op.create_index("ix_identity_read_at", "identity_read", ["at", "id"], unique=False)
    for table in ("account_change", "export_act"):
        for statement in guard.append_only(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_identity_read_at", "identity_read")
    op.drop_index("ix_access_at", "access")
    for table in ("export_act", "export", "account_change", "recovery_code"):
        op.drop_table(table)
    op.drop_column("session", "proved")
    for column in ("must_change", "totp_step", "totp_pending"):
        op.drop_column("account", column)


def _accounts() -> None:
    pending = sa.Column(
        "totp_pending",
        sa.LargeBinary(),
        nullable=True,
        comment="sealed: a second factor that no code has confirmed yet",
    )
    step = sa.Column(
        "totp_step",
        sa.BigInteger(),
        nullable=True,
        comment="the half minute of the last accepted code; no code counts twice",
    )
    change: sa.Column[bool] = sa.Column(
        "must_change",
        sa.Boolean(),
        server_default="false",
        nullable=False,
        comment="the password was made by another",
    )
    for column in (pending, step, change):
        op.add_column("account", column)
    proved: sa.Column[bool] = sa.Column(
        "proved", sa.Boolean(), server_default="false", nullable=False, comment="a second factor was given"
    )
    op.add_column("session", proved)
    op.alter_column(
        "access",
        "act",
        existing_type=sa.Text(),
        existing_nullable=False,
        comment="signed_in, refused, signed_out, or what was done at a desk",
    )
    op.create_table(
        "recovery_code",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("code_key", sa.LargeBinary(), nullable=False, comment="keyed hash"),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["username"], ["account.username"], name=op.f("fk_recovery_code_username_account")),
        sa.PrimaryKeyConstraint("username", "code_key", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "account_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="what it was and what it is now; never a secret"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )
    op.create_index("ix_account_change_username", "account_change", ["username", "id"], unique=False)
    op.create_index("ix_account_change_at", "account_change", ["at", "id"], unique=False)


def _exports() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="worklist, indicators, audit or deliveries"),
        sa.Column("wanted", postgresql.JSONB(), nullable=False, comment="the filter, as it was asked for"),
        sa.Column("format", sa.Text(), nullable=False, comment="csv or xlsx"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="a second person"),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("written", sa.Integer(), server_default="0", nullable=False, comment="rows so far"),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False, comment="rows there will be"),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="sealed; gone after expires_at"),
        sa.Column("made_at", _INSTANT, nullable=True),
        sa.Column(
            "expires_at", _INSTANT, nullable=True, comment="of the request until it is decided, then of the file"
        ),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index("ix_export_state", "export", ["state"], unique=False)
    op.create_index("ix_export_asked_by", "export", ["asked_by", "id"], unique=False)
    op.create_table(
        "export_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("export", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_act")),
    )
    op.create_index("ix_export_act_export", "export_act", ["export"], unique=False)
    op.create_index("ix_export_act_at", "export_act", ["at", "id"], unique=False)
