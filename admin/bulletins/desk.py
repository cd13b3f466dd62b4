"""One bulletin: whom it goes to, its approval, and what arrived."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.bulletins import recipient, reply, service, store, word
from admin.bulletins.law import awake, law
from admin.bulletins.section import dated, sections
from admin.bulletins.store import Bulletin, Stage
from admin.desks.desk import LOOKERS, PREPARERS, show
from admin.desks.entry import count_in, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import DomainError, NotFound

router = APIRouter(include_in_schema=False)
PAGE = "/staff/bulletins"
LARGEST = 2**62
Preparer = Annotated[Officer, may(*PREPARERS)]
Reader = Annotated[Officer, may(*LOOKERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE + "/{identity}")
def one(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """The bulletin itself, whom it goes or went to, and its record."""
    return _page(request, officer, identity)


@router.post(PAGE + "/{identity}/approve")
def approve(request: Request, identity: int, officer: Preparer, form: Posted) -> Response:
    given = typed(form)
    return _done(
        request,
        officer,
        identity,
        lambda container: service.approve(
            container,
            identity,
            seen=given.get("seen", ""),
            skip=given.get("skip") == "yes",
            version=count_in(given.get("version", "")),
            by=officer.username,
        ),
    )


@router.post(PAGE + "/{identity}/drop")
def drop(request: Request, identity: int, officer: Preparer, form: Posted) -> Response:
    why, version = typed(form).get("why", ""), count_in(typed(form).get("version", ""))
    return _done(
        request,
        officer,
        identity,
        lambda container: service.drop(container, identity, why=why, version=version, by=officer.username),
    )


@router.post(PAGE + "/{identity}/resend/{message}")
def resend(request: Request, identity: int, message: int, officer: Preparer, _form: Posted) -> Response:
    """Pressing twice is harmless."""
    return _done(
        request,
        officer,
        identity,
        lambda container: service.resend(container, identity, min(message, LARGEST), by=officer.username),
    )


@router.post(PAGE + "/{identity}/resend-failed")
def resend_failed(request: Request, identity: int, officer: Preparer, _form: Posted) -> Response:
    """Everybody whom it did not reach, nobody whom it did."""
    return _done(
        request,
        officer,
        identity,
        lambda container: service.resend_failed(container, min(abs(identity), LARGEST), by=officer.username),
    )


def readable(container: Container, identity: int, officer: Officer) -> Bulletin:
    """Raises ``NotFound``, also for a draft in the eyes of those who do not prepare."""
    with container.engine.connect() as connection:
        made = service.held(connection, min(abs(identity), LARGEST))
    if made.stage is not Stage.APPROVED and officer.role not in PREPARERS:
        raise NotFound("no such bulletin")
    return made


def _done(request: Request, officer: Officer, identity: int, act: Callable[[Container], object]) -> Response:
    try:
        act(held(request))
    except NotFound:
        raise
    except DomainError as refused:
        problem = word.problem(refused.code, refused.details.get("field"))
        return _page(request, officer, identity, problem=problem)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _page(request: Request, officer: Officer, identity: int, *, problem: str = "") -> HTMLResponse:
    container = held(request)
    made = readable(container, identity, officer)
    draft = made.stage is Stage.DRAFT
    to = service.preview(container, made) if draft else []
    with container.engine.connect() as connection:
        told = recipient.told(connection, made)
        replies = reply.of_bulletin(connection, container.core, made.id)
        record = store.record(connection, made.id)
        numbers = law(connection, city_day(container.core.now()))
    return show(
        request,
        officer,
        "bulletins/bulletin.html",
        status=422 if problem else 200,
        made=made,
        parts=sections(made.body),
        dated=dated(made.body),
        to=to,
        seen=recipient.fingerprint(to),
        by_grade=Counter(made.body["units"][each.unit]["grade"] for each in to),
        missing=[each for each in to if not each.reachable],
        send_at=awake(container.core.now(), numbers),
        told=told,
        counts=Counter(each.state for each in told),
        replies=replies,
        record=[each for each in record if not each.unit],
        preparer=officer.role in PREPARERS,
        mine=made.made_by == officer.username,
        problem=problem,
        stages=word.STAGES,
        states=word.SENDING,
        acts=word.ACTS,
    )
