"""The own account: when it was used, another password, and the second factor."""

from collections.abc import Sequence
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.back_office import word
from admin.desks.desk import show
from admin.desks.entry import typed
from admin.security import account_list, factor, own, roster, session
from admin.security.account import Officer, Owed
from admin.security.permission import STAFF, held, may, posted
from admin.security.roster import Hand
from admin.settings import SecondFactor
from channels.base import marked
from tracking.domain.error import Forbidden

router = APIRouter(include_in_schema=False)
PAGE = "/staff/account"
PASSWORD, FACTOR = PAGE + "/password", PAGE + "/factor"
CHANGED = marked("密码已修改，其他地方的登录都已结束。")
ENDED = marked("其他地方的登录都已结束。")
GIVEN_UP = marked("第二步验证已关闭。")
SAID = {"password": CHANGED, "sessions": ENDED, "factor": GIVEN_UP}
Somebody = Annotated[Officer, may(*STAFF)]
Renewing = Annotated[Officer, may(*STAFF, owing=frozenset({Owed.PASSWORD}))]
Enrolling = Annotated[Officer, may(*STAFF, owing=frozenset({Owed.FACTOR}))]
Posted = Annotated[FormData, Depends(posted)]


@router.get(PAGE)
def account(request: Request, officer: Somebody) -> HTMLResponse:
    """The last sign-ins, and what can be changed."""
    return _page(request, officer, said=SAID.get(request.query_params.get("done", ""), ""))


@router.get(PASSWORD)
def ask_password(request: Request, officer: Renewing) -> HTMLResponse:
    """The form; also where a first password must be replaced."""
    return _password(request, officer)


@router.post(PASSWORD)
def change_password(request: Request, officer: Renewing, form: Posted) -> Response:
    """Take the new password; a wrong old one counts like a failed sign-in."""
    container, cookie = held(request), request.cookies[session.COOKIE]
    old, new, again = (_secret(form, name) for name in ("old", "new", "again"))
    with container.engine.begin() as connection:
        hand = Hand(by=officer.username, at=container.core.now())
        problem = own.change_password(connection, hand, old=old, new=new, again=again, cookie=cookie)
    if problem:
        return _password(request, officer, problem=problem)
    return RedirectResponse("/staff" if officer.owed else f"{PAGE}?done=password", 303)


@router.post(PAGE + "/sessions")
def end_others(request: Request, officer: Somebody, _form: Posted) -> Response:
    """Signed out everywhere but here."""
    container, cookie = held(request), request.cookies[session.COOKIE]
    with container.engine.begin() as connection:
        count = session.end_all(connection, officer.username, but=cookie)
        hand = Hand(by=officer.username, at=container.core.now())
        roster.note(connection, officer.username, "sessions_ended", hand, what=str(count))
    return RedirectResponse(f"{PAGE}?done=sessions", 303)


@router.get(FACTOR)
def ask_factor(request: Request, officer: Enrolling) -> HTMLResponse:
    """The picture for the telephone and the field for its first code."""
    return _factor(request, officer)


@router.post(FACTOR)
def set_factor(request: Request, officer: Enrolling, form: Posted) -> HTMLResponse:
    """The right code takes it into use; this answer is the only one that shows the recovery codes."""
    container, at, cookie = held(request), held(request).core.now(), request.cookies[session.COOKIE]
    with container.engine.begin() as connection:
        _not_yet(account_list.one(connection, officer.username, at=at))
        code = typed(form).get("code", "")
        codes = factor.confirm(connection, container.core.sealer, officer.username, code, at=at)
        if codes:
            session.prove(connection, cookie)
            roster.note(connection, officer.username, "factor_set", Hand(by=officer.username, at=at))
    if not codes:
        return _factor(request, officer, problem=word.WRONG_CODE)
    return show(request, officer, "back_office/recovery.html", codes=codes)


@router.post(FACTOR + "/remove")
def give_up_factor(request: Request, officer: Somebody, form: Posted) -> Response:
    """Only with the password, and only where it is not required."""
    container = held(request)
    if container.settings.second_factor is SecondFactor.REQUIRED:
        raise Forbidden("a second factor is required")
    with container.engine.begin() as connection:
        hand = Hand(by=officer.username, at=container.core.now())
        problem = own.give_up_factor(connection, hand, _secret(form, "password"))
    if problem:
        return _page(request, officer, problem=problem)
    return RedirectResponse(f"{PAGE}?done=factor", 303)


def _secret(form: FormData, name: str) -> str:
    """As it was typed: blanks belong to a password."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _not_yet(entry: account_list.Entry) -> None:
    """Raises ``Forbidden`` for who has a second factor: another needs the password first."""
    if entry.factor:
        raise Forbidden("there is a second factor already")


def _page(request: Request, officer: Officer, *, problem: str = "", said: str = "") -> HTMLResponse:
    container = held(request)
    with container.engine.connect() as connection:
        entry = account_list.one(connection, officer.username, at=container.core.now())
        visits: Sequence[own.Visit] = own.visits(connection, officer.username)
        left = factor.codes_left(connection, officer.username) if entry.factor else 0
    return show(
        request,
        officer,
        "back_office/own.html",
        status=422 if problem else 200,
        entry=entry,
        visits=visits,
        codes_left=left,
        words_of=word.VISITS,
        required=container.settings.second_factor is SecondFactor.REQUIRED,
        problem=problem,
        said=said,
    )


def _password(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    status = 422 if problem else 200
    return show(request, officer, "back_office/password.html", status=status, problem=problem)


def _factor(request: Request, officer: Officer, *, problem: str = "") -> HTMLResponse:
    container = held(request)
    with container.engine.begin() as connection:
        _not_yet(account_list.one(connection, officer.username, at=container.core.now()))
        secret = factor.enrolling(connection, container.core.sealer, officer.username)
    picture = segno.make(factor.address(secret, officer.username), error="m").svg_data_uri(scale=5, border=3)
    return show(
        request,
        officer,
        "back_office/factor.html",
        status=422 if problem else 200,
        picture=picture,
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        problem=problem,
    )
