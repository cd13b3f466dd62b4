"""``/wechat``: the platform proves itself, then brings messages and waits five seconds for each answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import PlainTextResponse, Response

from channels.base import Surroundings
from channels.body import Body
from channels.limit import Gate, address_of
from channels.wechat import port, renderer, seal
from channels.wechat.account import Account
from channels.wechat.seal import Stamp
from channels.wechat.service import Wechat
from channels.wechat.talking import converse, said

PER_ADDRESS = "1200/minute"
Word = Annotated[str, Query(max_length=200)]


def stamp_of(signature: Word = "", timestamp: Word = "", nonce: Word = "", msg_signature: Word = "") -> Stamp:
    """The stamp in the address; that of the sealed mode where there is one."""
    return Stamp(signature=msg_signature or signature, timestamp=timestamp, nonce=nonce)


def router(surroundings: Surroundings) -> APIRouter:
    """The account's webhook; while no account is set up there is nothing here."""
    routes, core = APIRouter(include_in_schema=False), surroundings.core
    account, service = surroundings.accounts.get("wechat") or (Account(), None)
    gate, dialogue = Gate(PER_ADDRESS), surroundings.dialogue

    def is_talking() -> bool:
        """With an engine to talk and a carrier for what it says; else each message is taken as what it is."""
        return dialogue.engine is not None and port.DOOR.channel in dialogue.carriers

    @routes.get("/wechat")
    def prove(echostr: Word = "", signature: Word = "", timestamp: Word = "", nonce: Word = "") -> Response:
        """The platform asks once whether we know the token."""
        _opened(account, service)
        stamp = Stamp(signature=signature, timestamp=timestamp, nonce=nonce)
        seal.check(stamp, account.token, now=core.now())
        return PlainTextResponse(echostr)

    @routes.post("/wechat")
    def bring(request: Request, stamp: Annotated[Stamp, Depends(stamp_of)], body: Body) -> Response:
        """A message of a citizen."""
        at_work = _opened(account, service)
        gate.enter(address_of(request))
        message = port.parse(_opened_body(account, stamp, body, core.now()))
        utterance = said(message) if is_talking() else None
        if utterance is not None:
            converse(dialogue, message, utterance)
            return renderer.silence()
        return renderer.reply(at_work.receive(message), message, account, now=core.now())

    return routes


def _opened(account: Account, service: Wechat | None) -> Wechat:
    if service is None or not account.open:
        raise HTTPException(404)
    return service


def _opened_body(account: Account, stamp: Stamp, body: bytes, now: datetime) -> bytes:
    """The message in clear; an account that seals takes nothing that is not sealed. Raises ``Forged``, ``Stale``."""
    if not account.key:
        seal.check(stamp, account.token, now=now)
        return body
    sealed = port.sealed_in(body)
    seal.check(stamp, account.token, sealed, now=now)
    return seal.unseal(sealed, key=account.key, app_id=account.app_id)
