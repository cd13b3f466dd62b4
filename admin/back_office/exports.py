"""Exports: asking for one, deciding on another's, and taking home what was made."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi import Request as HttpRequest
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from admin.back_office import asking, export, sheet, word
from admin.back_office.export import MOST_ROWS, Export, Request, State
from admin.back_office.right import APPROVERS, ASKERS, may_ask
from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.desks.worklist import TABS
from admin.look import look_of
from admin.security.account import Officer
from admin.security.permission import STAFF, held, may, posted
from admin.security.roster import Hand
from admin.wiring import Container
from tracking.domain.error import DomainError, Forbidden, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/exports"
Somebody = Annotated[Officer, may(*STAFF)]
Approver = Annotated[Officer, may(*APPROVERS)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def exports(request: HttpRequest, officer: Somebody) -> HTMLResponse:
    """One's own, and what waits for a second person; the inspector sees all."""
    by = None if officer.role is Role.INSPECTOR else officer.username
    waiting = State.ASKED if officer.role in APPROVERS else None
    with held(request).engine.connect() as connection:
        found = export.latest(connection, by=by, or_at=waiting)
    mine = [kind for kind in ASKERS if may_ask(officer.role, kind)]
    return _show(request, officer, "exports.html", exports=found, mine=mine)


@router.get(PAGE + "/new")
def form(request: HttpRequest, officer: Somebody) -> HTMLResponse:
    """What is wanted, and why; the filter may come from a list."""
    kind = clean(request.query_params.get("of"))
    if not may_ask(officer.role, kind):
        raise NotFound("no such export")
    given = {name: clean(request.query_params.get(name)) for name in asking.FIELDS[kind]}
    return _form(request, officer, kind, given=given)


@router.post(PAGE)
def ask(request: HttpRequest, officer: Somebody, posted_form: Posted) -> Response:
    """Put it before a second person; nothing to export, too much and senseless filters are told at once."""
    container, given = held(request), typed(posted_form)
    kind, reason = given.get("of", ""), given.get("reason", "")
    if not may_ask(officer.role, kind) or given.get("format") not in sheet.TYPES:
        raise NotFound("no such export")
    wanted = {name: given.get(name, "") for name in asking.FIELDS[kind]}
    with container.engine.begin() as connection:
        total, flaw = asking.counted(container, connection, officer, kind, wanted)
        problem = asking.flaw_of_reason(container, reason) or flaw
        if problem:
            return _form(request, officer, kind, given=given, problem=problem)
        lang = look_of(request).lang
        asked = Request(kind=kind, wanted={**wanted, "lang": lang}, format=given["format"], reason=reason, total=total)
        identity = export.ask(connection, asked, _hand(container, officer))
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.get(PAGE + "/{identity}")
def watch(request: HttpRequest, identity: int, officer: Somebody) -> HTMLResponse:
    """One export: what, why, how far, and its record."""
    return _one(request, officer, identity)


@router.get(PAGE + "/{identity}/file")
def download(request: HttpRequest, identity: int, officer: Somebody) -> Response:
    """The file, for the asker alone; every download is a line in the record."""
    container, address = held(request), request.client.host if request.client else ""
    with container.engine.begin() as connection:
        hand = _hand(container, officer)
        found, body = export.download(connection, container.core.sealer, _small(identity), hand, address=address)
    name = f"minyi-export-{found.id:06}.{found.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=sheet.TYPES[found.format], headers=headers)


@router.post(PAGE + "/{identity}/withdraw")
def withdraw(request: HttpRequest, identity: int, officer: Somebody, _form: Posted) -> Response:
    """Only by the asker, only while it is undecided."""
    container = held(request)
    try:
        with container.engine.begin() as connection:
            export.withdraw(connection, _small(identity), _hand(container, officer))
    except DomainError as refused:
        return _refused(request, officer, identity, refused)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.post(PAGE + "/{identity}/approve")
def approve(request: HttpRequest, identity: int, officer: Approver, _form: Posted) -> Response:
    """The second person agrees; a worker makes the file."""
    return _decide(request, officer, identity, yes=True)


@router.post(PAGE + "/{identity}/refuse")
def refuse(request: HttpRequest, identity: int, officer: Approver, given: Posted) -> Response:
    """The second person does not, and says why."""
    why = typed(given).get("why", "")[:200]
    if not why:
        return _one(request, officer, identity, problem="why")
    return _decide(request, officer, identity, yes=False, why=held(request).redact(why))


def _decide(request: HttpRequest, officer: Officer, identity: int, *, yes: bool, why: str = "") -> Response:
    container = held(request)
    try:
        with container.engine.begin() as connection:
            export.decide(connection, _small(identity), _hand(container, officer), yes=yes, why=why)
    except DomainError as refused:
        return _refused(request, officer, identity, refused)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _refused(request: HttpRequest, officer: Officer, identity: int, refused: DomainError) -> HTMLResponse:
    if isinstance(refused, NotFound):
        raise refused
    problem = str(refused.details["field"]) if isinstance(refused, Forbidden) else "stale"
    return _one(request, officer, identity, problem=problem)


def _hand(container: Container, officer: Officer) -> Hand:
    return Hand(by=officer.username, at=container.core.now())


def _small(identity: int) -> int:
    return min(abs(identity), 2**62)


def _form(
    request: HttpRequest, officer: Officer, kind: str, *, given: Mapping[str, str], problem: str = ""
) -> HTMLResponse:
    known = asking.choices(held(request), officer, kind)
    return _show(
        request,
        officer,
        "export_form.html",
        status=422 if problem else 200,
        kind=kind,
        fields=[name for name in asking.FIELDS[kind] if known.get(name) != {}],
        choices=known,
        given=given,
        problem=problem,
    )


def _one(request: HttpRequest, officer: Officer, identity: int, *, problem: str = "") -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        found = export.one(connection, _small(identity))
        if not _readable(officer, found):
            raise NotFound("no such export")
        record = export.record(connection, found.id)
    return _show(
        request,
        officer,
        "export.html",
        status=422 if problem else 200,
        export=found,
        record=record,
        acts=word.EXPORT_ACTS,
        shown=[(name, value) for name, value in found.wanted.items() if value and name in word.EXPORT_FIELDS],
        choices={**asking.choices(container, officer, found.kind), "tab": TABS},
        gone=found.expires_at is not None and found.expires_at <= container.core.now(),
        approver=officer.role in APPROVERS,
        problem=problem,
    )


def _readable(officer: Officer, found: Export) -> bool:
    return officer.username == found.asked_by or officer.role in (*APPROVERS, Role.INSPECTOR)


def _show(request: HttpRequest, officer: Officer, template: str, *, status: int = 200, **more: Any) -> HTMLResponse:
    return show(
        request,
        officer,
        f"back_office/{template}",
        status=status,
        kinds=word.EXPORT_KINDS,
        states=word.EXPORT_STATES,
        labels=word.EXPORT_FIELDS,
        problems=word.EXPORT_PROBLEMS,
        most=MOST_ROWS,
        kept=export.KEPT.days,
        **more,
    )
