"""What is done from the desk of the column: looking for candidates, and every act on an example."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.entry import count_in, typed
from admin.media import service, word
from admin.media.desk import PAGE, listed, told
from admin.media.stage import Act
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
NOT_CLOSED = marked("这个月还没有核定，不能按它选材。")
Editor = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.post(PAGE + "/find")
def find(request: Request, officer: Editor, form: Posted) -> Response:
    """Look through a frozen period."""
    try:
        new = service.find(held(request), typed(form).get("period", ""))
    except NotFound:
        return listed(request, officer, problem=NOT_CLOSED)
    return RedirectResponse(f"{PAGE}?found={new}", 303)


@router.post(PAGE + "/{identity}/{act}")
def do(request: Request, identity: int, act: str, officer: Editor, form: Posted) -> Response:
    """One step; what was typed stays on the page where it is refused."""
    given = typed(form)
    if act not in word.ACTS or act == Act.REPLY:
        raise NotFound("no such step")
    try:
        _do(held(request), identity, Act(act), given, by=officer.username)
    except NotFound:
        raise
    except DomainError as refused:
        problem = word.PROBLEMS.get(refused.code, word.PROBLEMS["invalid_value"])
        return told(request, officer, identity, problem=problem, given=given)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _do(container: Container, identity: int, act: Act, given: Mapping[str, str], *, by: str) -> None:
    version, why = count_in(given.get("version", "")), given.get("why", "")
    if act is Act.DRAFT:
        title, story = given.get("title", ""), given.get("story", "")
        service.draft(container, identity, title=title, story=story, by=by, version=version)
    elif act is Act.ASK_UNIT:
        service.ask_unit(container, identity, by=by, version=version)
    elif act is Act.PROPOSE:
        service.propose(container, identity, by=by, version=version)
    elif act is Act.RELEASE:
        on = _day(given.get("on", "")) or city_day(container.core.now())
        service.release(container, identity, medium=given.get("medium", ""), on=on, by=by, version=version)
    elif act is Act.FOLLOW_UP:
        service.follow_up(container, identity, text=why, by=by, version=version)
    elif act is Act.CONFIRM:
        service.confirm(container, identity, by=by, version=version)
    else:
        service.note(container, identity, act, why=why, by=by, version=version)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
