"""A file of evidence, to those who may see what it proves; whoever took one is noted."""

import hashlib
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from admin.desks.entry import count_in
from admin.performance import evidence
from admin.performance.page import ROOM, Watcher, swapped, year_in
from admin.security.permission import held
from admin.security.sign_in import note
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False)


@router.get(ROOM + "/{year}/files/{identity}")
def file(request: Request, year: str, identity: str, officer: Watcher) -> Response:
    """Those of a unit get their own; what is no longer what was judged goes to nobody."""
    known, container = year_in(year), held(request)
    with container.engine.begin() as connection:
        found = evidence.one(connection, known, count_in(identity))
        if found is None or officer.unit not in (None, found[0].unit):
            raise NotFound("no such file")
        told, body = found
        if hashlib.sha256(body).hexdigest() != told.digest:
            return swapped(request, officer, known, told.name)
        note(connection, officer.username, f"took evidence {told.id} of {told.unit}", at=container.core.now())
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(told.name)}", "Cache-Control": "no-store"}
    return Response(body, media_type=told.media_type, headers=headers)
