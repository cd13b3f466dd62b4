"""The desk of keeping times: what is held, what was forgotten, and how long each class is kept."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import number_in, typed
from admin.privacy import hold, retention, word
from admin.register.parameter_word import ROWS
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
PAGE = "/staff/retention"
Reader = Annotated[Officer, may(Role.DISPATCHER, Role.INSPECTOR)]
Keeper = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def kept(request: Request, officer: Reader) -> HTMLResponse:
    """Holds, tombstones and the years in force."""
    return _page(request, officer)


@router.post(PAGE)
def put(request: Request, officer: Keeper, form: Posted) -> Response:
    """Hold a petition."""
    container, given = held(request), typed(form)
    reason = given.get("reason", "")
    try:
        number = number_in(given.get("number", ""))
        with container.engine.begin() as connection:
            dossier.check(connection, number, officer.viewer)
            at = container.core.now()
            if not reason or not hold.put(connection, number, reason=reason, by=officer.username, at=at):
                return _page(request, officer, problem=word.NO_HOLD, given=given)
    except NotFound:
        return _page(request, officer, problem=word.NO_HOLD, given=given)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/{identity}/lift")
def lift(request: Request, identity: int, officer: Keeper, form: Posted) -> Response:
    """It is held no longer. Raises ``NotFound`` for what was not."""
    container = held(request)
    with container.engine.begin() as connection:
        if not hold.lift(connection, identity, by=officer.username, at=container.core.now()):
            raise NotFound("no such hold")
    return RedirectResponse(PAGE, 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: dict[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        holds, gone = hold.holds(connection), hold.tombstones(connection)
        years = retention.in_force(connection, container.core.now())
    return show(
        request,
        officer,
        "privacy/retention.html",
        status=422 if problem else 200,
        holds=holds,
        gone=gone,
        automatic=years.pop(retention.AUTOMATIC),
        years={ROWS[name]: value for name, value in years.items()},
        steps=word.STEPS,
        whys=word.WHYS,
        keeper=officer.role is Role.DISPATCHER,
        problem=problem,
        given=given or {},
    )
