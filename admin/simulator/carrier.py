"""A stand-in for the carrier's own service, as its SDK speaks to it: recordings, calls, messages."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from admin.simulator.cabinet import Cabinet, Card
from channels.telephony import Account
from tracking.domain.clock import Clock

PREFIX = "/simulator/carrier"
T = TypeVar("T")


def router(cabinet: Cabinet, account: Account, clock: Clock) -> APIRouter:
    """The part of the carrier's interface that we use, for this account alone."""
    only = Depends(_only(account))
    root = f"{PREFIX}/2010-04-01/Accounts/{account.sid}"
    routes = APIRouter(prefix=root, include_in_schema=False, dependencies=[only])

    @routes.get("/Recordings/{sid}.wav")
    def sound(sid: str) -> Response:
        return Response(_found(cabinet.sound(sid)), media_type="audio/x-wav")

    @routes.delete("/Recordings/{sid}.json", status_code=204)
    def forget(sid: str) -> None:
        if not cabinet.remove("recordings", sid):
            raise HTTPException(404)

    @routes.get("/Recordings.json")
    def recordings() -> Response:
        return JSONResponse({"recordings": list(cabinet.all("recordings")), "next_page_uri": None})

    @routes.get("/Calls/{sid}.json")
    def call(sid: str) -> Response:
        return JSONResponse(_found(cabinet.get("calls", sid)))

    @routes.post("/Calls.json", status_code=201)
    async def ring(request: Request) -> Response:
        given = await _posted(request)
        card = _card("CA", clock.now(), status="queued", **given)
        cabinet.put("calls", card["sid"], card)
        return JSONResponse(card, 201)

    @routes.post("/Messages.json", status_code=201)
    async def send(request: Request) -> Response:
        given = await _posted(request)
        card = _card("SM", clock.now(), status="queued", **given)
        cabinet.put("messages", card["sid"], card)
        return JSONResponse(card, 201)

    @routes.get("/Messages.json")
    def messages(request: Request) -> Response:
        to = request.query_params.get("To")
        found = [card for card in reversed(cabinet.all("messages")) if to in (None, card["to"])]
        return JSONResponse({"messages": found, "next_page_uri": None})

    return routes


def new_recording(cabinet: Cabinet, call: str, body: bytes, at: datetime) -> str:
    """A caller has left a message; gives its id."""
    card = _card("RE", at, status="completed") | {"call_sid": call}
    cabinet.put_sound(card["sid"], body)
    cabinet.put("recordings", card["sid"], card)
    return str(card["sid"])


def _card(kind: str, at: datetime, **given: str) -> Card:
    when = format_datetime(at)
    return {"sid": f"{kind}{secrets.token_hex(16)}", "date_created": when, "date_sent": None, **given}


async def _posted(request: Request) -> Mapping[str, str]:
    """``StatusCallback`` becomes ``status_callback``, as the answers spell it."""
    pairs = parse_qsl((await request.body()).decode())
    return {"".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"): value for name, value in pairs}


def _found(value: T | None) -> T:
    if value is None:
        raise HTTPException(404)
    return value


def _only(account: Account) -> Callable[[Request], Awaitable[None]]:
    """A dependency that asks for the account's own credentials."""
    expected = "Basic " + base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()

    async def check(request: Request) -> None:
        if not secrets.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
            raise HTTPException(401)

    return check
