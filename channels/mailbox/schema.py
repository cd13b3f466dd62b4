"""What the mailbox remembers beside the inbox: how far it has read, and how a mail may be answered."""

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Table, Text

from tracking.store.schema import Instant, metadata

mail_cursor = Table(
    "mail_cursor",
    metadata,
    Column("mailbox", Text, primary_key=True, comment="keyed hash of account and folder"),
    Column("validity", BigInteger, nullable=False, comment="UIDVALIDITY: another one means that UIDs start anew"),
    Column("uid", BigInteger, nullable=False, comment="everything up to here is done"),
)

mail = Table(
    "mail",
    metadata,
    Column("external_id", Text, primary_key=True, comment="as in the inbox"),
    Column("answerable", Boolean, nullable=False, comment="false: it came from a program or a list"),
    Column("message_id", LargeBinary, comment="sealed: what an answer refers to"),
    Column("remarks", LargeBinary, comment="sealed: what the sender is told about the attachments"),
    Column("received_at", Instant, nullable=False),
)
