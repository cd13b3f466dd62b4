"""The page of reply templates: a unit keeps its own, the administrator all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import clean, count_in, typed
from admin.draft import template
from admin.draft.template import Template
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import marked
from tracking.domain.error import Forbidden, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/templates"
KEEPERS = (Role.HANDLER, Role.ADMINISTRATOR)
LONGEST_TITLE, LONGEST_BODY = 60, 1500
MISSING = marked("名称和内容都要填写：名称最多60字，内容最多1500字。")
OVERTAKEN = marked("别人刚刚改了这个模板。您填写的内容还在下面，请看过现在的内容再保存。")
Keeper = Annotated[Officer, may(*KEEPERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def templates(request: Request, officer: Keeper) -> HTMLResponse:
    """The templates that apply here; ``edit`` in the address opens one."""
    asked = clean(request.query_params.get("edit"))
    found = _own(request, officer, count_in(asked)) if asked else None
    if found is None:
        return _page(request, officer)
    given = {"id": str(found.id), "version": str(found.version), "title": found.title, "body": found.body}
    return _page(request, officer, given=given)


@router.post(PAGE)
def save(request: Request, officer: Keeper, form: Posted) -> Response:
    """Add one, or change one unless somebody else was faster."""
    given = typed(form)
    seen = _own(request, officer, count_in(given["id"])) if given.get("id") else None
    if not _fits(given):
        return _page(request, officer, status=422, given=given, problem=MISSING)
    values = {"title": given["title"], "body": given["body"], **_signed(request, officer)}
    with held(request).engine.begin() as connection:
        if seen is None:
            template.add(connection, {**values, "unit": officer.unit})
        elif not template.change(connection, replace(seen, version=count_in(given.get("version", ""))), values):
            return _page(request, officer, status=409, given={**given, "version": str(seen.version)}, problem=OVERTAKEN)
    return RedirectResponse(f"{PAGE}?done=yes", 303)


@router.post(PAGE + "/state")
def set_state(request: Request, officer: Keeper, form: Posted) -> Response:
    """Out of force or back; pressing twice is harmless."""
    given = typed(form)
    seen = _own(request, officer, count_in(given.get("id", "")))
    with held(request).engine.begin() as connection:
        template.change(connection, seen, {"active": given.get("active") == "yes", **_signed(request, officer)})
    return RedirectResponse(f"{PAGE}?done=yes", 303)


def _signed(request: Request, officer: Officer) -> dict[str, object]:
    return {"changed_by": officer.username, "changed_at": held(request).core.now()}


def _fits(given: Mapping[str, str]) -> bool:
    title, body = given.get("title", ""), given.get("body", "")
    return 0 < len(title) <= LONGEST_TITLE and 0 < len(body) <= LONGEST_BODY


def _own(request: Request, officer: Officer, id: int) -> Template:
    """Raises ``NotFound``, and ``Forbidden`` for the templates of others."""
    with held(request).engine.connect() as connection:
        found = template.one(connection, id)
    if found is None:
        raise NotFound("no such template")
    if officer.role is Role.HANDLER and found.unit != officer.unit:
        raise Forbidden("the template is not this unit's")
    return found


def _page(
    request: Request,
    officer: Officer,
    *,
    status: int = 200,
    given: Mapping[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = template.of_unit(connection, officer.unit if officer.role is Role.HANDLER else None)
    done = bool(request.query_params.get("done")) and not problem
    return show(
        request, officer, "templates.html", status=status, found=found, given=given or {}, problem=problem, done=done
    )
