"""What was told to whom, as the desks may see it: the query code never, the address masked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from channels.base import marked
from notify.schema import delivery
from tracking.store.seal import Sealer

_D = delivery.c
_CODE = re.compile(r"(?<![0-9A-Za-z-])[2-9A-HJ-NP-Z]{8}(?![0-9A-Za-z-])")
STATES = {
    "queued": marked("等待发送"),
    "sending": marked("正在发送"),
    "sent": marked("已发出"),
    "delivered": marked("已送达"),
    "kept": marked("演示未发"),
    "withheld": marked("已退订未发"),
    "failed": marked("发送失败"),
    "unknown": marked("结果不明"),
}
TEMPLATES = {
    "registered": marked("受理通知"),
    "place_asked": marked("询问地点"),
    "facts_asked": marked("询问情况"),
    "answered": marked("答复通知"),
    "declined": marked("不予受理通知"),
    "diverted": marked("转出通知"),
    "replied": marked("办理答复"),
    "closed": marked("结案通知"),
    "merged": marked("并单通知"),
    "bulletin": marked("通报短信"),
    "followed_reply": marked("答复通知（同样遇到者）"),
    "followed_end": marked("结案通知（同样遇到者）"),
}
RESENDABLE = frozenset({"failed", "unknown"})
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message. ``body`` is empty for those who only watch over sending."""

    id: int
    number: str
    template: str
    recipient: str
    channel: str
    state: str
    segments: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    body: str

    @property
    def resendable(self) -> bool:
        return self.state in RESENDABLE


def of_petition(connection: Connection, number: str, sealer: Sealer) -> Sequence[Sent]:
    """The messages of one petition, oldest first."""
    rows = connection.execute(select(delivery).where(_D.number == number).order_by(_D.id))
    return [_sent(row, sealer) for row in rows]


def page(
    connection: Connection, sealer: Sealer | None, *, state: str | None, before: int | None
) -> tuple[Sequence[Sent], int | None]:
    """The latest messages, and where the next page begins. Without a ``sealer`` bodies stay closed."""
    statement = select(delivery).order_by(_D.id.desc()).limit(PAGE + 1)
    if state:
        statement = statement.where(_D.state == state)
    if before:
        statement = statement.where(_D.id < before)
    rows = [_sent(row, sealer) for row in connection.execute(statement)]
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def _sent(row: Row[tuple[object, ...]], sealer: Sealer | None) -> Sent:
    body = _CODE.sub("********", sealer.open(row.body, "delivery")) if sealer else ""
    plain = {name: getattr(row, name) for name in Sent.__dataclass_fields__ if name != "body"}
    return Sent(**plain, body=body)
