"""The carrier's service on a port of its own: what the simulator stands in with, and it can fail like the real one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from admin.simulator import carrier
from admin.simulator.cabinet import Cabinet
from channels.telephony import Account
from tests.browser import served
from tracking.domain.clock import SystemClock

SID, TOKEN, NUMBER = f"AC{'0' * 32}", "a token for tests", "+862412345"


@dataclass
class Standin:
    """``faults`` is what happens to the next requests, one each: an HTTP status, or ``cut``: done, but no answer."""

    cabinet: Cabinet
    url: str = ""
    faults: list[int | str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return Account(sid=SID, token=TOKEN, number=NUMBER, url=self.url + carrier.PREFIX)


class Faulty:
    """Around the stand-in: the faults that were asked for."""

    def __init__(self, app: ASGIApp, standin: Standin) -> None:
        self.app, self.standin = app, standin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        self.standin.asked.append(f"{request.method} {request.url.path}")
        fault = self.standin.faults.pop(0) if self.standin.faults else None
        if fault == "cut":
            await self.app(scope, receive, _nowhere)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
            raise ConnectionResetError
        if isinstance(fault, int):
            await Response(f'{{"code": {fault}, "message": "no"}}', fault)(scope, receive, send)
            return
        await self.app(scope, receive, send)


async def _nowhere(_: object) -> None:
    return None


@contextmanager
def standin(folder: Path) -> Iterator[Standin]:
    """Serve it; the cabinet is emptied by whoever uses it again."""
    made = Standin(Cabinet(folder))
    app = FastAPI(openapi_url=None)
    app.include_router(carrier.router(made.cabinet, made.account, SystemClock()))
    app.add_middleware(Faulty, standin=made)
    with served(app) as url:
        made.url = url
        yield made


@contextmanager
def silent() -> Iterator[int]:
    """Somebody who takes connections and never answers; the port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]
