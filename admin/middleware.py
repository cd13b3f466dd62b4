"""Around every request, in plain ASGI: reference number, security headers, one line in the log."""

from __future__ import annotations

import secrets
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.answer import answer
from admin.log import failure, log

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")


def reference() -> str:
    """A number a person can read out, such as ``7KQ2-M9XD``; it stands in the answer and in the log."""
    bits = secrets.randbits(40)
    letters = "".join(_ALPHABET[(bits >> (5 * n)) & 31] for n in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Envelope:
    """Reference number, headers and log line; also the last to catch what nobody expected.

    The log never has the query or the body: a query code may stand there.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = [*_HEADERS, _HSTS] if https else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        given = scope.setdefault("state", {})
        given["reference"] = reference()
        extra = [*self.headers, (b"x-request-id", given["reference"].encode())]
        if scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v="):
            extra.append(_FOREVER)

        async def enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        try:
            await self.app(scope, receive, enveloped)
        except Exception as error:
            if status:
                failure(error, reference=given["reference"])
                raise
            await answer(Request(scope), error)(scope, receive, enveloped)
        finally:
            _note(scope, status, began)


def _note(scope: Scope, status: int, began: float) -> None:
    route = scope.get("route")
    log.info(
        "request",
        reference=scope["state"]["reference"],
        method=scope["method"],
        route=getattr(route, "path", None) or "-",
        status=status,
        ms=round((time.perf_counter() - began) * 1000, 1),
        error=scope["state"].get("error"),
    )
