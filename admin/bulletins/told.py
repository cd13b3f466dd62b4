"""What a unit was told in the bulletins of the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from admin.bulletins.schema import bulletin, bulletin_recipient

_B, _R = bulletin.c, bulletin_recipient.c


@dataclass(frozen=True, kw_only=True)
class Message:
    """One bulletin's words to a unit, whoever of it got them."""

    period: str
    body: str
    send_at: datetime


def to_unit(connection: Connection, unit: str, *, most: int = 24) -> Sequence[Message]:
    """The newest first."""
    columns = [_B.period, _R.body, _B.send_at]
    wanted = select(*columns, _B.id).join(bulletin, _B.id == _R.bulletin).where(_R.unit == unit).distinct()
    rows = connection.execute(wanted.order_by(_B.id.desc()).limit(most))
    return [Message(period=row.period, body=row.body, send_at=row.send_at) for row in rows]
