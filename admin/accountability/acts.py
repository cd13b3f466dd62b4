"""What is done from the pages: proposals, notes of retaliation, and every act on a record."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from admin.accountability import acting, proposing, store, word
from admin.accountability.desk import PAGE, listed, told
from admin.accountability.fact import EVERYTHING
from admin.accountability.proposal import Kind
from admin.accountability.stage import Act
from admin.desks.entry import count_in, number_in, typed
from admin.security.account import Officer
from admin.security.permission import held, may, posted
from admin.wiring import Container
from tracking.domain.error import DomainError, MissingField, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
Keeper = Annotated[Officer, may(Role.DISPATCHER)]
Unit = Annotated[Officer, may(Role.HANDLER)]
Posted = Annotated[FormData, Depends(posted)]
EARLIEST = 2000


@router.post(PAGE + "/find")
def find(request: Request, officer: Keeper, form: Posted) -> Response:
    """Apply the rules to a year."""
    given = typed(form)
    year = count_in(given.get("year", ""))
    try:
        new = proposing.propose(held(request), year) if year >= EARLIEST else 0
    except DomainError as refused:
        return listed(request, officer, year=year, problem=_problem(refused))
    return RedirectResponse(f"{PAGE}?year={year}&new={new}", 303)


@router.post(PAGE + "/retaliation")
def retaliation(request: Request, officer: Keeper, form: Posted) -> Response:
    """A person found retaliation."""
    given = typed(form)
    try:
        number = number_in(given.get("number", ""))
        unit, reason = given.get("unit", ""), given.get("reason", "")
        made = proposing.note_retaliation(held(request), unit=unit, number=number, reason=reason, by=officer.username)
    except DomainError as refused:
        return listed(request, officer, problem=_problem(refused), given=given)
    return RedirectResponse(f"{PAGE}?new={len(made)}", 303)


@router.post(PAGE + "/{identity}/appeal")
def appeal(request: Request, identity: int, officer: Unit, form: Posted) -> Response:
    """The unit's appeal."""
    given = typed(form)
    try:
        acting.appeal(held(request), identity, reason=given.get("reason", ""), by=officer)
    except NotFound:
        raise
    except DomainError as refused:
        return told(request, officer, identity, problem=_problem(refused), given=given)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


@router.post(PAGE + "/{identity}/{act}")
def do(request: Request, identity: int, act: str, officer: Keeper, form: Posted) -> Response:
    """One act; what was typed stays on the page where it is refused."""
    container, given = held(request), typed(form)
    if act not in list(Act) or act == Act.APPEAL or not _there(container, identity):
        raise NotFound("no such act")
    try:
        _do(container, identity, Act(act), given, by=officer)
    except DomainError as refused:
        return told(request, officer, identity, problem=_problem(refused), given=given)
    return RedirectResponse(f"{PAGE}/{identity}", 303)


def _do(container: Container, identity: int, act: Act, given: Mapping[str, str], *, by: Officer) -> None:
    version, text = count_in(given.get("version", "")), given.get("text", "")
    basis, account = given.get("basis", ""), given.get("account", "")
    if act is Act.OPEN:
        acting.open_(container, identity, note=text, account=account, by=by, version=version)
    elif act is Act.KEEP:
        acting.keep(container, identity, note=text, by=by, version=version)
    elif act is Act.DECIDE:
        effect, to = _effect(given), given.get("recipient", "")
        acting.decide(
            container, identity, effect=effect, decision=text, basis=basis, recipient=to, by=by, version=version
        )
    elif act is Act.DROP:
        acting.drop(container, identity, decision=text, basis=basis, by=by, version=version)
    elif act is Act.CLOSE:
        acting.close(container, identity, result=text, by=by, version=version)
    else:
        acting.judge(container, identity, act, judgement=text, by=by, version=version)


def _effect(given: Mapping[str, str]) -> Kind:
    if given.get("effect") not in list(Kind):
        raise MissingField("what is decided is missing", field="effect")
    return Kind(given["effect"])


def _there(container: Container, identity: int) -> bool:
    with container.engine.connect() as connection:
        return store.one(connection, identity, EVERYTHING) is not None


def _problem(refused: DomainError) -> str:
    return word.PROBLEMS.get(refused.code, word.PROBLEMS["invalid_value"])
