"""Saving a draft while one types, and throwing it away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import WORKERS
from admin.desks.entry import count_in, number_in, typed
from admin.draft import inserting, keeping
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False)
PAGE = "/staff/petitions/{number}/{verb}/draft"


@router.post(PAGE)
def save(
    request: Request,
    number: str,
    verb: str,
    officer: Annotated[Officer, may(*WORKERS)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """Keep what is typed; ``discard`` throws it away. A script gets no page, a person the petition again."""
    given = typed(form)
    found = keeping.sheet_of(number_in(number), verb, given)
    if found is None:
        raise NotFound("no such verb")
    sheet, words = found
    if given.get("discard"):
        keeping.drop(held(request), officer, sheet)
    else:
        words = inserting.inserted(held(request), officer, sheet, words, given)
        keeping.keep(held(request), officer, sheet, words, version=count_in(given.get("version", "")))
    if "x-autosave" in request.headers:
        return Response(status_code=204)
    return RedirectResponse(f"/staff/petitions/{sheet.number}#{sheet.anchor}", 303)
