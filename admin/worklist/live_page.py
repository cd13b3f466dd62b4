"""The stream of alarms and counts: server-sent events, the one thing of the console that is not synchronous."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from admin.desks.desk import READERS
from admin.look import look_of
from admin.security import session
from admin.security.account import Officer
from admin.security.permission import may
from admin.worklist.live import Hub, Stream
from admin.worklist.news import changed

PAGE = "/staff/worklist/live"
_TYPE = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def router(hub: Hub) -> APIRouter:
    """The route of this process's hub."""
    made = APIRouter(include_in_schema=False)

    @made.get(PAGE)
    async def live(request: Request, officer: Annotated[Officer, may(*READERS)]) -> Response:
        """Events as they happen; who does not ask for a stream gets the counts of this moment and no more.

        204 tells a browser to stop asking: this officer has enough pages open.
        """
        lang = look_of(request).lang
        if _TYPE not in request.headers.get("accept", ""):
            return await _once(hub, officer, lang)
        if hub.full(officer):
            return Response(status_code=204)
        stream = Stream(officer=officer, cookie=request.cookies.get(session.COOKIE, ""), lang=lang)
        hub.join(stream)
        return StreamingResponse(hub.events(stream), media_type=_TYPE, headers=_HEADERS)

    return made


async def _once(hub: Hub, officer: Officer, lang: str) -> Response:
    counts = await hub.counts_of(officer)
    return Response("".join(map(str, changed({}, counts, lang=lang))), media_type=_TYPE, headers=_HEADERS)
