"""Where the engine calls our actions: from this machine alone, with the secret, and never part of the interface."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from fastapi import APIRouter, Body, HTTPException, Request
from fastapi.responses import JSONResponse

from channels.dialogue.action import Actions
from channels.dialogue.engine import SECRET_HEADER
from channels.dialogue.talk import Means
from channels.limit import address_of

PATH = "/dialogue/actions"


def router(means: Means, *, secret: str) -> APIRouter:
    """One route, for the engine."""
    routes = APIRouter(include_in_schema=False)
    actions = Actions(means)

    @routes.post(PATH)
    def act(request: Request, call: Mapping[str, Any] = Body()) -> JSONResponse:
        """Make a step of a dialogue."""
        if not _is_here(request) or not _knows(request, secret):
            raise HTTPException(403)
        return JSONResponse(actions.run(call))

    return routes


def _is_here(request: Request) -> bool:
    """From this machine: over loopback, or to the address we ourselves listen on."""
    address, server = address_of(request), request.scope.get("server") or ("", 0)
    try:
        return ip_address(address).is_loopback or address == server[0]
    except ValueError:
        return False


def _knows(request: Request, secret: str) -> bool:
    return hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode())
