"""How large a body may be. The framework's own limit answers in plain text; ours lets the error table answer."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KIB = 1024
JSON_LIMIT, FORM_LIMIT, UPLOAD_LIMIT = 64 * KIB, 1024 * KIB, 32 * 1024 * KIB
BATCHES = ("/api/v1/branch/",)


class BodyLimit:
    """Refuses a body that is too large while it comes in, before it is kept anywhere.

    Of a form with files that announces too much its beginning is read all the same: there stand the words.

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
        if announced.isdigit() and int(announced) > limit:
            limit = FORM_LIMIT if limit == UPLOAD_LIMIT else 0

        async def limited() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > limit:
                await _discard(receive, message, UPLOAD_LIMIT)
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)


def limit_for(path: str, content_type: bytes) -> int:
    """Bytes a body may have: uploads go to disk, everything else is read into memory."""
    if content_type.startswith(b"multipart/form-data"):
        return UPLOAD_LIMIT
    small = path.startswith("/api/") and not path.startswith(BATCHES)
    return JSON_LIMIT if small else FORM_LIMIT


async def _discard(receive: Receive, message: Message, most: int) -> None:
    while message.get("more_body") and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
