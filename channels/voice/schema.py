"""Calls, and the recordings that still lie at the carrier."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from tracking.store.schema import Instant, metadata

phone_call = Table(
    "phone_call",
    metadata,
    Column("sid", Text, primary_key=True, comment="the carrier's own id"),
    Column("outbound", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("turn", Integer, nullable=False, comment="answers given so far"),
    Column("tries", Integer, nullable=False, comment="how often this scene was said again"),
    Column("memo", LargeBinary, nullable=False, comment="sealed: who calls, what was said and keyed"),
    Column("number", Text, comment="the petition this call made"),
    Column("operator", Text, comment="the officer it was bridged to"),
    Column("began_at", Instant, nullable=False),
    Column("noticed_at", Instant, comment="when the notice was read out"),
    Column("changed_at", Instant, nullable=False),
    Column("bridged_at", Instant),
    Column("ended_at", Instant),
    Column("queued_at", Instant, comment="when it first asked for a person, in office hours"),
    Index("ix_phone_call_open", "changed_at", postgresql_where=text("ended_at IS NULL")),
    Index("ix_phone_call_queued", "queued_at", postgresql_where=text("queued_at IS NOT NULL")),
    Index("ix_phone_call_operator", "operator", postgresql_where=text("ended_at IS NULL AND operator IS NOT NULL")),
)

recording = Table(
    "recording",
    metadata,
    Column("sid", Text, primary_key=True, comment="the carrier's own id"),
    Column("call", Text, nullable=False),
    Column("number", Text, comment="the petition it belongs to"),
    Column("state", Text, nullable=False, comment="waiting, stored, done, refused, parked or foreign"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    Column("error", Text),
    Column("made_at", Instant, nullable=False),
    Index("ix_recording_call", "call", "made_at"),
    Index("ix_recording_due", "next_try_at", postgresql_where=text("state IN ('waiting', 'stored')")),
)

callback_call = Table(
    "callback_call",
    metadata,
    Column("number", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False, comment="call-backs tried before this one"),
    Column("placed_by", Text, nullable=False, comment="the officer"),
    Column("placed_at", Instant, nullable=False),
    Column("sid", Text, comment="the carrier's own id, once it has told us"),
    Column("error", Text),
    Column("ended_at", Instant),
)
