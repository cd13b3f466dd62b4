"""The desk of the column: candidates, drafts, what waits for a second person, what is published."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in, typed
from admin.media import service, store, word
from admin.media.stage import Act, Stage, allowed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import marked
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError, NotFound
from tracking.domain.people import Role
from tracking.store import dossier, frozen

router = APIRouter(include_in_schema=False)
PAGE = "/staff/media"
PERIODS = 12
AT_THE_DESK = tuple(stage for stage in Stage if stage is not Stage.DROPPED)
NOT_CLOSED = marked("这个月还没有核定，不能按它选材。")
Editor = Annotated[Officer, may(Role.DISPATCHER)]
Reader = Annotated[Officer, may(*OVERSEERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def column(request: Request, officer: Reader) -> HTMLResponse:
    """All examples that were not dropped, by stage."""
    return _list(request, officer)


@router.post(PAGE + "/find")
def find(request: Request, officer: Editor, form: Posted) -> Response:
    """Look through a frozen period."""
    try:
        new = service.find(held(request), typed(form).get("period", ""))
    except NotFound:
        return _list(request, officer, problem=NOT_CLOSED)
    return RedirectResponse(f"{PAGE}?found={new}", 303)


@router.get(PAGE + "/{identity}")
def example(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """One example with its source, redacted, and everything that was done with it."""
    return _page(request, officer, identity)


@router.get(PAGE + "/{identity}/sheet")
def sheet(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """The programme sheet for radio and television, to be printed."""
    item = _item(held(request), identity)
    if item.stage is not Stage.PUBLISHED:
        raise NotFound("only what was released has a sheet")
    return show(request, officer, "media/sheet.html", item=item, tones=word.TONES)


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
        return _page(request, officer, identity, problem=problem, given=given)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _do(container: Container, identity: int, act: Act, given: Mapping[str, str], *, by: str) -> None:
    version = count_in(given.get("version", ""))
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
    else:
        service.note(container, identity, act, why=given.get("why", ""), by=by, version=version)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _item(container: Container, identity: int) -> store.Item:
    with container.engine.connect() as connection:
        item = store.one(connection, identity)
    if item is None:
        raise NotFound("no such example")
    return item


def _list(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    with held(request).engine.connect() as connection:
        items = store.at_stages(connection, AT_THE_DESK, most=200)
        periods = frozen.recent(connection, most=PERIODS)
    return show(
        request,
        officer,
        "media/column.html",
        status=422 if problem else 200,
        items={stage: [each for each in items if each.stage is stage] for stage in AT_THE_DESK},
        periods=periods,
        problem=problem,
        found=clean(request.query_params.get("found")),
        stages=word.STAGES,
        causes=word.CAUSES,
        tones=word.TONES,
        editor=officer.role is Role.DISPATCHER,
    )


def _page(
    request: Request, officer: Officer, identity: int, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    item = _item(container, identity)
    with container.engine.connect() as connection:
        source = dossier.read(connection, item.number, officer.viewer)
        record = store.record(connection, identity)
    hide = container.redact
    return show(
        request,
        officer,
        "media/example.html",
        status=422 if problem else 200,
        item=item,
        said=hide(source.latest("said")),
        answer=hide(source.latest("reply") or ""),
        proposed=hide(source.title),
        record=record,
        problem=problem,
        given=given or {},
        allowed=[act for act in allowed(item.stage) if act is not Act.REPLY] if officer.role is Role.DISPATCHER else [],
        mine=officer.username in (item.drafted_by, item.proposed_by),
        acts=word.ACTS,
        stages=word.STAGES,
        causes=word.CAUSES,
        tones=word.TONES,
    )
