"""The desk of bulletins: make one from a closed period, see whom it goes to, approve it, follow what arrived."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
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
from tracking.domain.error import DomainError, InvalidValue, NotFound
from tracking.domain.period import week_of
from tracking.store import frozen

router = APIRouter(include_in_schema=False)
PAGE = "/staff/bulletins"
PERIODS, LARGEST = 24, 2**62
Preparer = Annotated[Officer, may(*PREPARERS)]
Reader = Annotated[Officer, may(*LOOKERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def bulletins(request: Request, officer: Reader) -> HTMLResponse:
    """All of them; drafts only for those who prepare."""
    return _list(request, officer)


@router.post(PAGE)
def make(request: Request, officer: Preparer, form: Posted) -> Response:
    """A draft; what was typed stays where it is refused."""
    given = typed(form)
    try:
        period, demands = given.get("period", ""), given.get("demands", "")
        due_on = _day(given.get("due_on", ""))
        made = service.make(held(request), period=period, demands=demands, due_on=due_on, by=officer.username)
    except DomainError as refused:
        problem = word.problem(refused.code, refused.details.get("field"))
        return _list(request, officer, problem=problem, given=given)
    return RedirectResponse(f"{PAGE}/{made}", 303)


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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("no date", field="due_on") from None


def _list(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container = held(request)
    preparer = officer.role in PREPARERS
    with container.engine.connect() as connection:
        listed = store.recent(connection, tuple(Stage) if preparer else (Stage.APPROVED,))
        periods = frozen.recent(connection, most=PERIODS)
    week = _last_week(container)
    return show(
        request,
        officer,
        "bulletins/list.html",
        status=422 if problem else 200,
        listed=listed,
        periods=periods if week in periods else [*periods, week],
        preparer=preparer,
        problem=problem,
        given=given or {},
        stages=word.STAGES,
    )


def _last_week(container: Container) -> str:
    today = city_day(container.core.now())
    return str(week_of(date.fromordinal(today.toordinal() - 7)))


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
