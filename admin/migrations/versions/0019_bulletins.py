"""Bulletins: frozen bodies, contacts of leaders, who was told, what they answered, rectification"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tracking.store import guard

revision = "0019_bulletins"
down_revision = "0018_accountability"
branch_labels = None
depends_on = None
# A city that was loaded before gets the law and the words as a new one does; loading it again changes nothing.
_LAW = """[
    {"name": "rectify_days", "value": "5"},
    {"name": "quiet_from", "value": "21"},
    {"name": "quiet_until", "value": "8"},
    {"name": "reply_days", "value": "30"},
    {"name": "corrected_periods", "value": "3"},
    {"name": "hot_topics", "value": "10"},
    {"name": "hot_least", "value": "5"}
]"""
_HEAD = "【{city}民意诉求】{unit}:{period}办件{n}件,按期办结{a}%,满意{b}%,得分{s},"
_RANK, _FEW = "{group}第{r}名,", "件数不足,不参加排名,"
_WEAK = "合格。短板:{indicator}{x}%(合格线{y}%)。请督促改进。"
_POOR, _UNTIL = "不合格,予以批评。主要问题:", "。请{date}前整改并书面反馈。"
_TEXTS = {
    "excellent": f"{_HEAD}{_RANK}评为优秀,予以表扬。",
    "excellent_unranked": f"{_HEAD}{_FEW}评为优秀,予以表扬。",
    "qualified": f"{_HEAD}{_RANK}{_WEAK}",
    "qualified_unranked": f"{_HEAD}{_FEW}{_WEAK}",
    "unqualified": f"{_HEAD}{_POOR}{{p1}};{{p2}}{_UNTIL}",
    "unqualified_one": f"{_HEAD}{_POOR}{{p1}}{_UNTIL}",
}
_WORDS = json.dumps([{"name": name, "text": text} for name, text in _TEXTS.items()], ensure_ascii=False)
_SEED = """
INSERT INTO parameter (name, version, effective_on, body)
SELECT %s, '2009-09', '2009-09-01', %s::jsonb
WHERE EXISTS (SELECT FROM parameter)
"""
_BODY_STAYS = """
CREATE TRIGGER bulletin_body_stays BEFORE UPDATE OF body ON bulletin FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False, comment="period, parameter version and hash of the body"),
        sa.Column("body", postgresql.JSONB(), nullable=False, comment="written once; every rendering reads it"),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True, comment="a second person"),
        sa.Column("approved_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("send_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="not in the quiet hours"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("snapshot", name=op.f("uq_bulletin_snapshot")),
    )
    op.create_index(
        "ix_bulletin_standing", "bulletin", ["period"], unique=True, postgresql_where=sa.text("stage <> 'dropped'")
    )
    op.create_table(
        "bulletin_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False, comment="empty: the bulletin as a whole"),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_act")),
    )
    op.create_index("ix_bulletin_act_bulletin", "bulletin_act", ["bulletin"], unique=False)
    op.create_table(
        "bulletin_recipient",
        sa.Column("bulletin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False, comment="unit and contact, as in delivery"),
        sa.Column("unit", sa.Text(), nullable=False, comment="whose figures the message tells"),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("phone_key", sa.LargeBinary(), nullable=True, comment="keyed hash; none where there was no number"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False, comment="the approver let it go without a number"),
        sa.PrimaryKeyConstraint("bulletin", "recipient", name=op.f("pk_bulletin_recipient")),
    )
    op.create_index("ix_bulletin_recipient_phone", "bulletin_recipient", ["phone_key", "bulletin"], unique=False)
    op.create_index("ix_bulletin_recipient_unit", "bulletin_recipient", ["unit"], unique=False)
    op.create_table(
        "bulletin_reply",
        sa.Column("external_id", sa.Text(), nullable=False, comment="the carrier's id of the text"),
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("external_id", name=op.f("pk_bulletin_reply")),
    )
    op.create_index("ix_bulletin_reply_bulletin", "bulletin_reply", ["bulletin"], unique=False)
    op.create_table(
        "leader_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False, comment="a post, never a name"),
        sa.Column("phone", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_contact")),
        sa.UniqueConstraint("unit", "post", name=op.f("uq_leader_contact_unit_post")),
    )
    op.create_table(
        "rectification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "first_answered_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="whether it came in time is told by the first",
        ),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("bulletin", "unit", name=op.f("uq_rectification_bulletin_unit")),
    )
    op.create_index(
        "ix_rectification_open",
        "rectification",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'accepted'"),
    )
    op.create_index("ix_rectification_unit", "rectification", ["unit"], unique=False)

    for statement in (*guard.append_only("bulletin_act"), _BODY_STAYS):
        op.execute(statement)
    for name, body in (("bulletin", _LAW), ("bulletin_sms", _WORDS)):
        op.get_bind().exec_driver_sql(_SEED, (name, body))


def downgrade() -> None:
    op.execute("DELETE FROM parameter WHERE name IN ('bulletin', 'bulletin_sms')")
    for name in (
        *("bulletin_act", "rectification", "bulletin_reply"),
        *("leader_contact", "bulletin_recipient", "bulletin"),
    ):
        op.drop_table(name)
