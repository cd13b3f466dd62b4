"""Matters taken over; keys of branches; imports; webhooks; messages of the official account"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_branch"
down_revision = "0008_speed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "branch_upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False, comment="the sender's id of this try: accepted once"),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=True, comment="none while it is under way, or when it failed"),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_upload")),
        sa.UniqueConstraint("key", "nonce", name=op.f("uq_branch_upload_key_nonce")),
    )
    op.create_index("ix_branch_upload_at", "branch_upload", ["at"], unique=False)
    op.create_table(
        "credential",
        sa.Column("id", sa.Text(), nullable=False, comment="the public half, such as H01-7KQ2M9XD"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False, comment="a unit's code, or the name of a program"),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="to the minute"),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    op.create_index("ix_credential_channel_holder", "credential", ["channel", "holder"], unique=False)
    op.create_table(
        "import_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="reading, checking, ready, running, done or failed"),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="the older system; with a row's own id it names an item"
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True, comment="sealed, until it is read"),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("headings", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column(
            "mapping",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
            comment="field to column",
        ),
        sa.Column(
            "told",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
            comment="what a person said of the columns",
        ),
        sa.Column(
            "with_open",
            sa.Boolean(),
            nullable=False,
            comment="rows without a closing time may come in and are dispatched",
        ),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "error",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="why the file or its mapping cannot be used",
        ),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_index("ix_import_job_state", "import_job", ["state"], unique=False)
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column(
            "old_secret",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: signs too until old_until, while it is exchanged",
        ),
        sa.Column("old_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("events", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column(
            "failures",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="in a row, of the subscriber as a whole",
        ),
        sa.Column(
            "next_try_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="an unwell subscriber is left alone until then",
        ),
        sa.Column(
            "busy_until",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="a worker is at it; one that was killed is not waited for longer",
        ),
        sa.Column(
            "answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="when it last took something"
        ),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "wechat_message",
        sa.Column("id", sa.Text(), nullable=False, comment="the platform's id: each message counts once"),
        sa.Column("conversation", sa.LargeBinary(), nullable=False, comment="keyed hash of the citizen's open id"),
        sa.Column("message", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="see post.py"),
        sa.Column(
            "until",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="whoever thinks or sends is not waited for longer",
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=True, comment="the petition it became or belongs to"),
        sa.Column("reply", sa.LargeBinary(), nullable=True, comment="sealed: it may hold a query code"),
        sa.Column(
            "media_due",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="a photo or voice still to be fetched for the petition",
        ),
        sa.Column("media_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_message")),
    )
    op.create_index("ix_wechat_message_conversation", "wechat_message", ["conversation", "received_at"], unique=False)
    op.create_index(
        "ix_wechat_message_media_due",
        "wechat_message",
        ["media_due"],
        unique=False,
        postgresql_where=sa.text("media_due IS NOT NULL"),
    )
    op.create_index(
        "ix_wechat_message_waiting",
        "wechat_message",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('received', 'thinking', 'owed', 'sending')"),
    )
    op.create_table(
        "import_row",
        sa.Column("job", sa.BigInteger(), nullable=False),
        sa.Column(
            "line", sa.Integer(), autoincrement=False, nullable=False, comment="of the table, the headings being line 1"
        ),
        sa.Column("cells", sa.LargeBinary(), nullable=True, comment="sealed; erased when the row is taken"),
        sa.Column("state", sa.Text(), nullable=False, comment="new, good, refused, taken or again"),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("flaws", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["job"], ["import_job.id"], name=op.f("fk_import_row_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "line", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_state", "import_row", ["job", "state", "line"], unique=False)
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("webhook", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="the ledger entry"),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="when it happened"),
        sa.Column("state", sa.Text(), nullable=False, comment="queued, delivered, dead or withheld"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queued_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook", "number", "seq", name=op.f("uq_webhook_delivery_webhook_number_seq")),
    )
    op.create_index(
        "ix_webhook_delivery_dead", "webhook_delivery", ["id"], unique=False, postgresql_where=sa.text("state = 'dead'")
    )
    op.create_index(
        "ix_webhook_delivery_queued",
        "webhook_delivery",
        ["webhook", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("ix_webhook_delivery_settled_at", "webhook_delivery", ["settled_at"], unique=False)
    op.add_column(
        "petition", sa.Column("taken_over_at", postgresql.TIMESTAMP(timezone=True), autoincrement=False, nullable=True)
    )


def downgrade() -> None:
    op.drop_column("petition", "taken_over_at")
    op.drop_index("ix_webhook_delivery_settled_at", table_name="webhook_delivery")
    op.drop_index(
        "ix_webhook_delivery_queued", table_name="webhook_delivery", postgresql_where=sa.text("state = 'queued'")
    )
    op.drop_index("ix_webhook_delivery_dead", table_name="webhook_delivery", postgresql_where=sa.text("state = 'dead'"))
    op.drop_table("webhook_delivery")
    op.drop_index("ix_import_row_state", table_name="import_row")
    op.drop_table("import_row")
    op.drop_index(
        "ix_wechat_message_waiting",
        table_name="wechat_message",
        postgresql_where=sa.text("state IN ('received', 'thinking', 'owed', 'sending')"),
    )
    op.drop_index(
        "ix_wechat_message_media_due", table_name="wechat_message", postgresql_where=sa.text("media_due IS NOT NULL")
    )
    op.drop_index("ix_wechat_message_conversation", table_name="wechat_message")
    op.drop_table("wechat_message")
    op.drop_table("webhook")
    op.drop_index("ix_import_job_state", table_name="import_job")
    op.drop_table("import_job")
    op.drop_index("ix_credential_channel_holder", table_name="credential")
    op.drop_table("credential")
    op.drop_index("ix_branch_upload_at", table_name="branch_upload")
    op.drop_table("branch_upload")
