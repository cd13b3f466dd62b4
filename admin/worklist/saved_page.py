"""Views that are kept under a name: opening, keeping, renaming and forgetting them."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import view
from admin.desks.desk import READERS, show
from admin.desks.entry import typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.worklist import saved
from channels.base import Refused

router = APIRouter(include_in_schema=False)
PAGE = "/staff/worklist/views"
_LARGEST, _LONGEST_QUERY = 2**62, 2000
Reader = Annotated[Officer, may(*READERS)]
Form = Annotated[FormData, Depends(posted)]
Identity = Annotated[int, Path(ge=1, le=_LARGEST)]


@router.get(PAGE)
def views(request: Request, officer: Reader) -> HTMLResponse:
    """All one may open, one's own to rename or forget."""
    return _page(request, officer)


@router.get(PAGE + "/{identity}")
def open_view(request: Request, identity: Identity, officer: Reader) -> Response:
    """The one address of a view: leads to the list with its filters."""
    with held(request).engine.connect() as connection:
        found = saved.one(connection, officer, identity)
    return RedirectResponse(f"{view.PATH}?{found.query}&view={found.id}", 303)


@router.post(PAGE)
def keep(request: Request, officer: Reader, form: Form) -> Response:
    """Keep the filters of the list one looks at."""
    fields, container = typed(form), held(request)
    name, shared = fields.get("name", ""), fields.get("shared") == "1"
    try:
        query = _query(fields.get("query", ""))
        at = container.core.now()
        identity = saved.keep(container.engine, officer, name, query, shared=shared, at=at)
    except Refused as refused:
        return _page(request, officer, status=422, flaw=refused.flaws[0].message, typed=fields)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.post(PAGE + "/{identity}")
def change(request: Request, identity: Identity, officer: Reader, form: Form) -> Response:
    """Rename it, share it, or share it no longer."""
    fields = typed(form)
    name, shared = fields.get("name", ""), fields.get("shared") == "1"
    try:
        saved.change(held(request).engine, officer, identity, name, shared=shared)
    except Refused as refused:
        return _page(request, officer, status=422, flaw=refused.flaws[0].message, at_fault=identity)
    return RedirectResponse(PAGE, 303)


@router.post(PAGE + "/{identity}/delete")
def drop(request: Request, identity: Identity, officer: Reader, _form: Form) -> Response:
    """Forget it; the petitions stay as they are."""
    saved.drop(held(request).engine, officer, identity)
    return RedirectResponse(PAGE, 303)


def _page(
    request: Request,
    officer: Officer,
    *,
    status: int = 200,
    flaw: str = "",
    at_fault: int = 0,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = saved.of(connection, officer)
    return show(
        request,
        officer,
        "worklist/views.html",
        status=status,
        views=found,
        flaw=flaw,
        at_fault=at_fault,
        typed={"name": "", "query": "", "shared": ""} | (typed or {}),
        most=saved.MOST,
    )


def _query(given: str) -> str:
    """Only what a worklist's address may say, as it would say it."""
    parts = dict(parse_qsl(given[:_LONGEST_QUERY]))
    known = {name: parts.get(name, "") for name in view.FILTERS if name != "caller"}
    return view.address(parts.get("tab", ""), known).partition("?")[2]
