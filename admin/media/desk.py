"""The desk of the column: candidates, drafts, what waits for a second person, what is published."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean
from admin.media import store, word
from admin.media.stage import Act, Stage, allowed
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.people import Role
from tracking.store import dossier, frozen
from tracking.store.visibility import sees_all

router = APIRouter(include_in_schema=False)
PAGE = "/staff/media"
PERIODS = 12
AT_THE_DESK = tuple(stage for stage in Stage if stage is not Stage.DROPPED)
Reader = Annotated[Officer, may(*OVERSEERS)]


@router.get(PAGE)
def column(request: Request, officer: Reader) -> HTMLResponse:
    """All examples that were not dropped, by stage."""
    return listed(request, officer)


@router.get(PAGE + "/{identity}")
def example(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """One example with its source, redacted, and everything that was done with it."""
    return told(request, officer, identity)


@router.get(PAGE + "/{identity}/sheet")
def sheet(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """The programme sheet for radio and television, to be printed."""
    item = _item(held(request), identity)
    if item.stage is not Stage.PUBLISHED or not item.tellable:
        raise NotFound("only what was released has a sheet")
    return show(request, officer, "media/sheet.html", item=item, tones=word.TONES, causes=word.CAUSES)


def _item(container: Container, identity: int) -> store.Item:
    with container.engine.connect() as connection:
        item = store.one(connection, identity)
    if item is None:
        raise NotFound("no such example")
    return item


def _possible(item: store.Item, officer: Officer) -> list[Act]:
    """What this officer may do now; one that may be told of no more can only be taken away."""
    if officer.role is not Role.DISPATCHER:
        return []
    ends = (Act.DROP, Act.WITHDRAW, Act.SEND_BACK)
    return [act for act in allowed(item.stage) if act is not Act.REPLY and (item.tellable or act in ends)]


def listed(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    """The list; those that may be told of no more only for eyes that see everything."""
    with held(request).engine.connect() as connection:
        known = store.at_stages(connection, AT_THE_DESK, most=200)
        periods = frozen.recent(connection, most=PERIODS)
    items = [each for each in known if each.tellable or sees_all(officer.viewer)]
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


def told(
    request: Request, officer: Officer, identity: int, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    """One example's page, with what was typed where it was refused."""
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
        allowed=_possible(item, officer),
        waits=item.reply_due_at is not None and container.core.now() <= item.reply_due_at,
        mine=officer.username in (item.drafted_by, item.proposed_by),
        own_follow_up=officer.username == item.followed_by,
        today=city_day(container.core.now()),
        acts=word.ACTS,
        stages=word.STAGES,
        causes=word.CAUSES,
        tones=word.TONES,
    )
