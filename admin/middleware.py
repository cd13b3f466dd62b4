"""Around every request, in plain ASGI: reference number, security headers, body limit, one line in the log.

The framework's own body limit answers in plain text; ours lets the error table answer.
"""

from __future__ import annotations

import secrets
import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.errors import answer
from admin.log import failure, log

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
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
KIB = 1024
JSON_LIMIT, FORM_LIMIT, UPLOAD_LIMIT = 64 * KIB, 1024 * KIB, 32 * 1024 * KIB


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


class BodyLimit:
    """Refuses a body that is too large while it comes in, before it is kept anywhere.

    What still comes is read and thrown away up to ``UPLOAD_LIMIT``: a browser shows the answer only when it could
    send everything.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers, total = dict(scope["headers"]), 0
        limit = limit_for(scope["path"], headers.get(b"content-type", b""))
        announced = headers.get(b"content-length", b"0")
        too_large = announced.isdigit() and int(announced) > limit

        async def limited() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if too_large or total > limit:
                await _discard(receive, message, UPLOAD_LIMIT)
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)


def limit_for(path: str, content_type: bytes) -> int:
    """Bytes a body may have: uploads go to disk, everything else is read into memory."""
    if content_type.startswith(b"multipart/form-data"):
        return UPLOAD_LIMIT
    return JSON_LIMIT if path.startswith("/api/") else FORM_LIMIT


async def _discard(receive: Receive, message: Message, most: int) -> None:
    while message.get("more_body") and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
