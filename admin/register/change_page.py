"""What all pages of the register share, and the record of all changes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from admin.desks.desk import SENDERS, show
from admin.desks.entry import clean, count_in
from admin.register import change, word
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from channels.base import Flaw, marked
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/register"
MOST = 50
READERS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.INSPECTOR)
Reader = Annotated[Officer, may(*READERS)]
Keeper = Annotated[Officer, may(Role.ADMINISTRATOR)]
Releaser = Annotated[Officer, may(*SENDERS)]
Posted = Annotated[FormData, Depends(posted)]
OTHERS_FIRST = Flaw(
    field="version", code="stale_version", message=marked("别人刚刚改过，没有保存。请对照最新内容，再决定是否提交。")
)


@router.get(PAGE + "/changes")
def changes(request: Request, officer: Reader) -> HTMLResponse:
    """Who changed what, when, from what to what."""
    thing, before = clean(request.query_params.get("thing")), count_in(clean(request.query_params.get("before")))
    with held(request).engine.connect() as connection:
        found = change.recent(
            connection, thing=thing if thing in word.THINGS else "", most=MOST + 1, before=before or None
        )
    return show(
        request,
        officer,
        "register/changes.html",
        changes=found[:MOST],
        more=found[MOST - 1][0] if len(found) > MOST else None,
        thing=thing,
        word=word,
        tab="changes",
    )
