"""Keys of branches and programs: given out, seen once, revoked. An administrator's page."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.security.sign_in import note
from admin.wiring import Container
from channels import credential
from channels.base import marked
from channels.branch import upload
from channels.credential import Holder
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/keys"
NOT_A_BRANCH, NO_NAME = marked("请选择一条分支热线。"), marked("请写明是哪个程序，最多40字。")
NAME_LENGTH = 40
Administrator = Annotated[Officer, may(Role.ADMINISTRATOR)]
Form = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def keys(request: Request, officer: Administrator) -> HTMLResponse:
    """All keys, and the latest uploads made with them."""
    return _page(request, officer)


@router.post(PAGE)
def issue(request: Request, officer: Administrator, form: Form) -> HTMLResponse:
    """A new key for a branch or a program; this answer is the only one that shows its secret."""
    container, fields = held(request), typed(form)
    program, holder = fields.get("program", ""), fields.get("holder", "")
    if program and len(program) > NAME_LENGTH:
        return _page(request, officer, flaw=NO_NAME, status=422)
    if not program and holder not in branches(container):
        return _page(request, officer, flaw=NOT_A_BRANCH, status=422)
    channel, now = "open311" if program else "branch", container.core.now()
    with container.engine.begin() as connection:
        made = credential.issue(
            connection, container.core.sealer, channel=channel, holder=program or holder, by=officer.username, at=now
        )
        note(connection, officer.username, f"issued key {made.key}", at=now)
    return _page(request, officer, made=made, shown=credential.as_one(made) if program else made.secret)


@router.post(PAGE + "/{key}/revoke")
def revoke(request: Request, key: str, officer: Administrator, _form: Form) -> Response:
    """Out of force at once; pressing twice is harmless."""
    container, key = held(request), clean(key)
    now = container.core.now()
    with container.engine.begin() as connection:
        if credential.revoke(connection, key, by=officer.username, at=now):
            note(connection, officer.username, f"revoked key {key}", at=now)
    return RedirectResponse(PAGE, 303)


def branches(container: Container) -> Mapping[str, str]:
    """Code → name of the units that upload."""
    return {unit.code: unit.short_name for unit in container.city.units() if unit.kind == "branch" and unit.active}


def _page(
    request: Request,
    officer: Officer,
    *,
    made: Holder | None = None,
    shown: str = "",
    flaw: str = "",
    status: int = 200,
) -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        found, uploads = credential.every(connection), upload.latest(connection)
    return show(
        request,
        officer,
        "keys.html",
        status=status,
        keys=found,
        uploads=uploads,
        branches=branches(container),
        made=made,
        shown=shown,
        flaw=flaw,
        doors={code.code: code.name for code in container.city.codes("channels")},
    )
