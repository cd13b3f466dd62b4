"""The handset: texts out through the webhook, and whatever was sent to this number."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from admin.desks.delivery import STATES
from admin.pages import render
from admin.simulator import PREFIX, open_to_all
from admin.simulator.outside import cabinet
from admin.simulator.phone import SOMEBODY, number_of
from admin.simulator.post import postman
from admin.simulator.twiml import texts
from admin.wiring import Container
from channels import telephone, words
from notify.schema import delivery
from tracking.store import schema

PAGE = f"{PREFIX}/sms"
INBOUND = "/webhooks/sms/twilio/inbound"
SHOWN = 60
Typed = Annotated[str, Form()]
Bubble = tuple[datetime, str, str, str]


def router(container: Container) -> APIRouter:
    """Everything under ``PAGE``."""
    routes = open_to_all()
    kept = cabinet(container)

    @routes.get("/sms")
    def handset(request: Request, number: str = SOMEBODY) -> Response:
        """What went back and forth, the newest last."""
        mine = number_of(number)
        return render(request, "simulator/sms.html", number=mine, bubbles=conversation(mine), states=STATES)

    @routes.get("/sms/conversation")
    def bubbles(request: Request, number: str = SOMEBODY) -> Response:
        """The same without the page; asked every few seconds."""
        mine = number_of(number)
        return render(request, "simulator/bubbles.html", bubbles=conversation(mine), states=STATES)

    @routes.post("/sms")
    def send(request: Request, number: Typed = SOMEBODY, body: Typed = "") -> Response:
        """Send a text to the city."""
        mine, text = number_of(number), words.clean(body)[: words.TEXT_LENGTH]
        sid = f"SM{secrets.token_hex(16)}"
        fields = {
            "MessageSid": sid,
            "From": telephone.international(mine),
            "To": container.account.number,
            "Body": text,
        }
        answer = postman(container, request).deliver(INBOUND, fields)
        at = container.core.now().isoformat()
        kept.put("texts", sid, {"phone": mine, "at": at, "text": text, "replies": list(texts(answer))})
        return RedirectResponse(f"{PAGE}?{urlencode({'number': mine})}#now", 303)

    def conversation(phone: str) -> Sequence[Bubble]:
        """(when, who, words, state), the newest last."""
        mine = [card for card in kept.all("texts") if card["phone"] == phone]
        typed = [(datetime.fromisoformat(card["at"]), "me", card["text"], "") for card in mine]
        said = [(datetime.fromisoformat(card["at"]), "city", text, "") for card in mine for text in card["replies"]]
        return sorted([*typed, *said, *_sent(container, phone)], key=lambda bubble: bubble[0])[-SHOWN:]

    return routes


def _sent(container: Container, phone: str) -> Sequence[Bubble]:
    """What was sent to a number, or kept for it."""
    sealer = container.core.sealer
    theirs = delivery.join(schema.petition, schema.petition.c.number == delivery.c.number)
    found = select(delivery.c.created_at, delivery.c.body, delivery.c.state).select_from(theirs)
    mine = found.where(schema.petition.c.phone_key == sealer.key(phone, "phone"), delivery.c.channel == "sms")
    with container.engine.connect() as connection:
        rows = connection.execute(mine.order_by(delivery.c.id.desc()).limit(SHOWN)).all()
    return [(row.created_at, "city", sealer.open(row.body, "delivery"), row.state) for row in rows]
