"""Accounts with their record, sessions, and the two logs of reading: who looked at whose identity, and who came in."""

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
    Column("totp_pending", LargeBinary, comment="sealed: a second factor that no code has confirmed yet"),
    Column("totp_step", BigInteger, comment="the half minute of the last accepted code; no code counts twice"),
    Column("must_change", Boolean, nullable=False, server_default="false", comment="the password was made by another"),
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
    Column("proved", Boolean, nullable=False, server_default="false", comment="a second factor was given"),
    Index("ix_session_username", "username"),
    Index("ix_session_expires_at", "expires_at"),
)

access = Table(
    "access",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("username", Text, nullable=False),
    Column("act", Text, nullable=False, comment="signed_in, refused, signed_out, or what was done at a desk"),
    Column("at", Instant, nullable=False),
    Column("address", Text, comment="where from"),
    Index("ix_access_username_at", "username", "at"),
    Index("ix_access_at", "at", "id"),
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
    Index("ix_identity_read_at", "at", "id"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("username", Text, ForeignKey("account.username"), primary_key=True),
    Column("code_key", LargeBinary, primary_key=True, comment="keyed hash"),
    Column("used_at", Instant),
)

account_change = Table(
    "account_change",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("username", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False, comment="what it was and what it is now; never a secret"),
    Index("ix_account_change_username", "username", "id"),
    Index("ix_account_change_at", "at", "id"),
)
