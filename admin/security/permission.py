"""What each route asks for: a set of roles, or the mark ``PUBLIC``. A route that names neither fails a test.

A route under ``may`` needs a session; a POST needs the session's token besides, as the field ``csrf`` or the
header ``X-CSRF-Token``. Who is not signed in is sent to the sign-in page and comes back afterwards.
"""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext
from starlette.datastructures import FormData

from admin.security import session
from admin.security.account import Officer, Owed
from admin.security.body import form_of
from admin.settings import SecondFactor
from admin.wiring import Container
from tracking.domain.error import Forbidden
from tracking.domain.people import Role

SIGN_IN = "/staff/sign-in"
START = "/staff"
OWED_AT = {
    Owed.CODE: "/staff/sign-in/code",
    Owed.PASSWORD: "/staff/account/password",
    Owed.FACTOR: "/staff/account/factor",
}
STAFF = frozenset(Role) - {Role.CITIZEN, Role.SYSTEM}
_SAFE = frozenset({"GET", "HEAD"})


def held(request: Request) -> Container:
    """The container of the application that serves this request."""
    container: Container = request.app.state.container
    return container


async def posted(request: Request) -> AsyncIterator[FormData]:
    """The form of a POST, nothing for other requests; uploaded files are closed in the end."""
    if request.method in _SAFE:
        yield FormData()
    else:
        async with form_of(request) as form:
            yield form


@dataclass(frozen=True)
class Permission:
    """Only officers in one of ``roles``; who still owes something, only where it is one of ``owing``."""

    roles: frozenset[Role]
    owing: frozenset[Owed] = frozenset()

    def __call__(self, request: Request, form: Annotated[FormData, Depends(posted)]) -> Officer:
        """Raises ``HTTPException`` (303 to the sign-in page) or ``Forbidden``."""
        container = held(request)
        cookie = request.cookies.get(session.COOKIE, "")
        factor = container.settings.second_factor is SecondFactor.REQUIRED
        officer = session.resume(container.core.autocommit, cookie, at=container.core.now(), factor=factor)
        if officer is None:
            raise _sign_in_first(request, form)
        if officer.owed and officer.owed not in self.owing:
            raise _to(request, OWED_AT[officer.owed])
        if officer.role not in self.roles:
            raise Forbidden("this page is for other desks", role=officer.role)
        if request.method not in _SAFE:
            _check_token(request, form, officer)
        return officer


async def public() -> None:
    """The mark of a route that is open to everyone."""


def may(*roles: Role, owing: frozenset[Owed] = frozenset()) -> Any:
    """Declare who may use a route: ``officer: Annotated[Officer, may(Role.DISPATCHER)]``."""
    return Depends(Permission(frozenset(roles), owing))


PUBLIC = Depends(public)


def permission_of(route: RouteContext) -> Permission | None:
    """The roles a route asks for, None when it is marked public. Raises ``LookupError`` when it names neither."""
    calls = list(_calls(route.dependant))
    for call in calls:
        if isinstance(call, Permission):
            return call
    if public in calls:
        return None
    raise LookupError(f"{route.path} does not say who may use it")


def local_path(path: str | None) -> str:
    """The path to return to after signing in: a page of the console, never another site."""
    if not path or not path.startswith(START) or "\\" in path or not path.isprintable():
        return START
    return path if path[len(START) : len(START) + 1] in ("", "/", "?") else START


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for each in dependant.dependencies:
        yield from _calls(each)


def _check_token(request: Request, form: FormData, officer: Officer) -> None:
    given = form.get("csrf") or request.headers.get("x-csrf-token") or ""
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), officer.csrf.encode()):
        request.state.kept = request.app.state.drafts.refused(request, form, officer)
        raise Forbidden("the form does not belong to this session", field="csrf")


def _sign_in_first(request: Request, form: FormData) -> HTTPException:
    """What was typed into a verb's form is parked until somebody has signed in."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = local_path(here) if request.method in _SAFE else START
    parked = None if request.method in _SAFE else request.app.state.drafts.park(request, form)
    asked = {"next": parked.back, "draft": parked.token} if parked else {"next": back}
    address = f"{SIGN_IN}?{urlencode(asked)}"
    headers = {"set-cookie": _kept(request, parked.cookie)} if parked else {}
    return _to(request, address, **headers)


def _to(request: Request, address: str, **headers: str) -> HTTPException:
    if "hx-request" in request.headers:
        return HTTPException(401, headers={"HX-Redirect": address, **headers})
    return HTTPException(303, headers={"Location": address, **headers})


def _kept(request: Request, value: str) -> str:
    secure = "; Secure" if request.app.state.secure_cookies else ""
    return f"{request.app.state.drafts.COOKIE}={value}; Path={START}; Max-Age=86400; HttpOnly; SameSite=lax{secure}"
