"""Signing in and out."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from admin.desks.entry import clean, typed
from admin.draft import keeping
from admin.pages import render
from admin.security import session
from admin.security.account import Officer, Owed
from admin.security.demo_accounts import DEMO_PASSWORD, demo_accounts
from admin.security.permission import OWED_AT, PUBLIC, SIGN_IN, STAFF, held, local_path, may, posted
from admin.security.sign_in import asks_code, second_step, sign_in
from admin.settings import Mode
from tracking.domain.error import Forbidden

router = APIRouter(include_in_schema=False)
InBetween = Annotated[Officer, may(*STAFF, owing=frozenset(Owed))]


@router.get(SIGN_IN, dependencies=[PUBLIC])
def ask(request: Request) -> HTMLResponse:
    """The form, with where to go afterwards."""
    draft = clean(request.query_params.get("draft"))
    return _form(request, back=local_path(request.query_params.get("next")), draft=draft)


@router.post(SIGN_IN, dependencies=[PUBLIC])
def enter(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Begin a session; whatever was wrong, the answer is the same."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Forbidden("signing in starts on our own page")
    container, given = held(request), typed(form)
    username, password, back = given.get("username", ""), form.get("password"), local_path(given.get("next"))
    now, address = container.core.now(), _from(request)
    secret = password if isinstance(password, str) else ""
    account = sign_in(container.engine, username, secret, at=now, address=address)
    draft = given.get("draft", "")
    if account is None:
        return _form(request, back=back, username=username, refused=True, draft=draft)
    officer = Officer(username=account.username, role=account.role, unit=account.unit, name=account.name, csrf="")
    back = (draft and keeping.claim(request, draft, officer)) or back
    with container.engine.connect() as connection:
        short = asks_code(connection, account.username)
    step = f"{OWED_AT[Owed.CODE]}?{urlencode({'next': back})}"
    return _begun(request, step if short else back, session.begin(container.engine, account, at=now, short=short))


@router.get(OWED_AT[Owed.CODE])
def ask_code(request: Request, officer: InBetween) -> Response:
    """The form for the second factor; who has given it goes on."""
    if officer.owed is not Owed.CODE:
        return RedirectResponse(local_path(request.query_params.get("next")), 303)
    return _code_form(request, officer, back=local_path(request.query_params.get("next")))


@router.post(OWED_AT[Owed.CODE])
def enter_code(request: Request, officer: InBetween, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A right code opens a new session; the waiting one ends."""
    container, given = held(request), typed(form)
    back, now = local_path(given.get("next")), container.core.now()
    if officer.owed is not Owed.CODE:
        return RedirectResponse(back, 303)
    who, code = officer.username, given.get("code", "")[:32]
    account = second_step(container.engine, container.core.sealer, who, code, at=now, address=_from(request))
    if account is None:
        return _code_form(request, officer, back=back, refused=True)
    session.end(container.engine, request.cookies[session.COOKIE], at=now, noted=False)
    return _begun(request, back, session.begin(container.engine, account, at=now, proved=True))


@router.post("/staff/sign-out")
def leave(request: Request, officer: InBetween) -> Response:
    """End the session."""
    container = held(request)
    session.end(container.engine, request.cookies[session.COOKIE], at=container.core.now())
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(session.COOKIE, path=session.COOKIE_PATH)
    return answer


def _begun(request: Request, where: str, cookie: str) -> Response:
    answer = RedirectResponse(where, 303)
    answer.set_cookie(
        session.COOKIE,
        cookie,
        path=session.COOKIE_PATH,
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookies,
    )
    return answer


def _from(request: Request) -> str | None:
    return request.client.host if request.client else None


def _code_form(request: Request, officer: Officer, *, back: str, refused: bool = False) -> HTMLResponse:
    status = 401 if refused else 200
    return render(request, "console/code.html", status=status, back=back, officer=officer, refused=refused)


def _form(request: Request, *, back: str, username: str = "", refused: bool = False, draft: str = "") -> HTMLResponse:
    container = held(request)
    demo = demo_accounts(container.city.units()) if container.settings.mode is Mode.DEMO else ()
    return render(
        request,
        "console/sign_in.html",
        status=401 if refused else 200,
        back=back,
        username=username,
        refused=refused,
        draft=draft,
        demo=demo,
        demo_password=DEMO_PASSWORD,
    )
