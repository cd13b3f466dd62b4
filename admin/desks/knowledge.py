"""The knowledge base: everyone on the staff searches and reads, keepers add, edit and retire."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks import knowledge_edit
from admin.desks.desk import SENDERS, show
from admin.desks.entry import clean, typed
from admin.desks.knowledge_edit import OVERTAKEN, Overtaken
from admin.security.account import Officer
from admin.security.permission import STAFF, held, may, posted
from channels.base import Refused, marked
from routing import knowledge_store
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False)
PAGE = "/staff/knowledge"
MOST = 20
ACTS = {"added": marked("新增"), "edited": marked("修改"), "retired": marked("停用"), "restored": marked("恢复")}
Reader = Annotated[Officer, may(*STAFF)]
Keeper = Annotated[Officer, may(*SENDERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def search(request: Request, officer: Reader) -> HTMLResponse:
    """The best for some words; without words the first ones of a field."""
    words, field = (clean(request.query_params.get(name)) for name in ("q", "field"))
    with held(request).engine.connect() as connection:
        if words:
            found = knowledge_store.best(connection, words, most=MOST)
        else:
            found = knowledge_store.of_topic(connection, field)
        changes = knowledge_store.changes(connection) if officer.role in SENDERS else None
    return _page(request, officer, found=found, changes=changes, q=words, field=field)


@router.get(PAGE + "/{code}")
def edit(request: Request, code: str, officer: Keeper) -> HTMLResponse:
    """One entry to be edited, with everything that was done to it."""
    with held(request).engine.connect() as connection:
        entry = knowledge_store.one(connection, clean(code))
        changes = knowledge_store.changes(connection, clean(code))
    if entry is None:
        raise NotFound("no such entry")
    given = {name: value or "" for name, value in asdict(entry).items()}
    return _page(request, officer, entry=entry, given=given, changes=changes)


@router.post(PAGE)
def save(request: Request, officer: Keeper, form: Posted) -> Response:
    """Add or edit; who and when is kept."""
    given = typed(form)
    try:
        code = knowledge_edit.save(held(request), given, by=officer.username)
    except Refused as refused:
        return _page(request, officer, status=422, problem=refused.flaws[0].message, given=given)
    except Overtaken as overtaken:
        given |= {"version": str(overtaken.now.version)}
        return _page(request, officer, status=409, problem=OVERTAKEN, given=given, other=overtaken.now)
    return RedirectResponse(f"{PAGE}/{code}?done=saved", 303)


@router.post(PAGE + "/{code}/state")
def set_state(request: Request, code: str, officer: Keeper, form: Posted) -> Response:
    """Out of force or back; pressing twice is harmless."""
    active = typed(form).get("active") == "yes"
    knowledge_edit.set_active(held(request), clean(code), active, by=officer.username)
    return RedirectResponse(f"{PAGE}?done=state", 303)


def _page(
    request: Request,
    officer: Officer,
    *,
    status: int = 200,
    given: Mapping[str, object] | None = None,
    **known: object,
) -> HTMLResponse:
    context = {
        "found": None,
        "changes": None,
        "entry": None,
        "other": None,
        "problem": "",
        "q": "",
        "field": "",
        **known,
    }
    context |= {"keeper": officer.role in SENDERS, "acts": ACTS, "done": request.query_params.get("done")}
    return show(request, officer, "knowledge.html", status=status, headers=None, given=given or {}, **context)
