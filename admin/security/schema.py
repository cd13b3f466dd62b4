"""Accounts, sessions and the two logs of reading: who looked at whose identity, and who came in."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Index, Integer, LargeBinary, Table, Text

from tracking.store.schema import Instant, metadata

account = Table(
    "account",
    metadata,
    Column("username", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Text, comment="the unit of a handler or leader; none: the whole city"),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("failed_attempts", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("totp_secret", LargeBinary, comment="sealed: the second factor, where there is one"),
)

session = Table(
    "session",
    metadata,
    Column("id", LargeBinary, primary_key=True, comment="SHA-256 of the cookie"),
    Column("username", Text, ForeignKey("account.username"), nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, comment="the absolute end; idle sessions end before"),
    Index("ix_session_username", "username"),
    Index("ix_session_expires_at", "expires_at"),
)

access = Table(
    "access",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("username", Text, nullable=False),
    Column("act", Text, nullable=False, comment="signed_in, refused, locked or signed_out"),
    Column("at", Instant, nullable=False),
    Column("address", Text, comment="where from"),
    Index("ix_access_username_at", "username", "at"),
)

identity_read = Table(
    "identity_read",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("reader", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_identity_read_number", "number"),
    Index("ix_identity_read_reader_at", "reader", "at"),
)
