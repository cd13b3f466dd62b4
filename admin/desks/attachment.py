"""The files of a petition: pictures and papers at once, recordings after a reason, and any of them in parts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import listening
from admin.desks.byte_range import Part, Unsatisfiable, part_of
from admin.desks.desk import READERS, WORKERS
from admin.desks.entry import number_in, typed
from admin.desks.field import MISSING
from admin.desks.petition import PAGE, SHORTEST_REASON, page
from admin.desks.petition_view import SOUND, Opened
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import NotFound
from tracking.store import dossier
from tracking.store.visibility import READS_FIGURES

router = APIRouter(include_in_schema=False)
_FILE_READERS = tuple(role for role in READERS if role not in READS_FIGURES)


@router.get(PAGE + "/files/{digest}")
def file(request: Request, number: str, digest: str, officer: Annotated[Officer, may(*_FILE_READERS)]) -> Response:
    """A file, whole or the part that a player asks for; a recording only after ``listen``."""
    container, number = held(request), number_in(number)
    if not digest.isalnum():
        raise NotFound("no such attachment", number=number)
    with container.engine.connect() as connection:
        dossier.check(connection, number, officer.viewer)
        media_type, size = dossier.kind(connection, number, digest)
        if media_type.startswith(SOUND):
            listening.check(connection, officer, number, container.core.now())
        try:
            part = part_of(request.headers.get("range", ""), size)
        except Unsatisfiable:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
        wanted = part or Part(first=0, length=size)
        body = dossier.part(connection, number, digest, first=wanted.first, length=wanted.length)
    shown = "inline" if media_type.startswith(("image/", SOUND)) else "attachment"
    headers = {"Content-Disposition": shown, "Cache-Control": "no-store", "Accept-Ranges": "bytes"}
    if part is None:
        return Response(body, media_type=media_type, headers=headers)
    return Response(body, 206, headers | {"Content-Range": part.told(size)}, media_type)


@router.post(PAGE + "/listen")
def listen(
    request: Request,
    number: str,
    officer: Annotated[Officer, may(*WORKERS)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Play the recordings of a petition for a while, for a reason that is logged."""
    number, reason = number_in(number), typed(form).get("reason", "")
    if len(reason) < SHORTEST_REASON:
        return page(request, officer, number, status=422, opened=Opened(anchor="listen", flaws={"reason": MISSING}))
    listening.begin(held(request), officer, number, reason)
    return RedirectResponse(f"/staff/petitions/{number}#recordings", 303)
