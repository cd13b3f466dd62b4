"""The administrator's list: which post of which unit is told by short message, at which number."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.bulletins import contact, word
from admin.desks.desk import show
from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from channels.base import Refused
from tracking.domain.error import DomainError, InvalidValue
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/bulletins/contacts"
LARGEST = 2**62
Keeper = Annotated[Officer, may(Role.ADMINISTRATOR)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def contacts(request: Request, officer: Keeper) -> HTMLResponse:
    """Every unit with its posts; those without a number first."""
    return _page(request, officer)


@router.post(PAGE)
def put(request: Request, officer: Keeper, form: Posted) -> Response:
    """Add a post, or give it another number."""
    container, given = held(request), typed(form)
    known = {name: given.get(name, "") for name in ("unit", "post", "phone")}
    try:
        if known["unit"] not in container.city.register.units:
            raise InvalidValue("no such unit", field="unit")
        if container.redact(known["post"]) != known["post"]:
            raise InvalidValue("a post, not a name", field="personal")
        contact.put(container.core, **known, by=officer.username)
    except DomainError as refused:
        return _page(request, officer, word.problem(refused.code, refused.details.get("field")), known)
    except Refused:
        return _page(request, officer, word.PROBLEMS["invalid_value:phone"], known)
    _note(request, officer, f"set the number of {known['unit']}")
    return RedirectResponse(f"{PAGE}?done=1", 303)


@router.post(PAGE + "/{identity}/remove")
def remove(request: Request, identity: int, officer: Keeper, _form: Posted) -> Response:
    contact.remove(held(request).core, min(abs(identity), LARGEST))
    _note(request, officer, f"removed the contact {identity}")
    return RedirectResponse(PAGE, 303)


def _note(request: Request, officer: Officer, act: str) -> None:
    container = held(request)
    with container.engine.begin() as connection:
        note(connection, officer.username, act, at=container.core.now())


def _page(
    request: Request, officer: Officer, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        known = contact.by_unit(connection, container.core.sealer)
    told = [unit for unit in container.city.units() if unit.active and unit.group]
    return show(
        request,
        officer,
        "bulletins/contacts.html",
        status=422 if problem else 200,
        units=sorted(told, key=lambda unit: (unit.code in known, unit.code)),
        known=known,
        missing=sum(unit.code not in known for unit in told),
        problem=problem,
        given=given or {},
        done=request.query_params.get("done"),
    )
