"""``/telegram/webhook``: stored, answered with 200 at once, and then talked about in the background."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from channels.base import Surroundings
from channels.limit import Gate
from channels.telegram.bot import Bot
from channels.telegram.port import MESSENGER, Inbound, parse
from tracking.store.seal import Sealer

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PER_CHAT = "30/minute; 300/hour"


def secret_of(sealer: Sealer) -> str:
    """What Telegram sends with every update, so that nobody else can."""
    return sealer.key("webhook", "telegram").hex()


async def _body(request: Request) -> bytes:
    return await request.body()


def router(surroundings: Surroundings) -> APIRouter:
    """The webhook; without a bot there is none."""
    routes = APIRouter(include_in_schema=False)
    dialogue, gate = surroundings.dialogue, Gate(PER_CHAT)
    channel, secret = MESSENGER.door.channel, secret_of(surroundings.core.sealer)

    def respond(identity: str, inbound: Inbound) -> None:
        """The rest, after Telegram has its answer."""
        bot = dialogue.carriers[channel]
        if isinstance(bot, Bot) and inbound.press_id:
            bot.acknowledge(inbound.press_id)
        dialogue.answer(identity)
        dialogue.deliver(channel, identity)

    @routes.post(PATH)
    def receive(request: Request, body: Annotated[bytes, Depends(_body)]) -> Response:
        """Take one update in, once."""
        if channel not in dialogue.carriers:
            raise HTTPException(404)
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            raise HTTPException(403)
        inbound = parse(body)
        if inbound is None:
            return Response()
        gate.enter(inbound.chat)
        identity = dialogue.hear(
            channel, inbound.chat, inbound.said, external_id=inbound.update_id, language=inbound.language
        )
        if identity is not None:
            dialogue.soon(lambda: respond(identity, inbound))
        return Response()

    return routes
