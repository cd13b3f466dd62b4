"""The form above the list: what was typed becomes an address, and a telephone number never stands in one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import sought, view
from admin.desks.desk import READERS
from admin.desks.entry import typed
from admin.desks.worklist import SEEKERS
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import NotFound
from tracking.store import dossier

router = APIRouter(include_in_schema=False)


@router.post("/staff/worklist/find")
def find(
    request: Request,
    officer: Annotated[Officer, may(*READERS)],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """To the petition whose number was typed, else to the list with these filters."""
    fields, container = typed(form), held(request)
    found = sought.understood(fields.get("words", ""), container.city)
    tab, parts = fields.get("tab", ""), {name: fields.get(name, "") for name in view.FILTERS}
    if found.number and _visible(request, officer, found.number):
        return RedirectResponse(f"/staff/petitions/{found.number}", 303)
    if found.phone and officer.role in SEEKERS:
        tab, parts["words"] = "all", ""
        parts["caller"] = container.core.sealer.key(found.phone, "phone").hex()
    return RedirectResponse(view.address(tab, parts), 303)


def _visible(request: Request, officer: Officer, number: str) -> bool:
    with held(request).engine.connect() as connection:
        try:
            dossier.check(connection, number, officer.viewer)
        except NotFound:
            return False
    return True
