"""What leaders write back: logged with the bulletin they were told last, never made a petition."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from admin.bulletins.law import law
from admin.bulletins.schema import bulletin, bulletin_recipient, bulletin_reply
from tracking.domain.clock import city_day
from tracking.service.core import Core

_B, _R, _A = bulletin.c, bulletin_recipient.c, bulletin_reply.c


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer."""

    recipient: str
    post: str
    unit: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Replies:
    """The port through which inbound messages pass before they may become petitions."""

    core: Core

    def take(self, external_id: str, phone: str, body: str) -> bool:
        """Whether it came from a leader who was told of a bulletin lately; a repetition is logged once."""
        now = self.core.now()
        with self.core.engine.begin() as connection:
            told = self._told(connection, phone, now)
            if told is None:
                return False
            row = {"external_id": external_id, "body": self.core.sealer.seal(body, "delivery"), "at": now}
            known = {"bulletin": told[0], "recipient": told[1]}
            connection.execute(insert(bulletin_reply).values(row | known).on_conflict_do_nothing())
        return True

    def _told(self, connection: Connection, phone: str, now: datetime) -> tuple[int, str] | None:
        key = self.core.sealer.key(phone, "phone")
        mine = select(_R.bulletin, _R.recipient, _B.send_at).join(bulletin, _B.id == _R.bulletin)
        row = connection.execute(mine.where(_R.phone_key == key).order_by(_R.bulletin.desc()).limit(1)).first()
        if row is None or row.send_at > now:
            return None
        days = law(connection, city_day(now)).reply_days
        return (row.bulletin, row.recipient) if now - row.send_at <= timedelta(days=days) else None


def of_bulletin(connection: Connection, core: Core, identity: int) -> list[Reply]:
    """All answers to a bulletin, oldest first."""
    same = (_R.bulletin == _A.bulletin) & (_R.recipient == _A.recipient)
    rows = connection.execute(
        select(_A.recipient, _R.post, _R.unit, _A.body, _A.at)
        .join(bulletin_recipient, same)
        .where(_A.bulletin == identity)
        .order_by(_A.at, _A.external_id)
    )
    return [
        Reply(
            recipient=row.recipient,
            post=row.post,
            unit=row.unit,
            text=core.sealer.open(row.body, "delivery"),
            at=row.at,
        )
        for row in rows
    ]
