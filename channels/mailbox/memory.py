"""What stands in the channel's own tables: how a mail may be answered, and how far a mailbox was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert

from channels.mailbox.port import DOOR
from channels.mailbox.schema import mail, mail_cursor
from tracking.store import schema
from tracking.store.seal import Sealer


@dataclass(frozen=True, kw_only=True)
class Answering:
    """What an answer to a mail needs. ``message_id`` is empty where the mail had none."""

    answerable: bool
    message_id: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Everything up to ``uid`` is done, as long as UIDVALIDITY is ``validity``."""

    validity: int
    uid: int


def note(engine: Engine, sealer: Sealer, external_id: str, answering: Answering, *, at: datetime) -> None:
    """Keep it before the petition is stored: its event may be handled at once."""
    row = {
        "external_id": external_id,
        "answerable": answering.answerable,
        "message_id": sealer.seal(answering.message_id, "message id") if answering.message_id else None,
        "remarks": sealer.seal("\n".join(answering.remarks), "remarks") if answering.remarks else None,
        "received_at": at,
    }
    with engine.begin() as connection:
        connection.execute(insert(mail).values(row).on_conflict_do_nothing())


def answering(connection: Connection, sealer: Sealer, number: str) -> Answering | None:
    """How the mail that began a petition may be answered; None for a petition that did not come by mail."""
    inbox = schema.inbox.c
    first = (
        select(mail.c.answerable, mail.c.message_id, mail.c.remarks)
        .join(schema.inbox, (inbox.channel == DOOR.channel) & (inbox.external_id == mail.c.external_id))
        .where(inbox.number == number)
        .order_by(inbox.received_at)
        .limit(1)
    )
    row = connection.execute(first).first()
    if row is None:
        return None
    remarks = sealer.open(row.remarks, "remarks") if row.remarks else ""
    return Answering(
        answerable=row.answerable,
        message_id=sealer.open(row.message_id, "message id") if row.message_id else "",
        remarks=tuple(remarks.splitlines()),
    )


def cursor(engine: Engine, mailbox: str) -> Cursor | None:
    found = select(mail_cursor.c.validity, mail_cursor.c.uid).where(mail_cursor.c.mailbox == mailbox)
    with engine.connect() as connection:
        row = connection.execute(found).first()
    return Cursor(validity=row.validity, uid=row.uid) if row else None


def advance(engine: Engine, mailbox: str, to: Cursor) -> None:
    values = {"validity": to.validity, "uid": to.uid}
    statement = insert(mail_cursor).values(mailbox=mailbox, **values)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["mailbox"], set_=values))
