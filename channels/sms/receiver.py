"""The webhooks of short messages: texts that come in, and what became of those that went out."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from channels.base import Flaw, Refused, Surroundings, marked
from channels.carrier import Hook, address, signed
from channels.sms import domestic, renderer
from channels.sms.inbox import Inbox
from channels.sms.port import inbound
from channels.sms.twilio import STATES
from channels.telephony import Delivery, Report

PREFIX = "/webhooks/sms"
MOST_BYTES = 64 * 1024
_UNREADABLE = marked("内容无法读取。")


def router(surroundings: Surroundings) -> APIRouter:
    """Everything under ``PREFIX``."""
    routes = APIRouter(prefix=PREFIX, include_in_schema=False)
    inbox, city = Inbox(surroundings.core, surroundings.legacy_addresses, surroundings.noted), surroundings.hotline.city
    say = partial(surroundings.say, surroundings.hotline.language)
    believed = Depends(signed(surroundings.account, surroundings.public_url))

    async def provided(request: Request) -> dict[str, Any]:
        """The document of a domestic provider. Raises ``HTTPException`` (403) and ``Refused``."""
        body = await request.body()
        target = address("", request)
        if not domestic.believed(surroundings.provider, target, body, request.headers, at=surroundings.core.now()):
            raise HTTPException(403)
        return _document(body)

    given = Depends(provided)

    @routes.post("/twilio/inbound")
    def twilio_inbound(hook: Hook = believed) -> Response:
        """A text came in."""
        text = inbound(hook.get("MessageSid"), hook.get("From"), hook.get("Body"), hook.get("To"))
        return renderer.markup(renderer.reply(inbox.take(text), say, city))

    @routes.post("/twilio/status/{key}")
    def twilio_status(key: str, hook: Hook = believed) -> Response:
        """A word about a message of ours; what we do not know we do not note."""
        state = STATES.get(hook.get("MessageStatus"))
        if state is not None:
            error = hook.get("ErrorCode") or None
            surroundings.note_delivery(Report(key=key, state=state, reference=hook.get("MessageSid"), error=error))
        return Response(status_code=204)

    @routes.post("/domestic/inbound")
    def domestic_inbound(item: dict[str, Any] = given) -> Response:
        """A text came in."""
        text = inbound(item.get("id"), item.get("from"), item.get("text"), item.get("to"))
        return renderer.document(renderer.reply(inbox.take(text), say, city))

    @routes.post("/domestic/status")
    def domestic_status(item: dict[str, Any] = given) -> Response:
        """A word about a message of ours."""
        surroundings.note_delivery(_report(item))
        return Response(status_code=204)

    return routes


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(Flaw(field="", code="invalid_value", message=_UNREADABLE))
    return found


def _report(item: dict[str, Any]) -> Report:
    """Raises ``Refused``."""
    key, reference, error = (item.get(name) for name in ("key", "id", "error"))
    try:
        state = Delivery(item.get("status", ""))
    except ValueError as unknown:
        raise Refused(Flaw(field="status", code="unknown_code", message=_UNREADABLE)) from unknown
    if not isinstance(key, str):
        raise Refused(Flaw(field="key", code="invalid_value", message=_UNREADABLE))
    return Report(
        key=key,
        state=state,
        reference=reference if isinstance(reference, str) else None,
        error=str(error)[:100] if error else None,
    )
