"""The desk where a person decides what petitioners ask for their own data."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.desk import show
from admin.desks.entry import clean, count_in, number_in, typed
from admin.privacy import deciding, word
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from tracking.domain.error import DomainError, NotFound
from tracking.domain.people import Role
from tracking.domain.vocabulary import DataRight, Decision

router = APIRouter(include_in_schema=False)
PAGE = "/staff/privacy"
KNOWN = ("name", "phone", "email")
Decider = Annotated[Officer, may(Role.DISPATCHER)]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def waiting(request: Request, officer: Decider) -> HTMLResponse:
    """What waits, the oldest first."""
    return _page(request, officer)


@router.post(PAGE + "/{number}")
def decide(request: Request, number: str, officer: Decider, form: Posted) -> Response:
    """Grant or refuse; a deletion is confirmed, for it cannot be undone."""
    given, number = typed(form), number_in(number)
    if given.get("decision") not in list(Decision):
        raise NotFound("no such decision")
    decision = Decision(given["decision"])
    if decision is Decision.UPHELD and given.get("right") == DataRight.ERASE and not given.get("sure"):
        return _page(request, officer, problem=word.PROBLEMS["not_confirmed"], given={number: given})
    try:
        deciding.decide(
            held(request),
            number,
            decision=decision,
            reason=given.get("reason", ""),
            known={name: given.get(name, "") for name in KNOWN},
            by=officer,
            version=count_in(given.get("seen", "")),
        )
    except NotFound:
        raise
    except DomainError as refused:
        problem = word.PROBLEMS.get(refused.code, word.PROBLEMS["invalid_value"])
        return _page(request, officer, problem=problem, given={number: given})
    return RedirectResponse(PAGE + "?done=yes", 303)


def _page(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, Mapping[str, str]] | None = None
) -> HTMLResponse:
    with held(request).engine.connect() as connection:
        found = deciding.waiting(connection)
    return show(
        request,
        officer,
        "privacy/requests.html",
        status=422 if problem else 200,
        found=found,
        rights=word.RIGHTS,
        decisions=word.DECISIONS,
        problem=problem,
        given=given or {},
        done=clean(request.query_params.get("done")),
    )
