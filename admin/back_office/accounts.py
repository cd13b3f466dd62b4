"""Users and roles: the list, one account with its record, and what an administrator may do with it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.back_office import word
from admin.desks.desk import show
from admin.desks.entry import clean, typed
from admin.security import account_list, roster
from admin.security.account import Account, Officer
from admin.security.permission import STAFF, held, may, posted
from admin.security.roster import Hand
from admin.wiring import Container
from routing.city import Unit
from tracking.domain.error import DomainError, Forbidden, InvalidValue, NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/accounts"
ROLES = tuple(role for role in Role if role in STAFF)
Administrator = Annotated[Officer, may(Role.ADMINISTRATOR)]
Posted = Annotated[FormData, Depends(posted)]
SIMPLE = {
    "close": roster.close,
    "open": roster.reopen,
    "unlock": roster.unlock,
    "reset_factor": roster.reset_factor,
    "end_sessions": roster.end_sessions,
}


@router.get(PAGE)
def accounts(request: Request, officer: Administrator) -> HTMLResponse:
    """The accounts, found by name, unit, role or state."""
    return _list(request, officer)


@router.post(PAGE)
def add(request: Request, officer: Administrator, form: Posted) -> HTMLResponse:
    """A new account; this answer is the only one that shows its first password."""
    container, given = held(request), typed(form)
    username = given.get("username", "")
    try:
        role, unit = _role(given), _unit(container, given)
        account = Account(username=username, role=role, unit=unit, name=given.get("name", ""))
        with container.engine.begin() as connection:
            password = roster.add(connection, account, _hand(container, officer))
    except DomainError as refused:
        return _list(request, officer, problem=_words(refused), given=given)
    return _one(request, officer, username, password=password)


@router.get(PAGE + "/{username}")
def account(request: Request, username: str, officer: Administrator) -> HTMLResponse:
    """One account and everything that was done with it."""
    return _one(request, officer, username)


@router.post(PAGE + "/{username}/{act}")
def keep(request: Request, username: str, act: str, officer: Administrator, form: Posted) -> Response:
    """Place, close, open, unlock, reset or end sessions; a first password is shown in this answer only."""
    container, given, password = held(request), typed(form), ""
    hand, username = _hand(container, officer), clean(username)
    try:
        with container.engine.begin() as connection:
            if act == "place":
                roster.place(connection, username, _role(given), _unit(container, given), hand)
            elif act == "reset_password":
                password = roster.reset_password(connection, username, hand)
            elif act in SIMPLE:
                SIMPLE[act](connection, username, hand)
            else:
                raise NotFound("no such act")
    except NotFound:
        raise
    except DomainError as refused:
        return _one(request, officer, username, problem=_words(refused))
    if password:
        return _one(request, officer, username, password=password)
    return RedirectResponse(f"{PAGE}/{username}", 303)


def _hand(container: Container, officer: Officer) -> Hand:
    return Hand(by=officer.username, at=container.core.now())


def _role(given: Mapping[str, str]) -> Role:
    try:
        return Role(given.get("role", ""))
    except ValueError:
        raise InvalidValue("no such role", field="role") from None


def _unit(container: Container, given: Mapping[str, str]) -> str | None:
    """A unit that is there; nothing for the whole city."""
    code = given.get("unit") or None
    if code is not None and code not in {unit.code for unit in _units(container)}:
        raise InvalidValue("no such unit", field="unit")
    return code


def _units(container: Container) -> Sequence[Unit]:
    return [unit for unit in container.city.units() if unit.active]


def _words(refused: DomainError) -> str:
    field = refused.details.get("field")
    if isinstance(refused, Forbidden) and field == "username":
        return word.OWN_ACCOUNT
    return word.ACCOUNT_PROBLEMS[field]


def _list(
    request: Request, officer: Officer, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    container, asked = held(request), request.query_params
    words, state, after = (clean(asked.get(name))[:64] for name in ("q", "state", "after"))
    state = state if state in {*word.ACCOUNT_STATES, *ROLES} else ""
    with container.engine.connect() as connection:
        found = account_list.page(connection, words=words, state=state, after=after, at=container.core.now())
    return show(
        request,
        officer,
        "back_office/accounts.html",
        status=422 if problem else 200,
        accounts=found[: account_list.PAGE],
        following=found[account_list.PAGE - 1].username if len(found) > account_list.PAGE else "",
        asked={"q": words, "state": state},
        states=word.ACCOUNT_STATES,
        roles=ROLES,
        units=_units(container),
        working={unit.code for unit in _units(container)},
        problem=problem,
        given=given or {},
    )


def _one(request: Request, officer: Officer, username: str, *, problem: str = "", password: str = "") -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        found = account_list.one(connection, clean(username), at=container.core.now())
        record = account_list.record(connection, found.username)
    return show(
        request,
        officer,
        "back_office/account.html",
        status=422 if problem else 200,
        account=found,
        record=record,
        acts=word.ACCOUNT_ACTS,
        roles=ROLES,
        units=_units(container),
        working={unit.code for unit in _units(container)},
        problem=problem,
        password=password,
    )
