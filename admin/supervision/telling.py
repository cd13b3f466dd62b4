"""What supervision decided reaches the unit: a notice on its desk, and a short message to its leaders.

The lines of the record that nobody was told of yet are the outbox: each is told once, in the transaction that marks it
told. A notice holds codes, a message the number of a document: neither says who complained, or of what. About a report
(举报) a unit is told only while it handles it, and no message goes out: a telephone may be that of who was reported.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from admin.bulletins import contact
from admin.bulletins.contact import Contact
from admin.bulletins.law import awake
from admin.bulletins.law import law as hours
from admin.supervision import schema
from admin.supervision.ladder import Step
from admin.supervision.word import ACTS, STEPS
from admin.wiring import CITY_NAME
from channels.sms.port import segments
from notify import store as deliveries
from notify import unit
from notify.unit import Notice
from tracking.domain.clock import city_day
from tracking.domain.vocabulary import Kind
from tracking.service.core import Core
from tracking.store import schema as tracking
from tracking.store.visibility import open_to_unit

ABOUT = "document"
TOLD = frozenset(
    {
        *("issued", "cancelled", "corrected", "not_corrected", "appeal_upheld", "appeal_rejected"),
        *("extended", "not_told", "not_extended", "result_noted"),
    }
)
"""The unit's own acts are not told to it."""
BY_MESSAGE = frozenset({"issued", "cancelled", "corrected", "not_corrected", "appeal_upheld", "appeal_rejected"})
HISTORY = timedelta(days=30)
"""What is older when it is first seen was made of an old ledger and is told to nobody."""
TEMPLATE, BODY = "supervision", "【{city}民意诉求】监督文书{name}《{step}》：{act}。请登录工作台查看，按期办理。"
_C, _D, _P = schema.act.c, schema.document.c, tracking.petition.c


def tell(core: Core, *, most: int = 500) -> int:
    """Tell what nobody was told of yet; returns how many notices are new."""
    now = core.now()
    with core.engine.begin() as connection:
        acts = _untold(connection, most)
        fresh = [each for each in acts if each.at >= now - HISTORY and each.act in TOLD and each.open_to_it]
        told = unit.tell(connection, [_notice(each) for each in fresh])
        loud = [each for each in fresh if _loud(each)]
        if loud:
            _message(connection, core, loud, now)
        connection.execute(update(schema.act).where(_C.id.in_([each.id for each in acts])).values(told=True))
    return told


def _untold(connection: Connection, most: int) -> Sequence[Any]:
    found = (
        select(
            *(_C.id, _C.document, _C.act, _C.at, _D.unit, _D.step, _D.word, _D.year, _D.serial, _P.kind),
            or_(_D.number.is_(None), open_to_unit(_D.unit)).label("open_to_it"),
        )
        .select_from(schema.act.join(schema.document).outerjoin(tracking.petition, _P.number == _D.number))
        .where(~_C.told)
        .order_by(_C.id)
        .limit(most)
        .with_for_update(of=schema.act, skip_locked=True)
    )
    return connection.execute(found).all()


def _notice(act: Row[Any]) -> Notice:
    return Notice(unit=act.unit, about=ABOUT, subject=act.document, what=act.act, source=act.id, at=act.at)


def _loud(act: Row[Any]) -> bool:
    """The yellow card is the handlers' own affair; what is graver, orders and proposals concern the leaders."""
    return act.act in BY_MESSAGE and act.step != Step.YELLOW and act.kind != Kind.REPORT


def _message(connection: Connection, core: Core, acts: Sequence[Row[Any]], now: datetime) -> None:
    contacts = contact.by_unit(connection, core.sealer)
    if not contacts:
        return
    at = awake(now, hours(connection, city_day(now)))
    rows = [_row(core, act, to, now, at) for act in acts for to in contacts.get(act.unit, ()) if to.phone]
    deliveries.queue_all(connection, rows)


def _row(core: Core, act: Row[Any], to: Contact, now: datetime, at: datetime) -> dict[str, Any]:
    name = f"{act.word}〔{act.year}〕{act.serial}号"
    body = BODY.format(city=CITY_NAME, name=name, step=STEPS[act.step], act=_words(act.act))
    return {
        "number": name,
        "seq": act.id,
        "template": TEMPLATE,
        "recipient": f"{act.unit}/{to.id}",
        "channel": "sms",
        "address": core.sealer.seal(to.phone or "", "address"),
        "body": core.sealer.seal(body, "delivery"),
        "segments": segments(body),
        "state": "queued",
        "created_at": now,
        "next_try_at": at,
    }


def _words(act: str) -> str:
    said: Mapping[str, str] = ACTS
    return said[act]
