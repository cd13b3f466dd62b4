"""What happened until the bulletin of June was out and the example published."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from admin.bulletins import contact, making
from admin.media.candidate import RED
from admin.media.schema import media_item
from admin.wiring import Container
from channels.sms.domestic import DomesticGateway
from channels.telephony import Provider
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT
from tests.admin.supervision import steps
from tests.journeys.office import Office
from tests.journeys.quarter import (
    BEGINS,
    HOUR,
    MONTHS,
    RIVAL,
    WELL,
    Story,
    begun,
    lived,
    of_rival,
    settle,
    titled,
)
from tests.stand_in import Answer, standing_in
from tests.tracking.city import at
from tracking.domain.clock import FixedClock
from tracking.domain.period import parse
from tracking.domain.petition import Assignment
from tracking.domain.vocabulary import Identity, Kind
from tracking.service import period_close
from tracking.store import case as cases
from tracking.store.frozen import Frozen

JUNE = "2026-06"
SECRET = Story(kind=Kind.REPORT, text="举报科长收红包", phone="13700000001", name="司马举")
HIDDEN = Story(identity=Identity.CONFIDENTIAL, agrees=True, happy=False, phone="13700000002", name="诸葛密")
NEGLECTED = Story(agrees=True, text=f"{matter.TEXT}我叫{matter.NAME}，电话{matter.PHONE}，车牌辽B12345。")
HOSTILE = "科长收红包13700000003辽A54321<script>alert(1)</script>"
LEADERS = {UNIT: "13900000301", RIVAL: "13900000302"}
PLANTED = (
    *("司马举", "诸葛密", "13700000001", "13700000002", "13700000003"),
    *("辽A54321", "红包", "<script>alert", *LEADERS.values()),
    *(matter.NAME, matter.PHONE, "辽B12345"),
)
DEMANDS = "请对照短板逐项整改。"
TALE = "一处小区停水多日，单位报称已修好，居民仍然没有水。"
BULLETINS, MEDIA = "/staff/bulletins", "/staff/media"
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What is known when the bulletin of June is out and the example published."""

    months: dict[str, Frozen]
    neglected: str
    secrets: tuple[str, str]
    bulletin: str
    sms: dict[str, str]
    example: int


def quarter(container: Container, clock: FixedClock, office: Office) -> Quarter:
    """From the first petition of April to the example of July."""
    months = {}
    for month, stories in MONTHS.items():
        lived(container, clock, [*stories, *of_rival([WELL] * 12)], start=BEGINS[month])
        if month == JUNE:
            secrets = _secret(container, clock)
            neglected = _neglected(container, clock, office)
        clock.at = parse(month).window().end + HOUR * 9
        months[month] = period_close.close(container.core, parse(month), groups=making.groups(container), by="office")
    bulletin, sms = _told(container, clock, office)
    example = _published(container, clock, office, neglected)
    return Quarter(months=months, neglected=neglected, secrets=secrets, bulletin=bulletin, sms=sms, example=example)


def _secret(container: Container, clock: FixedClock) -> tuple[str, str]:
    """A report and a confidential matter of the same unit, under a title of a hostile hand."""
    report, hidden = lived(container, clock, [SECRET, HIDDEN], start=BEGINS[JUNE] + HOUR)
    titled(container, report, HOSTILE)
    titled(container, hidden, HOSTILE)
    return report, hidden


def _neglected(container: Container, clock: FixedClock, office: Office) -> str:
    """Reminded, a yellow and a red card, a report that is not true, and what supervision finds of it."""
    number = begun(container, clock, NEGLECTED)
    for limit in ("remind_at", "handle_due_at", "supervised_due_at"):
        steps.tick(container, clock, getattr(_lead(container, number), limit) + A_MOMENT)
    lead = _lead(container, number)
    assert all((lead.reminded_at, lead.yellow_card_at, lead.red_card_at))
    clock.at = at(6, 16)
    with container.core.change(number) as case:
        settle(container, clock, case, happy=False)
    steps.tick(container, clock, at(6, 22))
    found = {"unit": UNIT, "cause": "faking", "at": "2026-06-16T09:00", "number": number, "reason": "现场仍然没有水。"}
    office.sends("disp", "/staff/oversight", "/staff/oversight/veto", **found)
    return number


def _lead(container: Container, number: str) -> Assignment:
    with container.engine.connect() as connection:
        return cases.load(connection, number).lead


def _told(container: Container, clock: FixedClock, office: Office) -> tuple[str, dict[str, str]]:
    """The bulletin of June, approved by a second person; what came in at the carrier, by number."""
    clock.at = at(7, 3, 10)
    for unit, phone in LEADERS.items():
        contact.put(container.core, unit=unit, post="主要负责人", phone=phone, by="root")
    made = {"period": JUNE, "demands": DEMANDS, "due_on": "2026-07-31"}
    page = office.sends("disp", BULLETINS, BULLETINS, **made)
    assert "您生成的通报由另一人审定" in office("disp").open(page).text
    office.sends("second", page, f"{page}/approve")
    with standing_in() as carrier:
        carrier.script = lambda asked: Answer(body=json.dumps({"id": json.loads(asked.body)["key"]}).encode())
        provider = Provider(url=carrier.url, app="minyi", secret="a shared secret of the test")
        sending = replace(container.sending, gateway=DomesticGateway(provider, container.core.clock))
        assert sending.send_queued() == len(LEADERS)
        sent = [json.loads(each.body) for each in carrier.asked]
    return page, {each["to"]: each["text"] for each in sent}


def _published(container: Container, clock: FixedClock, office: Office, number: str) -> int:
    """Found by rule, told anew, answered by the unit, proposed by one and released by another."""
    office.sends("disp", MEDIA, f"{MEDIA}/find", period=JUNE)
    with container.engine.connect() as connection:
        found = select(media_item.c.id, media_item.c.cause).where(media_item.c.number == number)
        identity, cause = connection.execute(found).one()
    assert cause == RED, "it is among the worst rated too, and still one example"
    page = f"{MEDIA}/{identity}"
    office.sends("disp", page, f"{page}/draft", title="三天没水", story=TALE)
    office.sends("disp", page, f"{page}/ask_unit")
    office.sends("water", "/staff/media-replies", f"/staff/media-replies/{identity}", text="管道已更换。")
    office.sends("disp", page, f"{page}/propose")
    refused = office("disp").client.post(
        f"{page}/release", data={**office("disp").forms("/staff")["/staff/sign-out"], "medium": "晚报"}
    )
    assert refused.status_code == 422
    assert TALE not in office("").open("/open/examples").text
    clock.at = at(7, 7, 10)
    office.sends("second", page, f"{page}/release", medium="晚报", on="2026-07-07")
    return int(identity)
